using Microsoft.Extensions.Logging;
using Quartz;

namespace BaoPhu.Core.Reporting;

/// <summary>Rings every minute and tells who is to be reminded; any number of processes may ring (the rows keep them apart).</summary>
[DisallowConcurrentExecution]
public sealed partial class ReminderBell(ReportReminders reminders, ILogger<ReminderBell> log) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancel)
    {
        try
        {
            await reminders.Run();
        }
        catch (Exception fault) when (!cancel.IsCancellationRequested)
        {
            // The next ring tells those who were not told.
            Failed(fault);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "reminding of reports failed")]
    private partial void Failed(Exception fault);
}

using Microsoft.Extensions.Logging;
using Quartz;

namespace BaoPhu.Core.Register;

/// <summary>Rings every hour and has erased what is past its day.</summary>
[DisallowConcurrentExecution]
public sealed partial class ErasureBell(OutsideData outside, ILogger<ErasureBell> log) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancel)
    {
        try
        {
            await outside.Erase();
        }
        catch (Exception fault) when (!cancel.IsCancellationRequested)
        {
            // The next ring erases what this one did not.
            Failed(fault);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "erasing data past its day failed")]
    private partial void Failed(Exception fault);
}

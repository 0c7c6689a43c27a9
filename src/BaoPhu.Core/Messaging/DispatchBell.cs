using Microsoft.Extensions.Logging;
using Quartz;

namespace BaoPhu.Core.Messaging;

/// <summary>Rings every few seconds and sends what has become due; never twice at once in a process, and any number of processes may ring (the claims keep them apart).</summary>
[DisallowConcurrentExecution]
public sealed partial class DispatchBell(Dispatch dispatch, ILogger<DispatchBell> log) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancel)
    {
        try
        {
            await dispatch.Run(cancel);
        }
        catch (Exception fault) when (!cancel.IsCancellationRequested)
        {
            // What was claimed is settled when its lease is over; the next ring goes on with the rest.
            Failed(fault);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "sending messages failed")]
    private partial void Failed(Exception fault);
}

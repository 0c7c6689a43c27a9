using Microsoft.Extensions.Logging;
using Quartz;

namespace BaoPhu.Core.Reporting;

/// <summary>Adds up anew, every few hours, what is kept in memory: a difference is an act without its entry, and somebody's error.</summary>
[DisallowConcurrentExecution]
public sealed partial class FigureProof(LiveFigures figures, ILogger<FigureProof> log) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancel)
    {
        try
        {
            if (await figures.Prove(cancel) is { Count: > 0 } differing)
            {
                Differ(string.Join(", ", differing.Take(20)), differing.Count);
            }
        }
        catch (Exception fault) when (!cancel.IsCancellationRequested)
        {
            Failed(fault);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} figures kept in memory were not those of their rows and are added up again: {Figures}")]
    private partial void Differ(string figures, int count);

    [LoggerMessage(Level = LogLevel.Error, Message = "proving the figures kept in memory failed")]
    private partial void Failed(Exception fault);
}

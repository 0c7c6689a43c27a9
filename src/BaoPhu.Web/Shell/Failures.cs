using BaoPhu.Core.Data;
using BaoPhu.Core.Texts;

namespace BaoPhu.Web.Shell;

/// <summary>
/// Turns what goes wrong into an answer in words: a <see cref="Refusal"/> into 400, 404 or 403 with its reason, a lost or busy database into 503, everything else into
/// 500 with a number that is also in the log. The error page itself is written by Pages/Errors.
/// </summary>
internal sealed partial class Failures(RequestDelegate next, Db db, ILogger<Failures> log)
{
    private static readonly object Key = new();

    public static Failure? Of(HttpContext context) => context.Items[Key] as Failure;

    /// <summary>True while an error page is written without the database.</summary>
    public static bool DatabaseIsLost(HttpContext context) => Of(context)?.Status >= 500;

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The person went on to another page.
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            if (Of(context) is { } already)
            {
                await Bare(context, already, exception);
                return;
            }

            var failure = Judge(exception);
            context.Items[Key] = failure;
            context.Response.Clear();
            context.Response.StatusCode = failure.Status;
            if (failure.Status >= 500)
            {
                Failed(log, failure.Number, context.Request.Method, PathOf(context), exception);
            }
        }
    }

    private Failure Judge(Exception exception) => exception switch
    {
        Refusal refusal => new(
            refusal.Kind switch { RefusalKind.Missing => 404, RefusalKind.Forbidden => 403, _ => 400 }, refusal.Message),
        BadHttpRequestException bad => new(bad.StatusCode, null),
        _ when db.Dialect.IsLost(exception) || db.Dialect.IsBusy(exception) => new(503, null),
        _ => new(500, null),
    };

    /// <summary>The error page failed too: the fewest words that need nothing.</summary>
    private Task Bare(HttpContext context, Failure failure, Exception exception)
    {
        Failed(log, failure.Number, context.Request.Method, PathOf(context), exception);
        context.Response.Clear();
        context.Response.StatusCode = failure.Status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(failure.Message ?? Text.Of(failure.Status == 503 ? "Common.DatabaseLost" : "Web.ErrorTitle_500"), context.RequestAborted);
    }

    private static string PathOf(HttpContext context) => SecurityHeaders.IsSecret(context.Request.Path) ? "/answer/…" : context.Request.Path;

    [LoggerMessage(1, LogLevel.Error, "failure {Number} at {Method} {Path}")]
    private static partial void Failed(ILogger log, string number, string method, string path, Exception exception);
}

/// <summary>What went wrong with a request. <paramref name="Message"/>: in the person's words, where there are any.</summary>
internal sealed record Failure(int Status, string? Message)
{
    public string Number { get; } = Guid.NewGuid().ToString("N")[..8].ToUpperInvariant();
}

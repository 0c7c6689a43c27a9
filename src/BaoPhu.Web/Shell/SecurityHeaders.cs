namespace BaoPhu.Web.Shell;

/// <summary>Nothing but our own files runs or is shown, nobody frames us, and no address of ours (it names employers) is told to other sites.</summary>
internal static class SecurityHeaders
{
    private const string ContentPolicy =
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>Addresses that let their bearer in (links for answering): told to nobody, in no log.</summary>
    public static bool IsSecret(PathString path) => path.StartsWithSegments("/answer", StringComparison.OrdinalIgnoreCase);

    public static Task Set(HttpContext context, RequestDelegate next)
    {
        // Asked before an error page takes the request's place: the address itself is the key.
        var secret = IsSecret(context.Request.Path);
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = ContentPolicy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = secret ? "no-referrer" : "same-origin";
            if (secret)
            {
                headers["X-Robots-Tag"] = "noindex, nofollow, noarchive";
            }

            headers.XFrameOptions = "DENY";
            if (context.Request.IsHttps && context.Request.Host.Host is not ("localhost" or "127.0.0.1" or "[::1]"))
            {
                headers.StrictTransportSecurity = "max-age=31536000";
            }

            if (!headers.ContainsKey("Cache-Control"))
            {
                headers.CacheControl = "no-store";
            }

            return Task.CompletedTask;
        });
        return next(context);
    }
}

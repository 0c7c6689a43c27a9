using System.Security.Claims;
using System.Text.Encodings.Web;
using BaoPhu.Core.Reporting.Exchange;
using BaoPhu.Core.Texts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace BaoPhu.Web.Api;

/// <summary>Lets other systems in by "Authorization: Bearer bp_…"; the account stands in the request's items.</summary>
internal sealed class MachineKeyAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder, MachineKeys keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    public const string SchemeName = "MachineKey";
    private const string Bearer = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var said = Request.Headers.Authorization.ToString();
        if (!said.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }

        if (await keys.Find(said[Bearer.Length..].Trim()) is not { } account)
        {
            return AuthenticateResult.Fail("unknown key");
        }

        Context.Items[SchemeName] = account;
        var who = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, account.KeyId)], SchemeName));
        return AuthenticateResult.Success(new AuthenticationTicket(who, SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return Results.Problem(Text.Of("Reporting.KeyUnknown"), statusCode: StatusCodes.Status401Unauthorized).ExecuteAsync(Context);
    }

    public static MachineAccount Of(HttpContext context) => (MachineAccount)context.Items[SchemeName]!;
}

using BaoPhu.Core.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BaoPhu.Web.Shell;

/// <summary>Names the act of a page in <see cref="Permissions"/>: on a page model for all its forms, on a handler for one.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class ActAttribute(string name) : Attribute
{
    public string Name => name;
}

/// <summary>
/// Every page asks <see cref="Permissions"/> by its folder: "see" to open it, and to send a form the act named by <see cref="ActAttribute"/> ("change" without
/// one). A page whose model carries [Act] is closed to those without the act already when it is opened. No row: nobody enters.
/// </summary>
internal sealed class PermissionFilter : IAsyncAuthorizationFilter
{
    /// <summary>Pages for people who are not signed in.</summary>
    public static readonly IReadOnlyList<string> PublicPages = ["/Identity/SignIn", "/Identity/Code", "/Identity/Language", "/Errors/Index", "/Public/Debtors", "/Collection/Answers/Give"];

    private static readonly KebabCase Kebab = new();

    /// <summary>"/Organisation/Levels/Announce" → "/organisation/levels".</summary>
    public static string FolderOf(string viewEnginePath)
    {
        var folder = viewEnginePath[..viewEnginePath.LastIndexOf('/')];
        return folder.Length == 0 ? "/" : AddressOf(folder);
    }

    private static string AddressOf(string viewEnginePath) => string.Join('/', viewEnginePath.Split('/').Select(part => Kebab.TransformOutbound(part)));

    public Task OnAuthorizationAsync(AuthorizationFilterContext context)
    {
        if (context.ActionDescriptor is not CompiledPageActionDescriptor page || PublicPages.Contains(page.ViewEnginePath, StringComparer.Ordinal))
        {
            return Task.CompletedTask;
        }

        var current = context.HttpContext.RequestServices.GetRequiredService<CurrentUser>();
        if (!current.IsSignedIn)
        {
            context.Result = new ChallengeResult();
            return Task.CompletedTask;
        }

        // What must be done before anything else: a first password changed, a second factor set up. One may always leave.
        if (current.Owes is { } first && page.ViewEnginePath != first && page.ViewEnginePath != "/Identity/SignOut")
        {
            context.Result = new LocalRedirectResult(AddressOf(first));
            return Task.CompletedTask;
        }

        var folder = FolderOf(page.ViewEnginePath);
        var allowed = current.May(folder) && ActsOf(page, context.HttpContext.Request).All(act => current.May(folder, act));
        if (!allowed)
        {
            context.Result = new StatusCodeResult(StatusCodes.Status403Forbidden);
        }

        return Task.CompletedTask;
    }

    private static IEnumerable<string> ActsOf(CompiledPageActionDescriptor page, HttpRequest request)
    {
        var ofPage = page.ModelTypeInfo?.GetCustomAttributes(typeof(ActAttribute), inherit: true).OfType<ActAttribute>().FirstOrDefault()?.Name;
        if (ofPage is not null)
        {
            yield return ofPage;
        }

        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        {
            yield break;
        }

        var handler = request.RouteValues.GetValueOrDefault("handler") as string ?? request.Query["handler"].ToString();
        var method = page.HandlerMethods.FirstOrDefault(h =>
            h.HttpMethod.Equals(request.Method, StringComparison.OrdinalIgnoreCase) && (h.Name ?? "").Equals(handler, StringComparison.OrdinalIgnoreCase));
        var ofHandler = method?.MethodInfo.GetCustomAttributes(typeof(ActAttribute), inherit: true).OfType<ActAttribute>().FirstOrDefault()?.Name;
        if (ofHandler is not null)
        {
            yield return ofHandler;
        }
        else if (ofPage is null)
        {
            yield return Permissions.Change;
        }
    }
}

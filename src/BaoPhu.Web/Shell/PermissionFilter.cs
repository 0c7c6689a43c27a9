using System.Reflection;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;

namespace BaoPhu.Web.Shell;

/// <summary>Names the act of a page in <see cref="Permissions"/>: on a page model for all its forms, on a handler for one.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class ActAttribute(string name) : Attribute
{
    public string Name => name;
}

/// <summary>
/// Every page asks <see cref="Permissions"/> by its folder: "see" to open it, and to send a form the act named by <see cref="ActAttribute"/> ("change" without
/// one). A page whose model carries [Act] is closed to those without the act already when it is opened, and so is a handler that only reads and carries one. No row: nobody enters.
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
        // The very handler that the framework will call: what is asked for twice, or by a name that there is not, must not be looked up under another than the one that answers.
        var handler = context.HttpContext.RequestServices.GetRequiredService<IPageHandlerMethodSelector>().Select(new PageContext(context) { ActionDescriptor = page });
        var reads = HttpMethods.IsGet(context.HttpContext.Request.Method) || HttpMethods.IsHead(context.HttpContext.Request.Method);
        var allowed = current.May(folder) && ActsOf(page, handler, reads).All(act => current.May(folder, act));
        if (!allowed)
        {
            context.Result = new StatusCodeResult(StatusCodes.Status403Forbidden);
        }
        else if (handler is null && !reads)
        {
            // A form that the page does not have: the framework would draw the page that nothing was loaded for.
            throw new Refusal("Web.NoSuchForm");
        }

        return Task.CompletedTask;
    }

    /// <summary>
    /// The acts that the person needs: that of the page, that of the handler, and for a form that has neither <see cref="Permissions.Change"/>. A handler that only reads has no act unless it names one.
    /// </summary>
    internal static IEnumerable<string> ActsOf(CompiledPageActionDescriptor page, HandlerMethodDescriptor? handler, bool reads)
    {
        var named = ((string?[])[ActOf(page.ModelTypeInfo), ActOf(handler?.MethodInfo)]).OfType<string>().ToList();
        return named.Count == 0 && !reads ? [Permissions.Change] : named;
    }

    private static string? ActOf(MemberInfo? member) => member?.GetCustomAttributes(typeof(ActAttribute), inherit: true).OfType<ActAttribute>().FirstOrDefault()?.Name;
}

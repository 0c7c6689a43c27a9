using System.Reflection;
using BaoPhu.Core.Identity;
using BaoPhu.Tests.Support;
using BaoPhu.Web.Pages.Identity;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;

namespace BaoPhu.Tests.Architecture;

/// <summary>Nobody enters a page that the table of permissions does not name, and no page goes round the table.</summary>
public sealed class PermissionTests
{
    [Fact]
    public void Every_folder_with_a_page_has_a_row() =>
        Assert.Empty(FoldersWithoutRow(Directory.EnumerateFiles(Repository.At("src", "BaoPhu.Web", "Pages"), "*.cshtml", SearchOption.AllDirectories)
            .Where(f => File.ReadLines(f).Any(line => line.StartsWith("@page", StringComparison.Ordinal)))
            .Select(f => "/" + Path.GetRelativePath(Repository.At("src", "BaoPhu.Web", "Pages"), f).Replace('\\', '/')[..^".cshtml".Length])));

    [Fact]
    public void A_planted_folder_without_row_is_found() =>
        Assert.Equal(["/planted/ledger-books"], FoldersWithoutRow(["/Organisation/Levels/Index", "/Planted/LedgerBooks/Index", "/Identity/SignIn", "/Errors/Index"]));

    [Fact]
    public async Task Every_page_asks_the_table()
    {
        await using var house = await WebHouse.Open();
        var pages = house.The<IActionDescriptorCollectionProvider>().ActionDescriptors.Items.OfType<PageActionDescriptor>().ToList();
        Assert.NotEmpty(pages);
        Assert.Empty(pages.Where(p => !p.FilterDescriptors.Any(f => f.Filter is PermissionFilter)).Select(p => p.ViewEnginePath));
    }

    [Fact]
    public void Every_page_model_begins_from_the_house_page() => Assert.Empty(
        typeof(HousePage).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(PageModel)) && !t.IsAbstract && !t.IsSubclassOf(typeof(HousePage))
            // Pages for anybody, the same for all: nothing of a person may be on them, nor a cookie.
            && t.Namespace != "BaoPhu.Web.Pages.Public").Select(t => t.FullName));

    [Fact]
    public void Every_named_act_of_a_page_is_in_the_table() => Assert.Empty(ActsWithoutRow(typeof(HousePage).Assembly.GetTypes()));

    [Fact]
    public void A_planted_act_without_row_is_found() => Assert.Single(ActsWithoutRow([typeof(BaoPhu.Web.Pages.Planted.PlantedModel)]));

    /// <summary>An act on a handler that only reads was once passed over in silence.</summary>
    [Theory]
    [InlineData(nameof(Acting.OnGet), true, "")]
    [InlineData(nameof(Acting.OnGetFile), true, "take")]
    [InlineData(nameof(Acting.OnPost), false, "change")]
    [InlineData(nameof(Acting.OnPostDecide), false, "decide")]
    public void The_act_of_a_handler_is_asked_for_whether_it_reads_or_writes(string handler, bool reads, string acts)
    {
        var page = new CompiledPageActionDescriptor { ModelTypeInfo = typeof(Acting).GetTypeInfo() };
        Assert.Equal(acts, string.Join(' ', PermissionFilter.ActsOf(page, new HandlerMethodDescriptor { MethodInfo = typeof(Acting).GetMethod(handler)! }, reads)));
    }

    /// <summary>The framework takes the first of two handlers named in the address: the right of that one is asked for.</summary>
    [Theory]
    [InlineData("?handler=Decide")]
    [InlineData("?handler=Decide&handler=Say")]
    [InlineData("?handler=decide&handler=")]
    public async Task No_address_leads_round_the_act_of_a_handler(string query)
    {
        await using var house = await WebHouse.Open();
        var inspector = await house.SignedIn(Role.Inspector, WebHouse.Province);
        const string page = "/collection/penalties/79-TA0001A-penalise-1";
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, (await inspector.Send(page, new() { ["Step"] = "decide" }, page + query)).Status);
    }

    [Fact]
    public void Every_row_names_known_roles() => Assert.Empty(
        Permissions.Table.SelectMany(p => p.Roles).Except([.. Role.All, .. Permissions.Units(UnitSubject.All)], StringComparer.Ordinal));

    [Fact]
    public void Every_row_has_its_words() => Assert.All(
        Permissions.Table.SelectMany(p => (string[])[PermissionWords.FolderKey(p.Folder), PermissionWords.ActKey(p)]),
        key => Assert.True(BaoPhu.Core.Texts.Text.Find(key) is not null, $"People.resx and People.en.resx miss the text {key}"));

    [Fact]
    public void An_auditor_changes_nothing_but_the_own_account_and_checks_the_log() => Assert.Equal(
        ["/identity change", "/audit change", "/identity/account change", "/work/switches tasks", "/reporting/targets rows"], Permissions.Table.Where(p => p.Act != Permissions.See && p.Allows(Role.Auditor)).Select(Delegation.Name));

    [Fact]
    public void An_auditor_sees_every_folder() => Assert.DoesNotContain(Permissions.Table, p => p.Act == Permissions.See && !p.Allows(Role.Auditor));

    [Theory]
    [InlineData(Role.Administrator, null)]
    [InlineData(Role.Agent, null)]
    [InlineData(Role.CentralOfficer, UnitSubject.Technology)]
    [InlineData(Role.CentralOfficer, UnitSubject.Communication)]
    public void No_employer_is_shown_to_those_who_have_no_business_with_it(string role, string? subject) =>
        Assert.All((string[])["/register/employers", "/work/tasks", "/imports"], folder => Assert.False(Permissions.Allows(role, folder, Permissions.See, subject)));

    [Fact]
    public void Nothing_of_accounts_can_be_delegated() =>
        Assert.All(Role.All, role => Assert.DoesNotContain(Permissions.Delegable(role), p => p.Folder.StartsWith("/identity", StringComparison.Ordinal) || p.Act == Permissions.See));

    private static IEnumerable<string> FoldersWithoutRow(IEnumerable<string> pages) => pages
        .Where(p => !PermissionFilter.PublicPages.Contains(p, StringComparer.Ordinal))
        .Select(PermissionFilter.FolderOf)
        .Distinct(StringComparer.Ordinal)
        .Where(folder => !Permissions.HasRow(folder));

    private static IEnumerable<string> ActsWithoutRow(IEnumerable<Type> types) =>
        from type in types
        // What a page takes over from a page above it is held to the folder of the page that is opened.
        where type.IsSubclassOf(typeof(PageModel)) && !type.IsAbstract
        from member in type.GetMethods().Cast<System.Reflection.MemberInfo>().Append(type)
        from act in member.GetCustomAttributes(typeof(ActAttribute), inherit: false).Cast<ActAttribute>()
        let page = "/" + type.Namespace!["BaoPhu.Web.Pages.".Length..].Replace('.', '/') + "/Index"
        where !Permissions.HasRow(PermissionFilter.FolderOf(page), act.Name)
        select $"{type.FullName}: {act.Name}";

    private sealed class Acting : HousePage
    {
        public static void OnGet()
        {
        }

        [Act("take")]
        public static void OnGetFile()
        {
        }

        public static void OnPost()
        {
        }

        [Act("decide")]
        public static void OnPostDecide()
        {
        }
    }
}

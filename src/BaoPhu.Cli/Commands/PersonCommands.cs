using System.CommandLine;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;

namespace BaoPhu.Cli.Commands;

/// <summary>person create, list, deactivate, password: the first administrator of an empty installation, and whoever has no browser at hand.</summary>
internal static class PersonCommands
{
    private const int MostListed = 10_000;

    private static readonly Argument<string> SignIn = new("sign-in") { Description = "Tên đăng nhập" };
    private static readonly Option<string> Name = new("--name") { Description = "Họ và tên", Required = true };
    private static readonly Option<string> Office = new("--office") { Description = "Mã cơ quan, ví dụ 00000, 07900, 07901", Required = true };
    private static readonly Option<string?> OnlyOffice = new("--office") { Description = "Chỉ người của cơ quan này" };
    private static readonly Option<string> RoleOption = new("--role") { Description = "Vai trò: " + string.Join(", ", Role.All), Required = true };
    private static readonly Option<string> Reason = new("--reason") { Description = "Lý do", Required = true };
    private static readonly Option<string?> As = new("--as") { Description = "Làm bằng quyền của người này (mặc định: quản trị hệ thống)" };

    public static void AddTo(RootCommand root)
    {
        var person = new Command("person", "Người dùng");
        person.Subcommands.Add(CommandLine.Verb("create", "Thêm người dùng; in mật khẩu đầu", [SignIn, Name, Office, RoleOption, As], Create));
        person.Subcommands.Add(CommandLine.Verb("list", "Người dùng trong phạm vi", [OnlyOffice, As], List));
        person.Subcommands.Add(CommandLine.Verb("deactivate", "Ngừng hoạt động một người dùng", [SignIn, Reason, As], Deactivate));
        person.Subcommands.Add(CommandLine.Verb("password", "Đặt và in mật khẩu đầu mới", [SignIn, As], Password));
        root.Subcommands.Add(person);
    }

    private static async Task<object?> Create(Invocation call)
    {
        var by = await By(call, Permissions.Change);
        var (user, password) = await (await People(call)).Appoint(
            by, call.Parsed.GetRequiredValue(SignIn), call.Parsed.GetRequiredValue(Name), call.Parsed.GetRequiredValue(Office), call.Parsed.GetRequiredValue(RoleOption));
        return new { signIn = user.SignIn, name = user.Name, office = user.OfficeCode, role = user.Role, password };
    }

    private static async Task<object?> List(Invocation call)
    {
        var by = await By(call, Permissions.See);
        return (await (await People(call)).Page(by.Scope, new(null, call.Parsed.GetValue(OnlyOffice), null, "all", null), MostListed))
            .Select(p => new { signIn = p.SignIn, name = p.Name, office = p.OfficeCode, role = p.Role, active = p.Active });
    }

    private static async Task<object?> Deactivate(Invocation call)
    {
        var by = await By(call, Permissions.Change);
        var person = await Find(call);
        await (await People(call)).Deactivate(by, person.UserId, call.Parsed.GetRequiredValue(Reason));
        return new { deactivated = person.SignIn };
    }

    private static async Task<object?> Password(Invocation call)
    {
        var by = await By(call, Permissions.Change);
        var person = await Find(call);
        return new { signIn = person.SignIn, password = await (await People(call)).NewPassword(by, person.UserId) };
    }

    /// <summary>With whose rights: the operator of the machine is the administrator; somebody named by --as has his own, by the same table as on pages.</summary>
    private static async Task<Appointer> By(Invocation call, string act)
    {
        if (call.Parsed.GetValue(As) is not { } name)
        {
            return Appointer.Operator;
        }

        var clock = await call.SiteClock();
        var user = await new Users(call.Db, clock).ByName(name);
        if (user is not { Active: true })
        {
            throw new Refusal("People.CliNoPerson", name);
        }

        var offices = new Offices(call.Db, clock);
        return Permissions.Allows(user.Role, "/identity/people", act, (await offices.Find(user.OfficeCode))?.Subject)
            ? new(user.Actor, await offices.ScopeOf(user.OfficeCode), user.Role)
            : throw new Refusal("Web.ErrorText_403") { Kind = RefusalKind.Forbidden };
    }

    private static async Task<User> Find(Invocation call) =>
        await new Users(call.Db, await call.SiteClock()).ByName(call.Parsed.GetRequiredValue(SignIn)) ?? throw new Refusal("Identity.NoSuchUser") { Kind = RefusalKind.Missing };

    private static async Task<Personnel> People(Invocation call) => new(call.Db, await call.SiteClock());
}

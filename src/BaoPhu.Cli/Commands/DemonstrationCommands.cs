using System.CommandLine;
using System.Diagnostics;
using BaoPhu.Core.Data;
using BaoPhu.Core.Demonstration;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;

namespace BaoPhu.Cli.Commands;

/// <summary>demo: a made-up nation in an empty database.</summary>
internal static class DemonstrationCommands
{
    private static readonly Option<int> Provinces = new("--provinces") { Description = "Số tỉnh, lớn nhất trước (79, 01, 74…)", DefaultValueFactory = _ => 1 };
    private static readonly Option<string?> Only = new("--only") { Description = "Mã các tỉnh, cách nhau bằng dấu phẩy, thay cho --provinces" };
    private static readonly Option<int> Employers = new("--employers") { Description = "Số đơn vị của tất cả các tỉnh, chia theo quy mô", DefaultValueFactory = _ => 3_000 };
    private static readonly Option<long> Seed = new("--seed") { Description = "Cùng một số cho cùng một dữ liệu", DefaultValueFactory = _ => 2021 };
    private static readonly Option<string?> AsOf = new("--as-of")
    {
        Description = "Thời điểm của hệ thống, giờ Việt Nam (mặc định 2021-11-03T08:00; cả nước, 63 tỉnh: 2021-12-31T08:00, có đủ cấp độ dịch từng ngày của quý IV/2021)",
    };

    private static readonly Option<bool> WithoutWork = new("--without-work") { Description = "Không lập việc và không ghi kết quả của những ngày trước" };

    public static void AddTo(RootCommand root) => root.Subcommands.Add(CommandLine.Verb(
        "demo", "Nạp dữ liệu trình diễn vào cơ sở dữ liệu trống và đặt đồng hồ của hệ thống", [Provinces, Only, Employers, Seed, AsOf, WithoutWork], Load));

    private static async Task<object?> Load(Invocation call)
    {
        var usual = call.Parsed.GetValue(Provinces) == Reference.Provinces.Count ? DemonstrationOrder.EndOfQuarter : DemonstrationOrder.UsualMoment;
        var asOf = call.Parsed.GetValue(AsOf) is { } moment ? call.Moment(moment) : usual;
        var order = new DemonstrationOrder(call.Parsed.GetValue(Provinces), call.Parsed.GetValue(Employers), call.Parsed.GetValue(Seed), asOf)
        {
            Only = call.Parsed.GetValue(Only)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            WithWork = !call.Parsed.GetValue(WithoutWork),
        };
        if (!Dialect.IsConnectionString(call.Target))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(call.Target))!);
        }

        var watch = Stopwatch.StartNew();
        await using var db = Db.At(call.Target);
        var result = await DemonstrationNation.Load(db, order, call.JsonOnly ? null : Console.Error.WriteLine, call.Cancel);
        return new
        {
            provinces = result.Provinces,
            employers = result.Employers,
            months = result.Months,
            levels = result.Levels,
            marks = result.Marks,
            tasks = result.Tasks,
            contacts = result.Contacts,
            asOf = order.AsOf.ToString(),
            seconds = Math.Round(watch.Elapsed.TotalSeconds, 1),
            password = DemonstrationNation.Password,
            people = result.People.Take(12).Select(p => new { signIn = p.SignIn, name = p.Name, role = p.Role, office = p.Office }),
        };
    }
}

using System.CommandLine;
using System.Diagnostics;
using BaoPhu.Core.Data;
using BaoPhu.Core.Demonstration;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Codes;

namespace BaoPhu.Cli.Commands;

/// <summary>demo: a made-up nation in an empty database; demo debtors: its printed list; demo post: what the post answers.</summary>
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

    private static readonly Option<string?> Address = new("--address") { Description = "Địa chỉ trang web, để đường liên kết trong tin nhắn mở được (mặc định: http://localhost:5080)" };
    private static readonly Option<bool> WithoutWork = new("--without-work") { Description = "Không lập việc và không ghi kết quả của những ngày trước" };

    private static readonly Argument<string> ListFile = new("file") { Description = "Tệp XLSX sẽ ghi" };
    private static readonly Option<string> ListProvince = new("--province") { Description = "Mã tỉnh (2 chữ số)", Required = true };
    private static readonly Option<string> ListMonth = new("--period") { Description = "Tháng của danh sách, ví dụ 2021-10", Required = true };
    private static readonly Option<bool> Faulty = new("--faulty") { Description = "In lệch và bỏ sót vài đơn vị, như danh sách thật" };

    private static readonly Argument<string> TruthFolder = new("folder") { Description = "Thư mục sẽ ghi ba tệp" };
    private static readonly Option<int> TruthPeople = new("--people") { Description = "Số người trong sổ", DefaultValueFactory = _ => 4_000 };
    private static readonly Option<int> TruthRows = new("--rows") { Description = "Số dòng quyết toán thuế", DefaultValueFactory = _ => 2_000 };

    public static void AddTo(RootCommand root)
    {
        var demo = CommandLine.Verb(
            "demo", "Nạp dữ liệu trình diễn vào cơ sở dữ liệu trống và đặt đồng hồ của hệ thống", [Provinces, Only, Employers, Seed, AsOf, Address, WithoutWork], Load);
        demo.Subcommands.Add(CommandLine.Verb(
            "debtors", "In danh sách đơn vị chậm đóng (mẫu B03-TS) từ sổ thu, để tập nhập danh sách in", [ListFile, ListProvince, ListMonth, Faulty], Print));
        demo.Subcommands.Add(CommandLine.Verb(
            "post", "Ghi tệp kết quả phát của bưu điện cho các bưu gửi đã bàn giao, để tập nhập (import post)", [ListFile, ListProvince, Faulty], Answer));
        demo.Subcommands.Add(CommandLine.Verb(
            "tax", "Ghi sổ tham gia, dữ liệu quyết toán thuế có lỗi cài sẵn và sự thật ai là ai, để tập đối chiếu (match run, match evaluate)", [TruthFolder, ListProvince, TruthPeople, TruthRows, Seed], Truth));
        root.Subcommands.Add(demo);
    }

    private static async Task<object?> Print(Invocation call)
    {
        var text = call.Parsed.GetRequiredValue(ListMonth);
        var month = PeriodText.TryParse(text, out var period) ? period : throw new Refusal("ImportLists.BadPeriod", text);
        var path = Path.GetFullPath(call.Parsed.GetRequiredValue(ListFile));
        return new { file = path, employers = await PrintedList.Write(call.Db, call.Province(call.Parsed.GetRequiredValue(ListProvince)), month, path, call.Parsed.GetValue(Faulty)) };
    }

    private static Task<object?> Truth(Invocation call)
    {
        var folder = Path.GetFullPath(call.Parsed.GetRequiredValue(TruthFolder));
        var truth = TaxTruth.Make((int)call.Parsed.GetValue(Seed), call.Parsed.GetValue(TruthPeople), call.Parsed.GetValue(TruthRows));
        truth.Write(folder, call.Province(call.Parsed.GetRequiredValue(ListProvince)), 2020);
        return Task.FromResult<object?>(new { folder, persons = truth.Register.Count, rows = truth.Tax.Count, strangers = truth.Tax.Count(r => r.Person < 0) });
    }

    private static async Task<object?> Answer(Invocation call)
    {
        var path = Path.GetFullPath(call.Parsed.GetRequiredValue(ListFile));
        return new { file = path, items = await PostalReply.Write(call.Db, call.Province(call.Parsed.GetRequiredValue(ListProvince)), path, call.Parsed.GetValue(Faulty)) };
    }

    private static async Task<object?> Load(Invocation call)
    {
        var usual = call.Parsed.GetValue(Provinces) == Reference.Provinces.Count ? DemonstrationOrder.EndOfQuarter : DemonstrationOrder.UsualMoment;
        var asOf = call.Parsed.GetValue(AsOf) is { } moment ? call.Moment(moment) : usual;
        var order = new DemonstrationOrder(call.Parsed.GetValue(Provinces), call.Parsed.GetValue(Employers), call.Parsed.GetValue(Seed), asOf)
        {
            Only = call.Parsed.GetValue(Only)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            Address = call.Parsed.GetValue(Address),
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

using System.CommandLine;
using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Papers;

namespace BaoPhu.Cli.Commands;

/// <summary>document TASK, document list.</summary>
internal static class DocumentCommands
{
    private const int MostListed = 10_000;

    private static readonly Argument<string> Task = new("task") { Description = "Mã việc, ví dụ 79-TA0001A-notice-1" };
    private static readonly Option<string> Form = new("--form") { Description = "Mã biểu mẫu: TB-NO, D04h-TS, CV-YC", Required = true };
    private static readonly Option<string> Out = new("--out") { Description = "Tệp ghi ra (DOCX)", Required = true };
    private static readonly Option<bool> Number = new("--number") { Description = "Cấp số và lưu vào sổ đăng ký; không có: chỉ ghi bản nháp ra tệp" };
    private static readonly Option<string?> Signer = new("--signer") { Description = "Tên đăng nhập của người ký (mặc định: lãnh đạo cơ quan của đơn vị)" };
    private static readonly Option<string?> State = new("--state") { Description = "Chỉ văn bản ở tình trạng này: " + string.Join(", ", PaperNames.States) };

    public static void AddTo(RootCommand root)
    {
        var document = CommandLine.Verb("document", "Lập văn bản của một việc ra tệp: bản nháp, hoặc cấp số với --number", [Task, Form, Out, Number, Signer], Make);
        document.Subcommands.Add(CommandLine.Verb("list", "Các văn bản đã lập", [State], List));
        root.Subcommands.Add(document);
    }

    private static async Task<object?> Make(Invocation call)
    {
        var clock = await call.SiteClock();
        var (papers, actor, key, form) = (new Papers(call.Db, clock), Actor.System, call.Parsed.GetRequiredValue(Task), call.Parsed.GetRequiredValue(Form));
        var choices = await papers.Choices(actor, Scope.Nation, key);
        var signers = choices.Forms.Where(f => f.Form.Code == form).SelectMany(f => f.Signers).ToList();
        var signer = call.Parsed.GetValue(Signer) is { } name ? (await new Users(call.Db, clock).ByName(name))?.UserId ?? "" : signers.FirstOrDefault()?.UserId ?? "";
        var answers = new PaperAnswers { SignerId = signer, Channel = choices.Task.NextChannel ?? choices.Task.ChannelList[0], Deadline = choices.Deadline };
        var file = call.Parsed.GetRequiredValue(Out);
        if (!call.Parsed.GetValue(Number))
        {
            var preview = await papers.Preview(actor, Scope.Nation, key, form, answers);
            await Write(file, preview.File, call.Cancel);
            return new { task = key, form, paper = (string?)null, number = (string?)null, state = "draft", @out = file, faults = preview.Faults };
        }

        var paper = (await papers.Prepare(actor, Scope.Nation, key, form, answers)).ToString();
        NumberResult numbered;
        try
        {
            numbered = await papers.Number(actor, Scope.Nation, paper, 0);
        }
        catch (Refusal)
        {
            await papers.Discard(actor, Scope.Nation, paper, 0);
            throw;
        }

        if (numbered.PaidUp)
        {
            throw new Refusal("Papers.PaidNoPaper");
        }

        await Write(file, (await papers.File(Scope.Nation, paper, 0)).Bytes, call.Cancel);
        return new { task = key, form, paper, number = numbered.Label, state = "numbered", @out = file, faults = Array.Empty<string>() };
    }

    private static async Task<object?> List(Invocation call)
    {
        var lists = new PaperLists(call.Db, await call.SiteClock());
        var (papers, after) = (new List<Paper>(), (string?)null);
        do
        {
            var page = await lists.List(Scope.Nation, new PaperFilter { State = call.Parsed.GetValue(State), After = after });
            papers.AddRange(page.Rows);
            after = page.Next;
        }
        while (after is not null && papers.Count < MostListed);
        return papers.ConvertAll(p => new
        {
            paper = p.Key.ToString(), number = p.Label.Length > 0 ? p.Label : null, form = p.Form, state = p.State, task = p.TaskKey.ToString(), office = p.Issuer,
            dated = p.DatedOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), amount = p.Amount,
        });
    }

    private static async Task Write(string file, ReadOnlyMemory<byte> bytes, CancellationToken cancel) => await File.WriteAllBytesAsync(file, bytes, cancel);
}

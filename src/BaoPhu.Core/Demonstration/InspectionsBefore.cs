using BaoPhu.Core.Collection.Inspection;
using BaoPhu.Core.Collection.Penalty;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules;

namespace BaoPhu.Core.Demonstration;

/// <summary>Inspections and penalties of a province in every state, taken there by the same acts as in use over the week before; the oldest debts are inspected first.</summary>
internal sealed class InspectionsBefore(Db db, DemonstrationOrder order, Reference.Province province, IReadOnlyList<DemonstrationPerson> people)
{
    /// <summary>How far each inspection gets; behind a stroke how far its penalty does.</summary>
    private static readonly string[] Fates =
        ["violation/settled", "violation/served", "violation/drafting", "minuted", "inspecting", "inspecting", "decided", "prepared", "planned", "planned", "planned", "clean"];

    /// <summary>12 % of it, twice for an organisation, is within the power of the director of a province.</summary>
    private const long MostFinedHere = 300_000_000;

    private static readonly string[] Order = ["planned", "prepared", "decided", "inspecting", "minuted"];

    private readonly Scope _scope = Scope.OfProvince(province.Code);
    private readonly DemonstrationPerson _director = people.First(p => p.Role == Role.ProvinceDirector);
    private readonly DemonstrationPerson _inspector = people.First(p => p.Role == Role.Inspector);

    /// <summary>Number of tasks that followed and of contacts that were recorded.</summary>
    public async Task<(long Tasks, long Contacts)> Load(CancellationToken cancel)
    {
        var before = await Count();
        var candidates = (await new InspectionLists(db, Clock(0)).Candidates(_scope, new() { Sort = "age" })).Rows.Where(t => t.Ordered?.Act.Slot != true).ToList();
        foreach (var fate in Fates)
        {
            cancel.ThrowIfCancellationRequested();
            // A fine that the director of the province may impose.
            if (candidates.Find(t => !fate.Contains('/', StringComparison.Ordinal) || t.Amount < MostFinedHere) is not { } task)
            {
                continue;
            }

            candidates.Remove(task);
            try
            {
                await Take(task, fate.Split('/')[0], fate.Split('/').ElementAtOrDefault(1));
            }
            catch (Refusal)
            {
                // The level rose in that week, or it has paid: the case stays where it stood.
            }
        }

        var after = await Count();
        return (after.Tasks - before.Tasks, after.Contacts - before.Contacts);
    }

    private Task<(long Tasks, long Contacts)> Count() => db.Read(async s =>
        (await s.One<long>("select count(*) from wrk_tasks"), await s.One<long>("select count(*) from wrk_contacts")));

    private async Task Take(WorkTask task, string fate, string? penalty)
    {
        var (key, far) = (task.Key.ToString(), Array.IndexOf(Order, fate) is >= 0 and var place ? place : Order.Length);
        await At(4).Plan(_inspector.Actor, _scope, [key], Period.Of(order.AsOf.Day).Number, null, centre: false);
        if (far < 1)
        {
            return;
        }

        var from = task.OldestPeriod ?? Period.Of(order.AsOf.Day).AddMonths(-6).Number;
        await At(4).Team(_inspector.Actor, _scope, key, 1, new InspectionOrder("direct", 5, from, Period.Of(order.AsOf.Day).AddMonths(-1).Number, _inspector.UserId, []));
        if (far < 2)
        {
            return;
        }

        await Sign(key, InspectionProcedure.Decision, _director, 3);
        await At(3).Issue(_inspector.Actor, _scope, key, 2);
        if (far < 3)
        {
            return;
        }

        var present = $"{_inspector.Name}, Trưởng đoàn\n{task.ContactName ?? "Nguyễn Thị Hạnh"}, Kế toán trưởng";
        await At(3).Announce(_inspector.Actor, _scope, key, 3, Day(3, "visit", "Công bố quyết định thanh tra; yêu cầu cung cấp hợp đồng lao động, bảng lương, hồ sơ tham gia."));
        await At(2).RecordDay(_inspector.Actor, _scope, key, 4, Day(2, "visit", "Đối chiếu bảng lương với danh sách tham gia từng tháng; kế toán trưởng giải trình số chậm đóng."));
        var version = 5;
        if (fate != "clean")
        {
            await At(2).AddFinding(_inspector.Actor, _scope, key, version++, new FoundViolation("late", "Chậm đóng nhiều kỳ liên tục, đã được thông báo và lập biên bản làm việc", 20, from, Period.Of(order.AsOf.Day).AddMonths(-1).Number, task.Amount, 0, 0, 0));
        }

        if (far < 4)
        {
            return;
        }

        await Sign(key, InspectionProcedure.Minutes, _inspector, 1);
        await At(1).EndField(_inspector.Actor, _scope, key, version++);
        await At(1).Draft(_inspector.Actor, _scope, key, fate == "clean" ? "Đơn vị kê khai đủ lao động; số chậm đóng do đối chiếu, đã thống nhất lịch nộp." : "Đơn vị chậm đóng nhiều kỳ đối với toàn bộ lao động đang tham gia.", "Nộp đủ số tiền còn nợ và lãi chậm đóng trong 15 ngày.");
        if (far < 5)
        {
            return;
        }

        await Sign(key, InspectionProcedure.Conclusion, _director, 0);
        await At(0).Conclude(_inspector.Actor, _scope, key, version, fate == "clean" ? "conclude-clean" : "conclude-violation", null);
        if (penalty is not null)
        {
            await Penalise(new TaskKey(task.SubjectId, "penalise", 1).ToString(), task, penalty);
        }

        DayMinutes Day(int before, string way, string content) => new(Before(before), way, task.Address ?? task.Name, present, content);
    }

    private async Task Penalise(string key, WorkTask task, string fate)
    {
        var (penalties, today) = (new Penalties(db, Clock(0)), order.AsOf.Day);
        await penalties.Open(_inspector.Actor, _scope, key, task.Name, organisation: true);
        await penalties.State(_inspector.Actor, _scope, key, 1, (await penalties.FromInspection(_scope, key))!);
        var (view, elements) = (await penalties.Find(_scope, key), ViolationBook.Find("late")!.Elements);
        var conclusion = $"paper-{view.Signed.First(p => p.Form == InspectionProcedure.Conclusion).PaperNo}";
        var bases = elements.ToDictionary(e => e.Code, e => view.LedgerProves(view.Acts[0], e) ? "ledger" : conclusion, StringComparer.Ordinal);
        var words = new Dictionary<string, string>(StringComparer.Ordinal) { ["urged"] = "Nêu tại kết luận thanh tra: đã thông báo, lập biên bản làm việc" };
        if (fate == "drafting")
        {
            await penalties.Prove(_inspector.Actor, _scope, key, 2, 1, new Dictionary<string, string>(StringComparer.Ordinal), bases.Take(2).ToDictionary(StringComparer.Ordinal));
            return;
        }

        await penalties.Prove(_inspector.Actor, _scope, key, 2, 1, words, bases);
        await Sign(key, PenaltyProcedure.Minutes, _inspector, 0);
        await penalties.Close(_inspector.Actor, _scope, key, 3);
        var act = (await penalties.Find(_scope, key)).Acts[0];
        var power = ViolationBook.PowerOf(Role.ProvinceDirector, today)!.UpTo(organisation: true);
        var range = act.Range(organisation: true)!;
        var fine = Math.Min(range.Middle, power);
        await penalties.Fine(_inspector.Actor, _scope, key, 4, 1, fine, fine == range.Middle ? null : "Đơn vị tự nguyện khắc phục");
        await Sign(key, PenaltyProcedure.Decision, _director, 0);
        await penalties.Decide(_director.Actor, _scope, key, 5);
        await penalties.Serve(_inspector.Actor, _scope, key, 6, today, "hand", null);
        if (fate == "settled")
        {
            await penalties.Receive(_inspector.Actor, _scope, key, 7, today, fine, "Giấy nộp tiền 15");
            await penalties.Settle(_inspector.Actor, _scope, key, 8);
        }
    }

    private async Task Sign(string key, string form, DemonstrationPerson signer, int daysBefore)
    {
        var papers = new Papers(db, Clock(daysBefore));
        var task = (await new Tasks(db, Clock(daysBefore)).Find(_scope, key)).Task;
        var paper = (await papers.Prepare(_inspector.Actor, _scope, key, form, new PaperAnswers { SignerId = signer.UserId, Channel = task.ChannelList[0] })).ToString();
        await papers.Number(_inspector.Actor, _scope, paper, 0);
        await papers.Sign(signer.Actor, _scope, paper, 1);
    }

    private Inspections At(int daysBefore) => new(db, Clock(daysBefore));

    /// <summary>So many working days before the moment of the demonstration, at the same hour.</summary>
    private StillClock Clock(int daysBefore) => new(new Instant(order.AsOf.Milliseconds - ((order.AsOf.Day.DayNumber - Before(daysBefore).DayNumber) * 86_400_000L)));

    private DateOnly Before(int workingDays)
    {
        var day = order.AsOf.Day;
        for (var i = 0; i < workingDays; i++)
        {
            day = OfficeCalendar.Shipped.OnOrBefore(day.AddDays(-1));
        }

        return day;
    }
}

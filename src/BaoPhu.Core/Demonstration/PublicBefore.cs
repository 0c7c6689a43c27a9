using BaoPhu.Core.Collection;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Messaging;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;

namespace BaoPhu.Core.Demonstration;

/// <summary>
/// The committee and the public in several states, by the same acts as in use: a month reported and published (or open for replies, where its time is not over), the next month's report as a
/// draft with one debtor left out, a proposal for an inter-agency team with half an answer and another as a draft.
/// </summary>
internal sealed class PublicBefore(Db db, DemonstrationOrder order, Reference.Province province, IReadOnlyList<DemonstrationPerson> people)
{
    /// <summary>Days before the demonstration's moment at which the month before was reported: more than the working days that debtors have to reply.</summary>
    private const int Earlier = 12;

    private readonly Scope _scope = Scope.OfProvince(province.Code);

    public async Task Load()
    {
        var director = people.FirstOrDefault(p => p.Role == Role.ProvinceDirector && p.OfficeCode == province.OfficeCode)?.Actor;
        var officer = people.FirstOrDefault(p => p.Role == Role.CollectionOfficer && p.OfficeCode == province.OfficeCode)?.Actor;
        if (director is null || officer is null)
        {
            return;
        }

        var now = new StillClock(order.AsOf);
        var due = await new MonthlyReports(db, now, SwitchFollowers.Pass(db, now)).Due(_scope, province.Code);
        for (var i = 0; i < Math.Min(due.Count, 2); i++)
        {
            var past = due[i].DueOn < order.AsOf.Day;
            await Report(new StillClock(past ? new Instant(order.AsOf.Milliseconds - (Earlier * 86_400_000L)) : order.AsOf), now, officer, director, due[i].DueOn, whole: past || due.Count == 1, past);
        }

        await Propose(now, officer, director);
    }

    private async Task Report(StillClock then, StillClock now, Actor officer, Actor director, DateOnly dueOn, bool whole, bool past)
    {
        var reports = new MonthlyReports(db, then, SwitchFollowers.Pass(db, then));
        var id = await reports.Begin(officer, _scope, province.Code, dueOn);
        var rows = (await reports.Find(_scope, id)).Rows;
        if (rows.Count > 3)
        {
            await reports.Exclude(officer, _scope, id, rows[3].Code, "disputed", Text.Of("Demonstration.Disputed"));
        }

        if (!whole || rows.Count < 3)
        {
            return;
        }

        await Send(new OfficePapers(db, then, [reports]), officer, director, (await reports.Find(_scope, id)).Paper!.Id, send: true);
        var publications = new Publications(db, then, SwitchFollowers.Pass(db, then));
        var list = await publications.Begin(officer, _scope, id);
        await publications.AskReply(officer, _scope, list);
        // What was told then left then: into the sandbox.
        await MessageSending.Of(db, then, new ChannelBook()).Run();
        await publications.Reply(officer, _scope, list, rows[1].Code, then.Now().Day, "letter", Text.Of("Demonstration.PaidByTransfer"));
        if (!past)
        {
            return;
        }

        publications = new Publications(db, now, SwitchFollowers.Pass(db, now));
        await publications.Answer(officer, _scope, list, rows[1].Code, 1, "kept", null, Text.Of("Demonstration.NotBooked"));
        await publications.Approve(director, _scope, list);
        await Send(new OfficePapers(db, now, [publications]), officer, director, (await publications.Find(_scope, list)).Papers[0].Id, send: false);
        await publications.Publish(director, _scope, list);
    }

    private async Task Propose(StillClock now, Actor officer, Actor director)
    {
        var teams = new Teams(db, now);
        var possible = (await teams.Possible(_scope, province.Code)).FindAll(c => c.Free).ConvertAll(c => c.Code);
        if (possible.Count >= 2)
        {
            var id = await teams.Begin(officer, _scope, province.Code, [.. possible.Take(3)]);
            await Send(new OfficePapers(db, now, [teams]), officer, director, (await teams.Find(_scope, id)).Paper!.Id, send: true);
            await teams.Answer(officer, _scope, id, [possible[0]], true, "3867/QĐ-UBND", order.AsOf.Day, Text.Of("Demonstration.TeamNamed"));
        }

        if (possible.Count > 3)
        {
            await teams.Begin(officer, _scope, province.Code, [.. possible.Skip(3).Take(3)]);
        }
    }

    private async Task Send(OfficePapers papers, Actor officer, Actor director, string id, bool send)
    {
        var paper = (await papers.Find(_scope, id)).Paper;
        await papers.Change(officer, _scope, id, 0, director.UserId, paper.RecipientList, paper.Deadline);
        await papers.Number(officer, _scope, id, 1);
        await papers.Sign(director, _scope, id, 2);
        if (send)
        {
            await papers.Send(officer, _scope, id, 3, "axis", null);
        }
    }
}

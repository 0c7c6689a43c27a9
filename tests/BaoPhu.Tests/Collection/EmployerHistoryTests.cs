using BaoPhu.Core.Collection;
using BaoPhu.Core.Collection.Answers;
using BaoPhu.Core.Identity;
using BaoPhu.Rules;
using BaoPhu.Tests.Support;
using BaoPhu.Tests.Work;

namespace BaoPhu.Tests.Collection;

/// <summary>The line of time: whole whichever way it is read, page by page, and by kind.</summary>
public sealed class EmployerHistoryTests
{
    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Pages_read_forwards_and_back_give_every_line_once_and_in_order(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var small = await SmallProvince.Create(test);
        await small.Level("79", 2, "2021-10-21T00:00");
        var id = await small.Employer("TA0001A", 202110);
        await small.Plan("2021-11-03T08:00");
        await test.Db.Write(async tx =>
        {
            // Ten years of months, and two hundred contacts of which many stand at one moment.
            for (var period = Period.Of(2011, 1); period < Period.Of(2021, 1); period = period.AddMonths(1))
            {
                await tx.Execute(
                    """
                    insert into reg_months (employer_id, period, due_social, due_health, due_unemployment, due_accident, paid_social, paid_health, paid_unemployment, paid_accident)
                    values (@id, @period, 1000000, 0, 0, 0, 1000000, 0, 0, 0)
                    """,
                    new { id, period = period.Number });
            }

            for (var i = 0; i < 200; i++)
            {
                await tx.Execute(
                    """
                    insert into wrk_contacts (subject_id, contact_id, at, act, occurrence, channel, outcome, note, amount, level, rule, user_id, user_name)
                    values (@id, @contact, @at, 'contact', 1, 'phone', 'no-answer', '', 0, 2, 'x', 'u', 'Người thử')
                    """,
                    new { id, contact = $"c{i:000}", at = SmallProvince.At("2021-10-01T08:00").Milliseconds + (i / 45 * 1000) });
            }
        });
        await new EmployerAnswers(test.Db, test.Clock, new Cases(test.Db, test.Clock)).Note(Actor.System, Scope.Nation, "79-TA0001A-contact-1", "phone", "dispute", new AnswerSaid { Points = ["social"], Words = "sai" });
        var history = new EmployerHistory(test.Db, test.Clock);
        var down = new List<HistoryRow>();
        var pages = new List<HistoryPage>();
        string? after = null;
        do
        {
            var page = await history.Of(Scope.Nation, "79", "TA0001A", null, after, null);
            pages.Add(page);
            down.AddRange(page.Rows);
            after = page.Next;
        }
        while (after is not null);

        Assert.Equal(120 + 10, down.Count(r => r.Kind == "month"));
        Assert.Equal(200 + 1, down.Count(r => r.Kind == "contact"));
        Assert.Contains(down, r => r.Kind == "level" && r.What == "announced");
        Assert.Contains(down, r => r.Kind == "task" && r.What == "opened");
        Assert.Contains(down, r => r.Kind == "case" && r.What == "open");
        Assert.Contains(down, r => r.Kind == "answer" && r.What == "dispute");
        Assert.Distinct(down.Select(r => (r.Kind, r.Rank, r.K1, r.K2, r.K3)));
        Assert.Equal(down.Select(r => r.At.Milliseconds), down.Select(r => r.At.Milliseconds).OrderDescending());
        Assert.All(pages.SkipLast(1), p => Assert.Equal(EmployerHistory.PageSize, p.Rows.Count));

        var before = pages[^1].Previous;
        for (var i = pages.Count - 2; i >= 0; i--)
        {
            var page = await history.Of(Scope.Nation, "79", "TA0001A", null, null, before);
            Assert.Equal(pages[i].Rows.Select(Key), page.Rows.Select(Key));
            before = page.Previous;
        }

        Assert.Null(before);
        foreach (var kind in EmployerHistory.Kinds)
        {
            Assert.All((await history.Of(Scope.Nation, "79", "TA0001A", kind, null, null)).Rows, r => Assert.Equal(kind, r.Kind));
        }

        static (long, int, string, long, long) Key(HistoryRow r) => (r.At.Milliseconds, r.Rank, r.K1, r.K2, r.K3);
    }
}

using BaoPhu.Core.Collection;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Collection;

/// <summary>The list of cases: what it finds by procedure, state, deadline, person and words, and its pages.</summary>
public sealed class CaseListsTests
{
    private const string A = "TA0001A";
    private const string B = "TA0002B";
    private const string D = "TA0004D";
    private static readonly string[] All = [.. CaseBook.All.Select(p => p.Procedure.Act)];

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Every_filter_finds_its_cases_and_no_other(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var province = await Begun(test);
        var lists = new CaseLists(test.Db, test.Clock);
        async Task<string> Found(CaseListFilter filter, IReadOnlyCollection<string>? acts = null, Scope? scope = null) =>
            string.Join(' ', (await lists.List(province.Inspector.Actor, scope ?? InspectedProvince.Own, acts ?? All, filter)).Rows.Select(r => $"{r.Code}-{r.Act}").Order(StringComparer.Ordinal));

        Assert.Equal($"{A}-inspect {B}-inspect {D}-contact", await Found(new()));
        Assert.Equal($"{D}-contact", await Found(new(), ["contact", "notice"]));
        Assert.Equal($"{A}-inspect", await Found(new() { State = "planned" }));
        Assert.Equal($"{B}-inspect", await Found(new() { Mine = true }));
        Assert.Equal($"{B}-inspect", await Found(new() { Text = "cong ty thu ta0002b" }));
        Assert.Equal("", await Found(new(), scope: Scope.OfOffices("79", ["07902"])));
        Assert.Equal("", await Found(new(), scope: Scope.OfProvince("01")));
        Assert.Equal("", await Found(new() { Overdue = true }));
        await province.Cases.Do(province.Inspector.Actor, InspectedProvince.Own, $"79-{D}-contact-1", new CaseStep("drop", 1, new { }));
        Assert.Equal($"{A}-inspect {B}-inspect", await Found(new()));
        Assert.Equal($"{D}-contact", await Found(new() { State = CaseListFilter.Ended }));
        test.Clock.Moment = test.Clock.Moment.AddMonths(3);
        Assert.Equal($"{A}-inspect {B}-inspect", await Found(new() { Overdue = true }));
        // What the level has put off is late by nobody's fault.
        await test.Db.Write(tx => tx.Execute("update wrk_tasks set state = 'suspended' where act = 'inspect' and subject_id = (select e.employer_id from reg_employers e where e.code = @A)", new { A }));
        Assert.Equal($"{B}-inspect", await Found(new() { Overdue = true }));
        var page = await lists.List(province.Inspector.Actor, InspectedProvince.Own, All, new());
        Assert.Equal((2L, 1L, 1L), (page.Cases, page.Overdue, page.Suspended));
        Assert.Equal("Trần Thị Tra", page.Rows.Single(r => r.Code == B).Lead);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task The_pages_give_every_case_once_there_and_back(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var province = await Begun(test);
        await test.Db.Write(async tx =>
        {
            for (var n = 2; n <= 140; n++)
            {
                await tx.Execute(
                    """
                    insert into wrk_tasks (subject_id, act, occurrence, province, office_code, state, stream, channels, owner, collective, due_on, opened_on, opened_at, policy_number, policy_version, rule,
                        level, level_announced, standing, band, amount, tries, version, updated_at)
                    select t.subject_id, t.act, @n, t.province, t.office_code, 'done', t.stream, t.channels, t.owner, t.collective, t.due_on, t.opened_on, t.opened_at, t.policy_number, t.policy_version,
                        t.rule, t.level, t.level_announced, t.standing, t.band, t.amount, 0, 0, 0 from wrk_tasks t where t.act = 'contact' and t.occurrence = 1
                    """,
                    new { n });
                await tx.Execute(
                    """
                    insert into col_cases (subject_id, act, occurrence, province, office_code, state, opened_on, due_on, ended_on, version, updated_at)
                    select c.subject_id, c.act, @n, c.province, c.office_code, 'dropped', c.opened_on, null, @ended, 1, 0 from col_cases c where c.act = 'contact' and c.occurrence = 1
                    """,
                    new { n, ended = new DateOnly(2021, 11, 1 + (n / 40)) });
            }
        });
        var lists = new CaseLists(test.Db, test.Clock);
        Task<CasePage> Page(string? after, string? before) => lists.List(province.Inspector.Actor, InspectedProvince.Own, All, new() { State = CaseListFilter.Ended, After = after, Before = before });
        var seen = new List<string>();
        var page = await Page(null, null);
        var first = page.Rows.Select(r => r.Key).ToList();
        Assert.Null(page.Previous);
        while (true)
        {
            seen.AddRange(page.Rows.Select(r => r.Key.ToString()));
            if (page.Next is not { } next)
            {
                break;
            }

            page = await Page(next, null);
        }

        Assert.Equal((139, 139), (seen.Count, seen.Distinct().Count()));
        page = await Page(null, page.Previous);
        Assert.Equal(first, (await Page(null, page.Previous)).Rows.Select(r => r.Key));
        await Assert.ThrowsAsync<Refusal>(() => Page("2021-11-03~x~contact~1", null));
    }

    /// <summary>A: planned. B: prepared, led by the inspector. D: figures being reconciled.</summary>
    private static async Task<InspectedProvince> Begun(TestDatabase test)
    {
        var province = await InspectedProvince.Create(test, A, B);
        await province.Small.Employer(D, 202110);
        await province.Small.Plan("2021-11-03T08:00");
        await province.Reach(A, "planned");
        await province.Reach(B, "prepared");
        await province.Cases.Do(province.Inspector.Actor, InspectedProvince.Own, $"79-{D}-contact-1", new CaseStep("open", 0, new { }));
        return province;
    }
}

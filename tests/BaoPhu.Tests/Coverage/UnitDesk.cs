using BaoPhu.Core;
using BaoPhu.Core.Collection.Inspection;
using BaoPhu.Core.Coverage;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Identity;
using BaoPhu.Tests.Collection;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Coverage;

/// <summary>A unit that nobody knows in the register, with three missing workers, before an office with a director and an officer.</summary>
internal sealed class UnitDesk(TestDatabase test, PublicOffice office, User inspector)
{
    public const long Id = 77;
    private static readonly Scope Province = Scope.OfProvince("79");

    public PublicOffice Office => office;
    public User Inspector => inspector;
    public UnitCases Cases { get; } = new(test.Db, test.Clock);
    public UnitInspections Inspections => new(test.Db, test.Clock, Cases);
    public OfficePapers Papers => new(test.Db, test.Clock, [Cases, Inspections]);

    public static async Task<UnitDesk> Open(TestDatabase test)
    {
        var office = await PublicOffice.Open(test, [("TA0001A", 202110)]);
        await test.Db.Write(tx => tx.Execute(
            """
            insert into cov_units (subject_id, province, office_code, tax_year, payer_tax_code, name, folded, workers, with_unit, elsewhere, doubt, missing, missing_months, amount, ended, counted_at)
            values (@Id, '79', '07900', 2020, '0314409058', 'Công ty TNHH An Phú', 'an phu', 3, 0, 0, 0, 3, 36, 0, 0, 0)
            """,
            new { Id }));
        for (var i = 1; i <= 3; i++)
        {
            await SmallRegister.Worker(test.Db, 100 + i, "nguoi " + i, "0314409058");
            await test.Db.Write(tx => tx.Execute("insert into cov_workers (subject_id, unit_id, status, months, income) values (@subject, @Id, 'unknown', 12, 100000000)", new { subject = 100 + i, Id }));
        }

        return new UnitDesk(test, office, await new Users(test.Db, test.Clock).Create(Actor.System, "thanhtra79", "Lê Văn Tra", "07900", Role.Inspector, "mat-khau-thu-nghiem"));
    }

    public Task<UnitCaseDetail> Find() => Cases.Find(Province, Id);

    public async Task Do(string act, UnitNote? note = null) => await Cases.Do(office.Officer.Actor, Province, Id, act, (await Find()).Case.Version, note ?? new UnitNote("căn cứ"));

    public async Task<string> Numbered(string form)
    {
        var paper = await Cases.Prepare(office.Officer.Actor, Province, Id, form, new(2021, 11, 20));
        await Papers.Number(office.Officer.Actor, Province, paper, 0);
        return paper;
    }

    public async Task<string> Sent(string form)
    {
        var paper = await Numbered(form);
        await SignAndSend(paper);
        return paper;
    }

    public async Task SignAndSend(string paper)
    {
        await Papers.Sign(office.Director.Actor, Province, paper, 1);
        await Papers.Send(office.Officer.Actor, Province, paper, 2, "post", null);
    }

    /// <summary>The paper numbered, signed by the director and sent.</summary>
    public async Task Goes(string paper)
    {
        await Papers.Number(office.Officer.Actor, Province, paper, 0);
        await SignAndSend(paper);
    }

    /// <summary>The unit was noticed and did not answer in time; it is Monday 22 November.</summary>
    public async Task Refuse()
    {
        await Sent(UnitCases.Notice);
        test.Clock.Moment = new(2021, 11, 22, 8, 0, 0, TimeSpan.FromHours(7));
        await Do("not-comply");
    }

    /// <summary>The draft of a decision: the inspector heads, the officer is a member, January 2020 to October 2021.</summary>
    public async Task<string> Ordered(int days = 10) => await Inspections.Order(
        inspector.Actor, Province, Id, (await Find()).Case.Version, new InspectionOrder("", days, 202001, 202110, inspector.UserId, [office.Officer.UserId]));

    public async Task Announce(string way = "visit", DateOnly? on = null) => await Inspections.Announce(inspector.Actor, Province, Id, (await Find()).Case.Version, Day(way, on));

    public async Task Work(string way = "visit", DateOnly? on = null) => await Inspections.RecordDay(inspector.Actor, Province, Id, (await Find()).Case.Version, Day(way, on));

    public async Task<string> Conclude(string? outcome, string? opinion, string? demand = null) =>
        await Inspections.Conclude(inspector.Actor, Province, Id, (await Find()).Case.Version, outcome, opinion, demand);

    public async Task Penalise(EnteredPenalty entered) => await Inspections.Penalise(inspector.Actor, Province, Id, (await Find()).Case.Version, entered);

    public async Task<List<UnitFine>> Fines() => await Inspections.Fines(Province, await Find());

    public Task<string> Refer() => Inspections.Refer(inspector.Actor, Province, Id);

    private DayMinutes Day(string way, DateOnly? on) => new(on ?? test.Clock.Today(), way, "12 Lê Lợi", "Lê Văn Tra\nông Phú, giám đốc", "Đối chiếu hợp đồng lao động.");
}

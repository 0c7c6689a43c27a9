using System.Globalization;
using System.Text.Json;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Jobs;
using BaoPhu.Core.Messaging;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Coverage;

namespace BaoPhu.Core.Coverage;

/// <summary>
/// Notices with the list of workers not insured to every such unit, in one act: made and numbered in the background, signed together by the director, sent together, and for each unit what came of it
/// (plan III.1.2.a.1+2). A unit of which anything else was done since is passed over with its reason; a run that was killed goes on where it stopped.
/// </summary>
public sealed class UnitNotices(Db db, TimeProvider clock, UnitCases cases, OfficePapers papers) : IJob
{
    public const string Name = "unit-notices";
    public const string Template = "unit-notice";

    /// <summary>Units of one run.</summary>
    public const int Most = 5_000;
    private const string Way = "post";
    private static readonly double[] PostWidths = [6, 18, 40, 44, 18, 18, 12, 24, 24];
    private static readonly string[] PostHeadings = ["No", "Item", "Unit", "Address", "Paper", "Result", "Day", "Receiver", "Note"];

    private const string Rows = """
        n.subject_id, n.run_id, n.state, n.reason, n.paper_id, n.outcome, u.name, u.payer_tax_code, u.employer_id, u.missing - u.ended as missing, p.state as paper_state, p.label, p.sent_by, p.version as paper_version,
        n.message_id, m.state as message_state, e.email, n.item_code, coalesce(nullif(e.address, ''), u.address) as address, p.issuer,
        r.happened_on as outcome_on, r.receiver, r.note as outcome_note, b.happened_on as back_on, b.note as back_note,
        (select v.act from cov_unit_events v where v.subject_id = n.subject_id and v.act in ('post-not-at-address', 'not-at-address', 'at-address') order by v.seq desc limit 1) as address_line
        from cov_notice_units n join cov_units u on u.subject_id = n.subject_id left join doc_office_papers p on p.paper_id = n.paper_id
            left join reg_employers e on e.employer_id = u.employer_id left join msg_outbox m on m.subject_id = u.employer_id and m.message_id = n.message_id
            left join cov_notice_results r on r.subject_id = n.subject_id and r.run_id = n.run_id and r.result_no = 1
            left join cov_notice_results b on b.subject_id = n.subject_id and b.run_id = n.run_id and b.result_no = 2
        """;

    string IJob.Kind => Name;

    public Task<List<NoticeRun>> List(Scope scope) => db.Read(s => s.Query<NoticeRun>($"select {NoticeRun.Columns} from cov_notice_runs r where {scope.OnOffice("r")} order by r.made_at desc limit 200"));

    public Task<NoticeRunDetail> Find(Scope scope, string id) => db.ReadConsistently(async s => new NoticeRunDetail(
        await Find(s, scope, id), await s.Query<NoticeUnit>($"select {Rows} where n.run_id = @id order by case n.state when 'failed' then 0 else 1 end, u.folded, n.subject_id", new { id })));

    /// <summary>How many units of the scope wait for their first notice.</summary>
    public Task<long> Waiting(Scope scope, int year) => db.Read(s => s.One<long>($"select count(*) from cov_units u where {Without(scope)}", new { year }));

    /// <summary>Begins a run for every unit of the scope that waits for its first notice. Refused: none, a deadline that is past, a person without a province.</summary>
    public Task<string> Start(Actor actor, Scope scope, int year, DateOnly? deadline, IReadOnlyList<LeafletKey> leaflets) => db.Write(async tx =>
    {
        if (scope.ProvinceCode is not { } province)
        {
            throw new Refusal("UnitNotices.OneProvince");
        }

        if (deadline is not { } until || until <= clock.Today())
        {
            throw new Refusal("UnitNotices.NeedDeadline");
        }

        await tx.Lock(Units.LockOf(scope.ProvinceCode!));
        var (id, now) = (Guid.CreateVersion7().ToString("N"), clock.Now());
        var units = await tx.Execute(
            $"""
            insert into cov_notice_units (subject_id, run_id, state, updated_at)
            select u.subject_id, @id, 'waiting', @now from cov_units u where {Without(scope)} order by u.missing desc, u.subject_id limit {Most}
            """,
            new { id, now, year });
        if (units == 0)
        {
            throw new Refusal("UnitNotices.Nobody");
        }

        await tx.Execute(
            """
            insert into cov_notice_runs (run_id, province, office_code, tax_year, units, deadline, leaflets, made_at, made_by, made_name)
            values (@id, @province, @OfficeCode, @year, @units, @until, @leaflets, @now, @UserId, @Name)
            """,
            new { id, province, actor.OfficeCode, year, units, until, leaflets = JsonSerializer.Serialize(leaflets), now, actor.UserId, actor.Name });
        await AuditTrail.Write(tx, clock, actor, "coverage.notices", "notices:" + id, new { year, units });
        await JobRuns.Start(tx, clock, actor, Name, province, Text.Of("UnitNotices.JobTitle", units), id);
        return id;
    });

    /// <summary>Makes once more what could not be made, after its reason was mended. Returns how many are tried; refused: none.</summary>
    public Task<int> Retry(Actor actor, Scope scope, string id) => db.Write(async tx =>
    {
        var run = await Find(tx, scope, id);
        await tx.Lock(Units.LockOf(run.Province));
        var again = await tx.Execute("update cov_notice_units set state = 'waiting', reason = null, updated_at = @now where run_id = @id and state = 'failed'", new { id, now = clock.Now() });
        if (again == 0)
        {
            throw new Refusal("UnitNotices.Nobody");
        }

        await AuditTrail.Write(tx, clock, actor, "coverage.notices-again", "notices:" + id, new { again });
        await JobRuns.Start(tx, clock, actor, Name, run.Province, Text.Of("UnitNotices.JobTitle", again), id);
        return again;
    });

    public async Task<string> Run(JobCall call) => await Make(call.Actor, await new Offices(db, clock).ScopeOf(call.Actor.OfficeCode), call.Run.Input, call.Report, call.Cancel) is var made
        ? JsonSerializer.Serialize(new { made }) : "";

    /// <summary>Makes and numbers the notices of a run that have none, each by itself; returns how many were made now.</summary>
    public async Task<int> Make(Actor actor, Scope scope, string id, Func<long, long, Task>? report = null, CancellationToken cancel = default)
    {
        var run = await db.Read(s => Find(s, scope, id));
        var waiting = await db.Read(s => s.Query<NoticeUnit>($"select {Rows} where n.run_id = @id and n.state = 'waiting' order by n.subject_id", new { id }));
        var made = 0;
        for (var i = 0; i < waiting.Count; i++)
        {
            cancel.ThrowIfCancellationRequested();
            await Each(waiting[i], async () =>
            {
                var paper = waiting[i].PaperId;
                if (paper is null)
                {
                    paper = await db.Write(async tx =>
                    {
                        var begun = await cases.Prepare(tx, actor, scope, waiting[i].SubjectId, UnitCases.Notice, run.Deadline);
                        await tx.Execute("update cov_notice_units set paper_id = @begun where subject_id = @SubjectId and run_id = @RunId", new { begun, waiting[i].SubjectId, waiting[i].RunId });
                        return begun;
                    });
                }

                // A run killed between the number and the word of it finds its paper numbered.
                if (waiting[i].PaperState is null or "draft")
                {
                    await papers.Number(actor, scope, paper, waiting[i].PaperVersion ?? 0);
                }

                await Say(waiting[i], "made", null);
                made++;
            }, "failed");
            await (report?.Invoke(i + 1, waiting.Count) ?? Task.CompletedTask);
        }

        return made;
    }

    /// <summary>Signs every numbered notice of the run that names the person as its signer; returns how many. What is refused says so at its unit.</summary>
    public Task<int> Sign(Actor actor, Scope scope, string id) => All(scope, id, "numbered", row => papers.Sign(actor, scope, row.PaperId!, row.PaperVersion!.Value));

    /// <summary>
    /// Sends every signed notice of the run by public post, with its list, under an item code where the issuing office has a range; a registered unit with an e-mail address is also told by message, with
    /// the leaflets, where the plan allows e-mail at the level of its place. Each unit is one transaction; one without an address is not sent and says so. Returns how many went out.
    /// </summary>
    public async Task<int> Send(Actor actor, Scope scope, string id)
    {
        var run = await db.Read(s => Find(s, scope, id));
        return await All(scope, id, "signed", row => db.Write(tx => Send(tx, actor, scope, run, row)));
    }

    private async Task Send(Session tx, Actor actor, Scope scope, NoticeRun run, NoticeUnit row)
    {
        if (string.IsNullOrWhiteSpace(row.Address))
        {
            throw new Refusal("UnitNotices.NoAddress");
        }

        await tx.Lock(PlanningPass.LockOf(run.Province));
        await tx.Lock(Units.LockOf(run.Province));
        var ordered = (await cases.Detail(tx, scope, row.SubjectId)).Facts.Ordered.GetValueOrDefault(UnitCases.PaperActsOf[UnitCases.Notice])?.Act;
        var item = (await OfficeParticulars.Of(tx, row.Issuer!, clock.Today())).Items is { } range ? (await ItemCodes.Draw(tx, range, 1))[0] : null;
        await papers.Send(tx, actor, scope, row.PaperId!, row.PaperVersion!.Value, Way, item is null ? null : Text.Of("UnitNotices.ItemNote", item));
        await tx.Execute("update cov_notice_units set item_code = @item where subject_id = @SubjectId and run_id = @RunId", new { item, row.SubjectId, row.RunId });
        if (row.EmployerId is not { } employer || string.IsNullOrWhiteSpace(row.Email) || ordered?.Channels.Contains(MessageChannels.Email, StringComparer.Ordinal) != true)
        {
            return;
        }

        var key = await Outbox.Put(tx, clock, actor, new OutgoingMessage
        {
            SubjectId = employer, Template = Template, Channels = [MessageChannels.Email], Legal = true, Leaflets = JsonSerializer.Deserialize<List<LeafletKey>>(run.Leaflets) ?? [],
            Values = new Dictionary<string, string>(StringComparer.Ordinal) { ["so_van_ban"] = row.Label ?? "" },
        });
        await tx.Execute("update cov_notice_units set message_id = @MessageId where subject_id = @SubjectId and run_id = @RunId", new { key.MessageId, row.SubjectId, row.RunId });
        await AuditTrail.Write(tx, clock, actor, "coverage.notice-message", "unit:" + row.Id, new { row.Label });
    }

    /// <summary>
    /// The notices of the run that went out, as a workbook for the post office: item code, unit, address, number of the notice, and empty columns for what became of each. Layout rebuilt, and marked
    /// so. Refused: none went out.
    /// </summary>
    public async Task PostalList(Scope scope, string id, Stream into)
    {
        var detail = await Find(scope, id);
        var sent = detail.Units.Where(u => u.PaperState == "sent" && u.SentBy == Way).ToList();
        if (sent.Count == 0)
        {
            throw new Refusal("UnitNotices.NothingSent");
        }

        var issuer = await db.Read(s => Offices.Find(s, sent[0].Issuer!, clock.Today()));
        using var sheet = new Sheet(into, Text.Of("UnitNotices.PostSheet"), PostWidths);
        sheet.Line(issuer?.Name ?? "");
        sheet.Line(Text.Of("UnitNotices.PostTitle", detail.Run.TaxYear));
        sheet.Line(Text.Of("UnitNotices.PostMark"));
        sheet.Heading(PostHeadings.Select(h => Text.Of("UnitNotices.Post_" + h)));
        for (var i = 0; i < sent.Count; i++)
        {
            sheet.Row([((i + 1).ToString(CultureInfo.InvariantCulture), true), (sent[i].ItemCode ?? "", false), (sent[i].Name, false), (sent[i].Address ?? "", false), (sent[i].Label ?? "", false), .. Enumerable.Repeat(("", false), 4)]);
        }

        sheet.Line("", "", "", "", "", "", "", Text.Of("Coverage.SheetDay", clock.Today()));
        sheet.Line("", "", Text.Of("UnitNotices.PostGiver"), "", "", "", "", Text.Of("UnitNotices.PostTaker"));
    }

    /// <summary>Records what the post says of one unit's notice: delivered or returned. Refused: a notice that did not go out, or of which the post's file has told. Missing: a unit that is not of the run.</summary>
    public Task Outcome(Actor actor, Scope scope, string id, long unit, string? outcome) => db.Write(async tx =>
    {
        await Find(tx, scope, id);
        var row = await tx.One<NoticeUnit>($"select {Rows} where n.run_id = @id and n.subject_id = @unit", new { id, unit }) ?? throw new Refusal("Coverage.NoUnit") { Kind = RefusalKind.Missing };
        if (row.PaperState != "sent" || outcome is not ("delivered" or "returned"))
        {
            throw new Refusal("UnitNotices.NotSent");
        }

        if (row.OutcomeOn is { } on)
        {
            throw new Refusal("UnitNotices.PostAnswered", Text.Of("UnitNotices.Outcome_" + row.Outcome), on.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture));
        }

        await tx.Execute("update cov_notice_units set outcome = @outcome, updated_at = @now where subject_id = @unit and run_id = @id", new { outcome, now = clock.Now(), unit, id });
        await AuditTrail.Write(tx, clock, actor, "coverage.notice-outcome", "unit:" + new Unit { SubjectId = unit }.Id, new { outcome, row.Label });
    });

    /// <summary>Units of a year with somebody surely missing, of which nothing was done yet, whose notice nobody has begun and that wait in no run.</summary>
    private static string Without(Scope scope) => $"""
        {scope.OnOffice("u")} and u.tax_year = @year and u.missing > u.ended
        and not exists (select 1 from cov_unit_cases c where c.subject_id = u.subject_id and c.state <> '{UnitProcedure.Listed}')
        and not exists (select 1 from cov_notice_units o join doc_office_papers p on p.paper_id = o.paper_id where o.subject_id = u.subject_id and p.state in ('draft', 'numbered', 'signed', 'sent'))
        and not exists (select 1 from cov_notice_units o where o.subject_id = u.subject_id and o.state = 'waiting')
        """;

    private static async Task<NoticeRun> Find(Session s, Scope scope, string id) =>
        await s.One<NoticeRun>($"select {NoticeRun.Columns} from cov_notice_runs r where r.run_id = @id and {scope.OnOffice("r")}", new { id }) ?? throw new Refusal("UnitNotices.NoRun") { Kind = RefusalKind.Missing };

    private async Task<int> All(Scope scope, string id, string state, Func<NoticeUnit, Task> act)
    {
        await db.Read(s => Find(s, scope, id));
        var done = 0;
        foreach (var row in await db.Read(s => s.Query<NoticeUnit>($"select {Rows} where n.run_id = @id and p.state = @state order by n.subject_id", new { id, state })))
        {
            await Each(row, async () =>
            {
                await act(row);
                await Say(row, "made", null);
                done++;
            }, "made");
        }

        return done;
    }

    private async Task Each(NoticeUnit row, Func<Task> act, string otherwise)
    {
        try
        {
            await act();
        }
        catch (Refusal refusal)
        {
            await Say(row, otherwise, refusal.Message);
        }
    }

    private Task Say(NoticeUnit row, string state, string? reason) => db.Write(tx => tx.Execute(
        "update cov_notice_units set state = @state, reason = @reason, updated_at = @now where subject_id = @SubjectId and run_id = @RunId", new { state, reason, now = clock.Now(), row.SubjectId, row.RunId }));
}

/// <summary>A bulk act of notices.</summary>
public sealed class NoticeRun
{
    internal const string Columns = """
        r.run_id, r.province, r.tax_year, r.units, r.deadline, r.leaflets, r.made_at, r.made_name,
        (select count(*) from cov_notice_units n where n.run_id = r.run_id and n.state = 'failed') as failed,
        (select count(*) from cov_notice_units n join doc_office_papers p on p.paper_id = n.paper_id where n.run_id = r.run_id and p.state = 'sent') as sent
        """;

    public string RunId { get; init; } = "";
    public string Province { get; init; } = "";
    public int TaxYear { get; init; }
    public int Units { get; init; }
    public DateOnly? Deadline { get; init; }
    public string Leaflets { get; init; } = "[]";
    public Instant MadeAt { get; init; }
    public string MadeName { get; init; } = "";
    public long Failed { get; init; }
    public long Sent { get; init; }
}

/// <summary>One recipient of a run. Paper fields are null until its notice was begun.</summary>
public sealed class NoticeUnit
{
    public long SubjectId { get; init; }
    public string RunId { get; init; } = "";
    public string State { get; init; } = "";
    public string? Reason { get; init; }
    public string? PaperId { get; init; }

    /// <summary>delivered or returned by hand; by the post's file also refused and not-at-address.</summary>
    public string? Outcome { get; init; }

    /// <summary>What the post's file told of it; null: nothing yet.</summary>
    public DateOnly? OutcomeOn { get; init; }
    public string? Receiver { get; init; }
    public string? OutcomeNote { get; init; }

    /// <summary>The day on which an item that was refused or found nobody came back.</summary>
    public DateOnly? BackOn { get; init; }
    public string? BackNote { get; init; }

    /// <summary>The last line of the unit's history about its address.</summary>
    public string? AddressLine { get; init; }

    /// <summary>The post found nobody there, and no person has recorded since whether the unit is there.</summary>
    public bool NobodyThere => AddressLine == UnitEvent.NobodyThere;
    public string Name { get; init; } = "";
    public string PayerTaxCode { get; init; } = "";
    public long? EmployerId { get; init; }
    public int Missing { get; init; }
    public string? PaperState { get; init; }
    public string? Label { get; init; }
    public string? SentBy { get; init; }
    public int? PaperVersion { get; init; }
    public string? MessageId { get; init; }
    public string? MessageState { get; init; }
    public string? Email { get; init; }

    /// <summary>S10 code of the item; null where it did not go out, or the office has no range.</summary>
    public string? ItemCode { get; init; }

    /// <summary>Of the employer in the register, else as the tax data has it.</summary>
    public string? Address { get; init; }
    public string? Issuer { get; init; }

    public string Id => new Unit { SubjectId = SubjectId }.Id;
}

public sealed record NoticeRunDetail(NoticeRun Run, IReadOnlyList<NoticeUnit> Units)
{
    public int Count(string paperState) => Units.Count(u => u.PaperState == paperState);
    public int Waiting => Units.Count(u => u.State == "waiting");
    public int Failed => Units.Count(u => u.State == "failed");
}

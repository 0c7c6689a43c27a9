using System.Globalization;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Register;
using BaoPhu.Core.Texts;
using BaoPhu.Rules;

namespace BaoPhu.Core.Work;

/// <summary>
/// What was done under a wrong level while a late announcement was not known, or a wrong one was believed: contacts, recorded outcomes, tasks opened and closed in that time whose
/// kept level is not the one that, by all we know now, held at that moment. For each applied switch; by place and decision.
/// </summary>
public sealed class WrongLevelWork(Db db, TimeProvider clock)
{
    /// <summary>Every line of a switch in the scope, oldest first. <paramref name="limit"/>: no more than so many (null: all).</summary>
    public Task<WrongLevelList> Of(Scope scope, string switchId, int? limit = null) => db.ReadConsistently(async s =>
    {
        var record = await s.One<SwitchRecord>($"select {SwitchRecords.Columns} from wrk_switches w where w.switch_id = @switchId and {scope.OnProvince("w")}", new { switchId })
            ?? throw new Refusal("Switches.Unknown") { Kind = RefusalKind.Missing };
        // Up to the pass that applied it: what the switch itself moved is no mistake of anybody.
        if ((record.AsOfAt ?? record.AppliedAt) is not { } until || record.FromAt >= until)
        {
            return new WrongLevelList(record, record.FromAt, record.FromAt, [], 0);
        }

        var (first, last) = EmployerKey.Range(record.Province);
        var found = await s.Query<WrongLevelLine>(
            $"""
            select x.what, x.at, x.subject_id, x.act, x.occurrence, x.level, x.word, x.user_id, e.code, e.name, e.commune_code from (
                select 'contact' as what, c.at, c.subject_id, c.act, c.occurrence, c.level, c.outcome as word, c.user_id from wrk_contacts c
                where c.subject_id between @first and @last and c.at >= @from and c.at < @until
                union all
                select v.event, v.at, v.subject_id, v.act, v.occurrence, coalesce(r.level, t.level), coalesce(t.close_reason, t.outcome), v.user_id
                from wrk_task_events v join wrk_tasks t on t.subject_id = v.subject_id and t.act = v.act and t.occurrence = v.occurrence
                left join wrk_switch_tasks r on r.switch_id = @switchId and r.subject_id = v.subject_id and r.act = v.act and r.occurrence = v.occurrence
                where v.subject_id between @first and @last and v.at >= @from and v.at < @until and v.event in ('recorded', 'closed', 'arranged')
                    and not exists (select 1 from wrk_contacts k where k.subject_id = v.subject_id and k.act = v.act and k.occurrence = v.occurrence and k.at = v.at)
                union all
                select 'opened', t.opened_at, t.subject_id, t.act, t.occurrence, coalesce(r.level, t.level), null, 'system' from wrk_tasks t
                left join wrk_switch_tasks r on r.switch_id = @switchId and r.subject_id = t.subject_id and r.act = t.act and r.occurrence = t.occurrence
                where t.subject_id between @first and @last and t.opened_at >= @from and t.opened_at < @until and not (coalesce(r.kind, '') = 'created')
            ) x join reg_employers e on e.employer_id = x.subject_id
            where {scope.On("e")}
            order by x.at, x.subject_id, x.act, x.occurrence, x.what
            """,
            new { switchId, first, last, from = record.FromAt, until });
        var levels = await EmployerTruth.Load(s, record.Province, found.Select(f => f.CommuneCode), until.Day);
        // Only where this decision was the one that held: other places have their own switch and list.
        var announcements = record.AnnouncementIds.ToHashSet(StringComparer.Ordinal);
        var lines = found.Select(f => (Line: f, Truth: levels.Of(f.CommuneCode, f.At)))
            .Where(f => f.Truth.Effective != f.Line.Level && (record.IsWithdrawal || announcements.Contains(f.Truth.Announcement?.AnnouncementId ?? "")))
            .Select(f => f.Line with { TrueLevel = (short)f.Truth.Effective }).ToList();
        return new WrongLevelList(record, record.FromAt, until, limit is { } most ? [.. lines.Take(most)] : lines, lines.Count);
    });

    /// <summary>The same as CSV (UTF-8 with a byte-order mark); an export is an audit entry.</summary>
    public async Task<byte[]> Csv(Actor actor, Scope scope, string switchId)
    {
        var list = await Of(scope, switchId);
        var households = await db.Read(s => HouseholdMask.Of(s, list.Record.Province, clock.Today()));
        using var file = new MemoryStream();
        using (var lines = new CsvLines(file))
        {
            string[] headings = ["At", "What", "Employer", "Code", "Commune", "Act", "Outcome", "LevelThen", "LevelTrue", "Decision", "User"];
            lines.Write(headings.Select(h => Text.Of("Switches.Csv_" + h)));
            foreach (var line in list.Lines)
            {
                string[] cells =
                [
                    line.At.Local.ToString("dd/MM/yyyy HH:mm", CultureInfo.InvariantCulture), Text.Of("Switches.Wrong_" + line.What), households.Name(line.Name), line.Code, line.CommuneCode ?? "",
                    Text.Find("Work.Act_" + line.Act) ?? line.Act, line.Word is null ? "" : Text.Find("Work.Outcome_" + line.Word) ?? Text.Find("Work.Reason_" + line.Word) ?? line.Word,
                    line.Level.ToString(CultureInfo.InvariantCulture), line.TrueLevel.ToString(CultureInfo.InvariantCulture), list.Record.DecisionNumber, line.UserId,
                ];
                lines.Write(cells);
            }
        }

        await db.Write(tx => AuditTrail.Write(tx, clock, actor, "work.export", "switch:" + switchId, new { format = "csv", count = list.Lines.Count }));
        return file.ToArray();
    }

    /// <summary>The level that held for a commune at a moment, by all we know now.</summary>
    private sealed class EmployerTruth(ProvinceLevels levels, string province, HashSet<string> places)
    {
        private readonly Dictionary<(string, Instant), LevelFinding> _found = [];

        public static async Task<EmployerTruth> Load(Session s, string province, IEnumerable<string?> communes, DateOnly day)
        {
            var codes = communes.OfType<string>().Distinct(StringComparer.Ordinal).ToList();
            var known = await s.Query<string>("select code from org_localities where province = @province and code {any:codes} and valid_from <= @day", new { province, day, codes = s.List(codes) });
            return new EmployerTruth(await Levels.Book(s, province, day), province, known.ToHashSet(StringComparer.Ordinal));
        }

        public LevelFinding Of(string? commune, Instant at)
        {
            var place = commune is not null && places.Contains(commune) ? commune : province;
            if (!_found.TryGetValue((place, at), out var found))
            {
                _found[(place, at)] = found = levels.Resolve(place, at);
            }

            return found;
        }
    }
}

/// <summary>From when to when the level was wrong, and what was done (<paramref name="Count"/> lines in all).</summary>
public sealed record WrongLevelList(SwitchRecord Record, Instant From, Instant Until, IReadOnlyList<WrongLevelLine> Lines, int Count);

/// <summary>One thing done under the wrong level.</summary>
public sealed record WrongLevelLine
{
    /// <summary>contact, recorded, arranged, opened, closed.</summary>
    public string What { get; init; } = "";
    public Instant At { get; init; }
    public long SubjectId { get; init; }
    public string Act { get; init; } = "";
    public int Occurrence { get; init; }

    /// <summary>The level it was done under.</summary>
    public short Level { get; init; }

    /// <summary>The level that held in truth.</summary>
    public short TrueLevel { get; init; }

    /// <summary>Outcome or reason of closing.</summary>
    public string? Word { get; init; }
    public string UserId { get; init; } = "";
    public string Code { get; init; } = "";
    public string Name { get; init; } = "";
    public string? CommuneCode { get; init; }
    public string Province => EmployerKey.Province(SubjectId);
    public TaskKey Key => new(SubjectId, Act, Occurrence);
}

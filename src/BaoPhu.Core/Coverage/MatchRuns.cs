using System.Text.Json;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Imports;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Coverage;
using BaoPhu.Rules.Matching;

namespace BaoPhu.Core.Coverage;

/// <summary>What a run did. <paramref name="Accepted"/>, <paramref name="Review"/>: as the links stand after it; <paramref name="Rejected"/>: rows without a likely person.</summary>
public sealed record MatchSummary(
    string RunId, string Province, string Kind, string Strategy, long Rows, long Pairs, long Accepted, long Review, long Rejected, long Changed, double Seconds, double Accept, double ReviewFrom)
{
    /// <summary>Rows compared: all, or those that are new or changed, or meet persons who are.</summary>
    public long Compared { get; init; }
}

/// <summary>A run as the page of the pairs tells it.</summary>
public sealed class MatchRunLine
{
    public string Province { get; init; } = "";
    public string Kind { get; init; } = "";
    public string Strategy { get; init; } = "";
    public long RowsCompared { get; init; }
    public long Pairs { get; init; }
    public long Accepted { get; init; }
    public long Review { get; init; }

    /// <summary>Rows for which nobody of the register is likely.</summary>
    public long Rejected { get; init; }
    public Instant RunAt { get; init; }
}

/// <summary>
/// Matches the tax data, or a budget list, of a province with the register of persons and keeps the links. What persons have decided stays; a link that is found again keeps its identity; only what
/// changed is written. A run after a run compares what is new or changed on both sides, with the weights of the first; where much changed, or readers' decisions ask for other thresholds, it learns anew.
/// </summary>
public sealed class MatchRuns(Db db, TimeProvider clock)
{
    private static readonly JsonSerializerOptions Json = JsonSerializerOptions.Web;

    /// <summary>Of all rows on both sides, the share that may be new or changed before everything is compared and learned anew, in percent.</summary>
    private const int MostChanged = 10;

    /// <summary>Hundredths of a bit below which a score is the same: names become rarer or more frequent with every file, and a link keeps the reasons it was given.</summary>
    private const int NoticedScore = 50;

    /// <summary>Decisions below which readers are too few to teach the thresholds.</summary>
    private const int FewestDecisions = 30;

    /// <summary>Matches a province. Kind: tax or budget-list. <paramref name="all"/>: compares everything, whatever a run before did. Refused: not of the whole province, nothing imported to compare.</summary>
    public Task<MatchSummary> Run(Actor actor, Scope scope, string province, string kind, bool all = false, CancellationToken cancel = default) => db.Write(
        async tx =>
        {
            if (!scope.CoversWhole(province))
            {
                throw new Refusal("Coverage.OnlyProvince") { Kind = RefusalKind.Forbidden };
            }

            // No file comes in meanwhile. Readers wait while links change under them; who reads a pair is told that it moved on.
            await tx.Lock("import " + province);
            await tx.Lock(Reviews.LockOf(province));
            var (now, began) = (clock.Now(), clock.GetTimestamp());
            var before = await tx.One<EarlierRun>(
                "select r.run_id, r.model, r.run_at from cov_runs r where r.province = @province and r.kind = @kind and r.strategy = @strategy order by r.run_at desc, r.run_id desc limit 1",
                new { province, kind, strategy = MatchModel.Strategy });
            var sides = all || before is null ? null : await MatchSides.Continue(tx, province, kind, before.RunId, before.RunAt);
            var model = sides is { ChangedPercent: <= MostChanged } ? JsonSerializer.Deserialize<MatchModel>(before!.Model, Json) : null;
            sides ??= MatchSides.Load(tx, province, kind);
            var (told, register) = (sides.Told, sides.Register);
            if (told.Rows.Present == 0 || register.Rows.Present == 0)
            {
                throw new Refusal(register.Rows.Present == 0 ? "Coverage.NoPersons" : "Coverage.NoRows", province);
            }

            var matching = new PersonMatching(told.Rows, register.Rows, await Settings.Number(tx, province, Settings.MatchPrecision, now.Day) / 1000.0);
            List<int> touched = model is null ? [.. Enumerable.Range(0, told.Rows.Count)] : [.. told.Changed.Concat(matching.RowsMeeting(told.Changes, register.Changes, model)).Distinct().Order()];
            var known = await Known(tx, province, kind, model is null ? null : touched.ConvertAll(i => told.Ids[i]));
            var settled = known.Where(l => l.Stands is LinkState.Confirmed or LinkState.Second or LinkState.Third).Select(l => l.SubjectId).ToHashSet();
            var apart = known.Where(l => l.Stands == LinkState.Rejected).Select(l => (told.Place(l.SubjectId), register.Place(l.PersonId))).Where(p => p is { Item1: >= 0, Item2: >= 0 }).ToHashSet();
            matching.Heed(apart, Caution(known));
            var rows = touched.FindAll(i => !told.Rows.IsRemoved(i) && !settled.Contains(told.Ids[i]));
            var result = matching.Run(model, rows, cancel);

            var runId = Guid.CreateVersion7().ToString("N");
            // What persons settled stays, unless one of its two rows is gone.
            bool MayGo(Link link) => !settled.Contains(link.SubjectId) || told.Place(link.SubjectId) < 0 || register.Place(link.PersonId) < 0;
            var changed = await Keep(tx, province, kind, sides, known, MayGo, matching, result, runId, now);
            await sides.Keep(tx, province, kind, runId, whole: model is null);
            if (model is null)
            {
                await tx.AnalyzeBulk("cov_links");
            }

            // A row that was erased after its time has no answer any more: its link went, but what persons said of its pair is kept.
            // The many that the machine said are counted along the index; only the few that persons said are looked up.
            var states = (await tx.Query<(string State, long Links)>(
                $"""
                select l.state, count(*) from cov_links l where l.province = @province and l.kind = @kind and l.state in ('accepted', 'review') group by l.state
                union all
                select l.state, count(*) from cov_links l
                where l.province = @province and l.kind = @kind and l.state in ('confirmed', 'second', 'third') and exists (select 1 from {MatchSides.ListOf(kind)} t where t.subject_id = l.subject_id)
                group by l.state
                """,
                new { province, kind })).ToLookup(s => s.State is "accepted" or "confirmed", s => s.Links);
            var counts = (Accepted: states[true].Sum(), Review: states[false].Sum());
            if (kind == ImportKinds.Tax)
            {
                // From one year to the next by the index: a province has few years and many rows.
                for (var year = await YearAfter(0); year is { } of; year = await YearAfter(of))
                {
                    await (model is null ? UnitCounts.All(tx, province, of, now) : UnitCounts.Changed(tx, province, of, sides.Since, [.. touched.Select(i => told.Ids[i])], [.. register.Changed.Select(i => register.Ids[i])], now));
                }
            }
            else
            {
                await CardNeeds.Recount(tx, province, now);
            }

            var milliseconds = (long)clock.GetElapsedTime(began).TotalMilliseconds;
            var rejected = told.Rows.Present - counts.Accepted - counts.Review;
            await tx.Execute(
                """
                insert into cov_runs (run_id, province, kind, strategy, model, rows_compared, pairs, accepted, review, rejected, milliseconds, since_run, run_by, run_at)
                values (@runId, @province, @kind, @strategy, @model, @rows, @Pairs, @Accepted, @Review, @rejected, @milliseconds, @since, @by, @now)
                """,
                new
                {
                    runId, province, kind, strategy = MatchModel.Strategy, model = JsonSerializer.Serialize(result.Model, Json), rows = (long)rows.Count, result.Pairs, counts.Accepted, counts.Review, rejected,
                    milliseconds, since = model is null ? null : before?.RunId, by = actor.UserId, now,
                });
            // The office's audit chain is the last lock, behind those of the units and the cards.
            await AuditTrail.Write(
                tx, clock, actor, "coverage.match", $"match:{province}:{kind}", new { runId, rows = told.Rows.Present, compared = rows.Count, result.Pairs, counts.Accepted, counts.Review, rejected, changed });

            return new MatchSummary(
                runId, province, kind, MatchModel.Strategy, told.Rows.Present, result.Pairs, counts.Accepted, counts.Review, rejected, changed, milliseconds / 1000.0, result.Model.Accept, result.Model.Review)
            {
                Compared = rows.Count,
            };

            Task<int?> YearAfter(int year) => tx.One<int?>("select min(t.tax_year) from reg_tax_incomes t where t.province = @province and t.tax_year > @year", new { province, year });
        },
        cancel);

    /// <summary>Queues a run in the background. Refused as <see cref="Run"/> would be for the scope.</summary>
    public Task Order(Actor actor, Scope scope, string kind) => db.Write(async tx =>
    {
        if (scope.ProvinceCode is not { } province || !scope.CoversWhole(province) || kind is not (ImportKinds.Tax or ImportKinds.Entitled))
        {
            throw new Refusal("Coverage.OnlyProvince") { Kind = RefusalKind.Forbidden };
        }

        await MatchJob.Start(tx, clock, actor, province, kind);
    });

    /// <summary>The last run of each province and kind within the scope.</summary>
    public Task<List<MatchRunLine>> Latest(Scope scope) => db.Read(s => s.Query<MatchRunLine>(
        $"""
        select r.province, r.kind, r.strategy, r.rows_compared, r.pairs, r.accepted, r.review, r.rejected, r.run_at from cov_runs r
        where {scope.OnWholeProvince("r")} and not exists (select 1 from cov_runs n where n.province = r.province and n.kind = r.kind and (n.run_at > r.run_at or (n.run_at = r.run_at and n.run_id > r.run_id)))
        order by r.province, r.kind
        """));

    /// <summary>
    /// Every term of the score of a pair, as it was given to a link, or as the last run would weigh it. Missing: a row or a person that the province has not, no run yet.
    /// </summary>
    public Task<(string? State, double Bits, IReadOnlyList<LinkTerm> Terms)> Explain(Scope scope, string province, string kind, LinkKey pair) => db.Read<(string?, double, IReadOnlyList<LinkTerm>)>(async s =>
    {
        var missing = new Refusal("Coverage.NoPair", pair.ToString()) { Kind = RefusalKind.Missing };
        if (!scope.CoversWhole(province))
        {
            throw missing;
        }

        if (await s.One<Link>(
            "select l.subject_id, l.person_id, l.score, l.state, l.terms from cov_links l where l.subject_id = @Subject and l.person_id = @Person and l.province = @province and l.kind = @kind",
            new { pair.Subject, pair.Person, province, kind }) is { } link)
        {
            return (link.State, link.Score / 100.0, link.Reasons);
        }

        var last = await s.One<EarlierRun>(
            "select r.run_id, r.model, r.run_at from cov_runs r where r.province = @province and r.kind = @kind and r.strategy = @strategy order by r.run_at desc, r.run_id desc limit 1",
            new { province, kind, strategy = MatchModel.Strategy }) ?? throw missing;
        var sides = MatchSides.Load(s, province, kind);
        var (row, person) = (sides.Told.Place(pair.Subject), sides.Register.Place(pair.Person));
        if (row < 0 || person < 0)
        {
            throw missing;
        }

        var terms = Terms(new PersonMatching(sides.Told.Rows, sides.Register.Rows).Explain(JsonSerializer.Deserialize<MatchModel>(last.Model, Json)!, row, person)).ToList();
        return (null, Math.Round(terms.Sum(t => t.Bits), 2), terms);
    });

    /// <summary>Links of a province, with the score in bits: row of the list, social insurance number, score, state.</summary>
    public Task<List<(long Subject, long Person, double Bits, string State)>> Links(Scope scope, string province, string kind) => db.Read(async s =>
        (await s.Query<(long Subject, long Person, int Score, string State)>(
            $"select l.subject_id, l.person_id, l.score, l.state from cov_links l where l.province = @province and l.kind = @kind and {scope.OnWholeProvince("l")} order by l.subject_id, l.person_id", new { province, kind }))
        .ConvertAll(l => (l.Subject, l.Person, l.Score / 100.0, l.State)));

    /// <summary>Writes the links that are new or differ, and takes away those that a run made and this one does not find.</summary>
    private static async Task<long> Keep(
        Session tx, string province, string kind, MatchSides sides, List<Link> known, Func<Link, bool> mayGo, PersonMatching matching, MatchResult result, string runId, Instant now)
    {
        var percent = (int)await Settings.Number(tx, province, Settings.AuditSamplePercent, now.Day);
        var before = known.ToDictionary(l => l.Key);
        await tx.Scratch("cov_new", "subject_id bigint, person_id bigint, score integer, chance integer, state {code}, audited boolean, terms text");
        var found = new HashSet<LinkKey>();
        using (var bulk = tx.BulkInto("cov_new", "subject_id", "person_id", "score", "chance", "state", "audited", "terms"))
        {
            foreach (var answer in result.Answers.Where(a => a.Verdict != MatchVerdict.Rejected))
            {
                var key = new LinkKey(sides.Told.Ids[answer.Row], sides.Register.Ids[answer.Person]);
                found.Add(key);
                var (score, state) = ((int)Math.Round(answer.Bits * 100), answer.Verdict == MatchVerdict.Accepted ? LinkState.Accepted : LinkState.Review);
                if (before.TryGetValue(key, out var link) && Math.Abs(link.Score - score) < NoticedScore && link.Stands == state && link.Strategy == MatchModel.Strategy)
                {
                    continue;
                }

                bulk.StartRow();
                bulk.Write(key.Subject);
                bulk.Write(key.Person);
                bulk.Write(score);
                bulk.Write((int)Math.Round(answer.Probability * 1_000_000.0));
                bulk.Write(Reviews.Word(state));
                bulk.Write(state == LinkState.Accepted && LinkStates.IsDrawn(key.Subject, key.Person, percent));
                bulk.Write(JsonSerializer.Serialize(Terms(matching.Explain(result.Model, answer.Row, answer.Person)), Json));
            }

            bulk.Complete();
        }

        var gone = known.Where(l => l.Stands is LinkState.Accepted or LinkState.Review && !found.Contains(l.Key) && mayGo(l)).ToList();
        await tx.Scratch("cov_gone", "subject_id bigint, person_id bigint");
        using (var bulk = tx.BulkInto("cov_gone", "subject_id", "person_id"))
        {
            foreach (var link in gone)
            {
                bulk.StartRow();
                bulk.Write(link.SubjectId);
                bulk.Write(link.PersonId);
            }

            bulk.Complete();
        }

        await tx.Analyze("cov_gone");
        await tx.Execute("delete from cov_links where (subject_id, person_id) in (select g.subject_id, g.person_id from cov_gone g)");
        long written = await tx.Execute(
            """
            insert into cov_links (subject_id, person_id, province, kind, score, chance, state, audited, strategy, run_id, terms, updated_at)
            select n.subject_id, n.person_id, @province, @kind, n.score, n.chance, n.state, n.audited, @strategy, @runId, n.terms, @now from cov_new n where 1 = 1
            on conflict (subject_id, person_id) do update set score = excluded.score, chance = excluded.chance, state = excluded.state, audited = excluded.audited, strategy = excluded.strategy, run_id = excluded.run_id,
                terms = excluded.terms, updated_at = excluded.updated_at
            """,
            new { province, kind, strategy = MatchModel.Strategy, runId, now });
        return written + gone.Count;
    }

    private static IEnumerable<LinkTerm> Terms(IReadOnlyList<MatchTerm> terms) => terms.Select(t => new LinkTerm(t.Field, t.Level, Math.Round(t.Bits, 2), null, null));

    /// <summary>What decisions teach: pairs that readers found to be two, for each that the probabilities let expect; within a quarter and four times.</summary>
    private static double Caution(List<Link> known)
    {
        var decided = known.Where(l => l is { Chance: > 0, Strategy: MatchModel.Strategy, Stands: LinkState.Confirmed or LinkState.Rejected }).ToList();
        var expected = decided.Sum(l => 1 - (l.Chance / 1_000_000.0));
        // One more on both sides: a few decisions move little.
        return decided.Count < FewestDecisions ? 1 : Math.Clamp((decided.Count(l => l.Stands == LinkState.Rejected) + 1) / (expected + 1), 0.25, 4);
    }

    /// <summary>Links of the province, or of the rows that are compared again.</summary>
    private static Task<List<Link>> Known(Session tx, string province, string kind, List<long>? subjects)
    {
        // Rows of the list are of one province: to name it would lead SQLite through all its links.
        var (these, ids) = subjects is null ? ("l.province = @province", (object)"") : ("l.subject_id {any:ids}", tx.List(subjects));
        return tx.Query<Link>(
            $"select l.subject_id, l.person_id, l.province, l.kind, l.score, l.chance, l.state, l.audited, l.strategy from cov_links l where {these} and l.kind = @kind", new { province, kind, ids });
    }

    private sealed class EarlierRun
    {
        public string RunId { get; init; } = "";
        public string Model { get; init; } = "";
        public Instant RunAt { get; init; }
    }
}

using System.Globalization;
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
            await tx.Lock("reviews");
            var (now, began) = (clock.Now(), clock.GetTimestamp());
            var before = await tx.One<EarlierRun>(
                "select r.run_id, r.model, r.run_at from cov_runs r where r.province = @province and r.kind = @kind and r.strategy = @strategy order by r.run_at desc, r.run_id desc limit 1",
                new { province, kind, strategy = MatchModel.Strategy });
            var lists = Lists.Load(tx, province, kind, before?.RunAt ?? default);
            if (lists.Subjects.Count == 0 || lists.Persons.Count == 0)
            {
                throw new Refusal(lists.Persons.Count == 0 ? "Coverage.NoPersons" : "Coverage.NoRows", province);
            }

            var known = await tx.Query<Link>(
                "select l.subject_id, l.person_id, l.province, l.kind, l.score, l.chance, l.state, l.audited, l.strategy, l.terms from cov_links l where l.province = @province and l.kind = @kind", new { province, kind });
            var (subjects, persons) = (Places(lists.Subjects), Places(lists.Persons));
            var settled = known.Where(l => l.Stands is LinkState.Confirmed or LinkState.Second or LinkState.Third).Select(l => l.SubjectId).ToHashSet();
            var apart = known.Where(l => l.Stands == LinkState.Rejected && subjects.ContainsKey(l.SubjectId) && persons.ContainsKey(l.PersonId)).Select(l => (subjects[l.SubjectId], persons[l.PersonId])).ToHashSet();
            var percent = await Settings.Number(tx, province, Settings.MatchPrecision, now.Day);
            var matching = new PersonMatching(lists.Told, lists.Register, percent / 1000.0, apart, Caution(known));
            var few = (lists.NewTold.Count + lists.NewPersons.Count) * 100L <= (lists.Subjects.Count + lists.Persons.Count) * (long)MostChanged;
            var model = all || !few || before is null ? null : JsonSerializer.Deserialize<MatchModel>(before.Model, Json);
            var rows = (model is null ? Enumerable.Range(0, lists.Subjects.Count) : Touched(lists, known, subjects, persons, matching)).Where(i => !settled.Contains(lists.Subjects[i])).ToList();
            var result = matching.Run(model, rows, cancel);

            var runId = Guid.CreateVersion7().ToString("N");
            // A link of a row that was not compared stays, unless one of its two rows is gone.
            var compared = rows.Select(i => lists.Subjects[i]).ToHashSet();
            bool MayGo(Link link) => compared.Contains(link.SubjectId) || !subjects.ContainsKey(link.SubjectId) || !persons.ContainsKey(link.PersonId);
            var changed = await Keep(tx, province, kind, lists, known, MayGo, matching, result, runId, now);
            var counts = await tx.One<(long Accepted, long Review)>(
                """
                select count(*) filter (where l.state in ('accepted', 'confirmed')), count(*) filter (where l.state in ('review', 'second', 'third')) from cov_links l where l.province = @province and l.kind = @kind
                """,
                new { province, kind });
            var milliseconds = (long)clock.GetElapsedTime(began).TotalMilliseconds;
            var rejected = lists.Subjects.Count - counts.Accepted - counts.Review;
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
            await AuditTrail.Write(
                tx, clock, actor, "coverage.match", $"match:{province}:{kind}", new { runId, rows = lists.Subjects.Count, compared = rows.Count, result.Pairs, counts.Accepted, counts.Review, rejected, changed });
            if (kind == ImportKinds.Tax)
            {
                foreach (var year in await tx.Query<int>("select distinct tax_year from reg_tax_incomes where province = @province order by tax_year", new { province }))
                {
                    await Units.Recount(tx, province, year, now);
                }
            }
            else
            {
                await CardNeeds.Recount(tx, province, now);
            }

            return new MatchSummary(
                runId, province, kind, MatchModel.Strategy, lists.Subjects.Count, result.Pairs, counts.Accepted, counts.Review, rejected, changed, milliseconds / 1000.0, result.Model.Accept, result.Model.Review)
            {
                Compared = rows.Count,
            };
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
        var lists = Lists.Load(s, province, kind, default);
        var (row, person) = (lists.Subjects.IndexOf(pair.Subject), lists.Persons.IndexOf(pair.Person));
        if (row < 0 || person < 0)
        {
            throw missing;
        }

        var terms = Terms(new PersonMatching(lists.Told, lists.Register).Explain(JsonSerializer.Deserialize<MatchModel>(last.Model, Json)!, row, person)).ToList();
        return (null, Math.Round(terms.Sum(t => t.Bits), 2), terms);
    });

    /// <summary>Links of a province, with the score in bits: row of the list, social insurance number, score, state.</summary>
    public Task<List<(long Subject, long Person, double Bits, string State)>> Links(Scope scope, string province, string kind) => db.Read(async s =>
        (await s.Query<(long Subject, long Person, int Score, string State)>(
            $"select l.subject_id, l.person_id, l.score, l.state from cov_links l where l.province = @province and l.kind = @kind and {scope.OnWholeProvince("l")} order by l.subject_id, l.person_id", new { province, kind }))
        .ConvertAll(l => (l.Subject, l.Person, l.Score / 100.0, l.State)));

    /// <summary>Writes the links that are new or differ, and takes away those that a run made and this one does not find.</summary>
    private static async Task<long> Keep(
        Session tx, string province, string kind, Lists lists, List<Link> known, Func<Link, bool> mayGo, PersonMatching matching, MatchResult result, string runId, Instant now)
    {
        var percent = (int)await Settings.Number(tx, province, Settings.AuditSamplePercent, now.Day);
        var before = known.ToDictionary(l => l.Key);
        await tx.Scratch("cov_new", "subject_id bigint, person_id bigint, score integer, chance integer, state {code}, audited boolean, terms text");
        var found = new HashSet<LinkKey>();
        using (var bulk = tx.BulkInto("cov_new", "subject_id", "person_id", "score", "chance", "state", "audited", "terms"))
        {
            foreach (var answer in result.Answers.Where(a => a.Verdict != MatchVerdict.Rejected))
            {
                var key = new LinkKey(lists.Subjects[answer.Row], lists.Persons[answer.Person]);
                found.Add(key);
                var (score, state) = ((int)Math.Round(answer.Bits * 100), answer.Verdict == MatchVerdict.Accepted ? LinkState.Accepted : LinkState.Review);
                if (before.TryGetValue(key, out var link) && link.Score == score && link.Stands == state && link.Strategy == MatchModel.Strategy)
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

        await tx.Execute("delete from cov_links where exists (select 1 from cov_gone g where g.subject_id = cov_links.subject_id and g.person_id = cov_links.person_id)");
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

    /// <summary>Rows that are new or changed, those that meet persons who are, and those whose person is gone.</summary>
    private static IEnumerable<int> Touched(Lists lists, List<Link> known, Dictionary<long, int> subjects, Dictionary<long, int> persons, PersonMatching matching)
    {
        var changed = lists.NewPersons.ToHashSet();
        return lists.NewTold.Concat(lists.NewPersons.Count == 0 ? [] : matching.RowsMeeting(lists.NewPersons))
            .Concat(known.Where(l => subjects.ContainsKey(l.SubjectId) && (!persons.TryGetValue(l.PersonId, out var place) || changed.Contains(place))).Select(l => subjects[l.SubjectId]))
            .Distinct().Order();
    }

    private static Dictionary<long, int> Places(List<long> ids)
    {
        var places = new Dictionary<long, int>(ids.Count);
        for (var i = 0; i < ids.Count; i++)
        {
            places[ids[i]] = i;
        }

        return places;
    }

    private sealed class EarlierRun
    {
        public string RunId { get; init; } = "";
        public string Model { get; init; } = "";
        public Instant RunAt { get; init; }
    }

    /// <summary>Both sides as columns, with the ids of their rows and the places of those that are new or changed.</summary>
    private sealed record Lists(PersonRows Told, List<long> Subjects, List<int> NewTold, PersonRows Register, List<long> Persons, List<int> NewPersons)
    {
        /// <summary>New or changed: by a file whose import ended after <paramref name="since"/>, or written since.</summary>
        public static Lists Load(Session tx, string province, string kind, Instant since)
        {
            string IsNew(string row) => string.Create(
                CultureInfo.InvariantCulture, $"({row}.updated_at >= {since.Milliseconds} or coalesce({row}.import_run, '') in (select r.run_id from imp_runs r where r.finished_at >= {since.Milliseconds}))");
            var book = new SyllableBook();
            var units = new Dictionary<string, int>(StringComparer.Ordinal);
            var (told, subjects, newTold, register, persons, newPersons) = (new PersonRows(book), new List<long>(), new List<int>(), new PersonRows(book), new List<long>(), new List<int>());
            // The province was checked to be two digits: a literal of it may stand in a query without parameters.
            var rows = kind == ImportKinds.Tax
                ? $"select t.subject_id, t.name, t.born_on, t.birth_year, t.citizen_id, t.tax_code, null, null, t.payer_tax_code, null, {IsNew("t")} from reg_tax_incomes t where t.province = '{province}' order by t.subject_id"
                : $"select t.subject_id, t.name, t.born_on, t.birth_year, t.citizen_id, null, t.person_code, t.male, null, t.commune_code, {IsNew("t")} from reg_entitled t where t.province = '{province}' order by t.subject_id";
            Read(tx, rows, told, subjects, newTold, units, ofRegister: false);
            Read(
                tx,
                $"""
                select p.person_id, p.name, p.born_on, p.birth_year, p.citizen_id, p.tax_code, null, p.male, coalesce(e.tax_code, p.unit_tax_code), p.commune_code, {IsNew("p")}
                from reg_persons p left join reg_employers e on e.employer_id = p.employer_id where p.province = '{province}' order by p.person_id
                """,
                register, persons, newPersons, units, ofRegister: true);
            return new(told, subjects, newTold, register, persons, newPersons);
        }

        private static void Read(Session tx, string query, PersonRows into, List<long> ids, List<int> changed, Dictionary<string, int> units, bool ofRegister)
        {
            using var reader = tx.BulkFrom(query);
            while (reader.Read())
            {
                var id = reader.Int64();
                ids.Add(id);
                var told = new PersonTold(reader.Text()) { BornOn = reader.NullableDate(), BirthYear = reader.NullableInt32(), CitizenId = reader.NullableText(), TaxCode = reader.NullableText() };
                var social = reader.NullableText();
                var male = reader.Null() ? (bool?)null : reader.Boolean();
                var (unit, commune) = (reader.NullableText(), reader.NullableText());
                if (reader.Boolean())
                {
                    changed.Add(into.Count);
                }

                into.Add(told with
                {
                    SocialNumber = ofRegister ? id : long.TryParse(social, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0, Male = male, Unit = Unit(unit),
                    Commune = int.TryParse(commune, NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place : 0,
                });
            }

            // The legal person: a branch's worker may be insured by the head office.
            int Unit(string? code)
            {
                if (code is not { Length: >= 10 })
                {
                    return 0;
                }

                var legal = code[..10];
                if (!units.TryGetValue(legal, out var unit))
                {
                    units.Add(legal, unit = units.Count + 1);
                }

                return unit;
            }
        }
    }
}

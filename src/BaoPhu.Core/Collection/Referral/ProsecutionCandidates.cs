using System.Globalization;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Register;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules;
using BaoPhu.Rules.Debts;
using BaoPhu.Rules.Prosecution;

namespace BaoPhu.Core.Collection.Referral;

/// <summary>Who reaches a clause of Article 216 by the ledger: one run over all months of a province, its result kept until the next.</summary>
public sealed class ProsecutionCandidates(Db db, TimeProvider clock)
{
    public const int PageSize = 60;

    /// <summary>Looks at every employer of the province again. Returns the number of candidates. Refused for less than the whole province, and for the nation at once.</summary>
    public async Task<int> Run(Actor actor, Scope scope, string province)
    {
        if (!EmployerKey.IsProvince(province))
        {
            throw new Refusal("Referrals.RunNeedsProvince");
        }

        if (!scope.CoversWhole(province))
        {
            throw new Refusal("Organisation.NotYourProvince", province) { Kind = RefusalKind.Forbidden };
        }

        return await db.Write(async tx =>
        {
            await tx.Lock("prosecution:" + province);
            var (today, now) = (clock.Today(), clock.Now());
            var law = ProsecutionLaws.On(today) ?? throw new Refusal("Referrals.NoLaw");
            var (first, last) = EmployerKey.Range(province);
            var employers = (await tx.Query<CandidateEmployer>(
                "select e.employer_id, e.office_code, e.workers from reg_employers e where e.employer_id between @first and @last", new { first, last })).ToDictionary(e => e.EmployerId);
            var sanctions = await Sanctions.OfAll(tx, first, last, today);
            var rules = await AssessmentRules.Of(tx, today);
            var found = ProsecutionCheck.Candidates(law, Rows(tx, first, last), id => rules with { Workers = employers.GetValueOrDefault(id)?.Workers, Sanctions = [.. sanctions[id]] })
                .Where(f => employers.ContainsKey(f.Employer)).ToList();
            await tx.Execute("delete from col_prosecution_candidates where employer_id between @first and @last", new { first, last });
            using (var bulk = tx.BulkInto(
                "col_prosecution_candidates", "employer_id", "province", "office_code", "clause", "indicated", "months", "longest_run", "first_period", "last_period", "amount", "workers", "sanctioned", "run_at"))
            {
                foreach (var (id, finding) in found)
                {
                    bulk.StartRow();
                    bulk.Write(id);
                    bulk.Write(province);
                    bulk.Write(employers[id].OfficeCode);
                    bulk.Write((short)finding.Clause);
                    bulk.Write((short)finding.Indicated);
                    bulk.Write(finding.Months.Count);
                    bulk.Write(finding.LongestRun);
                    bulk.Write(finding.Months[0].Period.Number);
                    bulk.Write(finding.Months[^1].Period.Number);
                    bulk.Write(finding.Amount);
                    bulk.Write(employers[id].Workers);
                    bulk.Write(finding[ProsecutionCondition.Sanction] == ConditionState.Met && finding[ProsecutionCondition.Continued] == ConditionState.Met);
                    bulk.Write(now.Milliseconds);
                }

                bulk.Complete();
            }

            await AuditTrail.Write(tx, clock, actor, "collection.prosecution-run", "province:" + province, new { candidates = found.Count, sanctioned = found.Count(f => f.Finding[ProsecutionCondition.Continued] == ConditionState.Met) });
            return found.Count;
        });
    }

    /// <summary>A page of the candidates of the last runs in the scope, the largest amount first.</summary>
    public Task<CandidatePage> List(Scope scope, CandidateFilter filter) => db.Read(async s =>
    {
        var parts = new List<string> { scope.On("e"), scope.OnProvince("k") };
        var args = new Dictionary<string, object?>(StringComparer.Ordinal) { ["yes"] = true, ["no"] = false };
        if (!string.IsNullOrWhiteSpace(filter.Text))
        {
            Employers.AddWords(parts, args, filter.Text);
        }

        if (filter.Clause is { } clause)
        {
            parts.Add("k.indicated = @clause");
            args["clause"] = (short)clause;
        }

        if (filter.Sanctioned is { } sanctioned)
        {
            parts.Add("k.sanctioned = @sanctioned");
            args["sanctioned"] = sanctioned;
        }

        var condition = string.Join(" and ", parts);
        var count = (await s.One<CandidateCount>(
            $"""
            select count(*) as employers, cast(coalesce(sum(k.amount), 0) as bigint) as amount, count(*) filter (where k.sanctioned = @yes) as sanctioned, max(k.run_at) as run_at
            from col_prosecution_candidates k join reg_employers e on e.employer_id = k.employer_id where {condition}
            """,
            args))!;
        var back = filter.Before is { Length: > 0 };
        if (Keyset.Split(back ? filter.Before : filter.After, 2) is [var amount, var employer])
        {
            condition += $" and (k.amount, k.employer_id) {(back ? ">" : "<")} (@afterAmount, @afterId)";
            (args["afterAmount"], args["afterId"]) = (Number(amount), Number(employer));
        }

        var direction = back ? "" : " desc";
        var rows = await s.Query<Candidate>(
            $"""
            select k.employer_id, k.province, k.clause, k.indicated, k.months, k.longest_run, k.first_period, k.last_period, k.amount, k.workers, k.sanctioned, e.code, e.name, e.standing,
                (select max(t.occurrence) from wrk_tasks t where t.subject_id = k.employer_id and t.act = 'refer') as file
            from col_prosecution_candidates k join reg_employers e on e.employer_id = k.employer_id
            where {condition} order by k.amount{direction}, k.employer_id{direction} limit {PageSize + 1}
            """,
            args);
        var (previous, next) = Keyset.Turn(rows, PageSize, filter.After, filter.Before, r => string.Create(CultureInfo.InvariantCulture, $"{r.Amount}~{r.EmployerId}"));
        return new CandidatePage(rows, count.Employers, count.Amount, count.Sanctioned, count.RunAt, previous, next);
    });

    private static IEnumerable<(long Employer, MonthLine Line)> Rows(Session s, long first, long last)
    {
        using var reader = s.BulkFrom(string.Create(CultureInfo.InvariantCulture,
            $"""
            select employer_id, period, due_social, due_health, due_unemployment, due_accident, paid_social, paid_health, paid_unemployment, paid_accident
            from reg_months where employer_id between {first} and {last} order by employer_id, period
            """));
        while (reader.Read())
        {
            yield return (reader.Int64(), new MonthLine(
                Period.FromNumber(reader.Int32()), reader.Int64(), reader.Int64(), reader.Int64(), reader.Int64(), reader.Int64(), reader.Int64(), reader.Int64(), reader.Int64()));
        }
    }

    private static long Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Keyset.Unreadable();

    private sealed class CandidateEmployer
    {
        public long EmployerId { get; init; }
        public string OfficeCode { get; init; } = "";
        public int? Workers { get; init; }
    }

    private sealed class CandidateCount
    {
        public long Employers { get; init; }
        public long Amount { get; init; }
        public long Sanctioned { get; init; }
        public Instant? RunAt { get; init; }
    }
}

public sealed record CandidateFilter
{
    public string? Text { get; init; }

    /// <summary>The clause that is reached if the workers of the register were confirmed.</summary>
    public int? Clause { get; init; }
    public bool? Sanctioned { get; init; }
    public string? After { get; init; }
    public string? Before { get; init; }
}

/// <summary>Amount in đồng. <paramref name="RunAt"/>: of the last run; null: there was none with a candidate.</summary>
public sealed record CandidatePage(IReadOnlyList<Candidate> Rows, long Employers, long Amount, long Sanctioned, Instant? RunAt, string? Previous, string? Next);

/// <summary>An employer that reaches a clause by the ledger. <see cref="File"/>: occurrence of its task, null where the plan orders none.</summary>
public sealed class Candidate
{
    public long EmployerId { get; init; }
    public string Province { get; init; } = "";
    public short Clause { get; init; }
    public short Indicated { get; init; }
    public int Months { get; init; }
    public int LongestRun { get; init; }
    public int FirstPeriod { get; init; }
    public int LastPeriod { get; init; }
    public long Amount { get; init; }
    public int? Workers { get; init; }
    public bool Sanctioned { get; init; }
    public string Code { get; init; } = "";
    public string Name { get; init; } = "";
    public short Standing { get; init; }
    public int? File { get; init; }
}

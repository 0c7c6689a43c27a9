using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Cases;
using BaoPhu.Rules.Papers;

namespace BaoPhu.Core.Collection.Penalty;

/// <summary>What a penalty has beside its case.</summary>
public sealed class PenaltyFile
{
    public bool Organisation { get; init; }
    public string Offender { get; init; } = "";
    public string Witnesses { get; init; } = "";
    public string Opinion { get; init; } = "";
    public DateOnly? MinutedOn { get; init; }
    public DateOnly? DecidedOn { get; init; }
    public DateOnly? ServedOn { get; init; }

    /// <summary>hand or post.</summary>
    public string? ServedBy { get; init; }
    public string? ServedItem { get; init; }
    public DateOnly? PayUntil { get; init; }

    internal static Task<PenaltyFile?> Of(Session s, TaskKey key) => s.One<PenaltyFile>(
        """
        select p.organisation, p.offender, p.witnesses, p.opinion, p.minuted_on, p.decided_on, p.served_on, p.served_by, p.served_item, p.pay_until from col_penalties p
        where p.subject_id = @SubjectId and p.act = @Act and p.occurrence = @Occurrence
        """,
        key);

    internal static async Task<List<PenaltyAct>> Acts(Session s, TaskKey key)
    {
        var acts = await s.Query<PenaltyAct>(
            """
            select a.act_no, a.violation, a.what, a.from_day, a.until_day, a.amount, a.workers, a.fine, a.fine_reason, a.citation from col_penalty_acts a
            where a.subject_id = @SubjectId and a.act = @Act and a.occurrence = @Occurrence order by a.act_no
            """,
            key);
        var proofs = await s.Query<PenaltyProof>(
            """
            select p.act_no, p.element, p.source, p.paper_no, p.ledger_debt, w.state as paper_state, coalesce(w.label, '') as paper_label, coalesce(u.name, '') as recorded_by, p.recorded_at
            from col_penalty_proofs p left join idn_users u on u.user_id = p.recorded_by left join wrk_papers w on w.subject_id = p.subject_id and w.paper_no = p.paper_no
            where p.subject_id = @SubjectId and p.act = @Act and p.occurrence = @Occurrence order by p.act_no, p.element
            """,
            key);
        var files = (await EvidenceFiles.OfEmployer(s, key.SubjectId)).FindAll(f => f.Task == key && f.About == EvidencePlace.Violation);
        acts.ForEach(a => (a.Proofs, a.Files) = (proofs.FindAll(p => p.ActNo == a.ActNo), files.FindAll(f => f.AboutNo == a.ActNo)));
        return acts;
    }

    internal static Task<List<PenaltyPayment>> Payments(Session s, TaskKey key) => s.Query<PenaltyPayment>(
        """
        select p.payment_no, p.paid_on, p.amount, p.receipt from col_penalty_payments p
        where p.subject_id = @SubjectId and p.act = @Act and p.occurrence = @Occurrence order by p.payment_no
        """,
        key);

    /// <summary>Signed papers of the employer, of whatever task: each may prove an element. The minutes on violation themselves prove nothing.</summary>
    internal static async Task<List<TaskPaper>> Signed(Session s, long subjectId) =>
        (await TaskPapers.OfSubject(s, subjectId)).FindAll(p => p.PaperState.IsLive() && p.PaperState.IsSigned() && p.Form is not (PenaltyProcedure.Minutes or PenaltyProcedure.Decision));

    /// <summary>What the employer owes by the ledger, of all funds, đồng; 0 where it owes nothing.</summary>
    internal static Task<long> LedgerDebt(Session s, long subjectId) => s.One<long>(
        "select d.debt_social + d.debt_health + d.debt_unemployment + d.debt_accident from reg_debts d where d.employer_id = @subjectId and d.band > 0", new { subjectId });

    /// <summary>The words of the case: what is stated, proved, fined, within the signer's power, paid, and the days that matter.</summary>
    internal static async Task<IReadOnlySet<string>> Findings(Session s, TaskKey key)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var papers = (await TaskPapers.Of(s, key)).FindAll(p => p.PaperState.IsLive() && p.PaperState.IsNumbered());
        Add("minutes-open", !papers.Exists(p => p.Form == PenaltyProcedure.Minutes));
        Add("decision-open", !papers.Exists(p => p.Form == PenaltyProcedure.Decision));
        if (await Of(s, key) is not { } file)
        {
            return found;
        }

        var acts = await Acts(s, key);
        Add("act-stated", acts.Count > 0);
        Add("all-proved", acts.Count > 0 && acts.TrueForAll(a => a.Unproved.Count == 0));
        Add("all-fined", acts.Count > 0 && acts.TrueForAll(a => a.Fine is not null));
        // Without a decision nobody has signed above his power: that it is missing is said by itself.
        Add("in-power", papers.Find(p => p.Form == PenaltyProcedure.Decision) is not { } decision || await InPower(s, decision, acts, file.Organisation));
        var rest = acts.Sum(a => a.Fine ?? 0) - (await Payments(s, key)).Sum(p => p.Amount);
        Add(rest > 0 ? "rest-due" : "rest-paid", true);
        if (acts.Count > 0)
        {
            var months = (int)await Settings.Number(s, Settings.NationScope, Settings.PenaltyLimitMonths, acts.Min(a => a.UntilDay));
            found.Add("barred-from " + Text(acts.Min(a => a.UntilDay).AddMonths(months)));
        }

        if (file.PayUntil is { } until)
        {
            found.Add("pay-until " + Text(until));
        }

        if (file.DecidedOn is { } decided)
        {
            found.Add("lapses-on " + Text(await LapsesOn(s, decided)));
        }

        return found;

        void Add(string word, bool holds)
        {
            if (holds)
            {
                found.Add(word);
            }
        }

        static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    /// <summary>The first day on which a decision can no longer be carried out.</summary>
    internal static async Task<DateOnly> LapsesOn(Session s, DateOnly decided) => decided.AddMonths((int)await Settings.Number(s, Settings.NationScope, Settings.PenaltyLapseMonths, decided));

    /// <summary>Is one of the fines above what the role may impose, by the powers of the day on which its act ended?</summary>
    internal static async Task<bool> IsAbove(Session s, TaskKey key, string role) =>
        await Of(s, key) is { } file && (await Acts(s, key)).Exists(a => a.Fine is { } fine && ViolationBook.PowerOf(role, a.UntilDay) is { } power && fine > power.UpTo(file.Organisation));

    /// <summary>Power is asked act by act: who signs may fine each of them.</summary>
    private static async Task<bool> InPower(Session s, TaskPaper decision, List<PenaltyAct> acts, bool organisation)
    {
        var signed = await s.One<(string Role, DateOnly Day)>(
            "select u.role, p.dated_on from doc_papers p join idn_users u on u.user_id = p.signer_id where p.subject_id = @SubjectId and p.paper_no = @PaperNo", decision);
        return ViolationBook.PowerOf(signed.Role, signed.Day) is { } power && acts.TrueForAll(a => (a.Fine ?? 0) <= power.UpTo(organisation));
    }
}

/// <summary>An act of violation in the minutes. Đồng.</summary>
public sealed class PenaltyAct
{
    public short ActNo { get; init; }
    public string Violation { get; init; } = "";
    public string What { get; init; } = "";
    public DateOnly FromDay { get; init; }

    /// <summary>When it ended, or until when it was found to last: the decree of this day measures the fine.</summary>
    public DateOnly UntilDay { get; init; }
    public long Amount { get; init; }
    public int Workers { get; init; }
    public long? Fine { get; init; }
    public string? FineReason { get; init; }
    public string? Citation { get; init; }
    public IReadOnlyList<PenaltyProof> Proofs { get; internal set; } = [];

    /// <summary>Files attached to its elements.</summary>
    public IReadOnlyList<EvidencePiece> Files { get; internal set; } = [];

    /// <summary>Null where the book does not know the act any more.</summary>
    public Violation? Known => ViolationBook.Find(Violation);

    /// <summary>
    /// Elements without a file, a signed paper or a figure of the ledger: while there is one, the minutes do not close. Words alone name a proof but are none.
    /// </summary>
    public IReadOnlyList<ViolationElement> Unproved => [.. (Known?.Elements ?? []).Where(e => !IsProved(e.Code))];

    public bool IsProved(string element) => Files.Any(f => f.Element == element) || ProofOf(element)?.Holds == true;

    public PenaltyProof? ProofOf(string element) => Proofs.FirstOrDefault(p => p.Element == element);

    /// <summary>What proves an element, as the minutes say it: the words, the paper, the titles of the files.</summary>
    public string ProofWords(string element) => string.Join("; ", new[] { ProofOf(element)?.Source ?? "", ProofOf(element)?.PaperLabel ?? "" }
        .Concat(Files.Where(f => f.Element == element).Select(f => f.Title)).Where(w => w.Length > 0).Distinct(StringComparer.Ordinal));

    /// <summary>Null where no bracket is known for the act on its day.</summary>
    public FineRange? Range(bool organisation) => Fines.Range(ViolationBook.Brackets, Violation, UntilDay, Amount, Workers, organisation);
}

/// <summary>What proves an element of an act.</summary>
public sealed class PenaltyProof
{
    public short ActNo { get; init; }
    public string Element { get; init; } = "";

    /// <summary>Words about it; they prove nothing by themselves.</summary>
    public string Source { get; init; } = "";
    public int? PaperNo { get; init; }
    public string? PaperState { get; init; }
    public string PaperLabel { get; init; } = "";

    /// <summary>Debt of the employer by the ledger when it was recorded, đồng; null: the ledger is not the proof.</summary>
    public long? LedgerDebt { get; init; }

    /// <summary>A figure of the ledger, or a paper that is signed and was not withdrawn since.</summary>
    public bool Holds => LedgerDebt is not null || (PaperState is { } state && PaperNames.State(state) is var stands && stands.IsLive() && stands.IsSigned());
    public string RecordedBy { get; init; } = "";
    public Instant RecordedAt { get; init; }
}

public sealed class PenaltyPayment
{
    public short PaymentNo { get; init; }
    public DateOnly PaidOn { get; init; }
    public long Amount { get; init; }
    public string Receipt { get; init; } = "";
}

using BaoPhu.Core.Data;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Prosecution;

namespace BaoPhu.Core.Collection.Referral;

/// <summary>What a file under Article 216 has beside its case.</summary>
public sealed class ReferralFile
{
    public DateOnly AssessedOn { get; init; }
    public short Clause { get; init; }
    public bool Complete { get; init; }
    public int Months { get; init; }

    /// <summary>Đồng, as last assessed.</summary>
    public long Amount { get; init; }

    /// <summary>The investigating authority.</summary>
    public string Authority { get; init; } = "";
    public string? SubmittedBy { get; init; }
    public string? ApprovedBy { get; init; }
    public DateOnly? ApprovedOn { get; init; }

    /// <summary>The dossier that goes with the letter; null: none since the file was last checked.</summary>
    public int? DossierNo { get; init; }
    public DateOnly? SentOn { get; init; }

    /// <summary>Number and symbol of the letter that was sent.</summary>
    public string Letter { get; init; } = "";

    internal static Task<ReferralFile?> Of(Session s, TaskKey key) => s.One<ReferralFile>(
        """
        select r.assessed_on, r.clause, r.complete, r.months, r.amount, r.authority, r.submitted_by, r.approved_by, r.approved_on, r.dossier_no, r.sent_on, r.letter from col_referrals r
        where r.subject_id = @SubjectId and r.act = @Act and r.occurrence = @Occurrence
        """,
        key);

    internal static Task<List<ReferralConfirmation>> Confirmations(Session s, TaskKey key) => s.Query<ReferralConfirmation>(
        """
        select c.kind, c.holds, c.number, c.evidence, coalesce(u.name, '') as confirmed_by, c.confirmed_at from col_referral_confirmations c left join idn_users u on u.user_id = c.confirmed_by
        where c.subject_id = @SubjectId and c.act = @Act and c.occurrence = @Occurrence
        """,
        key);

    internal static Task<List<PointAnswer>> Points(Session s, TaskKey key) => s.Query<PointAnswer>(
        """
        select p.point, p.answer, p.note, coalesce(u.name, '') as answered_by, p.answered_at from col_referral_points p left join idn_users u on u.user_id = p.answered_by
        where p.subject_id = @SubjectId and p.act = @Act and p.occurrence = @Occurrence
        """,
        key);

    /// <summary>The last first.</summary>
    internal static Task<List<AuthorityAnswer>> Answers(Session s, TaskKey key) => s.Query<AuthorityAnswer>(
        """
        select a.answer_no, a.answer, a.received_on, a.paper, a.reasons from col_referral_answers a
        where a.subject_id = @SubjectId and a.act = @Act and a.occurrence = @Occurrence order by a.answer_no desc
        """,
        key);

    internal static async Task<IReadOnlySet<string>> Findings(Session s, TaskKey key)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        if (await Of(s, key) is not { } file)
        {
            return found;
        }

        var points = await Points(s, key);
        Add(ReferralTable.Complete, file.Complete);
        Add(ReferralTable.Checked, CheckPoints.Referral.All(p => points.Exists(a => a.Point == p.Code)));
        Add(ReferralTable.Refused, points.Exists(p => p.Answer == CheckPoints.No));
        Add(ReferralTable.Bound, file.DossierNo is not null);
        Add(ReferralTable.LetterOfDossier, file.DossierNo is { } number && await Dossier.Letter(s, key) is { } letter && letter.FormContent.Values["dossier.no"].Number == number);
        return found;

        void Add(string word, bool holds)
        {
            if (holds)
            {
                found.Add(word);
            }
        }
    }
}

/// <summary>What a person said with evidence. Kinds: <see cref="All"/>.</summary>
public sealed class ReferralConfirmation
{
    public const string Fraud = "fraud";
    public const string Deducted = "deducted";
    public const string Repeated = "repeated";
    public const string Workers = "workers";

    public static IReadOnlyList<string> All { get; } = [Fraud, Workers, Deducted, Repeated];

    public string Kind { get; init; } = "";
    public bool Holds { get; init; }

    /// <summary>Of <see cref="Workers"/>: how many.</summary>
    public int? Number { get; init; }
    public string Evidence { get; init; } = "";
    public string ConfirmedBy { get; init; } = "";
    public Instant ConfirmedAt { get; init; }
}

/// <summary>What the investigating authority answered.</summary>
public sealed class AuthorityAnswer
{
    public short AnswerNo { get; init; }

    /// <summary>A step of the procedure: accept, ask-more, prosecute, decline.</summary>
    public string Answer { get; init; } = "";
    public DateOnly ReceivedOn { get; init; }

    /// <summary>Number, date and name of its paper.</summary>
    public string Paper { get; init; } = "";
    public string Reasons { get; init; } = "";
}

using System.Globalization;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;

namespace BaoPhu.Core.Organisation;

/// <summary>
/// Internal rules and unsure facts: what the documents leave open and somebody must decide. Each is listed here with its kind and the value that holds
/// until a province or the centre sets another; all of them are shown on a page as "quy định nội bộ", dated, and never a constant elsewhere.
/// </summary>
public sealed class Settings(Db db, TimeProvider clock)
{
    private const int MostText = 2000;

    // As they stand on papers, which are Vietnamese whoever reads the screen. The plan says "UBND tỉnh và các ngành chức năng" and names none.
    private const string UsualRecipients = "Ủy ban nhân dân {0}\nSở Lao động - Thương binh và Xã hội {0}\nCục Thuế {0}\nCông an {0}\nLiên đoàn Lao động {0}";
    private const string UsualPress = "Báo và Đài Phát thanh - Truyền hình {0}\nCổng Thông tin điện tử {0}\nCổng Thông tin điện tử Bảo hiểm xã hội Việt Nam";

    /// <summary>Scope of a value that holds for every province without its own.</summary>
    public const string NationScope = "00";

    public const string AgeMethod = "age-method";
    public const string LargeDebt = "large-debt";
    public const string InterestRounding = "interest-rounding";

    /// <summary>Roles that must sign in with a second factor.</summary>
    public const string SecondFactorRoles = "second-factor-roles";
    /// <summary>May the person who prepared a paper also sign it (an office of one person)?</summary>
    public const string SignOwnPaper = "sign-own-paper";

    /// <summary>Working days that a paper gives the employer to pay or answer.</summary>
    public const string PaperDeadline = "paper-deadline";

    /// <summary>Hours after a switch was applied in which it can be undone.</summary>
    public const string SwitchUndoHours = "switch-undo-hours";

    /// <summary>Are names of household businesses masked as persons' names are?</summary>
    public const string HouseholdNames = "household-names";

    /// <summary>From so many employers looked at within an hour, a person's reading is shown to the auditor as unusual.</summary>
    public const string ReadsAnHour = "reads-an-hour";

    /// <summary>From so many đồng on a team of the centre may inspect.</summary>
    public const string CentreInspection = "centre-inspection";

    /// <summary>Working days from the minutes on violation to the decision.</summary>
    public const string PenaltyDecisionDays = "penalty-decision-days";

    /// <summary>Days to pay a fine, from the day the decision was served.</summary>
    public const string PenaltyPayDays = "penalty-pay-days";

    /// <summary>Months after its end in which an act can be fined.</summary>
    public const string PenaltyLimitMonths = "penalty-limit-months";

    /// <summary>Months after which a decision is no longer carried out.</summary>
    public const string PenaltyLapseMonths = "penalty-lapse-months";
    /// <summary>The hour from which and the hour until which nobody is sent a message by Zalo or SMS (the contract of Zalo ZNS: 22 to 6).</summary>
    public const string QuietFrom = "quiet-from";
    public const string QuietTo = "quiet-to";

    /// <summary>SMS, and messages of any other channel, that one address gets a day at most (Nghị định 91/2020/NĐ-CP: three advertising SMS); a notice by law does not count against it.</summary>
    public const string SmsADay = "sms-a-day";
    public const string MessagesADay = "messages-a-day";

    /// <summary>Days after which a message that could not be sent is not sent any more.</summary>
    public const string MessageValidDays = "message-valid-days";

    /// <summary>Tries on one channel before the next one's turn.</summary>
    public const string MessageTries = "message-tries";

    /// <summary>Price of one part of an SMS and of one notification by Zalo (đồng), as contracted; 0: not entered.</summary>
    public const string SmsPartPrice = "sms-part-price";
    public const string ZnsPrice = "zns-price";

    /// <summary>Does an SMS follow, after the other channels, where the row of the plan names the telephone?</summary>
    public const string SmsLast = "sms-last";

    /// <summary>What closes a task: that the channel took the message, or that it reached the recipient.</summary>
    public const string MessageCloses = "message-closes";

    /// <summary>To whom the monthly report of debtors goes, one a line; {0} is the province's name.</summary>
    public const string ReportRecipients = "report-recipients";

    /// <summary>To whom the department's consolidation goes, one a line.</summary>
    public const string LeadershipRecipients = "leadership-recipients";

    /// <summary>Minutes before the hour at which who has not sent a report is reminded, and after it at which the office above is told.</summary>
    public const string RemindMinutes = "remind-minutes";
    public const string RemindDays = "remind-days";
    public const string EscalateMinutes = "escalate-minutes";
    public const string ConsolidateMinutes = "consolidate-minutes";

    /// <summary>Of a thousand pairs that are accepted without a reader, how many must be right.</summary>
    public const string MatchPrecision = "match-precision";

    /// <summary>Percent of the income of workers who are missing that is at stake, for an estimate; which of the two readings of D04a-TS and D04b-TS holds.</summary>
    public const string StakePercent = "stake-percent";
    public const string ListReading = "d04-reading";

    /// <summary>Workers not insured from which on deliberate evasion counts as of a large number (plan III.1.2.a.1+5).</summary>
    public const string EvasionWorkers = "evasion-workers";

    /// <summary>Minutes for which a pair of rows stays with who took it to read, the share of read pairs that a second person reads, and of accepted ones that are read all the same (percent).</summary>
    public const string ReviewClaimMinutes = "review-claim-minutes";
    public const string ReviewSamplePercent = "review-sample-percent";
    public const string AuditSamplePercent = "audit-sample-percent";

    /// <summary>Days before the end of a card in which it is due for renewal, and months after leaving work in which a person is gone to.</summary>
    public const string RenewalDays = "renewal-days";
    public const string LeftMonths = "left-months";

    /// <summary>Years after that of a list of another authority at whose end its rows are erased.</summary>
    public const string OutsideDataYears = "outside-data-years";

    /// <summary>To whom the notice of publication goes, one a line.</summary>
    public const string PublicationRecipients = "publication-recipients";

    /// <summary>Working days in which a debtor may reply before its name is published.</summary>
    public const string ReplyDays = "reply-days";

    /// <summary>Are the names of household businesses, which are persons' names, masked on the public page?</summary>
    public const string PublicHouseholds = "public-households";

    /// <summary>Article 216: does the fund of accidents count, and do only months after the sanction count? The article does not say.</summary>
    public const string ReferralAccident = "referral-accident";
    public const string ReferralAfterSanction = "referral-after-sanction";

    /// <summary>Violations of the house's own penalties that are the conduct of Article 216.</summary>
    public const string SanctionConduct = "sanction-conduct";

    /// <summary>Months after which a fine, and a warning, counts as never given, from the day the decision was carried out or could be no longer.</summary>
    public const string SanctionHoldsMonths = "sanction-holds-months";
    public const string WarningHoldsMonths = "warning-holds-months";

    /// <summary>Days of the steps of a file under Article 216: to gather, to check, to send, for the authority to answer, to verify.</summary>
    public const string ReferralGatherDays = "referral-gather-days";
    public const string ReferralReviewDays = "referral-review-days";
    public const string ReferralSendDays = "referral-send-days";
    public const string ReferralAnswerDays = "referral-answer-days";
    public const string ReferralVerifyDays = "referral-verify-days";

    /// <summary>Address under which employers reach the site from outside, without a slash at its end: links of messages begin with it.</summary>
    public const string PublicAddress = "public-address";

    /// <summary>Days for which a link of a message may be answered through, and answers it takes in a day at most.</summary>
    public const string AnswerLinkDays = "answer-link-days";
    public const string AnswersADay = "answers-a-day";

    /// <summary>Working days in which the person in charge deals with an employer's answer.</summary>
    public const string AnswerDays = "answer-days";

    /// <summary>Working days in which a difficulty is answered by who holds it.</summary>
    public const string DifficultyDays = "difficulty-days";

    /// <summary>To whom a proposal to commend goes, one a line.</summary>
    public const string CommendationRecipients = "commendation-recipients";

    /// <summary>Megabytes of a file of evidence at most.</summary>
    public const string EvidenceMegabytes = "evidence-megabytes";

    /// <summary>Working days in which a suspended employer answers with the payroll of a month, in which the authority answers a claim, in which a finance body confirms.</summary>
    public const string PayrollDays = "payroll-days";
    public const string ClaimDays = "claim-days";
    public const string BudgetDays = "budget-days";

    /// <summary>Every setting there is.</summary>
    public static IReadOnlyList<SettingKind> All { get; } =
    [
        new(AgeMethod, "choice", "oldest-unpaid", ["oldest-unpaid", "ratio", "stated"]),
        new(LargeDebt, "money", "1000000000", []),
        new(InterestRounding, "choice", "none", ["none", "truncate-4"]),
        // Those who sign or administer, until somebody decides otherwise.
        new(SecondFactorRoles, "choices", string.Join(',', Role.Administrator, Role.CentreLeader, Role.ProvinceDirector, Role.ProvinceDeputy, Role.DistrictDirector), Role.All),
        new(SignOwnPaper, "choice", "no", ["no", "yes"]),
        new(PaperDeadline, "number", "7", []),
        new(SwitchUndoHours, "number", "24", []),
        new(HouseholdNames, "choice", "show", ["show", "mask"]),
        new(ReportRecipients, "lines", UsualRecipients, []),
        new(PublicationRecipients, "lines", UsualPress, []),
        new(LeadershipRecipients, "lines", "Tổng Giám đốc Bảo hiểm xã hội Việt Nam\nCác Phó Tổng Giám đốc Bảo hiểm xã hội Việt Nam", []),
        new(RemindMinutes, "number", "60", []),
        new(RemindDays, "number", "2", []),
        new(EscalateMinutes, "number", "15", []),
        new(ConsolidateMinutes, "number", "480", []),
        new(OutsideDataYears, "number", "2", []),
        new(MatchPrecision, "number", "998", []),
        new(StakePercent, "number", "32", []),
        new(EvasionWorkers, "number", "10", []),
        new(ListReading, "choice", "parallel", ["parallel", "units-and-workers"]),
        new(ReviewClaimMinutes, "number", "30", []),
        new(ReviewSamplePercent, "number", "10", []),
        new(AuditSamplePercent, "number", "1", []),
        new(RenewalDays, "number", "30", []),
        new(LeftMonths, "number", "6", []),
        new(ReplyDays, "number", "5", []),
        new(PublicHouseholds, "choice", "mask", ["show", "mask"]),
        new(PayrollDays, "number", "5", []),
        new(ClaimDays, "number", "15", []),
        new(BudgetDays, "number", "10", []),
        new(ReadsAnHour, "number", "60", []),
        new(CentreInspection, "money", "10000000000", []),
        // Luật Xử lý vi phạm hành chính, from memory and not read: shown as internal rules until somebody has.
        new(PenaltyDecisionDays, "number", "7", []),
        new(PenaltyPayDays, "number", "10", []),
        new(PenaltyLimitMonths, "number", "12", []),
        new(PenaltyLapseMonths, "number", "12", []),
        // Working days of each step of an inspection, by its form.
        .. Days("inspect-direct", 5, 10, 10, 15), .. Days("inspect-other", 5, 5, 15, 15), .. Days("inspect-combined", 5, 10, 15, 15),
        new(QuietFrom, "number", "22", []),
        new(QuietTo, "number", "6", []),
        new(SmsADay, "number", "3", []),
        new(MessagesADay, "number", "3", []),
        new(MessageValidDays, "number", "7", []),
        new(MessageTries, "number", "5", []),
        new(SmsPartPrice, "money", "0", []),
        new(ZnsPrice, "money", "0", []),
        new(SmsLast, "choice", "yes", ["no", "yes"]),
        new(ReferralAccident, "choice", "yes", ["no", "yes"]),
        new(ReferralAfterSanction, "choice", "no", ["no", "yes"]),
        new(SanctionHoldsMonths, "number", "12", []),
        new(WarningHoldsMonths, "number", "6", []),
        new(SanctionConduct, "choices", "none-paid,evasion", ["late", "wrong-level", "too-few", "none-paid", "evasion"]),
        new(ReferralGatherDays, "number", "15", []),
        new(ReferralReviewDays, "number", "5", []),
        new(ReferralSendDays, "number", "3", []),
        new(ReferralAnswerDays, "number", "20", []),
        new(ReferralVerifyDays, "number", "60", []),
        new(PublicAddress, "lines", "http://localhost:5080", []),
        new(AnswerLinkDays, "number", "30", []),
        new(AnswersADay, "number", "10", []),
        new(AnswerDays, "number", "1", []),
        new(DifficultyDays, "number", "5", []),
        new(CommendationRecipients, "lines", "Bảo hiểm xã hội Việt Nam (Vụ Thi đua - Khen thưởng)\nBan Quản lý Thu - Sổ, Thẻ", []),
        new(EvidenceMegabytes, "number", "20", []),
        new(MessageCloses, "choice", "accepted", ["accepted", "delivered"]),
    ];

    private static IEnumerable<SettingKind> Days(string form, params IReadOnlyList<int> days) =>
        ((string[])["decide", "announce", "work", "conclude"]).Select((step, i) => new SettingKind($"{form}-{step}", "number", days[i].ToString(CultureInfo.InvariantCulture), []));

    /// <summary>The value in force: the province's own, else the nation's, else the listed default.</summary>
    public Task<string> Value(string province, string name, DateOnly day) => db.Read(s => Value(s, province, name, day));

    internal static async Task<string> Value(Session s, string province, string name, DateOnly day) =>
        await s.One<string>(
            """
            select value from org_settings
            where name = @name and scope in (@province, @nation) and valid_from <= @day and known_to_at is null
            order by case when scope = @province then 0 else 1 end, valid_from desc limit 1
            """,
            new { name, province, nation = NationScope, day }) ?? All.Single(k => k.Name == name).Default;

    internal static async Task<long> Number(Session s, string province, string name, DateOnly day) =>
        long.Parse(await Value(s, province, name, day), CultureInfo.InvariantCulture);

    /// <summary>Everything ever set for a province and the nation, newest first.</summary>
    public Task<List<SettingValue>> History(string province) => db.Read(s => s.Query<SettingValue>(
        """
        select scope, name, valid_from, known_from_at, known_to_at, value, note, set_by from org_settings
        where scope in (@province, @nation) and name <> 'clock-start' order by name, scope, valid_from desc, known_from_at desc
        """,
        new { province, nation = NationScope }));

    /// <summary>Sets a value from a day on. A value set before for the same day is kept as known until now.</summary>
    public Task Set(Actor actor, Scope scope, string province, string name, DateOnly validFrom, string value, string note) => db.Write(async tx =>
    {
        if (province == NationScope ? !scope.IsNation : !scope.CoversWhole(province))
        {
            throw new Refusal("Organisation.NotYourProvince", province) { Kind = RefusalKind.Forbidden };
        }

        var kind = All.SingleOrDefault(k => k.Name == name) ?? throw new Refusal("Organisation.UnknownSetting", name) { Kind = RefusalKind.Missing };
        value = value.Trim();
        var numeric = kind.Kind is "money" or "number";
        if (numeric)
        {
            value = value.Replace(".", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
        }

        var chosen = kind.Kind == "choices" ? value.Split(',', StringSplitOptions.RemoveEmptyEntries) : [value];
        if (kind.Kind == "lines" ? value.Length is 0 or > MostText : numeric ? !long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _) : !chosen.All(kind.Choices.Contains))
        {
            throw new Refusal("Organisation.BadSetting", value, Text.Find("Organisation.Setting_" + name) ?? name);
        }

        await tx.Lock("settings");
        var now = clock.Now();
        var before = await Value(tx, province, name, validFrom);
        await tx.Execute(
            "update org_settings set known_to_at = @now where scope = @province and name = @name and valid_from = @validFrom and known_to_at is null",
            new { province, name, validFrom, now });
        await tx.Execute(
            "insert into org_settings (scope, name, valid_from, known_from_at, value, note, set_by) values (@province, @name, @validFrom, @now, @value, @note, @by)",
            new { province, name, validFrom, now, value, note, by = actor.UserId });
        await AuditTrail.Write(tx, clock, actor, "organisation.setting", $"setting:{province}/{name}", new { value, before, validFrom, note });
    });
}

/// <summary>A setting that exists. <paramref name="Kind"/>: choice, choices (several, with commas between, or none), money (whole đồng), number, or lines of text.</summary>
public sealed record SettingKind(string Name, string Kind, string Default, IReadOnlyList<string> Choices);

/// <summary>A value that was set, and until when we held it true.</summary>
public sealed class SettingValue
{
    public string Scope { get; init; } = "";
    public string Name { get; init; } = "";
    public DateOnly ValidFrom { get; init; }
    public Instant KnownFromAt { get; init; }
    public Instant? KnownToAt { get; init; }
    public string Value { get; init; } = "";
    public string Note { get; init; } = "";
    public string SetBy { get; init; } = "";
}

using BaoPhu.Core.Collection.Referral;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Work;
using BaoPhu.Rules;
using BaoPhu.Rules.Prosecution;

namespace BaoPhu.Core.Demonstration;

/// <summary>
/// Files under Article 216 of the first province: one complete and waiting for its legal check, one that lacks the sanction, one that the authority returned, one whose case was opened. Made by the
/// same acts as in use, from the largest candidates of a run over the ledger.
/// </summary>
internal sealed class ReferralsBefore(Db db, DemonstrationOrder order, Reference.Province province, IReadOnlyList<DemonstrationPerson> people)
{
    private static readonly string[] Fates = ["checking", "lacking", "returned", "prosecuted"];

    private readonly StillClock _clock = new(order.AsOf);
    private DemonstrationPerson Officer => people.First(p => p.Role == Role.CollectionOfficer && p.OfficeCode == province.OfficeCode);
    private DemonstrationPerson Director => people.First(p => p.Role == Role.ProvinceDirector);
    private DemonstrationPerson Deputy => people.First(p => p.Role == Role.ProvinceDeputy);
    private Scope Scope => Scope.OfProvince(province.Code);

    public async Task Load(CancellationToken cancel)
    {
        var candidates = new ProsecutionCandidates(db, _clock);
        await candidates.Run(Officer.Actor, Scope, province.Code);
        var page = await candidates.List(Scope, new CandidateFilter());
        var findings = new EmployerFindings(db, _clock);
        // One more stays without a file: the task waits to be looked at.
        foreach (var (candidate, fate) in page.Rows.Where(c => c is { File: null, Clause: > 0, Standing: (short)Standing.Active }).Zip(Fates.Append("")))
        {
            cancel.ThrowIfCancellationRequested();
            await findings.Mark(Officer.Actor, Scope, candidate.Province, candidate.Code, "violation", order.AsOf.Day.AddMonths(-1), "Kết luận thanh tra chuyên ngành đóng (dữ liệu mẫu): trốn đóng BHXH, BHYT, BHTN");
            if (fate.Length > 0)
            {
                await Make($"{candidate.Province}-{candidate.Code}-refer-1", fate);
            }
        }

        // Those who were sanctioned elsewhere are found so from now on.
        await candidates.Run(Officer.Actor, Scope, province.Code);
    }

    private async Task Make(string key, string fate)
    {
        var referrals = new Referrals(db, _clock);
        await referrals.Open(Officer.Actor, Scope, key, "Cơ quan Cảnh sát điều tra - Công an " + province.FullName);
        await referrals.Confirm(
            Officer.Actor, Scope, key, 1, ReferralConfirmation.Fraud, true, null, "Lập hai hệ thống bảng lương tháng 3 đến tháng 9/2021; biên bản làm việc với kế toán trưởng và bản sao bảng lương (dữ liệu mẫu)");
        if (fate == "lacking")
        {
            return;
        }

        var decided = order.AsOf.Day.AddMonths(-6);
        await referrals.Enter(Officer.Actor, Scope, key, 2, new EnteredSanction(
            "45/QĐ-XPHC", decided, "Chánh Thanh tra Sở Lao động - Thương binh và Xã hội", "Trốn đóng bảo hiểm xã hội cho người lao động", true, false, decided.AddDays(20), "Bản sao y quyết định và biên bản giao nhận (dữ liệu mẫu)"));
        await referrals.Submit(Officer.Actor, Scope, key, 3);
        if (fate == "checking")
        {
            await referrals.Answer(Deputy.Actor, Scope, key, 4, [.. CheckPoints.Referral.Take(4).Select(p => (p.Code, CheckPoints.Yes, (string?)null))]);
            return;
        }

        await referrals.Answer(Deputy.Actor, Scope, key, 4, [.. CheckPoints.Referral.Select(p => (p.Code, CheckPoints.Yes, (string?)null))]);
        await referrals.Approve(Deputy.Actor, Scope, key, 5);
        await referrals.Bind(Officer.Actor, Scope, key, 6);
        var papers = new Papers(db, _clock);
        var letter = (await papers.Prepare(Officer.Actor, Scope, key, ReferralTable.Letter, new PaperAnswers { SignerId = Director.UserId, Channel = "document" })).ToString();
        await papers.Number(Officer.Actor, Scope, letter, 0);
        await papers.Sign(Director.Actor, Scope, letter, 1);
        await referrals.Send(Officer.Actor, Scope, key, 7, "document");
        await (fate == "returned"
            ? referrals.Receive(Officer.Actor, Scope, key, 8, "ask-more", order.AsOf.Day, "118/CSĐT-KT", "Bổ sung lời khai của người lao động và chứng từ khấu trừ lương các tháng 6 đến 9/2021")
            : referrals.Receive(Officer.Actor, Scope, key, 8, "prosecute", order.AsOf.Day, "07/QĐ-KTVA", null));
    }
}

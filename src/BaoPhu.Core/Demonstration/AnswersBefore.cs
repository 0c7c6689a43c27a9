using BaoPhu.Core.Collection;
using BaoPhu.Core.Collection.Answers;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Work;

namespace BaoPhu.Core.Demonstration;

/// <summary>
/// Employers of the first districts have answered, through their links and through officers: each kind waits on somebody's day, a promise was not kept, a dispute has opened its
/// reconciliation.
/// </summary>
internal sealed class AnswersBefore(Db db, DemonstrationOrder order, Reference.Province province, IReadOnlyList<DemonstrationPerson> people)
{
    private const int Districts = 2;

    /// <summary>Number of contacts that the answers recorded.</summary>
    public async Task<long> Load(CancellationToken cancel)
    {
        var before = await Contacts();
        foreach (var office in people.Where(p => p.Role == Role.DistrictDirector).Take(Districts).Select(p => p.OfficeCode))
        {
            var followed = await Followed(office, cancel);
            var (today, given) = (order.AsOf.Day, 0);
            foreach (var one in followed)
            {
                var (days, kind, channel) = given switch
                {
                    0 => (2, AnswerKinds.Promise, AnswerKinds.Link), 1 => (1, AnswerKinds.Paid, AnswerKinds.Link), 2 => (1, AnswerKinds.Dispute, AnswerKinds.Link), 3 => (0, AnswerKinds.Contact, AnswerKinds.Link),
                    4 => (0, AnswerKinds.Promise, AnswerKinds.Link), 5 => (0, AnswerKinds.Paid, "phone"), 6 => (1, AnswerKinds.Dispute, "facebook"), 7 => (0, AnswerKinds.Contact, "zalo"), _ => (0, "", ""),
                };
                if (kind.Length == 0)
                {
                    break;
                }

                var said = Said(kind, one, today, broken: given == 0);
                await Answer(one, people.First(p => p.UserId == one.UserId), days, kind, channel, said);
                given++;
            }
        }

        return await Contacts() - before;
    }

    private async Task Answer(Debtor one, DemonstrationPerson officer, int daysBefore, string kind, string channel, AnswerSaid said)
    {
        // In the hour before the moment of the demonstration, or on a morning before.
        var clock = new StillClock(new Instant(order.AsOf.Milliseconds - (daysBefore * 86_400_000L) - 1_800_000));
        var answers = new EmployerAnswers(db, clock, new Cases(db, clock));
        var task = new TaskKey(one.SubjectId, one.Act, one.Occurrence);
        if (channel != AnswerKinds.Link)
        {
            await answers.Note(officer.Actor, Scope.OfProvince(province.Code), task.ToString(), channel, kind, said);
            return;
        }

        var link = await db.Write(tx => AnswerLinks.Of(tx, clock, officer.Actor, task));
        await answers.Give(link.Url[(link.Url.LastIndexOf('/') + 1)..], kind, said);
    }

    private static AnswerSaid Said(string kind, Debtor one, DateOnly today, bool broken)
    {
        var half = Math.Max(1_000, one.Amount / 2 / 1_000 * 1_000);
        return kind switch
        {
            AnswerKinds.Paid => new AnswerSaid
            {
                Amount = Math.Max(1_000, one.Amount), PaidOn = today.AddDays(-2), Reference = $"bhxh 103 00 {Rules.EmployerKey.Code(one.SubjectId).ToLowerInvariant()} {one.OfficeCode} nop tien",
            },
            AnswerKinds.Promise => new AnswerSaid
            {
                Instalments = broken ? [new(today.AddDays(-1), half), new(today.AddDays(9), half)] : [new(today.AddDays(5), half), new(today.AddDays(20), half)],
                Words = "Nộp trước một nửa khi khách hàng thanh toán.",
            },
            AnswerKinds.Dispute => new AnswerSaid { Points = ["workers", "months"], Words = "Đã báo giảm 3 lao động từ tháng 8 nhưng số phải đóng tháng 9 chưa giảm." },
            _ => new AnswerSaid { Name = "Trần Thị Hoa", Phone = "0903000123", Words = "Kế toán trưởng cũ đã nghỉ việc." },
        };
    }

    private Task<long> Contacts()
    {
        var (first, last) = Rules.EmployerKey.Range(province.Code);
        return db.Read(s => s.One<long>("select count(*) from wrk_contacts where subject_id between @first and @last", new { first, last }));
    }

    /// <summary>Open calls to employers that somebody of the office follows, without a contact yet.</summary>
    private Task<List<Debtor>> Followed(string office, CancellationToken cancel) => db.Read(
        s => s.Query<Debtor>(
            """
            select t.subject_id, t.act, t.occurrence, t.amount, t.office_code, c.user_id from wrk_tasks t join wrk_in_charge c on c.subject_id = t.subject_id
            where t.province = @Code and t.office_code = @office and t.act in ('contact', 'visit') and t.state = 'open' and t.assignee is null and t.amount > 0 and t.oldest_period <= @oldest and t.collective = false
                and not exists (select 1 from wrk_contacts k where k.subject_id = t.subject_id) and not exists (select 1 from doc_papers p where p.subject_id = t.subject_id)
            order by t.act, t.subject_id limit 8
            """,
            new { province.Code, office, oldest = Rules.Period.Of(order.AsOf.Day).AddMonths(-2).Number }),
        cancel);

    private sealed class Debtor
    {
        public long SubjectId { get; init; }
        public string Act { get; init; } = "";
        public int Occurrence { get; init; }
        public long Amount { get; init; }
        public string OfficeCode { get; init; } = "";
        public string UserId { get; init; } = "";
    }
}

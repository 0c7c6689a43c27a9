using BaoPhu.Core.Data;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Work;
using BaoPhu.Rules;

namespace BaoPhu.Core.Demonstration;

/// <summary>Papers of the first districts in every state of their life, made by the same acts as in use, so that lists, registers and manifests have something to show.</summary>
internal sealed class PapersBefore(Db db, DemonstrationOrder order, Reference.Province province, IReadOnlyList<DemonstrationPerson> people)
{
    private const int Districts = 2;

    // How far each paper of a district gets.
    private static readonly string[] Fates = ["draft", "numbered", "numbered", "signed", "post", "post", "sent", "voided", "replaced", "unit-signed", "unit-refused", "handed"];

    private readonly StillClock _clock = new(order.AsOf);

    private long _contacts;

    /// <summary>Number of contacts that were recorded with a paper.</summary>
    public async Task<long> Load(CancellationToken cancel)
    {
        foreach (var director in people.Where(p => p.Role == Role.DistrictDirector).Take(Districts))
        {
            var officer = people.First(p => p.OfficeCode == director.OfficeCode && p.Role == Role.DistrictOfficer);
            var scope = Scope.OfOffices(province.Code, [director.OfficeCode]);
            foreach (var fate in Fates)
            {
                cancel.ThrowIfCancellationRequested();
                await Make(director, officer, scope, fate, cancel);
            }
        }

        return _contacts;
    }

    private async Task Make(DemonstrationPerson director, DemonstrationPerson officer, Scope scope, string fate, CancellationToken cancel)
    {
        var minutes = fate is "unit-signed" or "unit-refused";
        var act = minutes ? "minutes" : fate is "post" or "handed" ? "demand" : "notice";
        var task = await Free(scope, act, cancel) ?? await Free(scope, "notice", cancel);
        if (task is null || (minutes && task.Act != "minutes"))
        {
            return;
        }

        var (papers, form) = (new Papers(db, _clock), FormBook.For(task.Act).First(f => f.Kind != PaperKind.None).Code);
        var posted = fate is "post" or "handed" && task.ChannelList.Contains("post");
        var answers = new PaperAnswers
        {
            SignerId = minutes ? officer.UserId : director.UserId, Channel = posted ? "post" : task.NextChannel ?? task.ChannelList[0], Deadline = OfficeCalendar.Shipped.Add(order.AsOf.Day, 7), ContactLine = officer.Name,
            Minutes = minutes ? Meeting(task, officer, fate) : null,
        };
        var key = (await papers.Prepare(officer.Actor, scope, task.Key.ToString(), form, answers)).ToString();
        if (fate == "draft" || (await papers.Number(officer.Actor, scope, key, 0)).PaidUp || fate == "numbered")
        {
            return;
        }

        await papers.Sign(minutes ? officer.Actor : director.Actor, scope, key, 1);
        switch (fate)
        {
            case "sent" when !posted && answers.Channel != "post":
                await papers.Send(officer.Actor, scope, key, 2, null);
                break;
            case "voided":
                await papers.Void(officer.Actor, scope, key, 2, "Đơn vị đã gửi ủy nhiệm chi, chờ đối chiếu");
                break;
            case "replaced":
                var next = await papers.Replace(officer.Actor, scope, key, 2, "Ghi sai người liên hệ");
                await papers.Number(officer.Actor, scope, next.ToString(), 0);
                break;
            case "unit-signed":
                await papers.Answer(officer.Actor, scope, key, 2, new PaperAnswer(false, order.AsOf.Day, "Đơn vị ký biên bản, nhận trách nhiệm nộp đủ.", task.ContactName));
                _contacts++;
                break;
            case "unit-refused":
                await papers.Answer(officer.Actor, scope, key, 2, new PaperAnswer(true, order.AsOf.Day, "Người đại diện từ chối ký; tổ trưởng tổ dân phố chứng kiến."));
                _contacts++;
                break;
            case "handed" when posted:
                var manifests = new Manifests(db, _clock);
                var waiting = await manifests.Waiting(scope, officer.OfficeCode);
                if (waiting.Papers > waiting.WithoutAddress)
                {
                    var made = await manifests.Make(officer.Actor, scope, officer.OfficeCode, waiting.Papers - waiting.WithoutAddress);
                    await manifests.HandOver(officer.Actor, scope, made.Id);
                }

                break;
        }
    }

    private MinutesCase Meeting(WorkTask task, DemonstrationPerson officer, string fate)
    {
        var from = order.AsOf.Local.DateTime.Date.AddDays(-1).AddHours(14);
        return new MinutesCase
        {
            From = from, To = from.AddMinutes(50), Place = task.Address ?? task.Name, Recorder = officer.Name, Cause = "khách hàng chậm thanh toán do dịch bệnh",
            Participants =
            [
                new Participant(Side.Office, officer.Name, "Cán bộ thu"), new Participant(Side.Employer, task.ContactName ?? "Nguyễn Thị Hạnh", "Kế toán trưởng"),
                .. fate == "unit-refused" ? [new Participant(Side.Witness, "Trần Văn Lợi", "Tổ trưởng tổ dân phố"), new Participant(Side.Witness, "Lê Thị Sáu", "Cán bộ phường")] : (Participant[])[],
            ],
            Ending = fate == "unit-refused" ? new MinutesEnding(MinutesEndingKind.Refused, "đơn vị không thống nhất số liệu") : new MinutesEnding(MinutesEndingKind.Signed),
        };
    }

    /// <summary>An open task of the act in the district that has no paper and, at level 3, its slot.</summary>
    private async Task<WorkTask?> Free(Scope scope, string act, CancellationToken cancel)
    {
        var page = await new Tasks(db, _clock).List(scope, new TaskFilter { Act = act });
        foreach (var task in page.Rows)
        {
            cancel.ThrowIfCancellationRequested();
            var detail = await new Tasks(db, _clock).Find(scope, task.Key.ToString());
            if (detail.Papers.Count == 0 && detail.DebtNow > 0 && (task.Ordered?.Act.Slot != true || detail.Slot is not null))
            {
                return detail.Task;
            }
        }

        return null;
    }
}

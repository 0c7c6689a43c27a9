using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Papers;
using BaoPhu.Rules.Planning;
using BaoPhu.Rules.Policy;

namespace BaoPhu.Core.Demonstration;

/// <summary>
/// The week before the moment of the demonstration, through the same planning pass and the same acts as in use: tasks that are overdue and due today, calls without an answer,
/// promises whose day is today or was yesterday, visits arranged for this morning.
/// </summary>
internal sealed class WorkBefore(Db db, DemonstrationOrder order, Reference.Province province, IReadOnlyList<DemonstrationPerson> people)
{
    /// <summary>Each act is a transaction of its own: beyond this many they would take longer than the nation itself.</summary>
    private const int MostContacts = 320;

    private static readonly Weighted<string> Outcomes = new(
        ("promised", 30), ("no-answer", 26), ("signed", 22), ("delivered", 14), ("answered", 12), ("reached", 8), ("disputed", 6), ("returned", 5), ("refused", 4), ("refused-to-sign", 4), ("not-at-address", 2));

    private static readonly Dictionary<string, string[]> Notes = new(StringComparer.Ordinal)
    {
        ["promised"] = ["Kế toán trưởng hẹn chuyển tiền khi khách hàng thanh toán.", "Giám đốc hẹn nộp sau khi nhận tiền hỗ trợ.", "Hẹn nộp trước một phần, phần còn lại trong tháng."],
        ["no-answer"] = ["Chuông reo không ai nghe.", "Máy bận, gọi lại sau.", "Chưa trả lời tin nhắn."],
        ["signed"] = ["Đơn vị ký biên bản, nhận trách nhiệm nộp đủ."],
        ["delivered"] = ["Bưu điện báo đã phát."],
        ["answered"] = ["Đơn vị trả lời đang lập ủy nhiệm chi.", "Kế toán xin đối chiếu lại số lao động tháng 8."],
        ["reached"] = ["Đã trao đổi với kế toán, đã gửi thông báo và tài liệu."],
        ["disputed"] = ["Đơn vị cho rằng đã báo giảm lao động từ tháng 7."],
        ["returned"] = ["Bưu điện trả lại: không có người nhận."],
        ["refused"] = ["Đơn vị nói không nộp khi chưa hoạt động lại hết công suất."],
        ["refused-to-sign"] = ["Người đại diện từ chối ký, hai người chứng kiến ký thay."],
        ["not-at-address"] = ["Bảo vệ tòa nhà và tổ dân phố xác nhận đơn vị đã dời đi."],
    };

    private readonly Dice _dice = new(order.Seed, 8, int.Parse(province.Code, System.Globalization.CultureInfo.InvariantCulture));
    private readonly DateOnly _today = order.AsOf.Day;
    private readonly HeldHours _held = new();
    private long _contacts;

    /// <summary>Number of tasks planned and of contacts recorded; <paramref name="count"/> is the province's number of employers.</summary>
    public async Task<(long Tasks, long Contacts)> Load(long count, Action<string>? tell, CancellationToken cancel)
    {
        var wanted = (int)Math.Max(4, Math.Min(order.Employers / 8, MostContacts) * count / order.Employers);
        var created = await Plan(7, cancel);
        await RecordSome(6, wanted / 4, cancel);
        await RecordSome(5, wanted / 4, cancel);
        created += await Plan(2, cancel);
        await RecordSome(2, wanted / 4, cancel);
        await RecordSome(1, wanted / 4, cancel);
        await ArrangeSome(wanted / 8, cancel);
        created += await Plan(0, cancel);
        tell?.Invoke(Text.Of("Demonstration.Planned", province.FullName, created, _contacts));
        return (created, _contacts);
    }

    private async Task<long> Plan(int daysBefore, CancellationToken cancel)
    {
        var at = new Instant(order.AsOf.Milliseconds - (daysBefore * 86_400_000L));
        return (await SwitchFollowers.Pass(db, new StillClock(at)).Plan(Actor.System, province.Code, at, cancel: cancel)).Created;
    }

    private async Task RecordSome(int daysBefore, int count, CancellationToken cancel)
    {
        var minute = 0;
        foreach (var (key, office) in (await Candidates(["contact", "notice", "meet", "visit", "minutes", "urge"], cancel)).Take(count))
        {
            // From half past eight on, one every few minutes.
            minute = (minute + _dice.Between(3, 11)) % 480;
            var at = new Instant(Instant.StartOf(_today.AddDays(-daysBefore)).Milliseconds + ((510 + minute) * 60_000L));
            var officer = _dice.Pick(people.Where(p => p.OfficeCode == office && p.Role == Role.DistrictOfficer).ToList());
            var task = await new Tasks(db, new StillClock(at)).Find(Scope.Nation, key);
            if (task.Task.Ordered?.Act is not { } act || task.Task.TaskState is not (TaskState.Open or TaskState.Started))
            {
                continue;
            }

            var reachable = new Reachable(task.Task.Phone is not null, task.Task.Email is not null, task.Task.Address is not null);
            if (Outcome(act) is not { } outcome || ChannelOrder.Next(task.Task.ChannelList, reachable, task.Task.Tries) is not { } channel)
            {
                continue;
            }

            // What needs a paper is recorded with its paper.
            if (PaperNeeds.Of(act, outcome, channel) != PaperNeed.None)
            {
                continue;
            }

            var version = task.Task.Version;
            if (act.Slot && task.Slot is null)
            {
                if (!_held.Add(officer, at))
                {
                    continue;
                }

                await SwitchFollowers.Records(db, new StillClock(new Instant(at.Milliseconds - 5_400_000))).Arrange(officer.Actor, Scope.Nation, key, version, Slot(at, officer, task.Task));
                version++;
            }

            var promised = outcome == "promised";
            if (promised && task.Task.Amount == 0)
            {
                continue;
            }

            var contact = new ContactRecord(
                version, channel, outcome, _dice.Pick(Notes[outcome]), promised ? PromisedOn(at.Day) : null,
                promised ? Math.Max(1_000, task.Task.Amount * _dice.Pick((int[])[100, 100, 50, 30]) / 100_000 * 1_000) : null);
            await SwitchFollowers.Records(db, new StillClock(at)).Record(officer.Actor, Scope.Nation, key, contact);
            _contacts++;
        }
    }

    /// <summary>In-person tasks with people, hour and place for today, arranged the afternoon before.</summary>
    private async Task ArrangeSome(int count, CancellationToken cancel)
    {
        var clock = new StillClock(new Instant(Instant.StartOf(_today.AddDays(-1)).Milliseconds + 57_600_000));
        var hour = 0;
        foreach (var (key, office) in (await Candidates(["visit", "meet"], cancel)).Take(count))
        {
            var task = await new Tasks(db, clock).Find(Scope.Nation, key);
            if (task.Task.Ordered?.Act is not { } act || task.Slot is not null || TaskActs.MayArrange(task.Task.TaskState, act) != TaskRefusal.None)
            {
                continue;
            }

            hour = (hour + 1) % 7;
            var officer = _dice.Pick(people.Where(p => p.OfficeCode == office && p.Role == Role.DistrictOfficer).ToList());
            var free = Enumerable.Range(hour, 7).Select(h => new Instant(Instant.StartOf(_today).Milliseconds + (((h % 7) + 9) * 3_600_000L))).Where(h => _held.Add(officer, h)).Take(1).ToList();
            if (free is not [var at])
            {
                continue;
            }

            await SwitchFollowers.Records(db, clock).Arrange(officer.Actor, Scope.Nation, key, task.Task.Version, Slot(at, officer, task.Task));
        }
    }

    /// <summary>Nobody is in two places at once: visits of a person begin at least an hour apart.</summary>
    private sealed class HeldHours
    {
        private readonly Dictionary<string, List<Instant>> _of = new(StringComparer.Ordinal);

        /// <summary>False where the person is elsewhere at the time.</summary>
        public bool Add(DemonstrationPerson person, Instant at)
        {
            if (!_of.TryGetValue(person.UserId, out var hours))
            {
                _of[person.UserId] = hours = [];
            }

            if (hours.Exists(h => Math.Abs(h.Milliseconds - at.Milliseconds) < 3_600_000))
            {
                return false;
            }

            hours.Add(at);
            return true;
        }
    }

    private static Arrangement Slot(Instant at, DemonstrationPerson officer, WorkTask task)
    {
        var from = at.Local.DateTime;
        return new([officer.Name], from, from.AddMinutes(45), "Phòng họp của đơn vị, không quá 5 người", task.Address ?? task.Name);
    }

    /// <summary>Open tasks in a drawn order, those of the first two districts four times as likely: whoever looks around looks there.</summary>
    private async Task<List<(string Key, string Office)>> Candidates(IReadOnlyList<string> acts, CancellationToken cancel)
    {
        var (first, last) = BaoPhu.Rules.EmployerKey.Range(province.Code);
        var rows = await db.Read(
            s => s.Query<WorkTask>(
                """
                select subject_id, act, occurrence, office_code from wrk_tasks
                where subject_id between @first and @last and act {any:acts} and collective = false and state in ('open', 'started') order by subject_id, act, occurrence
                """,
                new { first, last, acts = s.List(acts) }),
            cancel);
        return [.. rows.Select(r => (Row: r, Place: _dice.Share() * (r.OfficeCode.AsSpan(3) is "01" or "02" ? 1 : 4))).OrderBy(r => r.Place).Select(r => (r.Row.Key.ToString(), r.Row.OfficeCode))];
    }

    private string? Outcome(PolicyAct act)
    {
        for (var i = 0; i < 12; i++)
        {
            var outcome = _dice.Pick(Outcomes);
            if (act.Outcomes.Any(o => o.Outcome == outcome))
            {
                return outcome;
            }
        }

        return null;
    }

    /// <summary>Today for a third, a day gone by for some, else one of the next two weeks.</summary>
    private DateOnly PromisedOn(DateOnly day) => _dice.Below(10) switch
    {
        < 4 => _today,
        < 6 => _dice.Chance(500) ? day : _today.AddDays(-1) < day ? day : _today.AddDays(-1),
        _ => _today.AddDays(_dice.Between(1, 13)),
    };
}

using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules;
using BaoPhu.Rules.Coverage;
using BaoPhu.Rules.Policy;

namespace BaoPhu.Core.Coverage;

/// <summary>
/// Slots of work in person with units of the tax data where the plan has people, hour, space and place arranged first (III.1.2.b): held among those of the province's tasks, so that the limits of a place and the day
/// of a person count both. When a level changes, a meeting to come is held online or in person again as the row then in force says.
/// </summary>
public sealed class UnitSlots(UnitCases cases, TimeProvider clock) : ISwitchFollower
{
    /// <summary>What the slot of a meeting is held for, and that of a visit by those who inspect: no acts of tasks.</summary>
    public const string Meeting = "unit-meeting";
    public const string Visit = "unit-visit";
    private const string Converted = "converted";

    public Task Applied(Session tx, SwitchRecord applied) => Task.CompletedTask;

    public async Task<UndonePapers?> Undone(Session tx, Actor actor, SwitchRecord undone)
    {
        await Planned(tx, undone.Province);
        return null;
    }

    /// <summary>Gives back the slots to come of what is held in person no more, and takes those again that are once more; each with a line in the unit's history.</summary>
    public async Task Planned(Session tx, string province)
    {
        var now = clock.Now();
        var ahead = await tx.Query<Held>(
            $"""
            select {Slot.Columns}, v.given_back_at from wrk_slots v
            where v.province = @province and v.unit_name is not null and v.day >= @day and v.from_at > @now and (v.given_back_at is null or v.given_back_why = '{Converted}') order by v.subject_id, v.act
            """,
            new { province, day = now.Day, now });
        foreach (var slot in ahead)
        {
            var detail = await cases.Detail(tx, Scope.OfProvince(province), slot.SubjectId);
            var (kept, wanted) = (slot.GivenBackAt is null, InPerson(detail, slot.Act));
            if (kept == wanted || detail.Case.State != (slot.Act == Meeting ? UnitProcedure.Meeting : UnitProcedure.Inspecting))
            {
                continue;
            }

            await (wanted ? Slots.Retake(tx, slot.Key) : GiveBack(tx, [slot], now, Converted));
            await cases.Tell(tx, Actor.System, detail, wanted ? "slot-again" : "slot-converted", Text.Of("UnitCases.SlotNote", slot.FromAt.Local.DateTime, slot.Place, detail.Level));
        }
    }

    /// <summary>Slots that a unit holds.</summary>
    internal static Task<List<Slot>> Of(Session s, long id) =>
        s.Query<Slot>($"select {Slot.Columns} from wrk_slots v where v.subject_id = @id and v.unit_name is not null and v.given_back_at is null order by v.act", new { id });

    /// <summary>Where the meeting with a unit is, or was, held; null where none was arranged.</summary>
    internal static Task<string?> Place(Session s, long id) => s.One<string>(
        $"select v.place || ', ' || v.space from wrk_slots v where v.subject_id = @id and v.act = '{Meeting}' and v.unit_name is not null and (v.given_back_at is null or v.given_back_why = 'done')", new { id });

    /// <summary>The meeting takes its slot, or gives back the one of a meeting agreed before where none is to be arranged now (<paramref name="slot"/> null).</summary>
    internal static Task Meet(Session tx, TimeProvider clock, Actor actor, Unit unit, UnitCaseDetail detail, Arrangement? slot) =>
        slot is not null ? Take(tx, clock, actor, unit, detail, Meeting, slot) : GiveBack(tx, [.. detail.Slots.Where(v => v.Act == Meeting)], clock.Now(), Converted);

    /// <summary>In the caller's transaction, under the lock of the province's planning.</summary>
    internal static Task Take(Session tx, TimeProvider clock, Actor actor, Unit unit, UnitCaseDetail detail, string act, Arrangement slot) =>
        Slots.Take(tx, clock, actor, new SlotHolder(new(unit.SubjectId, act, 1), unit.Province, detail.Place, unit.Name, unit.OfficeCode), slot);

    internal static async Task GiveBack(Session tx, IReadOnlyList<Slot> slots, Instant now, string why)
    {
        foreach (var slot in slots)
        {
            await Slots.GiveBack(tx, slot.Key, now, why);
        }
    }

    private static bool InPerson(UnitCaseDetail detail, string act) => act == Meeting
        ? detail.Facts.Ordered.GetValueOrDefault(ActNames.Meet)?.Act.Stream == WorkStream.InPerson
        : UnitInspections.WaysOf(detail).Contains("visit", StringComparer.Ordinal);

    private sealed class Held : Slot
    {
        public Instant? GivenBackAt { get; init; }
    }
}

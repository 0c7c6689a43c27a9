using System.Globalization;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Policy;
using BaoPhu.Rules;
using BaoPhu.Rules.Planning;
using BaoPhu.Rules.Policy;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Work.Switch;

/// <summary>
/// The expected table of the switch, <c>switch-table.txt</c>: all twelve changes of level × every case and act of the plan × the task not there, open, half done, done.
/// It was reviewed line by line against policies/3532-KH-BHXH.yaml and is held by the tests; what the planner makes of the same is written beside it when they differ.
/// </summary>
internal static class SwitchTable
{
    public static readonly IReadOnlyList<SwitchCase> Cases =
    [
        new("<1", Standing.Active, DebtBand.UnderOneMonth, CaseFlags.None, 202110),
        new("1-<3", Standing.Active, DebtBand.OneToThree, CaseFlags.None, 202109),
        new(">=3", Standing.Active, DebtBand.ThreeAndOver, CaseFlags.None, 202106),
        new(">=3 wilful", Standing.Active, DebtBand.ThreeAndOver, CaseFlags.Wilful, 202106),
        new(">=3 large", Standing.Active, DebtBand.ThreeAndOver, CaseFlags.Large, 202106),
        new(">=3 violation", Standing.Active, DebtBand.ThreeAndOver, CaseFlags.Violation, 202106),
        new("suspended", Standing.PensionSuspended, DebtBand.UnderOneMonth, CaseFlags.None, 202110),
        new("dissolved", Standing.Ceased, DebtBand.OneToThree, CaseFlags.None, 202109),
        new("budget", Standing.BudgetHealthOnly, DebtBand.None, CaseFlags.None, 0),
    ];

    private static readonly DateOnly Day = new(2021, 11, 3);
    private static readonly OrderBook Book = new(Policies.Default);

    public static string File => Repository.At("tests", "BaoPhu.Tests", "Work", "Switch", "switch-table.txt");

    /// <summary>The table as it is written down: (from, to, case, act, state) → outcome.</summary>
    public static Dictionary<(int From, int To, string Case, string Act, string State), string> Expected() => Read(System.IO.File.ReadAllLines(File));

    public static Dictionary<(int From, int To, string Case, string Act, string State), string> Read(IEnumerable<string> lines)
    {
        var table = new Dictionary<(int, int, string, string, string), string>();
        foreach (var cells in lines.Where(l => l.Length > 0 && l[0] != '#').Select(l => l.Split('|', StringSplitOptions.TrimEntries)))
        {
            var (from, to) = (cells[0][0] - '0', cells[0][^1] - '0');
            table.Add((from, to, cells[1], cells[2], cells[3]), cells[4]);
        }

        return table;
    }

    /// <summary>The same lines as the planner makes them.</summary>
    public static IEnumerable<string> Lines()
    {
        foreach (var from in Enumerable.Range(1, 4))
        {
            foreach (var to in Enumerable.Range(1, 4).Where(n => n != from))
            {
                foreach (var one in Cases)
                {
                    var before = Orders(one, from);
                    foreach (var act in before.Keys.Union(Orders(one, to).Keys, StringComparer.Ordinal).OrderBy(OrderBook.NumberOf))
                    {
                        foreach (var state in (string[])(before.ContainsKey(act) ? ["open", "half", "done"] : ["none"]))
                        {
                            yield return string.Create(CultureInfo.InvariantCulture, $"{from}→{to} | {one.Name,-13} | {act,-9} | {state,-4} | {Outcome(one, from, to, act, state)}");
                        }
                    }
                }
            }
        }
    }

    /// <summary>How an order of the plan looks: stream, channels, papers, slot.</summary>
    public static string Form(WorkStream stream, string channels, string? papers, bool slot, InspectionMethod? method = null) =>
        Names.Of(stream) + (channels.Length == 0 ? "" : " " + channels) + (string.IsNullOrEmpty(papers) ? "" : " [" + papers.Replace(", ", ",", StringComparison.Ordinal) + "]")
        + (method is InspectionMethod.Combined ? " combined" : "") + (slot ? " slot" : "");

    public static string Form(PolicyAct act) => Form(act.Stream, string.Join(',', act.Channels), string.Join(',', act.Papers), act.Slot, act.Method);

    private static Dictionary<string, int> Orders(SwitchCase one, int level)
    {
        var orders = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var order in Book.At(one.Standing, one.Band, level, one.Flags))
        {
            orders.Add(Book[order].Act.Act, order);
        }

        return orders;
    }

    private static string Outcome(SwitchCase one, int from, int to, string act, string state)
    {
        var was = one.Situation(from);
        var orders = Orders(one, from);
        var tasks = orders.Select(o => Task(was, o.Key, o.Value, o.Key == act ? state : "open")).ToArray();
        var planner = new Planner(Book, OfficeCalendar.Shipped, Day);
        var otherwise = planner.Reconcile(was, tasks).ToArray();
        var found = planner.Reconcile(one.Situation(to), tasks).ToArray().Where(d => ActNames.All[d.Act] == act).ToList();
        if (found.Count == 0)
        {
            return state == "done" ? "kept done" : "nothing";
        }

        var one2 = found.Single();
        PlanDifference? without = otherwise.Where(d => d.Act == one2.Act).Select(d => (PlanDifference?)d).FirstOrDefault();
        var kind = SwitchKinds.Of(one2, without, one2.Known < 0 ? null : tasks[one2.Known], one.Situation(to), Book);
        return kind is null ? "not of the switch" : Words(kind.Value, one2.State, one2.Order < 0 ? null : Book[one2.Order]);
    }

    public static string Words(SwitchKind kind, TaskState state, OrderedAct? order) =>
        SwitchKinds.Of(kind) + ", " + PlanNames.Of(state) + (order is null ? "" : ": " + Form(order.Act) + "  " + order.Row.Id);

    private static KnownTask Task(Situation was, string act, int order, string state)
    {
        var suspended = Book[order].Act.Mode == ActMode.Suspend;
        return new KnownTask
        {
            Act = OrderBook.NumberOf(act), Occurrence = 1, Order = order, SameTable = true, Due = suspended ? Planner.NoDue : new DateOnly(2021, 11, 9), Opened = Day, OpenedAt = 10,
            State = state switch { "done" => TaskState.Done, _ when suspended => TaskState.Suspended, "half" => TaskState.Started, _ => TaskState.Open },
            Acted = state is "half" or "done", Closed = state == "done" ? Day : null, Facts = was.Facts, Office = was.Office, SuspendedOn = suspended && state != "done" ? Day : null,
        };
    }
}

/// <summary>A debtor (or other employer) of the table, owing from a month on.</summary>
internal sealed record SwitchCase(string Name, Standing Standing, DebtBand Band, CaseFlags Flags, int OwesFrom)
{
    public Situation Situation(int level) => new()
    {
        Standing = Standing, Band = Band, Level = (byte)level, LevelAnnounced = true, Flags = Flags, Oldest = OwesFrom == 0 ? null : Period.FromNumber(OwesFrom), Amount = OwesFrom == 0 ? 0 : 1000,
        Office = 7, SuspensionEnd = Standing == Standing.PensionSuspended ? new DateOnly(2021, 11, 30) : null,
    };
}

namespace BaoPhu.Rules.Policy;

/// <summary>Stable codes of what can be wrong with a table as a whole.</summary>
public static class FaultCodes
{
    /// <summary>A combination has no row in a track.</summary>
    public const string Gap = "gap";

    /// <summary>A combination has two or more rows in a track.</summary>
    public const string Overlap = "overlap";

    /// <summary>Two rows of different tracks order the same act for one combination.</summary>
    public const string ActTwice = "act-twice";
    public const string DashUnknown = "dash-unknown";
    public const string DashUncovered = "dash-uncovered";
    public const string ClauseMissing = "clause-missing";
    public const string TrackUnknown = "track-unknown";
    public const string IdTwice = "id-twice";
    public const string PaperUnknown = "paper-unknown";
    public const string WithUnknown = "with-unknown";
    public const string NextUnknown = "next-unknown";
    public const string SlotMissing = "slot-missing";
    public const string NeverApplies = "never-applies";
}

/// <summary>
/// One thing wrong with a table. <see cref="Subject"/> is the track, row or dash; <see cref="Detail"/> the combination or the unknown word;
/// <see cref="Rows"/> the rows that collide.
/// </summary>
public sealed record PolicyFault(string Code, string Subject, string Detail, IReadOnlyList<string> Rows, SourcePlace Place = default)
{
    public override string ToString() => Code switch
    {
        FaultCodes.Gap => $"track {Subject}: {Detail}: no row",
        FaultCodes.Overlap => $"track {Subject}: {Detail}: {Count(Rows.Count)} rows: {string.Join(", ", Rows)}",
        FaultCodes.ActTwice => $"act {Subject}: {Detail}: ordered by {string.Join(", ", Rows)}",
        _ => Detail.Length == 0 ? $"{Code}: {Subject}" : $"{Code}: {Subject}: {Detail}",
    };

    private static string Count(int rows) => rows == 2 ? "two" : $"{rows}";
}

/// <summary>A dash with the rows that carry it out and those that say why it is not carried out.</summary>
public sealed record DashCoverage(Dash Dash, IReadOnlyList<string> Rows, IReadOnlyList<string> NothingRows)
{
    public bool Covered => Rows.Count > 0;
}

/// <summary>
/// Proves a table: every combination of standing × band × level × flags has exactly one row in every track, no act is ordered twice for one
/// combination, the same for units and people of III.1.2 over their own conditions (<see cref="SubjectOrders"/>), every dash of the document is carried out by a row and every row's clause is a dash of the document.
/// </summary>
public static class PolicyProof
{
    /// <summary>The compiled table, or null with the faults. Never throws for a table that is merely wrong.</summary>
    public static (CompiledPolicy? Compiled, IReadOnlyList<PolicyFault> Faults) Compile(PolicyTable table)
    {
        var faults = new List<PolicyFault>();
        References(table, faults);
        var byCell = new PolicyRow[CompiledPolicy.Cells][];
        var tracks = table.Tracks.Where(track => track.Subject is PolicySubject.Employer).ToList();
        for (var cell = 0; cell < byCell.Length; cell++)
        {
            byCell[cell] = new PolicyRow[tracks.Count];
        }

        for (var track = 0; track < tracks.Count; track++)
        {
            Fill(table, tracks[track], track, byCell, faults);
        }

        var units = SubjectOrders.Prove(table, PolicySubject.Unit, faults);
        var entitled = SubjectOrders.Prove(table, PolicySubject.Entitled, faults);

        if (faults.Exists(fault => fault.Code is FaultCodes.Gap or FaultCodes.Overlap))
        {
            return (null, faults);
        }

        var ordered = new List<OrderedAct>();
        var ofRow = new Dictionary<PolicyRow, OrderedAct[]>(ReferenceEqualityComparer.Instance);
        foreach (var row in table.Rows.Where(row => tracks.Exists(track => track.Id == row.Track)))
        {
            ofRow[row] = [.. row.Acts.Where(act => !act.Automatic).Select((act, place) => new OrderedAct(act, row, ordered.Count + place))];
            ordered.AddRange(ofRow[row]);
        }

        var acts = Order(byCell, ofRow, faults);
        return faults.Count == 0 ? (new CompiledPolicy(table, ordered, acts, byCell, units, entitled), faults) : (null, faults);
    }

    /// <summary>Every dash of the document, in its order, with its rows.</summary>
    public static IReadOnlyList<DashCoverage> Coverage(PolicyTable table)
    {
        var rows = table.Rows.SelectMany(row => row.Clauses.Select(clause => clause.Dash).Distinct(StringComparer.Ordinal).Select(dash => (dash, row))).ToLookup(pair => pair.dash, pair => pair.row, StringComparer.Ordinal);
        return [.. table.Dashes.Select(dash => new DashCoverage(dash, [.. rows[dash.Id].Where(row => !row.Nothing).Select(row => row.Id)], [.. rows[dash.Id].Where(row => row.Nothing).Select(row => row.Id)]))];
    }

    private static void Fill(PolicyTable table, PolicyTrack of, int track, PolicyRow[][] byCell, List<PolicyFault> faults)
    {
        var name = of.Id;
        var rows = table.Rows.Where(row => string.Equals(row.Track, name, StringComparison.Ordinal)).ToList();
        var wrong = new Dictionary<string, (List<int> Cells, IReadOnlyList<PolicyRow> Rows)>(StringComparer.Ordinal);
        var used = new HashSet<PolicyRow>(ReferenceEqualityComparer.Instance);
        for (var cell = 0; cell < byCell.Length; cell++)
        {
            var (standing, band, level, flags) = CompiledPolicy.Combination(cell);
            var holding = rows.FindAll(row => row.When.Holds(standing, band, level, flags));
            used.UnionWith(holding);
            if (holding.Count == 1)
            {
                byCell[cell][track] = holding[0];
                continue;
            }

            var key = string.Join('\n', holding.Select(row => row.Id));
            if (!wrong.TryGetValue(key, out var group))
            {
                wrong.Add(key, group = ([], holding));
            }

            group.Cells.Add(cell);
        }

        faults.AddRange(from row in rows where !used.Contains(row) select new PolicyFault(FaultCodes.NeverApplies, row.Id, "", [], row.Place));
        faults.AddRange(
            from @group in wrong.Values
            from detail in Combinations.Describe(@group.Cells)
            select new PolicyFault(
                @group.Rows.Count == 0 ? FaultCodes.Gap : FaultCodes.Overlap,
                name,
                detail,
                [.. @group.Rows.Select(row => row.Id)],
                @group.Rows.Count == 0 ? of.Place : @group.Rows[^1].Place));
    }

    private static OrderedAct[][] Order(PolicyRow[][] byCell, Dictionary<PolicyRow, OrderedAct[]> ofRow, List<PolicyFault> faults)
    {
        var shared = new Dictionary<string, OrderedAct[]>(StringComparer.Ordinal);
        var twice = new Dictionary<(string Act, string First, string Second), (List<int> Cells, SourcePlace Place)>();
        var acts = new OrderedAct[byCell.Length][];
        for (var cell = 0; cell < byCell.Length; cell++)
        {
            var key = string.Join('\n', byCell[cell].Select(row => row.Id));
            if (!shared.TryGetValue(key, out var all))
            {
                shared.Add(key, all = [.. byCell[cell].SelectMany(row => ofRow[row])]);
            }

            acts[cell] = all;
            foreach (var same in all.GroupBy(act => act.Act.Act, StringComparer.Ordinal).Where(same => same.Skip(1).Any()))
            {
                var pair = (same.Key, same.First().Row.Id, same.Last().Row.Id);
                if (!twice.TryGetValue(pair, out var found))
                {
                    twice.Add(pair, found = ([], same.Last().Act.Place));
                }

                found.Cells.Add(cell);
            }
        }

        faults.AddRange(
            from pair in twice
            from detail in Combinations.Describe(pair.Value.Cells)
            select new PolicyFault(FaultCodes.ActTwice, pair.Key.Act, detail, [pair.Key.First, pair.Key.Second], pair.Value.Place));
        return acts;
    }

    private static void References(PolicyTable table, List<PolicyFault> faults)
    {
        var papers = table.Papers.Select(paper => paper.Code).ToHashSet(StringComparer.Ordinal);
        var dashes = table.Dashes.Select(dash => dash.Id).ToHashSet(StringComparer.Ordinal);
        var tracks = table.Tracks.Select(track => track.Id).ToHashSet(StringComparer.Ordinal);
        var ordered = table.Rows.SelectMany(row => row.Acts).Select(act => act.Act).ToHashSet(StringComparer.Ordinal);
        Twice(table.Papers.Select(paper => (paper.Code, paper.Place)));
        Twice(table.Dashes.Select(dash => (dash.Id, dash.Place)));
        Twice(table.Tracks.Select(track => (track.Id, track.Place)));
        Twice(table.Rows.Select(row => (row.Id, row.Place)));
        foreach (var row in table.Rows)
        {
            if (!tracks.Contains(row.Track))
            {
                Add(FaultCodes.TrackUnknown, row.Id, row.Track, row.Place);
            }

            if (row.Clauses.Count == 0)
            {
                Add(FaultCodes.ClauseMissing, row.Id, "", row.Place);
            }

            foreach (var clause in row.Clauses.Where(clause => !dashes.Contains(clause.Dash)))
            {
                Add(FaultCodes.DashUnknown, row.Id, clause.Dash, row.Place);
            }

            foreach (var act in row.Acts)
            {
                OfAct(row, act);
            }
        }

        faults.AddRange(from dash in Coverage(table) where !dash.Covered select new PolicyFault(FaultCodes.DashUncovered, dash.Dash.Id, "", dash.NothingRows, dash.Dash.Place));

        void OfAct(PolicyRow row, PolicyAct act)
        {
            var name = $"{row.Id}/{act.Act}";
            foreach (var paper in act.Papers.Where(paper => !papers.Contains(paper)))
            {
                Add(FaultCodes.PaperUnknown, name, paper, act.Place);
            }

            if (act.With is { } with && !row.Acts.Any(other => !ReferenceEquals(other, act) && string.Equals(other.Act, with, StringComparison.Ordinal)))
            {
                Add(FaultCodes.WithUnknown, name, with, act.Place);
            }

            foreach (var outcome in act.Outcomes.Where(outcome => outcome.Next is { } next && !ordered.Contains(next)))
            {
                Add(FaultCodes.NextUnknown, name, outcome.Next!, act.Place);
            }

            // Plan III.1.1.b: at level 3 in-person work is arranged by number of people, time, space and place.
            if ((row.When.Levels & 0b100) != 0 && act is { Stream: WorkStream.InPerson, Mode: ActMode.Do, Slot: false })
            {
                Add(FaultCodes.SlotMissing, name, "", act.Place);
            }
        }

        void Twice(IEnumerable<(string Id, SourcePlace Place)> ids) =>
            faults.AddRange(ids.GroupBy(pair => pair.Id, StringComparer.Ordinal).Where(same => same.Skip(1).Any()).Select(same => new PolicyFault(FaultCodes.IdTwice, same.Key, "", [], same.Last().Place)));

        void Add(string code, string subject, string detail, SourcePlace place) => faults.Add(new PolicyFault(code, subject, detail, [], place));
    }
}

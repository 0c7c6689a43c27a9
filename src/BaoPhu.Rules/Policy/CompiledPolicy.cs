namespace BaoPhu.Rules.Policy;

/// <summary>
/// An act with the row that orders it. <see cref="Key"/> ("row/act") is stable over versions of the table; <paramref name="Number"/> is its place in
/// <see cref="CompiledPolicy.All"/>, good within one compiled table (for kernels over arrays).
/// </summary>
public sealed record OrderedAct(PolicyAct Act, PolicyRow Row, int Number)
{
    public string Key { get; } = $"{Row.Id}/{Act.Act}";
}

/// <summary>
/// A proven table as a dense array [standing][band][level][flags]: looking up what is ordered is one index into an array built beforehand. Made only
/// by <see cref="PolicyProof.Compile"/>.
/// </summary>
public sealed class CompiledPolicy
{
    internal const int Levels = 4;
    internal const int FlagSets = 32;
    internal const int Cells = 4 * 4 * Levels * FlagSets;

    private readonly OrderedAct[][] acts;
    private readonly PolicyRow[][] rows;
    private readonly Dictionary<string, int> trackNumbers;

    internal CompiledPolicy(PolicyTable table, IReadOnlyList<OrderedAct> all, OrderedAct[][] acts, PolicyRow[][] rows, SubjectOrders units, SubjectOrders entitled)
    {
        Table = table;
        All = all;
        Units = units;
        Entitled = entitled;
        this.acts = acts;
        this.rows = rows;
        trackNumbers = table.Tracks.Where(track => track.Subject is PolicySubject.Employer).Select((track, number) => (track.Id, number)).ToDictionary(pair => pair.Id, pair => pair.number, StringComparer.Ordinal);
    }

    public PolicyTable Table { get; }

    /// <summary>What is ordered of units of the tax data.</summary>
    public SubjectOrders Units { get; }

    /// <summary>What is ordered of people whose card the budget pays.</summary>
    public SubjectOrders Entitled { get; }

    /// <summary>Every ordered act of employers once, at its number.</summary>
    public IReadOnlyList<OrderedAct> All { get; }

    /// <summary>The acts to be done or suspended as tasks, in the order of the tracks; without those the system does by itself. Level 1–4.</summary>
    public ReadOnlySpan<OrderedAct> Acts(Standing standing, DebtBand band, int level, CaseFlags flags) => acts[Cell(standing, band, level, flags)];

    /// <summary>The row of every track, in the order of the tracks: what is ordered and what is not, with its reason.</summary>
    public ReadOnlySpan<PolicyRow> Rows(Standing standing, DebtBand band, int level, CaseFlags flags) => rows[Cell(standing, band, level, flags)];

    /// <summary>The row of one track. Throws <see cref="KeyNotFoundException"/> for a track that the table has not.</summary>
    public PolicyRow Row(string track, Standing standing, DebtBand band, int level, CaseFlags flags) =>
        rows[Cell(standing, band, level, flags)][trackNumbers[track]];

    internal static int Cell(Standing standing, DebtBand band, int level, CaseFlags flags)
    {
        if ((uint)(level - 1) >= Levels)
        {
            throw new ArgumentOutOfRangeException(nameof(level), level, "a level is 1 to 4");
        }

        return (((((int)standing * 4) + (int)band) * Levels) + level - 1) * FlagSets + (int)flags;
    }

    internal static (Standing Standing, DebtBand Band, int Level, CaseFlags Flags) Combination(int cell) =>
        ((Standing)(cell / (4 * Levels * FlagSets)), (DebtBand)(cell / (Levels * FlagSets) % 4), (cell / FlagSets % Levels) + 1, (CaseFlags)(cell % FlagSets));
}

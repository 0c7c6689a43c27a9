using System.Runtime.InteropServices;

namespace BaoPhu.Rules.Levels;

/// <summary>
/// One announced level of one locality (NQ 128/NQ-CP: 1–4), or its lifting (level null). Instants are UTC milliseconds, intervals half-open: valid [ValidFrom, ValidTo),
/// known [KnownFrom, KnownTo). Reference is the caller's id of the decision; Order breaks ties of the same validity and knowledge, later wins.
/// </summary>
public sealed record LevelAnnouncement(string Locality, byte? Level, long ValidFrom, long? ValidTo, long KnownFrom, long? KnownTo, long Reference, int Order = 0)
{
    public bool IsLift => Level is null;

    public bool IsKnownAt(long knownAt) => KnownFrom <= knownAt && !(KnownTo <= knownAt);
}

/// <summary>
/// The level of a locality at a moment. Level null: not announced ("chưa công bố"), to be treated as <see cref="Effective"/> 1 and flagged.
/// AnnouncedFor is the locality (itself or a wider one) whose announcement decides.
/// </summary>
public readonly record struct ResolvedLevel(byte? Level, string? AnnouncedFor, LevelAnnouncement? Announcement)
{
    public bool IsAnnounced => Level is not null;

    /// <summary>The level to act by: 1 where none is announced.</summary>
    public byte Effective => Level ?? 1;
}

/// <summary>The level of a locality before and from a moment.</summary>
public readonly record struct LevelChange(long At, string Locality, ResolvedLevel Before, ResolvedLevel After);

/// <summary>
/// All announcements and the tree of localities, resolved without a database. The narrowest announcement in force decides; it holds until it is replaced,
/// lifted or runs out, whatever is announced for a wider locality in the meantime (design §3 "Keys"). Of several for one locality the one whose validity began last is in
/// force; one that ran out does not revive its predecessor. Immutable: may be used by several threads.
/// </summary>
public sealed class LevelBook
{
    private const int DeepestTree = 16;

    private readonly Dictionary<string, LevelAnnouncement[]> _byLocality;
    private readonly Dictionary<string, string> _parents;

    /// <summary>
    /// <paramref name="parents"/> maps commune → district → province (any depth; a root has no entry). Throws <see cref="ArgumentException"/> for a level outside 1–4 or a
    /// period of validity or knowledge that ends before it begins.
    /// </summary>
    public LevelBook(IEnumerable<LevelAnnouncement> announcements, IEnumerable<KeyValuePair<string, string>> parents)
    {
        _parents = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (child, parent) in parents)
        {
            _parents[child] = parent;
        }

        var gathered = new Dictionary<string, List<LevelAnnouncement>>(StringComparer.Ordinal);
        foreach (var announcement in announcements)
        {
            if (announcement.Level is 0 or > 4 || announcement.ValidTo < announcement.ValidFrom || announcement.KnownTo < announcement.KnownFrom)
            {
                throw new ArgumentException($"announcement {announcement.Reference} of {announcement.Locality}: level {announcement.Level}, or it ends before it begins", nameof(announcements));
            }

            ref var list = ref CollectionsMarshal.GetValueRefOrAddDefault(gathered, announcement.Locality, out _);
            (list ??= []).Add(announcement);
        }

        _byLocality = new Dictionary<string, LevelAnnouncement[]>(gathered.Count, StringComparer.Ordinal);
        foreach (var (locality, list) in gathered)
        {
            _byLocality[locality] = [.. list.OrderBy(a => a.ValidFrom).ThenBy(a => a.KnownFrom).ThenBy(a => a.Order)];
        }
    }

    /// <summary>Level of a locality at a moment, as known at another. A locality that the tree does not know stands alone.</summary>
    public ResolvedLevel Resolve(string locality, long at, long knownAt = long.MaxValue)
    {
        var place = locality;
        for (var depth = 0; depth < DeepestTree; depth++)
        {
            if (InForce(place, at, knownAt) is { Level: { } level } announcement)
            {
                return new ResolvedLevel(level, place, announcement);
            }

            if (!_parents.TryGetValue(place, out var parent))
            {
                return default;
            }

            place = parent;
        }

        throw new InvalidOperationException($"the parents of {locality} go in a circle");
    }

    /// <summary>Level of every locality that the tree knows (10,600 communes and what is above them).</summary>
    public IEnumerable<KeyValuePair<string, ResolvedLevel>> ResolveAll(long at, long knownAt = long.MaxValue)
    {
        foreach (var locality in Localities())
        {
            yield return new(locality, Resolve(locality, at, knownAt));
        }
    }

    /// <summary>
    /// What changed after <paramref name="from"/> up to and including <paramref name="to"/>: for each moment at which something begins or ends, the localities whose level or
    /// deciding announcement is another than before, by moment and locality. With <paramref name="levelsOnly"/> a new announcement of the same level is no change.
    /// </summary>
    public IReadOnlyList<LevelChange> ChangesBetween(long from, long to, long knownAt = long.MaxValue, bool levelsOnly = true)
    {
        var moments = new SortedDictionary<long, HashSet<string>>();
        foreach (var announcement in _byLocality.Values.SelectMany(list => list).Where(a => a.IsKnownAt(knownAt)))
        {
            Note(announcement.ValidFrom, announcement.Locality);
            if (announcement.ValidTo is { } end)
            {
                Note(end, announcement.Locality);
            }
        }

        var changes = new List<LevelChange>();
        if (moments.Count == 0)
        {
            return changes;
        }

        var children = _parents.ToLookup(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);
        foreach (var (moment, places) in moments)
        {
            var touched = new SortedSet<string>(StringComparer.Ordinal);
            var open = new Stack<string>(places);
            while (open.TryPop(out var place))
            {
                if (touched.Add(place))
                {
                    foreach (var child in children[place])
                    {
                        open.Push(child);
                    }
                }
            }

            foreach (var place in touched)
            {
                var (before, after) = (Resolve(place, moment - 1, knownAt), Resolve(place, moment, knownAt));
                if (before.Level != after.Level || (!levelsOnly && !ReferenceEquals(before.Announcement, after.Announcement)))
                {
                    changes.Add(new LevelChange(moment, place, before, after));
                }
            }
        }

        return changes;

        void Note(long moment, string locality)
        {
            if (moment > from && moment <= to)
            {
                if (!moments.TryGetValue(moment, out var places))
                {
                    moments[moment] = places = new HashSet<string>(StringComparer.Ordinal);
                }

                places.Add(locality);
            }
        }
    }

    /// <summary>The announcement of exactly this locality that is in force, a lift included; null when there is none or it ran out.</summary>
    public LevelAnnouncement? InForce(string locality, long at, long knownAt = long.MaxValue)
    {
        if (!_byLocality.TryGetValue(locality, out var list))
        {
            return null;
        }

        for (var i = list.Length - 1; i >= 0; i--)
        {
            var announcement = list[i];
            if (announcement.ValidFrom <= at && announcement.IsKnownAt(knownAt))
            {
                return announcement.ValidTo <= at ? null : announcement;
            }
        }

        return null;
    }

    private HashSet<string> Localities()
    {
        var all = new HashSet<string>(_parents.Keys, StringComparer.Ordinal);
        all.UnionWith(_parents.Values);
        all.UnionWith(_byLocality.Keys);
        return all;
    }
}

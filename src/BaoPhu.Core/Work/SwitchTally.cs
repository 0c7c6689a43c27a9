using System.Runtime.InteropServices;
using System.Security.Cryptography;
using BaoPhu.Core.Data;
using BaoPhu.Rules;
using BaoPhu.Rules.Planning;
using BaoPhu.Rules.Policy;

namespace BaoPhu.Core.Work;

/// <summary>
/// Counts a switch while the pass runs: its size depends on the rule table, the offices and the staff, never on the number of tasks. One for each switch that the pass meets;
/// the loads, which are those of the whole province, are counted once in <see cref="SwitchLoads"/>.
/// </summary>
internal sealed class SwitchTally : IDisposable
{
    private readonly IncrementalHash _digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Dictionary<LineKey, long> _lines = [];
    private readonly long[] _kinds = new long[6];
    private readonly long[,] _streams = new long[2, 4];
    private readonly long[,] _acts = new long[2, ActNames.All.Count];
    private long _employers;

    public void Employer() => _employers++;

    public void Add(long subject, in PlanDifference found, SwitchKind? kind, in KnownTask? before, byte levelBefore, in Situation now, OrderBook book)
    {
        var collective = before?.Collective ?? book[found.Order].Act.Collective != Collective.None;
        if (!collective)
        {
            if (before is { } task)
            {
                _streams[0, task.State == TaskState.Suspended ? 3 : (int)task.Stream]++;
                _acts[0, found.Act]++;
            }

            if (found.State.IsOpen())
            {
                var stream = found.Order < 0 ? before!.Value.Stream : book[found.Order].Act.Stream;
                _streams[1, found.State == TaskState.Suspended ? 3 : (int)stream]++;
                _acts[1, found.Act]++;
            }
        }

        if (kind is not { } change)
        {
            return;
        }

        if (!collective)
        {
            _kinds[(int)change]++;
        }

        var key = new LineKey(change, found.Act, before?.Order ?? -1, found.Order, found.Reason, before?.Facts.Level ?? levelBefore, now.Level, collective);
        CollectionsMarshal.GetValueRefOrAddDefault(_lines, key, out _)++;
        Span<long> line = [subject, (found.Act * 1000L) + found.Occurrence, ((int)change * 8L) + (int)found.State, found.Order, found.Due.DayNumber];
        _digest.AppendData(MemoryMarshal.AsBytes(line));
    }

    public SwitchNumbers Numbers(PlanTable table, IReadOnlyList<SwitchLoad> loads)
    {
        var lines = _lines.Select(l => (l.Key.Collective, Line: new SwitchLine(
                l.Key.Kind, ActNames.All[l.Key.Act], Rule(l.Key.Before), Rule(l.Key.After), PlanNames.Of(l.Key.Reason), l.Key.LevelBefore, l.Key.LevelAfter,
                table.Book.Policy.Table.Document, table.Version, l.Value)))
            .OrderBy(l => l.Line.Kind == SwitchKind.CarriesOn).ThenByDescending(l => l.Line.Tasks).ThenBy(l => l.Line.Key, StringComparer.Ordinal).ToList();
        return new SwitchNumbers
        {
            Employers = _employers,
            CarriesOn = _kinds[0],
            Converted = _kinds[1],
            Suspended = _kinds[2],
            Reopened = _kinds[3],
            Cancelled = _kinds[4],
            Created = _kinds[5],
            Before = Streams(0),
            After = Streams(1),
            Acts = [.. Enumerable.Range(0, ActNames.All.Count).Where(a => _acts[0, a] + _acts[1, a] > 0).Select(a => new ActCounts(ActNames.All[a], _acts[0, a], _acts[1, a]))],
            Lines = [.. lines.Where(l => !l.Collective).Select(l => l.Line)],
            ListLines = [.. lines.Where(l => l.Collective).Select(l => l.Line)],
            Loads = loads,
            Digest = Convert.ToHexStringLower(_digest.GetHashAndReset())[..16],
        };

        string? Rule(int order) => order < 0 ? null : table.Book[order].Row.Id;
    }

    public void Dispose() => _digest.Dispose();

    private StreamCounts Streams(int when) => new(
        _streams[when, (int)WorkStream.InPerson], _streams[when, (int)WorkStream.Post], _streams[when, (int)WorkStream.Online], _streams[when, 3]);

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct LineKey(SwitchKind Kind, int Act, int Before, int After, PlanReason Reason, byte LevelBefore, byte LevelAfter, bool Collective);
}

/// <summary>
/// Open work of each person of each office before and after a pass: whoever took the task, else who follows the employer, else nobody. Lists of the province are nobody's.
/// </summary>
internal sealed class SwitchLoads(DateOnly soon)
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<string> _people = [];
    private readonly Dictionary<(ulong Office, int Person), Cell> _cells = [];
    private (ulong Office, int Person, Cell Cell)? _last;

    /// <summary>Number of a person by the UTF-8 of its key; -1 for the empty one.</summary>
    public int Person(ReadOnlySpan<byte> user)
    {
        if (user.IsEmpty)
        {
            return -1;
        }

        Span<char> text = stackalloc char[user.Length];
        System.Text.Encoding.UTF8.TryGetChars(user, text, out var length);
        var known = _numbers.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!known.TryGetValue(text[..length], out var number))
        {
            number = _people.Count;
            _people.Add(text[..length].ToString());
            _numbers.Add(_people[^1], number);
        }

        return number;
    }

    /// <summary>One task as it was and as it becomes. <paramref name="kind"/> and <paramref name="place"/>: what the switch of that number does to it (-1: none).</summary>
    public void Add(in PlanDifference found, in KnownTask? before, in Situation now, OrderBook book, int inCharge, int place, SwitchKind? kind)
    {
        if (before?.Collective ?? book[found.Order].Act.Collective != Collective.None)
        {
            return;
        }

        var person = before is { Assignee: >= 0 } taken ? taken.Assignee : inCharge;
        if (before is { State: TaskState.Open or TaskState.Started } was)
        {
            var cell = Of(was.Office, person);
            cell.Before++;
            cell.DueBefore += was.Due <= soon ? 1 : 0;
        }

        var after = Of(now.Office, person);
        if (found.State is TaskState.Open or TaskState.Started)
        {
            after.After++;
            after.DueAfter += found.Due <= soon ? 1 : 0;
        }

        if (place >= 0 && kind is { } change)
        {
            after.Changed(place)[(int)change]++;
        }
    }

    /// <summary>Those with work that the switch of this number touches, by office and person, nobody's work last.</summary>
    public IReadOnlyList<SwitchLoad> Of(int place) =>
    [
        .. _cells.Where(c => c.Value.Touches(place))
            .Select(c => new SwitchLoad(
                PackedCode.Text(c.Key.Office), c.Key.Person < 0 ? null : _people[c.Key.Person], c.Value.Before, c.Value.After, c.Value.DueBefore, c.Value.DueAfter, c.Value.Counts(place)))
            .OrderBy(l => l.Office, StringComparer.Ordinal).ThenBy(l => l.UserId is null).ThenByDescending(l => l.After).ThenBy(l => l.UserId, StringComparer.Ordinal),
    ];

    private Cell Of(ulong office, int person)
    {
        // Employers come by id, many of one person in a row.
        if (_last is { } last && last.Office == office && last.Person == person)
        {
            return last.Cell;
        }

        ref var cell = ref CollectionsMarshal.GetValueRefOrAddDefault(_cells, (office, person), out _);
        cell ??= new Cell();
        _last = (office, person, cell);
        return cell;
    }

    private sealed class Cell
    {
        private readonly List<long[]?> _changed = [];
        public long Before;
        public long After;
        public long DueBefore;
        public long DueAfter;

        public long[] Changed(int place)
        {
            while (_changed.Count <= place)
            {
                _changed.Add(null);
            }

            return _changed[place] ??= new long[6];
        }

        public bool Touches(int place) => place < _changed.Count && _changed[place] is not null;

        public SwitchCounts Counts(int place) => _changed[place] is { } c ? new(c[0], c[1], c[2], c[3], c[4], c[5]) : new(0, 0, 0, 0, 0, 0);
    }
}

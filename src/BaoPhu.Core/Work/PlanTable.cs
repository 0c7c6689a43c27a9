using System.Collections.Concurrent;
using System.Text;
using BaoPhu.Core.Data;
using BaoPhu.Core.Policy;
using BaoPhu.Rules.Planning;
using BaoPhu.Rules.Policy;

namespace BaoPhu.Core.Work;

/// <summary>The rule table in force on a day, in numbers, with the words of its rows ready to be written in bulk.</summary>
internal sealed class PlanTable
{
    // Published tables never change, so a process holds each from its first use on.
    private static readonly ConcurrentDictionary<(string Document, int Version), PlanTable> Held = new();
    private readonly int[] _orders;

    private PlanTable(OrderBook book)
    {
        Book = book;
        Number = new([book.Policy.Table.Document]);
        Acts = new(ActNames.All);
        Rules = new(book.Policy.Table.Rows.Select(r => r.Id));
        _orders = new int[book.Policy.Table.Rows.Count * ActNames.All.Count];
        Array.Fill(_orders, -1);
        for (var order = 0; order < book.Orders.Count; order++)
        {
            var rule = Rules.Find(Encoding.UTF8.GetBytes(book[order].Row.Id));
            _orders[(rule * ActNames.All.Count) + book.ActOf(order)] = order;
        }

        Channels = new(book.Orders.Select(o => string.Join(',', o.Act.Channels)));
        Forms = new(book.Orders.Select(o => FormOf(o.Act) ?? ""));
        Owners = new(book.Orders.Select(o => o.Act.Owner));
        RuleOf = new(book.Orders.Select(o => o.Row.Id));
    }

    public OrderBook Book { get; }
    public int Version => Book.Policy.Table.Version;
    public Utf8Index Number { get; }
    public Utf8Index Acts { get; }
    public Utf8Index Rules { get; }

    /// <summary>By the number of the order.</summary>
    public Words Channels { get; }
    public Words Forms { get; }
    public Words Owners { get; }
    public Words RuleOf { get; }

    /// <summary>
    /// The table by which work is planned on a day: the published one that began last. Before the first plan was issued that plan is taken: the work it orders is
    /// what will be asked from its day on.
    /// </summary>
    public static async Task<PlanTable> On(Session s, DateOnly day)
    {
        var (version, policy) = await PublishedPolicies.InForce(s, day);
        return Hold(version, policy);
    }

    /// <summary>Makes <see cref="Find"/> know every published table.</summary>
    public static async Task Load(Session s)
    {
        foreach (var (version, policy) in await PublishedPolicies.All(s))
        {
            Hold(version, policy);
        }
    }

    private static PlanTable Hold(PolicyVersion version, CompiledPolicy policy)
    {
        var key = (version.Number, version.Version);
        if (!Held.TryGetValue(key, out var table) || !ReferenceEquals(table.Book.Policy, policy))
        {
            Held[key] = table = new PlanTable(new OrderBook(policy));
        }

        return table;
    }

    public int OrderOf(int rule, int act) => rule < 0 ? -1 : _orders[(rule * ActNames.All.Count) + act];

    /// <summary>The row and act under which a task was planned, if a table that is held has them.</summary>
    public static OrderedAct? Find(string document, int version, string rule, string act)
    {
        if (!Held.TryGetValue((document, version), out var table))
        {
            return null;
        }

        var order = table.Book.Find(rule + "/" + act);
        return order < 0 ? null : table.Book[order];
    }

    /// <summary>A table that is held, null where none of that document and version is.</summary>
    public static PolicyTable? TableOf(string document, int version) => Held.GetValueOrDefault((document, version))?.Book.Policy.Table;

    /// <summary>Codes of an act's papers, or null.</summary>
    public static string? FormOf(PolicyAct act) => act.Papers.Count == 0 ? null : string.Join(", ", act.Papers);

    /// <summary>UTF-8 of texts by number.</summary>
    internal sealed class Words
    {
        private readonly byte[][] _words;

        public Words(IEnumerable<string> words)
        {
            _words = [.. words.Select(Encoding.UTF8.GetBytes)];
        }

        public ReadOnlySpan<byte> this[int number] => _words[number];
    }
}

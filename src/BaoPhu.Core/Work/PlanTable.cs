using System.Text;
using BaoPhu.Core.Data;
using BaoPhu.Core.Policy;
using BaoPhu.Rules.Planning;
using BaoPhu.Rules.Policy;

namespace BaoPhu.Core.Work;

/// <summary>The rule table in force on a day, in numbers, with the words of its rows ready to be written in bulk.</summary>
internal sealed class PlanTable
{
    private static readonly Lazy<PlanTable> Shipped = new(() => new PlanTable(new OrderBook(Policies.Default)));
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
    /// The table by which work is planned on a day: the last one valid then. Before the first plan was issued that plan is taken: the work it orders is what will
    /// be asked from its day on.
    /// </summary>
    public static PlanTable On(DateOnly day)
    {
        _ = day;
        return Shipped.Value;
    }

    public int OrderOf(int rule, int act) => rule < 0 ? -1 : _orders[(rule * ActNames.All.Count) + act];

    /// <summary>The row and act under which a task was planned, if a table that is held has them.</summary>
    public static OrderedAct? Find(string document, int version, string rule, string act)
    {
        var table = Shipped.Value;
        if (document != table.Book.Policy.Table.Document || version > table.Version)
        {
            return null;
        }

        var order = table.Book.Find(rule + "/" + act);
        return order < 0 ? null : table.Book[order];
    }

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

using System.Diagnostics;
using BaoPhu.Rules.Levels;
using Xunit;

namespace BaoPhu.Tests.Rules.Levels;

public class LevelBookTests
{
    private static readonly Dictionary<string, string> Parents = new(StringComparer.Ordinal) { ["27139"] = "770", ["27140"] = "770", ["770"] = "79", ["771"] = "79" };

    private static LevelAnnouncement Of(string locality, byte? level, long from, long? to = null, long known = 0, long? knownTo = null, int order = 0) => new(locality, level, from, to, known, knownTo, order, order);

    private static LevelBook Book(params LevelAnnouncement[] announcements) => new(announcements, Parents);

    [Fact]
    public void Nothing_announced_is_said_so_and_treated_as_one()
    {
        var level = Book(Of("771", 4, 10)).Resolve("27139", 50);
        Assert.Equal((null, false, 1, null), (level.Level, level.IsAnnounced, level.Effective, level.AnnouncedFor));
    }

    [Fact]
    public void The_narrowest_decides_and_a_later_wider_one_does_not_override_it()
    {
        var book = Book(Of("79", 2, 10), Of("27139", 4, 20), Of("770", 3, 30));
        Assert.Equal((4, "27139"), (book.Resolve("27139", 40).Effective, book.Resolve("27139", 40).AnnouncedFor));
        Assert.Equal((3, "770"), (book.Resolve("27140", 40).Effective, book.Resolve("27140", 40).AnnouncedFor));
        Assert.Equal(2, book.Resolve("27140", 29).Effective);
        Assert.Null(book.Resolve("27140", 9).Level);
    }

    [Fact]
    public void A_lift_an_end_and_a_replacement_let_go()
    {
        var book = Book(Of("79", 2, 10), Of("27139", 4, 20), Of("27139", null, 30), Of("27140", 4, 20, 30), Of("771", 4, 20), Of("771", 1, 30));
        Assert.Equal((4, 2), (book.Resolve("27139", 29).Effective, book.Resolve("27139", 30).Effective));
        Assert.Equal((4, 2), (book.Resolve("27140", 29).Effective, book.Resolve("27140", 30).Effective));
        Assert.Equal((4, 1), (book.Resolve("771", 29).Effective, book.Resolve("771", 30).Effective));
    }

    [Fact]
    public void What_was_not_known_or_was_withdrawn_does_not_count_at_that_knowledge()
    {
        var book = Book(Of("79", 2, 10, known: 10), Of("79", 4, 20, known: 50, knownTo: 60));
        Assert.Equal((2, 4, 2, 2), (book.Resolve("79", 30, 40).Effective, book.Resolve("79", 30, 50).Effective, book.Resolve("79", 30, 60).Effective, book.Resolve("79", 30).Effective));
    }

    [Fact]
    public void Of_two_with_one_beginning_the_later_known_wins_then_the_later_given()
    {
        Assert.Equal(3, Book(Of("79", 3, 10, known: 20), Of("79", 2, 10, known: 15)).Resolve("79", 10).Effective);
        Assert.Equal(2, Book(Of("79", 2, 10, order: 2), Of("79", 3, 10, order: 1)).Resolve("79", 10).Effective);
    }

    [Fact]
    public void Changes_are_listed_where_the_level_becomes_another()
    {
        var book = Book(Of("79", 2, 10), Of("27139", 4, 20), Of("770", 3, 30), Of("79", 1, 40, 50));
        Assert.Equal([(30L, "27140", 2, 3), (30L, "770", 2, 3), (40L, "771", 2, 1), (40L, "79", 2, 1)],
            book.ChangesBetween(20, 40).Select(c => (c.At, c.Locality, (int)c.Before.Effective, (int)c.After.Effective)));
        Assert.Equal(["771", "79"], book.ChangesBetween(40, 60).Select(c => c.Locality));
    }

    [Fact]
    public void Levels_outside_one_to_four_and_reversed_times_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Book(Of("79", 5, 10)));
        Assert.Throws<ArgumentException>(() => Book(Of("79", 0, 10)));
        Assert.Throws<ArgumentException>(() => Book(Of("79", 1, 10, 9)));
    }

    [Fact]
    public void Every_commune_of_the_country_is_resolved_in_moments()
    {
        var parents = Enumerable.Range(0, 10_600).ToDictionary(i => $"{i:00000}", i => $"{i / 15:000}", StringComparer.Ordinal);
        foreach (var district in parents.Values.Distinct(StringComparer.Ordinal).ToList())
        {
            parents[district] = district[..2];
        }

        var book = new LevelBook(parents.Values.Distinct(StringComparer.Ordinal).Select((d, i) => Of(d, (byte)(1 + (i % 4)), i)), parents);
        var watch = Stopwatch.StartNew();
        Assert.Equal(10_600, book.ResolveAll(5_000).Count(l => l.Key.Length == 5 && l.Value.IsAnnounced));
        Assert.True(watch.ElapsedMilliseconds < 1_000, $"{watch.ElapsedMilliseconds} ms");
    }
}

using BaoPhu.Core.Policy;
using BaoPhu.Rules;
using BaoPhu.Rules.Policy;
using Xunit;

namespace BaoPhu.Tests.Policy;

/// <summary>What plan 3532 III.1.2 orders, written down from its text and not from the table.</summary>
public class Plan3532CoverageTests
{
    private static readonly CompiledPolicy Plan = Policies.Default;

    [Theory]
    [InlineData("none part", "1 2 3", "", "meet@in-person minutes@in-person notice@online tax-list@online")]
    [InlineData("none part", "1 2 3", "refused-to-sign", "inspect@in-person meet@in-person minutes@in-person notice@online tax-list@online")]
    [InlineData("none part", "1 2 3", "wilful", "inspect@in-person meet@in-person minutes@in-person notice@online refer@post tax-list@online")]
    [InlineData("none part", "1 2 3", "wilful large", "inspect@in-person meet@in-person minutes@in-person notice@online propose@online refer@post tax-list@online")]
    [InlineData("none part", "1 2 3", "large", "meet@in-person minutes@in-person notice@online tax-list@online")]
    [InlineData("none part", "1 2 3", "violation", "meet@in-person minutes@in-person notice@online penalise@post tax-list@online")]
    [InlineData("none", "4", "", "contact@online demand@post meet@online minutes@post notice@post tax-list@online")]
    [InlineData("part", "4", "", "contact@online meet@online minutes@post notice@post tax-list@online")]
    [InlineData("part", "4", "refused-to-sign violation", "contact@online inspect@in-person meet@online minutes@post notice@post penalise@post tax-list@online")]
    [InlineData("part", "4", "wilful large", "contact@online inspect@in-person meet@online minutes@post notice@post refer@post tax-list@online ~propose@online")]
    public void The_plan_orders_of_units(string takings, string levels, string flags, string acts)
    {
        var set = flags.Split(' ', StringSplitOptions.RemoveEmptyEntries).Aggregate(CaseFlags.None, (all, name) => Names.TryFlag(name, out var flag) ? all | flag : throw new ArgumentException(name, nameof(flags)));
        foreach (var taking in takings.Split(' '))
        {
            foreach (var level in levels.Split(' ').Select(int.Parse))
            {
                Assert.Equal($"{taking} {level}: {acts}", $"{taking} {level}: {Said(Plan.Units.Acts(level, taking == "none" ? Taking.None : Taking.Part, set))}");
            }
        }
    }

    [Fact]
    public void People_whose_card_the_budget_pays_are_reviewed_at_every_level() => Assert.All(Enumerable.Range(1, 4), level => Assert.Equal("review-funded@online", Said(Plan.Entitled.Acts(level))));

    [Fact]
    public void Level_3_in_person_acts_need_a_slot_and_QD_688() => Assert.All(
        Plan.Units.Acts(3, Taking.None, CaseFlags.Wilful).Where(ordered => ordered.Act.Stream == WorkStream.InPerson), ordered =>
        {
            Assert.True(ordered.Act.Slot, ordered.Key);
            Assert.Equal(["688/QĐ-BHXH"], ordered.Act.Guidance);
            Assert.Contains(ordered.Row.Clauses, clause => clause.Dash is "III.1.2.b");
        });

    [Fact]
    public void Rows_of_units_plan_no_task_of_an_employer() => Assert.All(Plan.All, ordered => Assert.StartsWith("III.1.1.", ordered.Row.Clauses[0].Section, StringComparison.Ordinal));

    [Fact]
    public void A_row_of_a_level_cites_a_dash_of_that_level() => Assert.All(Plan.Table.Rows.Where(row => !row.Nothing && row.Clauses[0].Section.StartsWith("III.1.2.", StringComparison.Ordinal)), row =>
    {
        var sections = row.Clauses.Select(clause => clause.Section).ToHashSet(StringComparer.Ordinal);
        Assert.True((row.When.Levels & 0b0011) == 0 || sections.Contains("III.1.2.a"), row.Id);
        Assert.Equal((row.When.Levels & 0b0100) != 0, sections.Contains("III.1.2.b"));
        Assert.Equal((row.When.Levels & 0b1000) != 0, sections.Contains("III.1.2.c"));
    });

    [Fact]
    public void Quotations_are_the_words_of_the_plan_in_their_order_and_none_is_left_out()
    {
        using var reader = new StreamReader(typeof(Plan3532CoverageTests).Assembly.GetManifestResourceStream("ke-hoach-3532-iii-1-2.txt")!);
        var text = reader.ReadToEnd();
        var plan = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var dashes = Plan.Table.Dashes.Where(dash => dash.Section.StartsWith("III.1.2.", StringComparison.Ordinal)).ToList();
        var at = 0;
        foreach (var dash in dashes)
        {
            foreach (var words in dash.Text.Split('…').Select(words => words.Trim(' ', ',', ';', '.', ')', '(')).Where(words => words.Length > 0))
            {
                var found = plan.IndexOf(words, at, StringComparison.Ordinal);
                Assert.True(found >= 0, $"{dash.Id}: '{words}'");
                at = found + words.Length;
            }
        }

        // The first dash of a) and of c) only heads its pluses.
        var lines = text.Split('\n');
        Assert.Equal(lines.Count(line => line.StartsWith('+') || line.StartsWith('-') || line.StartsWith("b)", StringComparison.Ordinal)) - 2, dashes.Count);
    }

    private static string Said(IEnumerable<OrderedAct> acts) => string.Join(' ', acts
        .Select(ordered => (ordered.Act.Mode == ActMode.Suspend ? "~" : "") + $"{ordered.Act.Act}@{Names.Of(ordered.Act.Stream)}").Order(StringComparer.Ordinal));
}

using System.Text.Json;
using BaoPhu.Core.Policy;
using BaoPhu.Rules;
using BaoPhu.Rules.Policy;
using Xunit;

namespace BaoPhu.Tests.Policy;

/// <summary>What plan 3532 III.1.1 orders, written down from its text and not from the table.</summary>
public class Plan3532Tests
{
    private static readonly CompiledPolicy Plan = Policies.Default;

    private static IEnumerable<PolicyRow> Debtors => Plan.Table.Rows.Where(row => row.Clauses[0].Section.StartsWith("III.1.1.", StringComparison.Ordinal));

    private static IEnumerable<(Standing Standing, DebtBand Band, int Level, CaseFlags Flags)> Everything() =>
        from standing in Enum.GetValues<Standing>()
        from band in Enum.GetValues<DebtBand>()
        from level in Enumerable.Range(1, 4)
        from flags in Enumerable.Range(0, 32)
        select (standing, band, level, (CaseFlags)flags);

    private static OrderedAct[] Acts(Standing standing, DebtBand band, int level, CaseFlags flags = CaseFlags.None) => Plan.Acts(standing, band, level, flags).ToArray();

    /// <summary>"act@stream" of every act in the order of their names; "~" before a suspended one.</summary>
    private static string Said(IEnumerable<OrderedAct> acts) => string.Join(' ', acts
        .Select(ordered => (ordered.Act.Mode == ActMode.Suspend ? "~" : "") + $"{ordered.Act.Act}@{Names.Of(ordered.Act.Stream)}").Order(StringComparer.Ordinal));

    private const string Monthly = "publish@online report@online";

    [Theory]
    // a) levels 1 and 2, b) level 3 "as a)"
    [InlineData("active", "none", "1 2 3 4", "", "")]
    [InlineData("active", "<1", "1 2 3", "", "contact@online meet@in-person notice@online " + Monthly)]
    [InlineData("active", "1-<3", "1 2 3", "", "minutes@in-person " + Monthly + " visit@in-person")]
    [InlineData("active", ">=3", "1 2 3", "", "inspect@in-person " + Monthly)]
    [InlineData("active", ">=3", "1 2 3", "wilful", "inspect@in-person " + Monthly)]
    [InlineData("active", ">=3", "1 2 3", "large", "inspect@in-person propose@online " + Monthly)]
    [InlineData("active", ">=3", "1 2 3", "violation", "inspect@in-person penalise@post publish@online refer@post report@online")]
    [InlineData("active", "1-<3", "1 2 3", "large", "minutes@in-person " + Monthly + " visit@in-person")]
    [InlineData("active", "<1", "1 2 3", "violation", "contact@online meet@in-person notice@online penalise@post publish@online refer@post report@online")]
    // c) level 4
    [InlineData("active", "<1", "4", "", "contact@online notice@post " + Monthly)]
    [InlineData("active", "1-<3", "4", "", "minutes@post " + Monthly + " visit@online")]
    [InlineData("active", "1-<3", "4", "wilful", "minutes@post " + Monthly + " visit@online")]
    [InlineData("active", ">=3", "4", "", "demand@post " + Monthly + " ~inspect@in-person")]
    [InlineData("active", ">=3", "4", "wilful", "demand@post inspect@in-person " + Monthly)]
    [InlineData("active", ">=3", "4", "large", "demand@post " + Monthly + " ~inspect@in-person")]
    [InlineData("active", ">=3", "4", "violation", "demand@post penalise@post publish@online refer@post report@online ~inspect@in-person")]
    // the other standings
    [InlineData("suspended", "none <1 1-<3 >=3", "1 2 3 4", "", "makeup@online urge@online")]
    [InlineData("suspended", ">=3", "1 2 3 4", "wilful large violation", "makeup@online urge@online")]
    [InlineData("dissolved", "none", "1 2 3 4", "", "")]
    [InlineData("dissolved", "<1 1-<3 >=3", "1 2 3 4", "", "claim@online")]
    [InlineData("dissolved", ">=3", "1 2 3 4", "wilful large violation not-at-address", "claim@online")]
    [InlineData("budget", "none <1 1-<3 >=3", "1 2 3", "", "reconcile@online")]
    [InlineData("budget", "none <1 1-<3 >=3", "4", "", "contact@online reconcile@post")]
    [InlineData("budget", ">=3", "1 2 3", "wilful large violation", "reconcile@online")]
    public void The_plan_orders(string standing, string bands, string levels, string flags, string acts)
    {
        Assert.True(Names.TryStanding(standing, out var ofStanding));
        var set = flags.Split(' ', StringSplitOptions.RemoveEmptyEntries).Aggregate(CaseFlags.None, (all, name) => Names.TryFlag(name, out var flag) ? all | flag : throw new ArgumentException(name, nameof(flags)));
        foreach (var band in bands.Split(' '))
        {
            Assert.True(Names.TryBand(band, out var ofBand));
            foreach (var level in levels.Split(' ').Select(int.Parse))
            {
                Assert.Equal($"{band} {level}: {acts}", $"{band} {level}: {Said(Acts(ofStanding, ofBand, level, set))}");
            }
        }
    }

    [Fact]
    public void Refusing_to_sign_and_not_being_at_the_address_change_nothing_in_III_1_1() => Assert.All(Everything(), each =>
        Assert.Equal(Said(Acts(each.Standing, each.Band, each.Level, each.Flags & ~(CaseFlags.RefusedToSign | CaseFlags.NotAtAddress))), Said(Acts(each.Standing, each.Band, each.Level, each.Flags))));

    [Fact]
    public void Levels_1_and_2_are_the_same_row_by_row() => Assert.All(Everything().Where(each => each.Level == 1), each =>
        Assert.Equal(Plan.Rows(each.Standing, each.Band, 1, each.Flags).ToArray(), Plan.Rows(each.Standing, each.Band, 2, each.Flags).ToArray()));

    [Fact]
    public void Budget_is_never_met_in_person() => Assert.All(Everything().Where(each => each.Standing == Standing.BudgetHealthOnly).SelectMany(each => Acts(each.Standing, each.Band, each.Level, each.Flags)), ordered =>
    {
        Assert.NotEqual(WorkStream.InPerson, ordered.Act.Stream);
        Assert.DoesNotContain("visit", ordered.Act.Channels);
        Assert.DoesNotContain("meeting", ordered.Act.Channels);
    });

    [Fact]
    public void Dissolved_is_the_same_at_every_level() => Assert.All(Everything().Where(each => each.Standing == Standing.Ceased), each =>
        Assert.Equal(Plan.Rows(Standing.Ceased, each.Band, 1, each.Flags).ToArray(), Plan.Rows(Standing.Ceased, each.Band, each.Level, each.Flags).ToArray()));

    [Fact]
    public void The_ladder_of_active_units_is_not_for_the_others()
    {
        string[] ladder = ["notice", "meet", "visit", "minutes", "demand", "inspect", "propose", "penalise", "refer", "report", "publish"];
        Assert.All(Everything().Where(each => each.Standing != Standing.Active), each => Assert.DoesNotContain(Acts(each.Standing, each.Band, each.Level, each.Flags), ordered => ladder.Contains(ordered.Act.Act, StringComparer.Ordinal)));
    }

    [Fact]
    public void Level_3_in_person_acts_need_a_slot_and_QD_688()
    {
        var inPerson = Everything().Where(each => each.Level == 3).SelectMany(each => Acts(each.Standing, each.Band, 3, each.Flags)).Where(ordered => ordered.Act.Stream == WorkStream.InPerson).Distinct().ToList();
        Assert.Equal(["inspect", "meet", "minutes", "visit"], inPerson.Select(ordered => ordered.Act.Act).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.All(inPerson, ordered =>
        {
            Assert.True(ordered.Act.Slot, ordered.Key);
            Assert.Equal(["688/QĐ-BHXH"], ordered.Act.Guidance);
            Assert.Contains(ordered.Row.Clauses, clause => clause.Dash is "III.1.1.b");
        });
        Assert.All(Everything().Where(each => each.Level < 3).SelectMany(each => Acts(each.Standing, each.Band, each.Level, each.Flags)), ordered => Assert.False(ordered.Act.Slot, ordered.Key));
    }

    [Fact]
    public void Level_3_does_what_levels_1_and_2_do() => Assert.All(Everything().Where(each => each.Level == 3), each =>
        Assert.Equal(Said(Acts(each.Standing, each.Band, 1, each.Flags)), Said(Acts(each.Standing, each.Band, 3, each.Flags))));

    [Fact]
    public void Level_4_has_nobody_in_person_but_the_combined_inspection_of_the_wilful() => Assert.All(Everything().Where(each => each.Level == 4), each =>
    {
        var inPerson = Acts(each.Standing, each.Band, 4, each.Flags).Where(ordered => ordered.Act is { Stream: WorkStream.InPerson, Mode: ActMode.Do }).ToList();
        if (each is { Standing: Standing.Active, Band: DebtBand.ThreeAndOver } && each.Flags.HasFlag(CaseFlags.Wilful))
        {
            Assert.Equal(("inspect", InspectionMethod.Combined), Assert.Single(inPerson.Select(ordered => (ordered.Act.Act, ordered.Act.Method!.Value))));
        }
        else
        {
            Assert.Empty(inPerson);
        }
    });

    [Fact]
    public void Only_an_inspection_rests_and_only_at_level_4()
    {
        var resting = Everything().Where(each => Acts(each.Standing, each.Band, each.Level, each.Flags).Any(ordered => ordered.Act.Mode == ActMode.Suspend)).ToList();
        Assert.All(resting, each => Assert.True(each is { Standing: Standing.Active, Band: DebtBand.ThreeAndOver, Level: 4 } && !each.Flags.HasFlag(CaseFlags.Wilful)));
        Assert.Equal(16, resting.Count);
    }

    [Theory]
    [InlineData("<1", 1, "contact", "phone zalo email", "")]
    [InlineData("<1", 4, "contact", "phone zalo email", "")]
    [InlineData("<1", 4, "notice", "post", "TB TLTT")]
    [InlineData("1-<3", 1, "visit", "visit", "TLTT")]
    [InlineData("1-<3", 1, "minutes", "visit", "D04h-TS")]
    [InlineData("1-<3", 4, "visit", "phone zalo email facebook", "TLTT")]
    [InlineData("1-<3", 4, "minutes", "post", "D04h-TS")]
    [InlineData(">=3", 4, "demand", "post", "CV 03/QĐ688")]
    public void Channels_and_papers_are_those_of_the_text(string band, int level, string act, string channels, string papers)
    {
        Assert.True(Names.TryBand(band, out var ofBand));
        var found = Assert.Single(Acts(Standing.Active, ofBand, level), ordered => string.Equals(ordered.Act.Act, act, StringComparison.Ordinal)).Act;
        Assert.Equal(channels, string.Join(' ', found.Channels));
        Assert.Equal(papers, string.Join(' ', found.Papers));
    }

    [Fact]
    public void Level_4_reaches_suspended_and_budget_as_the_text_says()
    {
        Assert.All(Acts(Standing.PensionSuspended, DebtBand.None, 4), ordered => Assert.Equal(["phone", "zalo", "email", "facebook"], ordered.Act.Channels));
        var budget = Acts(Standing.BudgetHealthOnly, DebtBand.None, 4);
        Assert.Equal(["phone", "zalo", "email", "facebook"], budget[0].Act.Channels);
        Assert.Equal(["post"], budget[1].Act.Channels);
        Assert.All(Enumerable.Range(1, 4), level => Assert.Equal(["01/NĐ146", "B09-TS"], Acts(Standing.BudgetHealthOnly, DebtBand.None, level)[^1].Act.Papers));
    }

    [Fact]
    public void Periods_are_those_of_the_text()
    {
        Assert.All(Everything().SelectMany(each => Acts(each.Standing, each.Band, each.Level, each.Flags)).Distinct(), ordered => Assert.Equal(
            ordered.Act.Act switch
            {
                "report" or "publish" => (RecurrenceKind.Monthly, Collective.Province, false),
                "reconcile" => (RecurrenceKind.Quarterly, Collective.None, false),
                "urge" => (RecurrenceKind.Monthly, Collective.None, true),
                "contact" when ordered.Row.Track is "reconciliation" => (RecurrenceKind.Quarterly, Collective.None, true),
                _ => (RecurrenceKind.None, Collective.None, false),
            },
            (ordered.Act.Recurrence.Kind, ordered.Act.Collective, ordered.Act.Recurrence.Internal)));
        Assert.All(Everything().SelectMany(each => Acts(each.Standing, each.Band, each.Level, each.Flags)).Where(ordered => ordered.Act.Deadline.WorkingDays is not null), ordered => Assert.True(ordered.Act.Deadline.Internal, ordered.Key));
        Assert.All(Acts(Standing.Active, DebtBand.UnderOneMonth, 1).Where(ordered => ordered.Row.Track is "urging"), ordered => Assert.Equal(DeadlineAnchor.BeforeInterest, ordered.Act.Deadline.Anchor));
    }

    [Fact]
    public void A_team_at_level_4_is_not_repeated_and_the_row_says_so()
    {
        var row = Plan.Row("team", Standing.Active, DebtBand.ThreeAndOver, 4, CaseFlags.Large);
        Assert.True(row.Nothing);
        Assert.Contains("không được nhắc lại ở tiết c", row.Reason, StringComparison.Ordinal);
        Assert.False(Plan.Row("team", Standing.Active, DebtBand.ThreeAndOver, 3, CaseFlags.Large).Nothing);
    }

    [Fact]
    public void Debts_are_sorted_by_the_system_without_a_task()
    {
        var row = Plan.Row("classify", Standing.Active, DebtBand.UnderOneMonth, 4, CaseFlags.None);
        Assert.True(Assert.Single(row.Acts).Automatic);
        Assert.DoesNotContain(Acts(Standing.Active, DebtBand.UnderOneMonth, 4), ordered => ordered.Act.Automatic);
    }

    [Fact]
    public void Every_row_has_its_clause_and_every_dash_is_carried_out()
    {
        Assert.All(Plan.Table.Rows, row =>
        {
            Assert.NotEmpty(row.Clauses);
            Assert.All(row.Clauses, clause => Assert.True(clause is { Document: "3532/KH-BHXH" } && clause.Section.StartsWith("III.1.", StringComparison.Ordinal)));
            Assert.Equal(row.Nothing, row.Reason is not null);
        });
        var coverage = PolicyProof.Coverage(Plan.Table);
        Assert.Equal(19 + 16, coverage.Count);
        Assert.All(coverage, dash => Assert.True(dash.Covered, dash.Dash.Id));
    }

    [Fact]
    public void A_row_of_a_level_cites_a_dash_of_that_level() => Assert.All(Debtors.Where(row => !row.Nothing && row.Track is not "classify"), row =>
    {
        var dashes = row.Clauses.Select(clause => clause.Section).ToHashSet(StringComparer.Ordinal);
        // Rows of level 3 and 4 may cite a) too: b) says "as a)", and c) 1–<3 "all the work of a)".
        Assert.True((row.When.Levels & 0b0011) == 0 || dashes.Contains("III.1.1.a"), row.Id);
        Assert.Equal((row.When.Levels & 0b0100) != 0, dashes.Contains("III.1.1.b"));
        Assert.Equal((row.When.Levels & 0b1000) != 0, dashes.Contains("III.1.1.c"));
    });

    [Fact]
    public void Quotations_are_the_words_of_the_plan_in_their_order()
    {
        using var reader = new StreamReader(typeof(Plan3532Tests).Assembly.GetManifestResourceStream("ke-hoach-3532-iii-1-1.txt")!);
        var plan = string.Join(' ', reader.ReadToEnd().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var dashStart = 0;
        Assert.All(Plan.Table.Dashes.Where(dash => dash.Section.StartsWith("III.1.1.", StringComparison.Ordinal)), dash =>
        {
            var at = dashStart;
            foreach (var words in dash.Text.Split('…').Select(words => words.Trim(' ', ',', ';', '.', ')', '(')).Where(words => words.Length > 0))
            {
                var found = plan.IndexOf(words, at, StringComparison.Ordinal);
                Assert.True(found >= 0, $"{dash.Id}: '{words}'");
                dashStart = at == dashStart ? found : dashStart;
                at = found + words.Length;
            }

            dashStart = at;
        });
    }

    [Fact]
    public void Every_dash_of_the_plan_is_in_the_list()
    {
        using var reader = new StreamReader(typeof(Plan3532Tests).Assembly.GetManifestResourceStream("ke-hoach-3532-iii-1-1.txt")!);
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        // The dash before a list of pluses that says nothing itself (c, first dash) and the headings are no orders; the sorting of debts follows its dash on a line of its own.
        var orders = lines.Count(line => line.StartsWith('+') || (line.StartsWith('-') && !line.EndsWith("đơn vị đang tham gia:", StringComparison.Ordinal))
            || line.StartsWith("b)", StringComparison.Ordinal) || line.StartsWith("Kết xuất", StringComparison.Ordinal) || line.StartsWith("Trường hợp", StringComparison.Ordinal));
        Assert.Equal(orders, Plan.Table.Dashes.Count(dash => dash.Section.StartsWith("III.1.1.", StringComparison.Ordinal)));
    }

    [Fact]
    public void Without_any_one_row_it_is_refused_in_few_lines() => Assert.All(Plan.Table.Rows, row =>
    {
        var (compiled, faults) = PolicyProof.Compile(Plan.Table with { Rows = [.. Plan.Table.Rows.Where(other => other != row)] });
        Assert.Null(compiled);
        var gaps = faults.Where(fault => fault.Code is FaultCodes.Gap).ToList();
        Assert.InRange(gaps.Count, 1, 2);
        Assert.All(gaps, gap => Assert.Equal(row.Track, gap.Subject));
    });

    [Fact]
    public void With_any_row_twice_it_is_refused_naming_both() => Assert.All(Plan.Table.Rows, row =>
    {
        var (compiled, faults) = PolicyProof.Compile(Plan.Table with { Rows = [.. Plan.Table.Rows, row with { Id = "again" }] });
        Assert.Null(compiled);
        Assert.InRange(faults.Count, 1, 2);
        Assert.All(faults, fault => Assert.Equal([row.Id, "again"], fault.Rows));
        Assert.Contains("two rows: " + row.Id + ", again", faults[0].ToString(), StringComparison.Ordinal);
    });

    [Fact]
    public void Numbers_of_ordered_acts_are_their_places() => Assert.All(Plan.All, ordered => Assert.Same(ordered, Plan.All[ordered.Number]));

    [Fact]
    public void The_shipped_table_is_among_the_shipped() => Assert.Contains(Policies.DefaultName, Policies.Shipped);

    [Fact]
    public void The_schema_has_the_same_words_as_the_code()
    {
        using var schema = JsonDocument.Parse(Policies.Schema());
        var definitions = schema.RootElement.GetProperty("$defs");
        Same("standing", Names.AllStandings);
        Same("band", Names.AllBands);
        Same("flag", Names.AllFlags);
        Same("stream", Names.AllStreams);
        Same("act-name", ActNames.Known);
        Same("subject", PolicyNames.Subjects);
        Same("taking", PolicyNames.Takings);
        Same("channel", PolicyNames.Channels);
        Same("role", PolicyNames.Roles);
        Same("outcome", PolicyNames.Outcomes);
        Same("mode", PolicyNames.Modes);
        Same("method", PolicyNames.Methods);
        Same("collective", PolicyNames.Collectives);
        Assert.Equal((1, 4), (definitions.GetProperty("level").GetProperty("minimum").GetInt32(), definitions.GetProperty("level").GetProperty("maximum").GetInt32()));

        void Same(string name, IReadOnlyList<string> words) => Assert.Equal(words, definitions.GetProperty(name).GetProperty("enum").EnumerateArray().Select(word => word.GetString()!));
    }
}

using BaoPhu.Core.Policy;
using BaoPhu.Rules;
using BaoPhu.Rules.Policy;
using Xunit;

namespace BaoPhu.Tests.Policy;

/// <summary>The proof refuses planted faults and names the combination; the problems of a text carry line and column.</summary>
public class ProofTests
{
    private static List<string> Faults(string rows) => [.. PolicyFile.Parse(SmallPolicy.Of(rows)).Problems.Select(problem => problem.ToString())];

    private static string Only(string rows) => Assert.Single(Faults(rows));

    [Fact]
    public void A_whole_table_is_proven()
    {
        var check = PolicyFile.Parse(SmallPolicy.Of(SmallPolicy.Whole));
        Assert.Empty(check.Problems);
        Assert.True(check.Ok);
        Assert.Equal(64, check.Digest.Length);
        Assert.Equal(["contact", "report"], Acts(check, Standing.Active));
        Assert.Equal(["report"], Acts(check, Standing.Ceased));
    }

    private static List<string> Acts(PolicyCheck check, Standing standing) => [.. check.Policy!.Acts(standing, DebtBand.None, 1, CaseFlags.None).ToArray().Select(act => act.Act.Act)];

    [Fact]
    public void A_planted_gap_is_named()
    {
        var text = Only("""
            - { id: u1, track: urging, when: { standing: [suspended, dissolved, budget] }, clause: [d1], acts: [{ act: contact, title: a, stream: online, owner: legal }] }
            - { id: u2, track: urging, when: { standing: [active], band: [none, "<1", ">=3"] }, clause: [d1], nothing: true, reason: x }
            - { id: u3, track: urging, when: { standing: [active], band: ["1-<3"], level: [1, 2, 3] }, clause: [d1], nothing: true, reason: x }
            - { id: u4, track: urging, when: { standing: [active], band: ["1-<3"], level: [4], flags: { none: [wilful] } }, clause: [d1], nothing: true, reason: x }
            """ + "\n" + SmallPolicy.WholeReport);
        Assert.Contains("urging: active × 1-<3 × level 4 × {wilful}: không có dòng nào", text, StringComparison.Ordinal);
        Assert.Contains("[gap]", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_planted_overlap_names_both_rows_once()
    {
        var text = Only(SmallPolicy.Whole + "\n" + """
            - { id: u9, track: urging, when: { standing: [suspended, budget], band: ["<1"], level: [3, 4] }, clause: [d1], nothing: true, reason: x }
            """);
        Assert.Contains("urging: suspended+budget × <1 × level 3+4: có nhiều dòng: u2, u9", text, StringComparison.Ordinal);
        Assert.Contains("[overlap]", text, StringComparison.Ordinal);
        Assert.StartsWith("14:", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_track_is_one_line() => Assert.Contains("report: any standing × any band × any level: ", Assert.Single(Faults(SmallPolicy.WholeUrging), text => text.Contains("[gap]", StringComparison.Ordinal)), StringComparison.Ordinal);

    [Fact]
    public void A_condition_on_any_of_two_flags_leaves_both_unset()
    {
        var text = Only("""
            - { id: u1, track: urging, when: { flags: { any: [large, violation] } }, clause: [d1], acts: [{ act: contact, title: a, stream: online, owner: legal }] }
            """ + "\n" + SmallPolicy.WholeReport);
        Assert.Contains("any standing × any band × any level × {not large, not violation}: không có dòng nào", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_clause_to_no_dash_is_named()
    {
        var text = Only(SmallPolicy.Whole.Replace("id: u2, track: urging, when: { standing: [suspended, dissolved, budget] }, clause: [d1]", "id: u2, track: urging, when: { standing: [suspended, dissolved, budget] }, clause: [d7]", StringComparison.Ordinal));
        Assert.Contains("u2", text, StringComparison.Ordinal);
        Assert.Contains("“d7”", text, StringComparison.Ordinal);
        Assert.Contains("[dash-unknown]", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dash_without_a_row_that_acts_is_named()
    {
        var check = PolicyFile.Parse(SmallPolicy.Of(SmallPolicy.Whole, "[{ id: d1, section: s, levels: '1', text: một }, { id: d2, section: s, levels: '1', text: hai }, { id: d3, section: s, levels: '1', text: ba }]"));
        Assert.Contains("d3", Assert.Single(check.Problems, problem => problem.Code is FaultCodes.DashUncovered).Text, StringComparison.Ordinal);
        Assert.Equal([true, true, false], check.Coverage.Select(dash => dash.Covered));
        Assert.Equal(["u1"], check.Coverage[0].Rows);
        Assert.Equal(["u2"], check.Coverage[0].NothingRows);
    }

    [Fact]
    public void Doing_nothing_does_not_carry_out_a_dash() =>
        Assert.Contains(Faults("- { id: u1, track: urging, when: {}, clause: [d1], nothing: true, reason: x }\n" + SmallPolicy.WholeReport), text => text.Contains("[dash-uncovered]", StringComparison.Ordinal));

    [Fact]
    public void Level_5_is_refused_with_its_place()
    {
        var text = SmallPolicy.Of(SmallPolicy.Whole.Replace("when: { standing: [active] }", "when: { standing: [active], level: [1, 5] }", StringComparison.Ordinal));
        var problem = Assert.Single(PolicyFile.Parse(text).Problems);
        Assert.Equal(ProblemCodes.LevelOutside, problem.Code);
        Assert.Equal("Cấp độ dịch “5” nằm ngoài 1 đến 4.", problem.Text);
        Assert.Equal('5', text.Split('\n')[problem.Line - 1][problem.Column - 1]);
    }

    [Theory]
    [InlineData("owner: legal", "owner: lawyer", ProblemCodes.ValueUnknown)]
    [InlineData("act: contact", "act: telephone", ProblemCodes.ValueUnknown)]
    [InlineData("standing: [active]", "standing: [aktive]", ProblemCodes.ValueUnknown)]
    [InlineData("standing: [active]", "standing: active", ProblemCodes.WrongType)]
    [InlineData("standing: [active]", "standing: [active], flags: { all: [lage] }", ProblemCodes.ValueUnknown)]
    [InlineData("standing: [active]", "standing: [active], flags: { all: [large], none: [large] }", ProblemCodes.FlagContradiction)]
    [InlineData("standing: [active]", "standing: [active, active]", ProblemCodes.ValueTwice)]
    [InlineData("standing: [active]", "standing: [active], lever: [1]", ProblemCodes.KeyUnknown)]
    [InlineData("standing: [active]", "standing: [active], level: []", ProblemCodes.ValueEmpty)]
    [InlineData("stream: online, owner: legal", "owner: legal", ProblemCodes.KeyMissing)]
    [InlineData("version: 1", "version: one", ProblemCodes.NumberInvalid)]
    [InlineData("date: 2021-11-03", "date: 03/11/2021", ProblemCodes.DateInvalid)]
    [InlineData("title: Thử", "title: [Thử]", ProblemCodes.WrongType)]
    [InlineData("title: Thử", "title: ", ProblemCodes.ValueEmpty)]
    [InlineData("title: Thử", "title: Thử\ntitle: Thử", ProblemCodes.Malformed)]
    [InlineData("title: Thử", "title: [Thử", ProblemCodes.Malformed)]
    [InlineData("nothing: true, reason: không giao", "reason: không giao", ProblemCodes.NeitherNothingNorActs)]
    [InlineData("nothing: true, reason: không giao", "nothing: true", ProblemCodes.KeyMissing)]
    [InlineData("title: Liên hệ", "title: Liên hệ, deadline: { working-days: 3, at: month-end }", ProblemCodes.DeadlineUnclear)]
    [InlineData("title: Liên hệ", "title: Liên hệ, deadline: { internal: true }", ProblemCodes.DeadlineUnclear)]
    [InlineData("title: Liên hệ", "title: Liên hệ, papers: [XX]", FaultCodes.PaperUnknown)]
    [InlineData("title: Liên hệ", "title: Liên hệ, with: visit", FaultCodes.WithUnknown)]
    [InlineData("title: Liên hệ, stream: online", "title: Liên hệ, stream: in-person", FaultCodes.SlotMissing)]
    [InlineData("act: contact, title: Liên hệ", "act: report, title: Liên hệ", FaultCodes.ActTwice)]
    [InlineData("id: u2, track: urging", "id: u1, track: urging", FaultCodes.IdTwice)]
    public void A_fault_in_the_text_has_its_code_and_place(string right, string wrong, string code)
    {
        var whole = SmallPolicy.Of(SmallPolicy.Whole);
        Assert.Contains(right, whole, StringComparison.Ordinal);
        var check = PolicyFile.Parse(whole.Replace(right, wrong, StringComparison.Ordinal));
        Assert.False(check.Ok);
        var problem = Assert.Single(check.Problems, problem => string.Equals(problem.Code, code, StringComparison.Ordinal));
        Assert.True(problem.Line > 0 && problem.Column > 0, problem.ToString());
    }

    [Fact]
    public void All_problems_are_told_together()
    {
        var check = PolicyFile.Parse(SmallPolicy.Of(SmallPolicy.Whole.Replace("owner: legal", "owner: lawyer", StringComparison.Ordinal).Replace("owner: director", "owner: boss, colour: red", StringComparison.Ordinal)));
        Assert.Equal([ProblemCodes.ValueUnknown, ProblemCodes.ValueUnknown, ProblemCodes.KeyUnknown], check.Problems.Select(problem => problem.Code));
    }

    [Theory]
    [InlineData("", ProblemCodes.Empty)]
    [InlineData("# chỉ có ghi chú", ProblemCodes.Empty)]
    [InlineData("a: 1\n---\nb: 2", ProblemCodes.MoreDocuments)]
    [InlineData("- 1\n- 2", ProblemCodes.WrongType)]
    [InlineData("một câu", ProblemCodes.WrongType)]
    [InlineData("{ a: *b }", ProblemCodes.Malformed)]
    [InlineData("\t\tx: [", ProblemCodes.Malformed)]
    public void A_text_that_is_no_table_is_told_clearly(string text, string code) => Assert.Equal(code, Assert.Single(PolicyFile.Parse(text).Problems).Code);

    [Fact]
    public void Deep_nesting_and_missing_files_are_problems_not_crashes()
    {
        Assert.Equal(ProblemCodes.TooDeep, Assert.Single(PolicyFile.Parse(new string('[', 300_000)).Problems).Code);
        Assert.Equal(ProblemCodes.FileMissing, Assert.Single(PolicyFile.Check(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName())).Problems).Code);
        Assert.Equal(ProblemCodes.FileMissing, Assert.Single(PolicyFile.Check("").Problems).Code);
    }

    [Fact]
    public void A_mangled_file_is_never_a_crash()
    {
        var whole = Policies.Text(Policies.DefaultName);
        var random = new Random(3532);
        const string Bad = "[]{}:-,&*!|>'\"%@`#\t\n ?\0\uFEFF\uD800~";
        for (var round = 0; round < 300; round++)
        {
            // A piece of the file, so that the fault is near the end of the text as well as in the middle.
            var start = random.Next(whole.Length - 400);
            var piece = (round % 2 == 0 ? whole[..2000] : whole[start..(start + random.Next(400))]).ToCharArray();
            for (var change = 0; change < 3 && piece.Length > 0; change++)
            {
                piece[random.Next(piece.Length)] = Bad[random.Next(Bad.Length)];
            }

            Assert.NotEmpty(PolicyFile.Parse(new string(piece)).Problems);
        }
    }

    [Fact]
    public void Every_code_has_a_text()
    {
        foreach (var code in typeof(ProblemCodes).GetFields().Concat(typeof(FaultCodes).GetFields()).Select(field => (string)field.GetRawConstantValue()!))
        {
            Assert.NotEmpty(PolicyTextOf(code));
        }
    }

    private static string PolicyTextOf(string code)
    {
        var texts = new System.Resources.ResourceManager("BaoPhu.Core.Texts.Policy", typeof(PolicyFile).Assembly);
        return texts.GetString(code, System.Globalization.CultureInfo.InvariantCulture) ?? "";
    }

    [Fact]
    public void A_level_outside_1_to_4_is_not_looked_up() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Policies.Default.Acts(Standing.Active, DebtBand.None, 5, CaseFlags.None).Length);
}

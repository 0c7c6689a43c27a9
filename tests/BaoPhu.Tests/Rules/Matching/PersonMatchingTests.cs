using BaoPhu.Core.Demonstration;
using BaoPhu.Rules.Matching;
using BaoPhu.Rules.Text;

namespace BaoPhu.Tests.Rules.Matching;

/// <summary>The matching against a truth with planted errors, and by hand where it must doubt.</summary>
public sealed class PersonMatchingTests(ITestOutputHelper output)
{
    private static readonly Lazy<(TaxTruth Truth, PersonRows Told, PersonRows Register, PersonMatching Matching, MatchResult Result)> Tried = new(() =>
    {
        var truth = TaxTruth.Make(21, 40_000, 20_000);
        var (told, register) = (new PersonRows(), new PersonRows());
        foreach (var row in truth.Tax)
        {
            told.Add(row.Told(withSex: false));
        }

        foreach (var row in truth.Register)
        {
            register.Add(row.Told(withSex: true));
        }

        var matching = new PersonMatching(told, register);
        return (truth, told, register, matching, matching.Run());
    });

    [Fact]
    public void Who_is_who_is_found_as_rightly_as_is_wanted()
    {
        var (truth, _, _, _, result) = Tried.Value;
        var all = Quality(result, _ => true);
        var bare = Quality(result, row => row.Person < 0 || truth.HasNoNumber(row));
        var numbers = MatchQuality.Of(truth.Tax.Select(t => ((long)t.Person, t.Person >= 0 && !truth.HasNoNumber(t) ? t.Person : -1L)));
        output.WriteLine($"all P {all.Precision:F4} R {all.Recall:F4} F1 {all.F1:F4}; without numbers F1 {bare.F1:F4}; numbers alone R {numbers.Recall:F4}; to read {result.Of(MatchVerdict.Review)}; {result.Pairs} pairs");
        Assert.True(all.Precision >= 0.998);
        Assert.True(all.F1 >= 0.995);
        Assert.True(bare.F1 >= 0.95);
        Assert.True(all.Recall - numbers.Recall >= 0.15);
        // Pairs do not explode: a row is compared with a handful.
        Assert.True(result.Pairs < 8L * truth.Tax.Count);
    }

    [Fact]
    public void Errors_of_every_kind_are_overcome()
    {
        var (truth, _, _, _, result) = Tried.Value;
        foreach (var (kind, _) in TaxTruth.Rates)
        {
            var quality = Quality(result, row => row.Person >= 0 && row.Kinds.Contains(kind));
            output.WriteLine($"{kind,-16} R {quality.Recall:F4} of {quality.Right + quality.Missed}");
            Assert.True(quality.Recall >= 0.9, kind);
        }
    }

    [Fact]
    public void Almost_nobody_who_is_not_there_is_found()
    {
        var (truth, _, _, _, result) = Tried.Value;
        var strangers = truth.Tax.Count(t => t.Person < 0);
        Assert.True(result.Answers.Count(a => a.Verdict == MatchVerdict.Accepted && truth.Tax[a.Row].Person < 0) <= 0.005 * strangers);
    }

    [Fact]
    public void The_terms_of_a_pair_add_up_to_its_bits()
    {
        var (_, _, _, matching, result) = Tried.Value;
        Assert.All(result.Answers.Where(a => a.Person >= 0).Take(2000), a => Assert.Equal(a.Bits, matching.Explain(result.Model, a.Row, a.Person).Sum(t => t.Bits), 2));
    }

    [Fact]
    public void A_part_of_the_rows_gets_the_answers_of_the_whole()
    {
        var (_, _, _, matching, result) = Tried.Value;
        var part = Enumerable.Range(0, 200).Select(i => i * 97).ToList();
        Assert.Equal(part.Select(i => result.Answers[i]), matching.Run(result.Model, part).Answers);

        // Few rows ask for all keys in one pass of the register, all rows for one key after the other: each row meets the same persons.
        var thirds = Enumerable.Range(0, 3).Sum(third => matching.Run(result.Model, [.. Enumerable.Range(0, result.Answers.Count).Where(row => row % 3 == third)]).Pairs);
        Assert.Equal(result.Pairs, thirds);
    }

    [Fact]
    public void Readers_who_find_more_to_be_two_than_was_expected_raise_the_threshold()
    {
        var truth = Tried.Value.Truth;
        double Accept(double caution)
        {
                var (told, register) = (new PersonRows(), new PersonRows());
            truth.Tax.Take(3000).ToList().ForEach(r => told.Add(r.Told(withSex: false)));
            truth.Register.Take(8000).ToList().ForEach(r => register.Add(r.Told(withSex: true)));
            var matching = new PersonMatching(told, register);
            matching.Heed(new HashSet<(int, int)>(), caution);
            return matching.Run().Model.Accept;
        }

        Assert.True(Accept(4) > Accept(1));
        Assert.True(Accept(0.25) <= Accept(1));
    }

    [Fact]
    public void Rows_that_a_changed_person_may_concern_are_told()
    {
        var (truth, _, _, matching, result) = Tried.Value;
        var persons = result.Answers.Where(a => a.Verdict == MatchVerdict.Accepted).Select(a => a.Person).Take(50).ToList();
        var changed = new PersonRows();
        persons.ForEach(p => changed.Add(truth.Register[p].Told(withSex: true)));
        var rows = matching.RowsMeeting(Nothing, new(new(), changed), result.Model);
        Assert.All(result.Answers.Where(a => a.Verdict == MatchVerdict.Accepted && persons.Contains(a.Person)), a => Assert.Contains(a.Row, rows));
        Assert.True(rows.Count < truth.Tax.Count / 20);
        Assert.Empty(matching.RowsMeeting(Nothing, Nothing, result.Model));
    }

    [Fact]
    public void Who_is_surely_another_row_is_hardly_this_one_too_unless_rows_show_that_people_stand_twice()
    {
        // Of Hoa the register has two who fit as well; one of them is a row with a number.
        MatchAnswer Hoa(bool twice, bool taken)
        {
            var (told, register) = (new PersonRows(), new PersonRows());
            var hoa = new PersonTold("Trần Thị Hoa") { BornOn = new(1990, 5, 6) };
            told.Add(hoa);
            told.Add(hoa with { CitizenId = taken ? "079190000001" : "079190000009" });
            register.Add(hoa with { CitizenId = "079190000001" });
            register.Add(hoa);
            foreach (var row in Tried.Value.Truth.Register.Take(8000))
            {
                register.Add(row.Told(withSex: true));
            }

            foreach (var row in Tried.Value.Truth.Register.Take(4000))
            {
                told.Add(row.Told(withSex: false));
                if (twice)
                {
                    told.Add(row.Told(withSex: false));
                }
            }

            return new PersonMatching(told, register).Run().Answers[0];
        }

        Assert.Equal((1, true), (Hoa(twice: false, taken: true).Person, Hoa(twice: false, taken: true).Probability > 0.8));
        Assert.InRange(Hoa(twice: true, taken: true).Probability, 0.4, 0.6);
        Assert.InRange(Hoa(twice: false, taken: false).Probability, 0.4, 0.6);
    }

    [Fact]
    public void Rows_that_meet_a_person_whom_a_changed_row_takes_are_told()
    {
        var (truth, _, _, matching, result) = Tried.Value;
        // Rows without a number, and what would take the person whom they are.
        var bare = result.Answers.Where(a => a.Verdict == MatchVerdict.Accepted && truth.HasNoNumber(truth.Tax[a.Row]) && truth.Register[a.Person].CitizenId is not null).Take(50).ToList();
        var changed = new PersonRows();
        bare.ForEach(a => changed.Add(truth.Register[a.Person].Told(withSex: false)));
        var rows = matching.RowsMeeting(new(changed, new()), Nothing, result.Model);
        Assert.All(bare, a => Assert.Contains(a.Row, rows));
        Assert.True(rows.Count < truth.Tax.Count / 20);
    }

    [Theory]
    [InlineData("Trần Thị Yến", "Trần Thị Yếnn", true)]
    [InlineData("Trần Thị Hoa", "Trần Thị Hoan", false)]
    public void A_slip_speaks_for_one_person_where_nobody_bears_the_name_it_makes(string left, string right, bool speaks)
    {
        var (told, register) = (new PersonRows(), new PersonRows());
        told.Add(new PersonTold(right));
        register.Add(new PersonTold(left));
        for (var i = 0; i < 1000; i++)
        {
            register.Add(new PersonTold(i < 20 ? "Trần Thị Hoa" : i < 40 ? "Trần Thị Hoan" : i < 60 ? "Trần Thị Yến" : "Lê Văn Hùng") { BornOn = new DateOnly(1970, 1, 1).AddDays(i) });
        }

        var name = new PersonMatching(told, register).Explain(Tried.Value.Result.Model, 0, 0).Single(t => t.Field == "name");
        Assert.Equal(("slip", speaks), (name.Level, name.Bits > 2));
    }

    [Fact]
    public void Two_who_fit_as_well_are_left_to_a_person_and_two_told_apart_stay_so()
    {
        var (told, register) = (new PersonRows(), new PersonRows());
        var twin = new PersonTold("Lê Thị Bích Ngọc") { BornOn = new(1990, 5, 6) };
        told.Add(twin);
        register.Add(twin);
        register.Add(twin);
        for (var i = 0; i < 3000; i++)
        {
            register.Add(new PersonTold("Trần Văn " + (char)('A' + (i % 20)) + "n") { BornOn = new DateOnly(1970, 1, 1).AddDays(i) });
        }

        var model = Tried.Value.Result.Model;
        Assert.Equal(MatchVerdict.Review, new PersonMatching(told, register).Run(model).Answers[0].Verdict);
        var readers = new PersonMatching(told, register);
        readers.Heed(new HashSet<(int, int)> { (0, 0), (0, 1) }, caution: 1);
        var apart = readers.Run(model).Answers[0];
        Assert.NotEqual(MatchVerdict.Accepted, apart.Verdict);
    }

    [Fact]
    public void Rows_kept_as_bytes_are_what_they_were()
    {
        var (truth, told, _, _, _) = Tried.Value;
        var again = new PersonRows();
        again.Add(new PersonTold("Trần Thị Mai"));
        again.Unpack(told.Pack(100, 500));
        Assert.Equal(501, again.Count);
        Assert.All(Enumerable.Range(0, 500), i => Assert.True(again.IsSame(1 + i, told, 100 + i)));
        Assert.False(again.IsSame(1, told, 101));
        again.Remove(3);
        Assert.Equal(500, again.Present);
        again.Put(3, truth.Tax[102].Told(withSex: false));
        Assert.True(again.IsSame(3, told, 102));
        Assert.Equal(501, again.Present);
    }

    [Fact]
    public void Nothing_to_compare_is_no_error()
    {
        Assert.Empty(new PersonMatching(new PersonRows(), new PersonRows()).Run().Answers);
        var told = new PersonRows();
        told.Add(new PersonTold("???"));
        told.Add(new PersonTold("An") { BirthYear = 1990 });
        Assert.All(new PersonMatching(told, new PersonRows()).Run().Answers, a => Assert.Equal(MatchVerdict.Rejected, a.Verdict));
    }

    [Theory]
    [InlineData("Nguyễn Thị Hường", false)]
    [InlineData("Trần Đức Phước", false)]
    [InlineData("Nguyễn Thị Hường", true)]
    [InlineData("Đặng Văn Lượng", true)]
    public void What_an_old_font_made_of_a_name_is_repaired(string name, bool vni)
    {
        var spoilt = VietnameseText.InOldFont(name, vni);
        Assert.NotEqual(name, spoilt);
        Assert.Equal(name, VietnameseText.Normalise(spoilt!));
    }

    [Theory]
    [InlineData("Nguyễn Thị Hòa", "NGUYỄN THỊ HOÀ", "exact")]
    [InlineData("Nguyễn Thị Hòa", "nguyen thi hoa", "unaccented")]
    [InlineData("Nguyễn Thị Hòa", "Nguyễn Thị Hoa", "accents")]
    [InlineData("Đỗ Văn Lý", "Đỗ Văn Lí", "exact")]
    [InlineData("Trần Thị Thúy", "Trần Thị Thúi", "slip")]
    [InlineData("Trần Văn An", "An Trần Văn", "order")]
    [InlineData("Trần Thị Mai", "Trần Mai", "middle")]
    [InlineData("Trần Thị Thu Mai", "Trần Thị Mai", "middle")]
    [InlineData("Nguyễn Văn An", "N.V. An", "initials")]
    [InlineData("Nguyễn Văn An", "T.V. An", "given")]
    [InlineData("Ông Trần Văn An", "Trần Văn An", "exact")]
    [InlineData("Mr. Trần Văn An", "Trần Văn An", "exact")]
    [InlineData("Ông Cao Thắng", "Cao Thắng", "other")]
    [InlineData("Nguyễn Văn Hùng", "Nguyễn Văn Hùnng", "slip")]
    [InlineData("Nguyễn Văn Hùng", "Nguyễn Đức Hùng", "family-given")]
    [InlineData("Nguyễn Văn Hùng", "Lê Minh Hùng", "given")]
    [InlineData("Nguyễn Văn Hùng", "Nguyễn Văn Tuấn", "other")]
    [InlineData("Nguyễnn Văn Hùng", "Nguyễn Văn Hùng", "slip")]
    [InlineData("Nghiêng Thị Mai", "Nghiên Thị Mai", "slip")]
    [InlineData("H'Mông Y Khoa", "H’Mông Y Khoa", "exact")]
    [InlineData("Nguyễn Văn An", "", "missing")]
    public void Names_are_compared_as_the_country_writes_them(string left, string right, string level)
    {
        var found = Compare(new PersonTold(VietnameseText.Normalise(left)), new PersonTold(VietnameseText.Normalise(right)));
        Assert.Equal(level == "missing" ? null : level == "other" && left.StartsWith('Ô') ? "given" : level, found.GetValueOrDefault("name"));
    }

    [Theory]
    [InlineData(19850305, 19850305, "exact")]
    [InlineData(19850305, 19850503, "swapped")]
    [InlineData(19850305, 19850000, "year")]
    [InlineData(19850305, 19850101, "year")]
    [InlineData(19850305, 19860305, "year-digit")]
    [InlineData(19850309, 19850409, "month-digit")]
    [InlineData(19850305, 19850315, "day-digit")]
    [InlineData(19850305, 19840000, "other")]
    [InlineData(19850305, 0, null)]
    public void Birth_dates_are_compared_with_the_errors_of_clerks(int left, int right, string? level) =>
        Assert.Equal(level, Compare(Born(left), Born(right)).GetValueOrDefault("birth"));

    [Theory]
    [InlineData("079085000123", "079085000123", "exact")]
    [InlineData("079085000123", "79085000123", "zeros")]
    [InlineData("079085000123", "079085000124", "digit")]
    [InlineData("079085000123", "079085001023", "digit")]
    [InlineData("079085000123", "079085999123", "other")]
    [InlineData("079085000123", "025123456", null)]
    [InlineData("079085000123", null, null)]
    public void Numbers_are_compared_with_lost_zeros_and_one_wrong_digit(string? left, string? right, string? level) =>
        Assert.Equal(level, Compare(new PersonTold("An") { CitizenId = left }, new PersonTold("An") { CitizenId = right }).GetValueOrDefault("citizen"));

    private static RowChanges Nothing { get; } = new(new(), new());

    private static PersonTold Born(int day) => new("An")
    {
        BornOn = day % 10_000 == 0 ? null : new DateOnly(day / 10_000, day / 100 % 100, day % 100), BirthYear = day == 0 ? null : day / 10_000,
    };

    /// <summary>Level by field, of fields told on both sides.</summary>
    private static Dictionary<string, string> Compare(PersonTold left, PersonTold right)
    {
        var (told, register) = (new PersonRows(), new PersonRows());
        told.Add(left);
        register.Add(right);
        return new PersonMatching(told, register).Explain(Tried.Value.Result.Model, 0, 0).ToDictionary(t => t.Field, t => t.Level, StringComparer.Ordinal);
    }

    private static MatchQuality Quality(MatchResult result, Func<TruthRow, bool> of) => MatchQuality.Of(result.Answers.Where(a => of(Tried.Value.Truth.Tax[a.Row]))
        .Select(a => ((long)Tried.Value.Truth.Tax[a.Row].Person, a.Verdict == MatchVerdict.Accepted ? a.Person : -1L)));
}

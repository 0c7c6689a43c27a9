using System.Net;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Policy;
using BaoPhu.Rules;
using BaoPhu.Rules.Policy;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Pages.Policy;

public sealed class PolicyPagesTests
{
    [Theory]
    [ClassData(typeof(Engines))]
    public async Task The_table_shows_what_the_compiled_policy_orders(Engine engine)
    {
        await using var house = await WebHouse.Open(engine);
        var officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        foreach (var standing in Names.AllStandings)
        {
            foreach (var level in Enumerable.Range(1, 4))
            {
                var page = await officer.Open($"/policy?standing={standing}&level={level}");
                Assert.Equal(HttpStatusCode.OK, page.Status);
                Names.TryStanding(standing, out var value);
                foreach (var band in Enum.GetValues<DebtBand>())
                {
                    foreach (var ordered in Policies.Default.Acts(value, band, level, CaseFlags.None))
                    {
                        Assert.Contains(ordered.Act.Title, page.Words, StringComparison.Ordinal);
                    }
                }
            }
        }

        Assert.Contains("kết hợp trực tiếp và hình thức khác", (await officer.Open("/policy?standing=active&level=4&flag=wilful")).Words, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await officer.Open("/policy?level=9")).Status);
    }

    [Fact]
    public async Task Units_of_the_tax_data_and_people_of_the_budget_have_their_rows_in_it_too()
    {
        await using var house = await WebHouse.Open();
        var officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        foreach (var level in Enumerable.Range(1, 4))
        {
            var units = await officer.Open($"/policy?standing=tax-units&level={level}");
            Assert.Equal(HttpStatusCode.OK, units.Status);
            foreach (var ordered in Enum.GetValues<Taking>().SelectMany(t => Policies.Default.Units.Acts(level, t)))
            {
                Assert.Contains(ordered.Act.Title, units.Words, StringComparison.Ordinal);
            }

            var people = (await officer.Open($"/policy?standing=entitled&level={level}")).Words;
            Assert.All(Policies.Default.Entitled.Acts(level), ordered => Assert.Contains(ordered.Act.Title, people, StringComparison.Ordinal));
        }

        const string refer = "Xét dấu hiệu Điều 216 Bộ luật Hình sự";
        Assert.DoesNotContain(refer, (await officer.Open("/policy?standing=tax-units")).Words, StringComparison.Ordinal);
        Assert.Contains(refer, (await officer.Open("/policy?standing=tax-units&flag=wilful")).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_rule_has_its_page_with_the_words_of_the_plan()
    {
        await using var house = await WebHouse.Open();
        var officer = await house.SignedIn(Role.Auditor, WebHouse.Centre);
        foreach (var row in Policies.Default.Table.Rows)
        {
            var page = await officer.Open("/policy/rules/" + row.Id);
            Assert.Equal(HttpStatusCode.OK, page.Status);
            Assert.All(row.Clauses, clause => Assert.Contains(clause.Dash, page.Words, StringComparison.Ordinal));
            Assert.All(row.Acts, act => Assert.Contains(act.Title, page.Words, StringComparison.Ordinal));
        }

        Assert.Equal(HttpStatusCode.NotFound, (await officer.Open("/policy/rules/khong.co")).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await house.Anonymous().Open("/policy")).Status);
    }
}

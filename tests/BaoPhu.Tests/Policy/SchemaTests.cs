using System.Text.Json.Nodes;
using BaoPhu.Core.Policy;
using Xunit;

namespace BaoPhu.Tests.Policy;

/// <summary>The JSON Schema that ships with the policies passes what the reader passes and refuses the shape faults that it refuses.</summary>
public class SchemaTests
{
    private static readonly SchemaCheck Schema = new(JsonNode.Parse(Policies.Schema())!.AsObject());

    [Fact]
    public void The_shipped_table_fits_the_schema() => Assert.Empty(Schema.Faults(SchemaCheck.Json(Policies.Text(Policies.DefaultName))));

    [Fact]
    public void The_small_table_fits_the_schema() => Assert.Empty(Schema.Faults(SchemaCheck.Json(SmallPolicy.Of(SmallPolicy.Whole))));

    [Theory]
    [InlineData("owner: legal", "owner: lawyer")]
    [InlineData("act: contact", "act: telephone")]
    [InlineData("standing: [active]", "standing: active")]
    [InlineData("standing: [active]", "standing: [active, active]")]
    [InlineData("standing: [active]", "standing: [active], level: [1, 5]")]
    [InlineData("standing: [active]", "standing: [active], level: [0]")]
    [InlineData("standing: [active]", "standing: [active], level: []")]
    [InlineData("standing: [active]", "standing: [active], lever: [1]")]
    [InlineData("standing: [active]", "standing: [active], flags: { all: [lage] }")]
    [InlineData("stream: online, owner: legal", "owner: legal")]
    [InlineData("version: 1", "version: one")]
    [InlineData("date: 2021-11-03", "date: 03/11/2021")]
    [InlineData("title: Thử", "title: ")]
    [InlineData("nothing: true, reason: không giao", "reason: không giao")]
    [InlineData("nothing: true, reason: không giao", "nothing: true")]
    [InlineData("title: Liên hệ", "title: Liên hệ, deadline: { working-days: 3, at: month-end }")]
    [InlineData("title: Liên hệ", "title: Liên hệ, deadline: { internal: true }")]
    [InlineData("title: Liên hệ", "title: Liên hệ, deadline: { at: month-end, opens-days-before: 3 }")]
    [InlineData("title: Liên hệ", "title: Liên hệ, recurrence: { every: days }")]
    [InlineData("title: Liên hệ", "title: Liên hệ, recurrence: { every: week }")]
    [InlineData("title: Liên hệ", "title: Liên hệ, mode: wait")]
    public void Schema_and_reader_refuse_the_same(string right, string wrong)
    {
        var text = SmallPolicy.Of(SmallPolicy.Whole).Replace(right, wrong, StringComparison.Ordinal);
        Assert.NotEmpty(Schema.Faults(SchemaCheck.Json(text)));
        Assert.NotEmpty(PolicyFile.Parse(text).Problems);
    }
}

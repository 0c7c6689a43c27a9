using BaoPhu.Core.Collection.Inspection;
using BaoPhu.Core.Collection.Penalty;
using BaoPhu.Rules.Cases;

namespace BaoPhu.Tests.Collection;

/// <summary>The truth tables of inspection and penalty, pair by pair: what is not written here may not be done.</summary>
public sealed class ProcedureTables
{
    private static readonly Dictionary<string, string> Inspection = new(StringComparer.Ordinal)
    {
        [""] = "plan>planned",
        ["planned"] = "replan>planned team>prepared stop>stopped go-on>planned",
        ["prepared"] = "team>prepared issue>decided stop>stopped go-on>prepared",
        ["decided"] = "stop>stopped go-on>decided announce>inspecting absent>absent",
        ["inspecting"] = "work>inspecting find>inspecting drop>inspecting minutes>minuted absent>absent",
        ["minuted"] = "conclude-violation>violation conclude-clean>clean conclude>concluded",
        ["violation"] = "", ["clean"] = "", ["concluded"] = "", ["stopped"] = "", ["absent"] = "",
    };

    private static readonly Dictionary<string, string> Penalty = new(StringComparer.Ordinal)
    {
        [""] = "open>drafting",
        ["drafting"] = "state>drafting prove>drafting strike>drafting close>minuted drop>dropped",
        ["minuted"] = "fine>minuted decide>decided drop>dropped",
        ["decided"] = "serve>served",
        ["served"] = "receive>served settle>settled enforce>enforcing",
        ["enforcing"] = "receive>enforcing settle>settled lapse>lapsed",
        ["settled"] = "", ["dropped"] = "", ["lapsed"] = "",
    };

    [Fact]
    public void Every_pair_of_the_inspection() => Check(new InspectionProcedure().Procedure, Inspection);

    [Fact]
    public void Every_pair_of_the_penalty() => Check(new PenaltyProcedure().Procedure, Penalty);

    private static void Check(Procedure procedure, Dictionary<string, string> table)
    {
        Assert.Equal(table.Keys.Where(s => s.Length > 0).Order(StringComparer.Ordinal), procedure.States.Order(StringComparer.Ordinal));
        var facts = new CaseFacts { Today = new DateOnly(2021, 11, 3) };
        foreach (var (state, line) in table)
        {
            var allowed = line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(s => s.Split('>')).ToDictionary(s => s[0], s => s[1], StringComparer.Ordinal);
            foreach (var act in procedure.Acts)
            {
                var answer = procedure.May(state, act, facts);
                Assert.True(answer.InState == allowed.ContainsKey(act), $"{state} × {act}");
                Assert.Equal(allowed.GetValueOrDefault(act), answer.Step?.To);
            }

            Assert.Equal(line.Length == 0, procedure.Ended.Contains(state));
        }
    }
}

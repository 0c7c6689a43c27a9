using BaoPhu.Core.Collection;
using BaoPhu.Core.Texts;

namespace BaoPhu.Tests.Collection;

/// <summary>What holds of every procedure in the book.</summary>
public sealed class CaseBookTests
{
    [Fact]
    public void Every_step_state_and_need_has_its_words()
    {
        foreach (var procedure in CaseBook.All)
        {
            Assert.NotNull(Text.Find(procedure.Texts + ".Title"));
            Assert.All(procedure.Procedure.Acts, act => Assert.NotEmpty(Cases.NameOf(procedure, act)));
            Assert.All(procedure.Procedure.States, state => Assert.NotEmpty(Cases.StateOf(procedure, state)));
            Assert.All(procedure.Procedure.Steps.SelectMany(s => s.Needs), need => Assert.NotEmpty(Cases.ReasonOf(procedure, need)));
        }
    }

    [Fact]
    public void No_act_has_two_procedures() => Assert.Distinct(CaseBook.All.Select(p => p.Procedure.Act));
}

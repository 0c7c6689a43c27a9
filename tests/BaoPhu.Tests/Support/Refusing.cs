using BaoPhu.Core.Texts;

namespace BaoPhu.Tests.Support;

internal static class Refusing
{
    /// <summary>The key of the refusal that an act must end in.</summary>
    public static async Task<string> Refused(Func<Task> act) => (await Assert.ThrowsAsync<Refusal>(act)).Key;
}

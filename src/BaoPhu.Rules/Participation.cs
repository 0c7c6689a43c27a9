namespace BaoPhu.Rules;

/// <summary>The kinds of insurance by which participants are counted (Công điện, điểm 1; KH 3532, mục II).</summary>
public enum Participation : byte
{
    /// <summary>BHXH bắt buộc.</summary>
    Social = 0,

    /// <summary>BHXH tự nguyện.</summary>
    Voluntary = 1,

    /// <summary>BHTN.</summary>
    Unemployment = 2,

    /// <summary>BHYT.</summary>
    Health = 3,
}

public static class Participations
{
    public static IReadOnlyList<Participation> All { get; } = [Participation.Social, Participation.Voluntary, Participation.Unemployment, Participation.Health];

    /// <summary>As in tables and in the codes of figures: "social", "voluntary", "unemployment", "health".</summary>
    public static string Code(this Participation kind) => kind switch
    {
        Participation.Social => "social",
        Participation.Voluntary => "voluntary",
        Participation.Unemployment => "unemployment",
        _ => "health",
    };
}

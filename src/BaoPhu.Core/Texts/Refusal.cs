namespace BaoPhu.Core.Texts;

/// <summary>
/// An act that may not be done, with the reason in the words of the person who tried (a text key and its values). Pages answer 400 with it (or 404/403 by
/// <see cref="Kind"/>), the command line prints it and ends with 1. Nothing was changed.
/// </summary>
public sealed class Refusal(string key, params object?[] values) : Exception(Text.Of(key, values))
{
    public string Key { get; } = key;
    public RefusalKind Kind { get; init; } = RefusalKind.WrongState;
}

public enum RefusalKind
{
    /// <summary>Not possible now or with these values.</summary>
    WrongState,

    /// <summary>There is no such thing in the person's scope.</summary>
    Missing,

    /// <summary>The person may not do this.</summary>
    Forbidden,
}

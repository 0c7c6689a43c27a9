using Words = BaoPhu.Core.Texts.Text;
using BaoPhu.Rules.Policy;

namespace BaoPhu.Core.Policy;

/// <summary>Stable codes of what can be wrong with the text of a policy file; <see cref="FaultCodes"/> has those of the table as a whole.</summary>
public static class ProblemCodes
{
    public const string FileMissing = "file-missing";
    public const string FileTooLarge = "file-too-large";
    public const string Malformed = "malformed";
    public const string TooDeep = "too-deep";
    public const string Empty = "empty";
    public const string MoreDocuments = "more-documents";
    public const string WrongType = "wrong-type";
    public const string KeyUnknown = "key-unknown";
    public const string KeyMissing = "key-missing";
    public const string ValueEmpty = "value-empty";
    public const string ValueUnknown = "value-unknown";
    public const string ValueTwice = "value-twice";
    public const string NumberInvalid = "number-invalid";
    public const string DateInvalid = "date-invalid";
    public const string LevelOutside = "level-outside";
    public const string NothingAndActs = "nothing-and-acts";
    public const string NeitherNothingNorActs = "neither-nothing-nor-acts";
    public const string ReasonWithoutNothing = "reason-without-nothing";
    public const string DeadlineUnclear = "deadline-unclear";
    public const string FlagContradiction = "flag-contradiction";
}

/// <summary>One problem of a policy file: a stable code, the text for people, and the place (0 where there is none).</summary>
public sealed record PolicyProblem(string Code, string Text, int Line, int Column)
{
    public override string ToString() => Line > 0 ? $"{Line}:{Column}: {Text} [{Code}]" : $"{Text} [{Code}]";

    internal static PolicyProblem Of(string code, SourcePlace place, params object[] arguments) => new(code, Words.Of("Policy." + code, arguments), place.Line, place.Column);

    internal static PolicyProblem Of(PolicyFault fault) => Of(fault.Code, fault.Place, fault.Subject, fault.Detail, string.Join(", ", fault.Rows));
}

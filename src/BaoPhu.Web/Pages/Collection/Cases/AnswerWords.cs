using BaoPhu.Core.Collection.Answers;
using BaoPhu.Web.Shell;

namespace BaoPhu.Web.Pages.Collection.Cases;

/// <summary>An answer in one line, as said.</summary>
public static class AnswerWords
{
    public static string Of(string kind, string said) => Of(kind, AnswerSaid.FromJson(said));

    public static string Of(string kind, AnswerSaid said)
    {
        var line = kind switch
        {
            AnswerKinds.Paid => Words.T("Answers.Said_paid", Show.Money(said.Amount ?? 0), Show.Date(said.PaidOn), said.Reference),
            AnswerKinds.Promise => Words.T("Answers.Said_promise", string.Join(", ", said.Instalments.Select(i => Words.T("Answers.Said_instalment", Show.Money(i.Amount), Show.Date(i.On))))),
            AnswerKinds.Dispute => Words.T("Answers.Said_dispute", string.Join(", ", said.Points.Select(p => Words.T("Answers.Point_" + p))), said.Words),
            _ => Words.T("Answers.Said_contact", said.Name, BaoPhu.Core.Identity.Masking.Phone(said.Phone), BaoPhu.Core.Identity.Masking.Email(said.Email)).Trim(),
        };
        return kind == AnswerKinds.Dispute || string.IsNullOrEmpty(said.Words) ? line : $"{line} {said.Words}";
    }
}

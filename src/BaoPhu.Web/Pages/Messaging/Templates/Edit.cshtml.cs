using System.Text.Json;
using System.Text.RegularExpressions;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Messaging;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Messages;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Messaging.Templates;

/// <summary>One template: looked at with an example employer, edited as a new version.</summary>
public sealed partial class EditModel(MessageTemplates templates, TaskMessages messages, ContactCards cards) : HousePage
{
    [BindProperty(SupportsGet = true)]
    public string Code { get; set; } = "";

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Sms { get; set; }

    [BindProperty]
    public bool Accents { get; set; }

    [BindProperty]
    public string? Subject { get; set; }

    [BindProperty]
    public string? Body { get; set; }

    [BindProperty]
    public string? Zns { get; set; }

    [BindProperty]
    public string? Parameters { get; set; }

    /// <summary>Code of an employer in reach whose figures the preview takes; empty: made-up ones.</summary>
    [BindProperty(Name = "with", SupportsGet = true)]
    public string? With { get; set; }

    /// <summary>The employer of the preview, its name masked where the rule says so.</summary>
    public (string Name, string Code)? Of { get; private set; }
    public MessageTemplate Template { get; private set; } = null!;
    public IReadOnlyList<MessageTemplate> Versions { get; private set; } = [];

    /// <summary>What each channel would carry for the example.</summary>
    public IReadOnlyList<(string Channel, MessageBody Body)> Bodies { get; private set; } = [];

    /// <summary>The example's SMS with and without accents.</summary>
    public (SmsSize WithAccents, SmsSize Plain)? Sizes { get; private set; }
    public string Places => string.Join(", ", MessageText.Places.Select(p => "{" + p + "}"));
    public bool MayChange => Me.May("/messaging/templates", Permissions.Change) && (Me.Scope.IsNation || (Me.Province is { } own && Me.Scope.CoversWhole(own)));
    private string Place => Me.Province ?? Settings.NationScope;

    public async Task OnGetAsync()
    {
        await Load();
        (Name, Sms, Accents, Subject, Body, Zns) = (Template.Title, Template.SmsText, Template.SmsAccents, Template.EmailSubject, Template.EmailBody, Template.ZnsTemplate);
        Parameters = string.Join('\n', Template.Zns.Select(z => $"{z.Name} = {z.Place} ({z.Kind})"));
        await Show(Template);
    }

    /// <summary>The same with what was typed, without publishing anything.</summary>
    [Act(Permissions.See)]
    public Task<IActionResult> OnPostPreviewAsync()
    {
        AtField("Register.NoEmployer", nameof(With));
        return Try(
            async () =>
            {
                await Load();
                await Show(Typed());
                return Page();
            },
            Load);
    }

    public Task<IActionResult> OnPostAsync()
    {
        AtField("Messages.TemplateNeedsTitle", nameof(Name));
        AtField("Messages.TemplateNeedsSubject", nameof(Subject));
        AtField("Messages.ZnsParameterWrong", nameof(Parameters));
        AtField("Messages.UnknownZnsKind", nameof(Parameters));
        return Try(
            async () =>
            {
                var made = await templates.Publish(Me.Actor, Me.Scope, Place, Typed());
                return Done("/messaging/templates/" + Code, Words.T("Messages.Published", made.Version));
            },
            Load);
    }

    private MessageTemplate Typed() => new()
    {
        Code = Code, Title = Name ?? "", SmsText = Sms ?? "", SmsAccents = Accents, EmailSubject = Subject ?? "", EmailBody = Body ?? "", ZnsTemplate = Zns ?? "",
        ZnsParameters = JsonSerializer.Serialize((Parameters ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(line =>
            Parameter().Match(line) is { Success: true } found
                ? new ZnsParameter(found.Groups["name"].Value, found.Groups["place"].Value, found.Groups["kind"].Value)
                : throw new Refusal("Messages.ZnsParameterWrong", line))),
    };

    private async Task Load()
    {
        if (Code == MessageTemplates.Post)
        {
            throw new Refusal("Messages.NoTemplate", Code) { Kind = RefusalKind.Missing };
        }

        Template = await templates.Find(Place, Code);
        Versions = await templates.Versions(Place, Code);
    }

    private async Task Show(MessageTemplate template)
    {
        var values = MessageText.Places.ToDictionary(p => p, p => Words.T("Messages.Example_" + p), StringComparer.Ordinal);
        if (!string.IsNullOrWhiteSpace(With))
        {
            var example = await messages.Example(Me.Actor, Me.Scope, Me.Province, With.Trim().ToUpperInvariant());
            var card = await cards.Of(Me.Actor, Me.Scope, Me.May("/work/tasks", Permissions.Change), example.Province, example.Code, "task");
            Of = (card.Title, example.Code);
            foreach (var (place, value) in example.Values)
            {
                values[place] = value;
            }

            (values["don_vi"], values["nguoi_nhan"]) = (card.Title, card.Name ?? "");
        }

        Bodies = [.. MessageChannels.All.Where(template.Has).Select(c => (c, template.For(c, values)))];
        if (template.SmsText.Length > 0)
        {
            var text = MessageText.Fill(template.SmsText, values);
            Sizes = (SmsText.Size(text.Normalize()), SmsText.Size(SmsText.Plain(text)));
        }
    }

    [GeneratedRegex(@"^(?<name>[a-z0-9_]+)\s*=\s*(?<place>[a-z_]+)\s*\((?<kind>[a-z]+)\)$", RegexOptions.CultureInvariant)]
    private static partial Regex Parameter();
}

using System.Text.Json;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Messages;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;
using Settings = BaoPhu.Core.Organisation.Settings;

namespace BaoPhu.Core.Messaging;

/// <summary>
/// The templates of messages. What is published never changes: editing makes a new version, and every message keeps the one it was written with. A province's own comes before the nation's.
/// </summary>
public sealed class MessageTemplates(Db db, TimeProvider clock)
{
    /// <summary>Of what goes by post: the item is its paper, so the template has a name and no text.</summary>
    public const string Post = "post";

    /// <summary>A template in force for each code, for a province (or the nation).</summary>
    public Task<List<MessageTemplate>> List(string place) => db.Read(s => s.Query<MessageTemplate>(
        $"""
        select {MessageTemplate.Columns} from msg_templates t
        where t.scope in (@place, @nation) and not exists (
            select 1 from msg_templates n where n.code = t.code and n.scope in (@place, @nation)
                and ((n.scope = t.scope and n.version > t.version) or (n.scope = @place and t.scope <> @place)))
        order by t.code
        """,
        new { place, nation = Settings.NationScope }));

    /// <summary>Every version of a template that a place has used or could use, the last first.</summary>
    public Task<List<MessageTemplate>> Versions(string place, string code) => db.Read(s => s.Query<MessageTemplate>(
        $"select {MessageTemplate.Columns} from msg_templates t where t.code = @code and t.scope in (@place, @nation) order by t.from_at desc, t.version desc", new { place, code, nation = Settings.NationScope }));

    public Task<MessageTemplate> Find(string place, string code) => db.Read(s => InForce(s, place, code));

    /// <summary>Publishes a new version for the place. Refused: a code that is none, no title, places that no template has, nothing in it, what is as it was.</summary>
    public Task<MessageTemplate> Publish(Actor actor, Identity.Scope scope, string place, MessageTemplate edited) => db.Write(async tx =>
    {
        if (place == Settings.NationScope ? !scope.IsNation : !scope.CoversWhole(place))
        {
            throw new Refusal("Messages.TemplateNotYours") { Kind = RefusalKind.Forbidden };
        }

        await tx.Lock("message templates");
        var before = await InForce(tx, place, edited.Code);
        var next = new MessageTemplate
        {
            Scope = place, Code = edited.Code, Title = edited.Title.Trim(), SmsText = edited.SmsText.Trim(), SmsAccents = edited.SmsAccents, EmailSubject = edited.EmailSubject.Trim(),
            EmailBody = edited.EmailBody.Replace("\r\n", "\n", StringComparison.Ordinal).Trim(), ZnsTemplate = edited.ZnsTemplate.Trim(), ZnsParameters = edited.ZnsParameters, FromAt = clock.Now(), SetBy = actor.UserId,
            Version = 1 + (await tx.One<int?>("select max(version) from msg_templates where scope = @place and code = @Code", new { place, edited.Code }) ?? 0),
        };
        Check(next);
        if (next.DigestOf() == before.Digest)
        {
            throw new Refusal("Messages.TemplateUnchanged");
        }

        await Insert(tx, next);
        await AuditTrail.Write(tx, clock, actor, "messaging.template", $"message-template:{place}/{next.Code}", new { next.Version, next.Title, digest = next.DigestOf() });
        return next;
    });

    internal static async Task<MessageTemplate> InForce(Session s, string place, string code) => await s.One<MessageTemplate>(
        $"""
        select {MessageTemplate.Columns} from msg_templates t where t.code = @code and t.scope in (@place, @nation)
        order by case when t.scope = @place then 0 else 1 end, t.version desc limit 1
        """,
        new { place, code, nation = Settings.NationScope }) ?? throw new Refusal("Messages.NoTemplate", code) { Kind = RefusalKind.Missing };

    internal static async Task<MessageTemplate> Version(Session s, string scope, string code, int version) => (await s.One<MessageTemplate>(
        $"select {MessageTemplate.Columns} from msg_templates t where t.scope = @scope and t.code = @code and t.version = @version", new { scope, code, version }))!;

    /// <summary>The first version of what ships with the product, where there is none; what people published stays.</summary>
    internal static async Task Seed(Session tx, TimeProvider clock)
    {
        foreach (var shipped in Shipped())
        {
            if (await tx.One<long>("select count(*) from msg_templates where scope = @nation and code = @Code", new { shipped.Code, nation = Settings.NationScope }) > 0)
            {
                continue;
            }

            var first = new MessageTemplate
            {
                Scope = Settings.NationScope, Code = shipped.Code, Version = 1, Title = shipped.Title, SmsText = shipped.Sms, SmsAccents = shipped.SmsAccents, EmailSubject = shipped.Subject, EmailBody = shipped.Body.Trim(),
                ZnsTemplate = shipped.ZnsTemplate, ZnsParameters = JsonSerializer.Serialize(shipped.Zns.Select(z => new ZnsParameter(z.Name, z.Place, z.Kind))), FromAt = clock.Now(), SetBy = Actor.System.UserId,
            };
            Check(first);
            await Insert(tx, first);
        }
    }

    private static Task Insert(Session tx, MessageTemplate t) => tx.Execute(
        """
        insert into msg_templates (scope, code, version, title, sms_text, sms_accents, email_subject, email_body, zns_template, zns_parameters, digest, from_at, set_by)
        values (@Scope, @Code, @Version, @Title, @SmsText, @SmsAccents, @EmailSubject, @EmailBody, @ZnsTemplate, @ZnsParameters, @digest, @FromAt, @SetBy)
        """,
        new { t.Scope, t.Code, t.Version, t.Title, t.SmsText, t.SmsAccents, t.EmailSubject, t.EmailBody, t.ZnsTemplate, t.ZnsParameters, digest = t.DigestOf(), t.FromAt, t.SetBy });

    private static void Check(MessageTemplate t)
    {
        if (t.Title.Length == 0)
        {
            throw new Refusal("Messages.TemplateNeedsTitle");
        }

        if (t.Code != Post && t.SmsText.Length == 0 && t.EmailBody.Length == 0 && t.ZnsTemplate.Length == 0)
        {
            throw new Refusal("Messages.TemplateEmpty");
        }

        if (t.EmailBody.Length > 0 && t.EmailSubject.Length == 0)
        {
            throw new Refusal("Messages.TemplateNeedsSubject");
        }

        var unknown = ((string[])[t.SmsText, t.EmailSubject, t.EmailBody]).SelectMany(MessageText.PlacesIn).Concat(t.Zns.Select(z => z.Place)).Except(MessageText.Places, StringComparer.Ordinal).ToList();
        if (unknown.Count > 0)
        {
            throw new Refusal("Messages.UnknownPlace", string.Join(", ", unknown), string.Join(", ", MessageText.Places));
        }

        if (t.Zns.FirstOrDefault(z => !ZnsValue.Kinds.Contains(z.Kind)) is { } wrong)
        {
            throw new Refusal("Messages.UnknownZnsKind", wrong.Name, string.Join(", ", ZnsValue.Kinds));
        }
    }

    private static List<ShippedTemplate> Shipped()
    {
        using var reader = new StreamReader(typeof(MessageTemplates).Assembly.GetManifestResourceStream("BaoPhu.Messages.shipped-templates.yaml")!);
        return new DeserializerBuilder().WithNamingConvention(HyphenatedNamingConvention.Instance).Build().Deserialize<List<ShippedTemplate>>(reader);
    }

    private sealed class ShippedTemplate
    {
        public string Code { get; set; } = "";
        public string Title { get; set; } = "";
        public bool SmsAccents { get; set; }
        public string Sms { get; set; } = "";
        public string Subject { get; set; } = "";
        public string Body { get; set; } = "";
        public string ZnsTemplate { get; set; } = "";
        public List<ShippedParameter> Zns { get; set; } = [];
    }

    private sealed class ShippedParameter
    {
        public string Name { get; set; } = "";
        public string Place { get; set; } = "";
        public string Kind { get; set; } = "";
    }
}

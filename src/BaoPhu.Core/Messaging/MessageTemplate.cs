using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BaoPhu.Core.Data;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Messages;

namespace BaoPhu.Core.Messaging;

/// <summary>A version of a template: what goes by each channel. An empty text means that the template has nothing for the channel.</summary>
public sealed class MessageTemplate
{
    internal const string Columns = """
        t.scope, t.code, t.version, t.title, t.sms_text, t.sms_accents, t.email_subject, t.email_body, t.zns_template, t.zns_parameters, t.digest, t.from_at, t.set_by
        """;

    /// <summary>'00' the nation, else a province.</summary>
    public string Scope { get; init; } = "";
    public string Code { get; init; } = "";
    public int Version { get; init; }
    public string Title { get; init; } = "";
    public string SmsText { get; init; } = "";

    /// <summary>False: sent without accents, 160 letters to a part instead of 70.</summary>
    public bool SmsAccents { get; init; }
    public string EmailSubject { get; init; } = "";
    public string EmailBody { get; init; } = "";

    /// <summary>Id that the service gave when it approved the template.</summary>
    public string ZnsTemplate { get; init; } = "";
    public string ZnsParameters { get; init; } = "[]";
    public string Digest { get; init; } = "";
    public Instant FromAt { get; init; }
    public string SetBy { get; init; } = "";

    public IReadOnlyList<ZnsParameter> Zns => JsonSerializer.Deserialize<List<ZnsParameter>>(ZnsParameters) ?? [];

    /// <summary>Can anything of it go by the channel?</summary>
    public bool Has(string channel) => channel switch
    {
        MessageChannels.Email => EmailBody.Length > 0,
        MessageChannels.Zalo => ZnsTemplate.Length > 0,
        MessageChannels.Sms => SmsText.Length > 0,
        _ => false,
    };

    /// <summary>What goes out by the channel with these values: always the same for the same version and values.</summary>
    public MessageBody For(string channel, IReadOnlyDictionary<string, string> values)
    {
        switch (channel)
        {
            case MessageChannels.Email:
                return new MessageBody { Subject = MessageText.Fill(EmailSubject, values), Text = MessageText.Fill(EmailBody, values) };
            case MessageChannels.Sms:
                var text = MessageText.Fill(SmsText, values);
                text = SmsAccents ? text.Normalize(NormalizationForm.FormC) : Rules.Messages.SmsText.Plain(text);
                return new MessageBody { Text = text, Sms = Rules.Messages.SmsText.Size(text) };
            case MessageChannels.Zalo:
                var data = new Dictionary<string, string>(StringComparer.Ordinal);
                foreach (var parameter in Zns)
                {
                    if (ZnsValue.Fit(parameter.Kind, values.GetValueOrDefault(parameter.Place, "")) is not { } fit)
                    {
                        return new MessageBody { ZnsTemplate = ZnsTemplate, Unfit = parameter.Name };
                    }

                    data[parameter.Name] = fit;
                }

                return new MessageBody { ZnsTemplate = ZnsTemplate, ZnsData = data, Text = string.Join('\n', data.Select(d => $"{d.Key}: {d.Value}")) };
            case MessageChannels.Post:
                return new MessageBody { Text = values.GetValueOrDefault("so_van_ban", "") };
            default:
                throw new ArgumentException($"'{channel}' sends no messages", nameof(channel));
        }
    }

    internal string DigestOf() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(
        '\u001f', Title, SmsText, SmsAccents ? "1" : "0", EmailSubject, EmailBody, ZnsTemplate, ZnsParameters))));
}

/// <summary>A parameter of a template at Zalo: its name there, the place whose value it takes, its kind (<see cref="ZnsValue.Kinds"/>).</summary>
public sealed record ZnsParameter(string Name, string Place, string Kind);

/// <summary>A message as it goes out.</summary>
public sealed record MessageBody
{
    public string Subject { get; init; } = "";
    public string Text { get; init; } = "";
    public SmsSize? Sms { get; init; }
    public string ZnsTemplate { get; init; } = "";
    public IReadOnlyDictionary<string, string> ZnsData { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The parameter whose value the service would not take; the message cannot go by this channel.</summary>
    public string? Unfit { get; init; }
}

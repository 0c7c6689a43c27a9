using System.Globalization;

namespace BaoPhu.Core.Messaging;

/// <summary>
/// How the channels are reached. Secrets come only from the environment, or from a file of lines KEY=VALUE outside the tree that BAOPHU_SECRETS names; a channel without settings stays in the
/// sandbox.
/// </summary>
public sealed class ChannelSettings
{
    private readonly IReadOnlyDictionary<string, string> _values;

    public ChannelSettings(IReadOnlyDictionary<string, string> values) => _values = values;

    public static ChannelSettings FromEnvironment()
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        if (Environment.GetEnvironmentVariable("BAOPHU_SECRETS") is { Length: > 0 } file && File.Exists(file))
        {
            foreach (var line in File.ReadLines(file))
            {
                var at = line.IndexOf('=', StringComparison.Ordinal);
                if (at > 0 && !line.StartsWith('#'))
                {
                    values[line[..at].Trim()] = line[(at + 1)..].Trim();
                }
            }
        }

        foreach (var name in Names)
        {
            if (Environment.GetEnvironmentVariable(name) is { Length: > 0 } value)
            {
                values[name] = value;
            }
        }

        return new(values);
    }

    /// <summary>Every setting there is.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "BAOPHU_SMTP_HOST", "BAOPHU_SMTP_PORT", "BAOPHU_SMTP_STARTTLS", "BAOPHU_SMTP_USER", "BAOPHU_SMTP_PASSWORD", "BAOPHU_SMTP_FROM", "BAOPHU_SMTP_LOG", "BAOPHU_SMTP_CONNECTIONS",
        "BAOPHU_ZALO_URL", "BAOPHU_ZALO_TOKEN", "BAOPHU_SMS_URL", "BAOPHU_SMS_TOKEN", "BAOPHU_SMS_BRAND",
    ];

    /// <summary>The channels that are configured.</summary>
    public IReadOnlyList<IMessageChannel> Channels(TimeProvider real)
    {
        var channels = new List<IMessageChannel>();
        if (Smtp is { } smtp)
        {
            channels.Add(new SmtpChannel(smtp, real));
        }

        var http = new HttpClient { Timeout = TimeSpan.FromSeconds(20) };
        if (Of("BAOPHU_ZALO_URL") is { } zalo && Of("BAOPHU_ZALO_TOKEN") is { } token)
        {
            channels.Add(new ZaloChannel(new ZaloSettings(new Uri(zalo), token), http, real));
        }

        if (Of("BAOPHU_SMS_URL") is { } sms && Of("BAOPHU_SMS_TOKEN") is { } key)
        {
            channels.Add(new SmsChannel(new SmsSettings(new Uri(sms), key, Of("BAOPHU_SMS_BRAND") ?? ""), http));
        }

        return channels;
    }

    public SmtpSettings? Smtp => Of("BAOPHU_SMTP_HOST") is { } host && Of("BAOPHU_SMTP_FROM") is { } from
        ? new(host, int.Parse(Of("BAOPHU_SMTP_PORT") ?? "587", CultureInfo.InvariantCulture), Of("BAOPHU_SMTP_STARTTLS") != "no", Of("BAOPHU_SMTP_USER"), Of("BAOPHU_SMTP_PASSWORD"), from, Of("BAOPHU_SMTP_LOG"),
            int.TryParse(Of("BAOPHU_SMTP_CONNECTIONS"), NumberStyles.None, CultureInfo.InvariantCulture, out var lines) ? Math.Clamp(lines, 1, 50) : SmtpSettings.UsualConnections)
        : null;

    /// <summary>What is set for a channel, as it may be shown: secrets are dots.</summary>
    public IReadOnlyList<(string Name, string? Value)> Shown(string prefix) =>
        [.. Names.Where(n => n.StartsWith(prefix, StringComparison.Ordinal)).Select(n => (n, Of(n) is { } value ? n.EndsWith("PASSWORD", StringComparison.Ordinal) || n.EndsWith("TOKEN", StringComparison.Ordinal) ? "••••••" : value : null))];

    private string? Of(string name) => _values.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;
}

using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using BaoPhu.Core.Data;
using BaoPhu.Rules.Messages;

namespace BaoPhu.Core.Messaging;

/// <summary>Zalo's notification service: its address (https://business.openapi.zalo.me) and the access token of the official account.</summary>
public sealed record ZaloSettings(Uri Address, string Token);

/// <summary>
/// Zalo ZNS: POST /message/template with the header access_token and phone, template_id, template_data, tracking_id; /status answers what became of a tracking id. The answer carries its
/// own error number beside HTTP's 200. Meanings of the numbers as collected (domain §11, to be checked with the contract).
/// </summary>
public sealed class ZaloChannel(ZaloSettings settings, HttpClient http, TimeProvider clock) : IMessageChannel
{
    public string Via => "zns";
    public string Channel => MessageChannels.Zalo;
    public bool Leaves => true;
    public int Handful => 50;
    public int SideBySide => 8;

    /// <summary>How long the service keeps its answers was not found in a source: three days is ours.</summary>
    public TimeSpan? Tells => TimeSpan.FromDays(3);

    public async Task<ChannelAnswer> Send(Envelope envelope, CancellationToken cancel)
    {
        if (PhoneOf(envelope.Address) is not { } phone)
        {
            return new(ChannelVerdict.NotThere, Reason: "bad-number");
        }

        var body = new { phone, template_id = envelope.Body.ZnsTemplate, template_data = envelope.Body.ZnsData, tracking_id = envelope.Message.MessageId };
        return await Http.Ask(() => http.SendAsync(Request(HttpMethod.Post, "message/template", body), cancel), cancel, answer =>
        {
            var error = answer.TryGetProperty("error", out var number) && number.TryGetInt32(out var code) ? code : int.MinValue;
            var said = answer.TryGetProperty("message", out var words) ? words.GetString() ?? "" : "";
            var reason = string.Create(CultureInfo.InvariantCulture, $"{error} {said}").Trim();
            return error switch
            {
                0 => new(ChannelVerdict.Accepted, Text(answer, "msg_id"), ""),
                -108 or -118 => new(ChannelVerdict.NotThere, Reason: reason),
                -115 or -124 => new(ChannelVerdict.Down, Reason: reason),
                -133 => new(ChannelVerdict.Later, Reason: reason, NotBefore: Morning()),
                _ => new(ChannelVerdict.Refused, Reason: reason),
            };
        });
    }

    public async Task<IReadOnlyDictionary<string, ChannelAnswer>> WhatBecame(IReadOnlyCollection<Message> messages, CancellationToken cancel)
    {
        var known = new Dictionary<string, ChannelAnswer>(StringComparer.Ordinal);
        foreach (var message in messages)
        {
            var answer = await Http.Ask(() => http.SendAsync(Request(HttpMethod.Get, "status?tracking_id=" + message.MessageId, null), cancel), cancel, found =>
                found.TryGetProperty("error", out var error) && error.TryGetInt32(out var code)
                    ? code switch
                    {
                        0 => found.TryGetProperty("data", out var data) && Text(data, "status") is "1" or "delivered" ? new(ChannelVerdict.Delivered, Text(data, "msg_id")) : new(ChannelVerdict.Accepted),
                        _ when Text(found, "message")?.Contains("not found", StringComparison.OrdinalIgnoreCase) == true => new(ChannelVerdict.NeverHad),
                        _ => new(ChannelVerdict.Unsure),
                    }
                    : new(ChannelVerdict.Unsure));
            // What it could not answer stays open: a person decides.
            if (answer.Verdict is ChannelVerdict.Delivered or ChannelVerdict.Accepted or ChannelVerdict.NeverHad)
            {
                known[message.MessageId] = answer;
            }
        }

        return known;
    }

    /// <summary>"0901234567", "+84 901 234 567" → "84901234567"; null for what is no number of Viet Nam.</summary>
    public static string? PhoneOf(string text)
    {
        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        digits = digits.StartsWith("84", StringComparison.Ordinal) ? digits : digits.StartsWith('0') ? "84" + digits[1..] : "";
        return digits.Length is >= 11 and <= 12 ? digits : null;
    }

    private HttpRequestMessage Request(HttpMethod method, string path, object? body)
    {
        var request = new HttpRequestMessage(method, new Uri(settings.Address, path)) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Add("access_token", settings.Token);
        return request;
    }

    private Instant Morning() => Instant.Of(new DateTimeOffset(new QuietHours(22, 6).Next(clock.Now().Local.DateTime), Instant.VietnamOffset));

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText() : null;
}

/// <summary>A carrier's gateway for brand-name SMS: its address, token and brand.</summary>
public sealed record SmsSettings(Uri Address, string Token, string Brand);

/// <summary>
/// Brand-name SMS over HTTP, as carriers' gateways have it in common: POST of brand, phone, text, id with a bearer token; the answer is a code, "00" for taken. A gateway that cannot be asked
/// afterwards leaves what was on its way to a person, so few are on their way at once.
/// </summary>
public sealed class SmsChannel(SmsSettings settings, HttpClient http) : IMessageChannel
{
    public string Via => "sms";
    public string Channel => MessageChannels.Sms;
    public bool Leaves => true;
    public int Handful => 10;
    public int SideBySide => 5;

    public async Task<ChannelAnswer> Send(Envelope envelope, CancellationToken cancel)
    {
        if (ZaloChannel.PhoneOf(envelope.Address) is not { } phone)
        {
            return new(ChannelVerdict.NotThere, Reason: "bad-number");
        }

        var request = new HttpRequestMessage(HttpMethod.Post, settings.Address)
        {
            Content = JsonContent.Create(new { brand = settings.Brand, phone, text = envelope.Body.Text, unicode = envelope.Body.Sms?.Unicode ?? false, id = envelope.Message.MessageId }),
        };
        request.Headers.Authorization = new("Bearer", settings.Token);
        return await Http.Ask(() => http.SendAsync(request, cancel), cancel, answer =>
        {
            var code = answer.TryGetProperty("code", out var given) ? given.GetString() ?? "" : "";
            return code switch
            {
                "00" => new(ChannelVerdict.Accepted, answer.TryGetProperty("reference", out var reference) ? reference.GetString() : null),
                "01" => new(ChannelVerdict.NotThere, Reason: code),
                "02" => new(ChannelVerdict.Refused, Reason: code),
                "09" => new(ChannelVerdict.Later, Reason: code),
                _ => new(ChannelVerdict.Down, Reason: code),
            };
        });
    }

    public Task<IReadOnlyDictionary<string, ChannelAnswer>> WhatBecame(IReadOnlyCollection<Message> messages, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyDictionary<string, ChannelAnswer>>(new Dictionary<string, ChannelAnswer>(StringComparer.Ordinal));
}

/// <summary>What every channel over HTTP has in common: which fault means what.</summary>
internal static class Http
{
    /// <summary>
    /// A request that never reached the server, was turned away for its rights or met an overloaded or broken gateway counts against the provider; one that broke after it was sent may have
    /// arrived or not.
    /// </summary>
    public static async Task<ChannelAnswer> Ask(Func<Task<HttpResponseMessage>> ask, CancellationToken cancel, Func<JsonElement, ChannelAnswer> read)
    {
        try
        {
            using var response = await ask();
            var status = (int)response.StatusCode;
            if (status is 429 or 503)
            {
                return new(ChannelVerdict.Down, Reason: "HTTP " + status);
            }

            if (status >= 500)
            {
                return new(ChannelVerdict.Unsure, Reason: "HTTP " + status);
            }

            if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound)
            {
                return new(ChannelVerdict.Down, Reason: "HTTP " + status);
            }

            return response.IsSuccessStatusCode
                ? read(await response.Content.ReadFromJsonAsync<JsonElement>(cancel))
                : new(ChannelVerdict.Refused, Reason: "HTTP " + status);
        }
        catch (HttpRequestException fault) when (fault.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError)
        {
            return new(ChannelVerdict.Down, Reason: fault.HttpRequestError.ToString());
        }
        catch (Exception fault) when (fault is HttpRequestException or JsonException or TaskCanceledException && !cancel.IsCancellationRequested)
        {
            return new(ChannelVerdict.Unsure, Reason: fault.GetType().Name);
        }
    }
}

using System.Collections.Concurrent;
using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace BaoPhu.Core.Messaging;

/// <summary>
/// Where the mail server is. <paramref name="Log"/>: its main log (Exim's format) if it can be read from here: what became of a message whose sender died is then known for certain.
/// <paramref name="Connections"/>: how many at most are open at once; a server has its own limit (Exim: 20 unless it is told otherwise).
/// </summary>
public sealed record SmtpSettings(string Host, int Port, bool StartTls, string? User, string? Password, string From, string? Log = null, int Connections = SmtpSettings.UsualConnections)
{
    public const int UsualConnections = 8;
}

/// <summary>E-mail by SMTP over a few connections that are used again. Each message has its own Message-ID, by which the server's log is asked.</summary>
public sealed partial class SmtpChannel(SmtpSettings settings, TimeProvider real) : IMessageChannel, IDisposable
{
    // A server hangs up on a silent client after some minutes: a connection older than this is not used again.
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly ConcurrentBag<(SmtpClient Client, long LastUsed)> _idle = [];

    public string Via => "smtp";
    public string Channel => MessageChannels.Email;
    public bool Leaves => true;
    public int Handful => settings.Log is null ? 10 : 200;
    public int SideBySide => settings.Connections;

    /// <summary>Five days: a mail server gives up after four (the usual retry rule of Exim), and says so in its log.</summary>
    public TimeSpan? Tells => settings.Log is null ? null : TimeSpan.FromDays(5);
    public SmtpSettings Settings => settings;

    public async Task<ChannelAnswer> Send(Envelope envelope, CancellationToken cancel)
    {
        MailMessage mail;
        try
        {
            mail = Compose(envelope);
        }
        catch (FormatException)
        {
            return new ChannelAnswer(ChannelVerdict.NotThere, Reason: "bad-address");
        }

        using (mail)
        {
            // Never cancelled from outside: a message half handed over is one that nobody knows about. (The client's own Timeout holds only for its synchronous Send.)
            using var patience = new CancellationTokenSource(Patience, real);
            var client = Take();
            try
            {
                await client.SendMailAsync(mail, patience.Token);
                _idle.Add((client, real.GetTimestamp()));
                return new ChannelAnswer(ChannelVerdict.Accepted, IdOf(envelope.Message.MessageId));
            }
            catch (SmtpException fault)
            {
                // After a fault nobody knows in which state the conversation is.
                client.Dispose();
                return AnswerOf(fault);
            }
            catch (OperationCanceledException)
            {
                client.Dispose();
                return new ChannelAnswer(ChannelVerdict.Unsure, Reason: "timeout");
            }
        }
    }

    public async Task<IReadOnlyDictionary<string, ChannelAnswer>> WhatBecame(IReadOnlyCollection<Message> messages, CancellationToken cancel)
    {
        if (settings.Log is null || !File.Exists(settings.Log))
        {
            return new Dictionary<string, ChannelAnswer>(StringComparer.Ordinal);
        }

        var byServerId = new Dictionary<string, string>(StringComparer.Ordinal);
        var wanted = messages.ToDictionary(m => IdOf(m.MessageId), m => m.MessageId, StringComparer.Ordinal);
        var found = messages.ToDictionary(m => m.MessageId, _ => new ChannelAnswer(ChannelVerdict.NeverHad), StringComparer.Ordinal);
        foreach (var file in ((string[])[settings.Log + ".1", settings.Log]).Where(File.Exists))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream, Encoding.UTF8);
            while (await reader.ReadLineAsync(cancel) is { } line)
            {
                // "2021-11-03 08:00:00 1miABC-0001-xy <= sender … id=<Message-ID without brackets> …" is the server's word that it has the message.
                var at = line.Contains(" <= ", StringComparison.Ordinal) ? line.IndexOf(" id=", StringComparison.Ordinal) : -1;
                if (at >= 0)
                {
                    var end = line.IndexOf(' ', at + 4);
                    var id = end < 0 ? line[(at + 4)..] : line[(at + 4)..end];
                    if (wanted.TryGetValue(id, out var message))
                    {
                        found[message] = new ChannelAnswer(ChannelVerdict.Accepted, id, "log");
                        byServerId[ServerId(line)] = message;
                    }
                }
                else if (byServerId.TryGetValue(ServerId(line), out var taken) && EndOf(line) is { } end)
                {
                    found[taken] = end with { Reference = found[taken].Reference };
                }
            }
        }

        return found;
    }

    /// <summary>The server's own id of the message a line is about: the third word.</summary>
    private static string ServerId(string line) => line.Split(' ', 4) is [_, _, var id, ..] ? id : "";

    /// <summary>
    /// How the server ended the delivery, if the line says so: "=>" it handed the message on, "**" it failed for good, with the other server's code. A 5.1.x or "unrouteable" is an address that
    /// is not there (RFC 3463), anything else a refusal.
    /// </summary>
    private static ChannelAnswer? EndOf(string line)
    {
        if (line.Contains(" => ", StringComparison.Ordinal))
        {
            return new(ChannelVerdict.Delivered, Reason: "log");
        }

        var at = line.IndexOf(" ** ", StringComparison.Ordinal);
        if (at < 0)
        {
            return null;
        }

        var said = line[(at + 4)..];
        var why = said.IndexOf(": ", StringComparison.Ordinal) is >= 0 and var from ? said[(from + 2)..] : said;
        var nobody = NobodyThere().IsMatch(said);
        return new(nobody ? ChannelVerdict.NotThere : ChannelVerdict.Refused, Reason: why.Length > 200 ? why[..200] : why);
    }

    [GeneratedRegex(@"\b5\.1\.\d|unrouteable|unknown user|no such user|user unknown|mailbox (not found|unavailable)|does not exist", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex NobodyThere();

    public void Dispose()
    {
        while (_idle.TryTake(out var idle))
        {
            idle.Client.Dispose();
        }
    }

    /// <summary>The Message-ID of a message, the same for every try.</summary>
    private string IdOf(string messageId) => messageId + "@" + new MailAddress(settings.From).Host;

    private SmtpClient Take()
    {
        while (_idle.TryTake(out var idle))
        {
            if (real.GetElapsedTime(idle.LastUsed) < Idle)
            {
                return idle.Client;
            }

            idle.Client.Dispose();
        }

        return new SmtpClient(settings.Host, settings.Port)
        {
            EnableSsl = settings.StartTls, Credentials = settings.User is null ? null : new NetworkCredential(settings.User, settings.Password),
        };
    }

    private MailMessage Compose(Envelope envelope)
    {
        var from = new MailAddress(settings.From);
        var mail = new MailMessage(new MailAddress(from.Address, envelope.OfficeName, Encoding.UTF8), new MailAddress(envelope.Address))
        {
            Subject = envelope.Body.Subject.ReplaceLineEndings(" "), SubjectEncoding = Encoding.UTF8, Body = envelope.Body.Text, BodyEncoding = Encoding.UTF8, BodyTransferEncoding = TransferEncoding.Base64,
        };
        mail.Headers.Add("Message-ID", "<" + IdOf(envelope.Message.MessageId) + ">");
        foreach (var file in envelope.Files)
        {
            mail.Attachments.Add(new Attachment(new MemoryStream(file.Bytes.ToArray()), file.Name, file.MediaType) { NameEncoding = Encoding.UTF8 });
        }

        return mail;
    }

    private static ChannelAnswer AnswerOf(SmtpException fault)
    {
        var reason = $"{(int)fault.StatusCode} {fault.Message}";
        return fault.StatusCode switch
        {
            SmtpStatusCode.MailboxUnavailable or SmtpStatusCode.UserNotLocalTryAlternatePath or SmtpStatusCode.MailboxNameNotAllowed when fault is SmtpFailedRecipientException => new(ChannelVerdict.NotThere, Reason: reason),
            SmtpStatusCode.ServiceNotAvailable or SmtpStatusCode.ServiceClosingTransmissionChannel or SmtpStatusCode.MustIssueStartTlsFirst or SmtpStatusCode.ClientNotPermitted
                or SmtpStatusCode.CommandNotImplemented or SmtpStatusCode.BadCommandSequence => new(ChannelVerdict.Down, Reason: reason),
            SmtpStatusCode.GeneralFailure => NeverConnected(fault) ? new(ChannelVerdict.Down, Reason: reason) : new(ChannelVerdict.Unsure, Reason: reason),
            var code when (int)code is >= 400 and < 500 => new(ChannelVerdict.Later, Reason: reason),
            _ => new(ChannelVerdict.Refused, Reason: reason),
        };
    }

    /// <summary>Only what failed before a connection stood can certainly not have been sent.</summary>
    private static bool NeverConnected(Exception? fault)
    {
        for (; fault is not null; fault = fault.InnerException)
        {
            if (fault is SocketException { SocketErrorCode: SocketError.ConnectionRefused or SocketError.HostNotFound or SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.TryAgain or SocketError.NoData }
                or System.Security.Authentication.AuthenticationException)
            {
                return true;
            }
        }

        return false;
    }
}

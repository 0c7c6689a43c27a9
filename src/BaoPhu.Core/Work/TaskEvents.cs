using System.Text.Encodings.Web;
using System.Text.Json;
using BaoPhu.Rules;
using BaoPhu.Rules.Planning;

namespace BaoPhu.Core.Work;

/// <summary>The lines of a task's history: what happened, from what to what, and why.</summary>
public static class TaskEvents
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static string Detail(in PlanDifference found, in KnownTask known, in Situation now, OrderBook book) => Write(new
    {
        reason = PlanNames.Of(found.Reason),
        from = new { rule = known.Order < 0 ? null : book[known.Order].Row.Id, level = known.Facts.Level, band = Names.Of(known.Facts.Band), standing = Names.Of(known.Facts.Standing), state = PlanNames.Of(known.State) },
        to = new { rule = found.Order < 0 ? null : book[found.Order].Row.Id, level = now.Level, band = Names.Of(now.Band), standing = Names.Of(now.Standing), state = PlanNames.Of(found.State) },
    });

    /// <summary>Why the planner did it, in words, or what the person noted.</summary>
    public static string Reason(TaskEvent line)
    {
        using var detail = JsonDocument.Parse(line.Detail);
        if (detail.RootElement.TryGetProperty("note", out var note) && note.GetString() is { Length: > 0 } said)
        {
            return said;
        }

        return detail.RootElement.TryGetProperty("reason", out var reason) && reason.GetString() is { Length: > 0 } name ? Texts.Text.Find("Work.Reason_" + name) ?? "" : "";
    }

    internal static T? Read<T>(string detail) => JsonSerializer.Deserialize<T>(detail, Json);

    internal static string Write(object detail) => JsonSerializer.Serialize(detail, Json);
}

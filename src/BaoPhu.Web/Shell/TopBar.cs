using BaoPhu.Core.Data;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Reporting;
using BaoPhu.Core.Texts;

namespace BaoPhu.Web.Shell;

/// <summary>What the top of every page shows: the office with its level, the site's day and hour, and how long until the next deadline.</summary>
public sealed class TopBar(CurrentUser user, Levels levels, NextDeadline deadlines, TimeProvider clock)
{
    public Instant Now { get; } = clock.Now();

    /// <summary>The site does not show real time (demonstration, rehearsal).</summary>
    public bool ClockIsMoved => clock is SiteClock { IsMoved: true };

    /// <summary>When the daily report of the person's office is due next, by the calendar; at the centre that of the provinces. Null: none is due.</summary>
    public Task<Instant?> Deadline() => deadlines.Of(Kind);

    /// <summary>The deadline by which the person's office should have sent today's report and has not; null: it owes none.</summary>
    public async Task<Instant?> Missed() => user.Office is { Kind: OfficeKind.Province or OfficeKind.District } office ? await deadlines.Missed(Kind, office.Code) : null;

    /// <summary>The page of today's report of the person's office.</summary>
    public string Report => $"/reporting/reports/{Kind}-{user.Office!.Code}-{Now.Day:yyyyMMdd}";

    /// <summary>"còn 42 phút đến báo cáo 16:00". The script words it anew every minute from the same two texts.</summary>
    public string DeadlineText(Instant deadline)
    {
        var minutes = (long)Math.Ceiling((deadline.Local - Now.Local).TotalMinutes);
        return minutes < 60 ? Text.Of("Web.DeadlineMinutes", minutes, Show.Time(deadline)) : Text.Of("Web.DeadlineHours", minutes / 60, minutes % 60, Show.Time(deadline));
    }

    private string Kind => user.Office?.Kind == OfficeKind.District ? "district-daily" : "daily";

    /// <summary>The province's own level; a whole office works by it, single employers by that of their commune. Null at the centre.</summary>
    public async Task<LevelFinding?> Level() => user.Province is { } province ? await levels.OwnOf(province, Now) : null;
}

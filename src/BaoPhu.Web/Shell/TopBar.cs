using BaoPhu.Core.Data;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;

namespace BaoPhu.Web.Shell;

/// <summary>What the top of every page shows: the office with its level, the site's day and hour, and how long until the next deadline.</summary>
public sealed class TopBar(CurrentUser user, Levels levels, TimeProvider clock)
{
    /// <summary>The telegram's daily report goes "trước 16 giờ hằng ngày" to the Ban Quản lý Thu – Sổ, Thẻ.</summary>
    private static readonly TimeOnly DailyReport = new(16, 0);

    public Instant Now { get; } = clock.Now();

    /// <summary>The site does not show real time (demonstration, rehearsal).</summary>
    public bool ClockIsMoved => clock is SiteClock { IsMoved: true };

    public DateTimeOffset Deadline
    {
        get
        {
            var local = Now.Local;
            var today = new DateTimeOffset(local.Date.Add(DailyReport.ToTimeSpan()), local.Offset);
            return local < today ? today : today.AddDays(1);
        }
    }

    /// <summary>"còn 42 phút đến báo cáo 16:00". The script words it anew every minute from the same three texts.</summary>
    public string DeadlineText
    {
        get
        {
            var minutes = (long)Math.Ceiling((Deadline - Now.Local).TotalMinutes);
            return minutes < 60 ? Text.Of("Web.DeadlineMinutes", minutes) : Text.Of("Web.DeadlineHours", minutes / 60, minutes % 60);
        }
    }

    /// <summary>The province's own level; a whole office works by it, single employers by that of their commune. Null at the centre.</summary>
    public async Task<LevelFinding?> Level() => user.Province is { } province ? await levels.OwnOf(province, Now) : null;
}

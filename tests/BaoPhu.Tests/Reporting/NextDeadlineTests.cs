using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Reporting;
using BaoPhu.Rules.Clock;
using BaoPhu.Rules.Reporting;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Reporting;

/// <summary>The hour at the top of every page is that of the calendar.</summary>
public sealed class NextDeadlineTests
{
    [Theory]
    [ClassData(typeof(Engines))]
    public async Task It_is_the_hour_of_the_calendar_and_after_it_that_of_the_next_day(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var deadlines = new NextDeadline(test.Db, test.Clock);
        Assert.Equal(("2021-11-03T15:30", "2021-11-03T16:00"), (await Of("district-daily"), await Of("daily")));
        Assert.Null(await deadlines.Missed("daily", "07900"));
        test.Clock.Moment = At("2021-11-03T15:59:59");
        Assert.Equal(("2021-11-04T15:30", "2021-11-03T16:00"), (await Of("district-daily"), await Of("daily")));
        test.Clock.Moment = At("2021-11-03T16:00:00");
        Assert.Equal("2021-11-04T16:00", await Of("daily"));

        // Who has not sent today's is late until it is sent or let off; nobody else is.
        Assert.Equal("2021-11-03T16:00", VietnamTime.ToIso((await deadlines.Missed("daily", "07900"))!.Value.Milliseconds));
        await test.Db.Write(tx => tx.Execute("insert into rep_excuses (kind, office_code, to_date, reason, excused_by, excused_at) values ('daily', '00100', '2021-11-03', 'Bão', 'x', 0)"));
        Assert.Null(await deadlines.Missed("daily", "00100"));
        await new Reports(test.Db, test.Clock).Send(new("giamdoc", "Trần Thị Bình", "07900"), Scope.OfProvince("79"), "daily-07900-20211103", 0, (await new Reports(test.Db, test.Clock).Find(Scope.OfProvince("79"), "daily-07900-20211103")).Digest, "", "", true);
        Assert.Null(await deadlines.Missed("daily", "07900"));

        await new ReportCalendar(test.Db, test.Clock).Set(
            new("thu", "Trần Thị Thu", "00001"), Scope.Nation, "daily", 1, new(2021, 11, 4), new ReportRuleEntry(1, new(17, 0), false, true, ClosedDay.Stays, "Công văn số 1"));
        test.Clock.Moment = At("2021-11-04T08:00:00");
        Assert.Equal("2021-11-04T17:00", await Of("daily"));
        Assert.Null(await deadlines.Of("half-month"));

        async Task<string> Of(string kind) => VietnamTime.ToIso((await deadlines.Of(kind))!.Value.Milliseconds);
    }

    private static DateTimeOffset At(string moment) => DateTimeOffset.Parse(moment + "+07:00", CultureInfo.InvariantCulture);
}

using System.Diagnostics;
using System.Globalization;
using System.Net;
using BaoPhu.Core.Data;
using BaoPhu.Core.Demonstration;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Work;

namespace BaoPhu.Bench;

/// <summary>
/// The day's work and the employer's page with the whole nation loaded and planned, 50 people at once, against an empty page of the same host. The host is a
/// process of its own; this one asks. Both share the machine's cores, so the figures are a floor.
/// </summary>
internal static class PagesBench
{
    private const int People = 50;
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(15);

    public static async Task Run(Place place, Board board, int employers)
    {
        foreach (var engine in place.Engines)
        {
            var target = await Nation.Planned(place, engine, employers);
            List<string> users;
            List<string> codes;
            await using (var db = Db.At(target))
            {
                users = await db.Read(s => s.Query<string>("select sign_in from idn_users where role = 'collection-officer' or role = 'district-officer' order by sign_in limit 50"));
                codes = await db.Read(s => s.Query<string>("select province || '-' || code from reg_employers order by employer_id limit 2000"));
            }

            using var host = new Host(target);
            await host.Ready();
            var sessions = new List<HttpClient>();
            for (var i = 0; i < People; i++)
            {
                sessions.Add(await host.SignIn(users[i % users.Count]));
            }

            var empty = await Load(sessions, _ => "/health/live");
            board.Figure("empty page, 50 people", engine, empty.ToString(), "");
            foreach (var (name, path) in new (string, Func<int, string>)[] { ("Việc hôm nay", _ => "/work/today"), ("an employer's page", i => "/register/employers/" + codes[i % codes.Count]) })
            {
                var measured = await Load(sessions, path);
                board.Figure($"{name}, 50 people", engine, measured.ToString(), string.Create(CultureInfo.InvariantCulture, $"× empty p50 {measured.P50 / empty.P50:0.0}"));
            }
        }
    }

    private static async Task<Measured> Load(List<HttpClient> people, Func<int, string> path)
    {
        var times = new List<double>[people.Count];
        long failed = 0;
        var until = Stopwatch.GetTimestamp() + (long)(Length.TotalSeconds * Stopwatch.Frequency);
        await Task.WhenAll(people.Select((person, who) => Task.Run(async () =>
        {
            times[who] = [];
            for (var i = who * 37; Stopwatch.GetTimestamp() < until; i++)
            {
                var start = Stopwatch.GetTimestamp();
                using var answer = await person.GetAsync(path(i));
                await answer.Content.ReadAsByteArrayAsync();
                if (answer.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.NotFound))
                {
                    Interlocked.Increment(ref failed);
                }

                times[who].Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        })));
        return Measured.Of([.. times.SelectMany(t => t)], Length, failed);
    }
}

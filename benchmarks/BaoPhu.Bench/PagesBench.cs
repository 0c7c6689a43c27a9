using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
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
internal static partial class PagesBench
{
    private const int People = 50;
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(15);

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex Token();

    public static async Task Run(Place place, Board board, int employers)
    {
        foreach (var engine in place.Engines)
        {
            var target = await Nation.Get(place, engine, employers);
            List<string> users;
            List<string> codes;
            await using (var db = Db.At(target))
            {
                var clock = await SiteClock.Load(db);
                var pass = new PlanningPass(db, clock, []);
                foreach (var province in await db.Read(s => s.Query<string>("select distinct province from reg_employers")))
                {
                    await pass.Plan(Actor.System, province, DemonstrationOrder.UsualMoment);
                }

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
        var all = times.SelectMany(t => t).Order().ToList();
        return new(all[all.Count / 2], all[(int)(all.Count * 0.99)], all.Count / Length.TotalSeconds, failed);
    }

    private sealed record Measured(double P50, double P99, double PerSecond, long Failed)
    {
        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture, $"p50 {P50:0.0} ms, p99 {P99:0.0} ms, {PerSecond:0} a second{(Failed > 0 ? $", {Failed} failed" : "")}");
    }

    private sealed class Host : IDisposable
    {
        private readonly Process _process;
        private readonly Uri _address = new("http://127.0.0.1:5199");

        public Host(string target)
        {
            var dll = Path.Combine(AppContext.BaseDirectory, "BaoPhu.Web.dll");
            var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
            start.ArgumentList.Add(dll);
            start.ArgumentList.Add("--urls");
            start.ArgumentList.Add(_address.ToString());
            start.Environment["BAOPHU_DB"] = target;
            start.Environment["Logging__LogLevel__Default"] = "Warning";
            _process = Process.Start(start)!;
            _process.OutputDataReceived += (_, _) => { };
            _process.ErrorDataReceived += (_, _) => { };
            _process.BeginOutputReadLine();
            _process.BeginErrorReadLine();
        }

        public async Task Ready()
        {
            using var client = new HttpClient { BaseAddress = _address };
            for (var i = 0; i < 120; i++)
            {
                try
                {
                    using var answer = await client.GetAsync(new Uri("/health/ready", UriKind.Relative));
                    if (answer.IsSuccessStatusCode)
                    {
                        return;
                    }
                }
                catch (HttpRequestException)
                {
                    // Not listening yet.
                }

                await Task.Delay(500);
            }

            throw new InvalidOperationException("the host did not start");
        }

        public async Task<HttpClient> SignIn(string user)
        {
            var client = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false }) { BaseAddress = _address };
            var page = await client.GetStringAsync(new Uri("/identity/sign-in", UriKind.Relative));
            using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["__RequestVerificationToken"] = Token().Match(page).Groups[1].Value, ["Name"] = user, ["Password"] = DemonstrationNation.Password,
            });
            using var answer = await client.PostAsync(new Uri("/identity/sign-in", UriKind.Relative), form);
            return answer.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.SeeOther
                ? client
                : throw new InvalidOperationException($"{user} could not sign in: {answer.StatusCode}");
        }

        public void Dispose()
        {
            _process.Kill(entireProcessTree: true);
            _process.Dispose();
        }
    }
}

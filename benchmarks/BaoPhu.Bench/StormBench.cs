using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using BaoPhu.Core.Data;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Reporting;
using BaoPhu.Rules.Reporting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace BaoPhu.Bench;

/// <summary>
/// The hour of the telegram: every province and district opens its report and sends it at some moment of one minute, while two hundred boards are refreshed. Held against an endpoint that inserts
/// one row into the same database, asked at the same moments under the same boards; and the nation's board with ninety days of reports.
/// </summary>
internal static class StormBench
{
    private const int Boards = 200;
    private static readonly TimeSpan Minute = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(10);
    private static readonly Uri BareAddress = new("http://127.0.0.1:5198");

    public static async Task Run(Place place, Board board, int employers)
    {
        foreach (var engine in place.Engines)
        {
            var target = await Nation.Planned(place, engine, employers);
            await using var db = Db.At(target);
            var clock = await SiteClock.Load(db);
            var day = clock.Today();
            await NinetyDays(db, day);
            var directors = await db.Read(s => s.Query<(string Office, string Kind, string SignIn)>(
                """
                select o.code, o.kind, min(u.sign_in) from org_offices o join idn_users u on u.office_code = o.code and u.role in ('province-director', 'district-director')
                where o.known_to_at is null and o.valid_to is null and o.kind in ('Province', 'District') group by o.code, o.kind order by o.code
                """));
            using var host = new Host(target);
            await host.Ready();
            var senders = new Sender[directors.Count];
            await Parallel.ForAsync(0, directors.Count, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (i, _) => senders[i] = new(
                await host.SignIn(directors[i].SignIn), ReportPath(directors[i].Office, directors[i].Kind, day)));
            var watchers = new List<(HttpClient Person, string Path)>();
            var centre = await host.SignIn("tw.thu");
            var provinces = senders.Zip(directors).Where(x => x.Second.Kind == OfficeKind.Province).Select(x => x.First.Person).ToList();
            for (var i = 0; i < Boards; i++)
            {
                watchers.Add(i % 2 == 0 ? (centre, "/reporting/boards?kind=daily") : (provinces[i % provinces.Count], "/reporting/boards?kind=district-daily"));
            }

            var cold = Stopwatch.StartNew();
            (await centre.GetAsync(new Uri("/reporting/boards?kind=daily", UriKind.Relative))).EnsureSuccessStatusCode();
            board.Figure("the nation's board, first time", engine, string.Create(CultureInfo.InvariantCulture, $"{cold.Elapsed.TotalMilliseconds:0} ms"), "");
            var empty = await Repeat(centre, "/health/live", 200);
            var warm = await Repeat(centre, "/reporting/boards?kind=daily", 100);
            board.Figure("the nation's board, warm", engine, warm.ToString(), string.Create(CultureInfo.InvariantCulture, $"empty page: {empty}"));

            using var quiet = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            var alone = await Watch(watchers, quiet.Token);
            board.Figure($"{Boards} boards alone, every {Refresh.TotalSeconds:0} s", engine, alone.ToString(), "");

            // The hour of the telegram does not find a server that nobody has used all day: both have taken a few before it counts. Ours takes the late report of a day before the ninety.
            var before = day.AddDays(-92);
            foreach (var i in Enumerable.Range(0, 60).Select(i => i * directors.Count / 60))
            {
                var late = new Sender(senders[i].Person, ReportPath(directors[i].Office, directors[i].Kind, before));
                await late.Open();
                await late.Send();
            }

            using var bare = await Bare(target);
            using var first = new HttpClient();
            for (var i = 0; i < 60; i++)
            {
                (await first.PostAsync(new Uri(BareAddress, "/"), JsonContent.Create(new { figures = "{}" }))).EnsureSuccessStatusCode();
            }

            var bareTimes = await Storm(senders, watchers, async (_, http) =>
            {
                using var answer = await http.PostAsync(new Uri(BareAddress, "/"), JsonContent.Create(new { figures = "{}" }));
                return answer.IsSuccessStatusCode;
            });
            bare.Kill();
            await bare.WaitForExitAsync();
            board.Figure("a bare insert endpoint under the same boards", engine, bareTimes.Sent.ToString(), "");
            board.Figure("boards meanwhile", engine, bareTimes.Boards.ToString(), "");

            var ours = await Storm(senders, watchers, (sender, _) => sender.Send(), async sender => await sender.Open());
            var sent = await db.Read(s => s.One<long>("select count(*) from rep_reports where to_date = @day and state = 'Sent'", new { day }));
            board.Ratio($"{senders.Length} offices send within a minute: p50", engine, ours.Sent.P50 / 1000, bareTimes.Sent.P50 / 1000, "the bare insert endpoint", "");
            board.Ratio("the same: p99", engine, ours.Sent.P99 / 1000, bareTimes.Sent.P99 / 1000, "the bare insert endpoint", "≤ 2");
            board.Figure("the same: sent a second, ours / bare", engine, string.Create(CultureInfo.InvariantCulture, $"{ours.Sent.PerSecond:0.0} / {bareTimes.Sent.PerSecond:0.0} = {ours.Sent.PerSecond / bareTimes.Sent.PerSecond:0.00}"), "≥ 0.5");
            board.Figure("the same: errors, lost", engine, string.Create(CultureInfo.InvariantCulture, $"{ours.Sent.Failed}, {senders.Length - ours.Sent.Failed - sent}"), "0, 0");
            board.Ratio("boards' p99 under the storm", engine, ours.Boards.P99 / 1000, alone.P99 / 1000, "boards alone", "≤ 3");
        }
    }

    /// <summary>The host of the bare endpoint, a process of its own like the site.</summary>
    public static async Task ServeBare(string target)
    {
        await using var db = Db.At(target);
        await db.Write(tx => tx.Execute("create table if not exists bench_bare (at bigint not null, figures text not null)"));
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(BareAddress.ToString());
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapGet("/", () => "");
        app.MapPost("/", async (BareRow row) => await db.Write(tx => tx.Execute("insert into bench_bare (at, figures) values (@at, @Figures)", new { at = Stopwatch.GetTimestamp(), row.Figures })));
        await app.RunAsync();
    }

    private static string ReportPath(string office, string kind, DateOnly day) =>
        string.Create(CultureInfo.InvariantCulture, $"/reporting/reports/{(kind == OfficeKind.Province ? "daily" : "district-daily")}-{office}-{day:yyyyMMdd}");

    /// <summary>Every office sends at its moment (the same in every run) while the boards are watched.</summary>
    private static async Task<(Measured Sent, Measured Boards)> Storm(Sender[] senders, List<(HttpClient, string)> watchers, Func<Sender, HttpClient, Task<bool>> send, Func<Sender, Task>? before = null)
    {
        using var plain = new HttpClient();
        using var over = new CancellationTokenSource();
        var watching = Watch(watchers, over.Token);
        var (dice, start) = (new Random(216), Stopwatch.GetTimestamp());
        var moments = senders.Select(_ => Minute * dice.NextDouble()).ToList();
        var (times, failed, last) = (new double[senders.Length], 0L, 0L);
        await Task.WhenAll(senders.Select(async (sender, i) =>
        {
            await Task.Delay(moments[i]);
            if (before is not null)
            {
                await before(sender);
            }

            var began = Stopwatch.GetTimestamp();
            if (!await send(sender, plain))
            {
                Interlocked.Increment(ref failed);
            }

            times[i] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            Interlocked.Exchange(ref last, Stopwatch.GetTimestamp());
        }));
        var took = Stopwatch.GetElapsedTime(start, last);
        await over.CancelAsync();
        return (Measured.Of([.. times], took, failed), await watching);
    }

    private static async Task<Measured> Watch(List<(HttpClient Person, string Path)> watchers, CancellationToken over)
    {
        var (start, failed) = (Stopwatch.GetTimestamp(), 0L);
        var times = await Task.WhenAll(watchers.Select(async (watcher, i) =>
        {
            var mine = new List<double>();
            try
            {
                await Task.Delay(Refresh * i / watchers.Count, over);
                while (true)
                {
                    var began = Stopwatch.GetTimestamp();
                    using var answer = await watcher.Person.GetAsync(new Uri(watcher.Path, UriKind.Relative), over);
                    await answer.Content.ReadAsByteArrayAsync(over);
                    if (answer.StatusCode != HttpStatusCode.OK && Interlocked.Increment(ref failed) == 1)
                    {
                        await Console.Error.WriteLineAsync($"{watcher.Path}: {(int)answer.StatusCode}");
                    }

                    var took = Stopwatch.GetElapsedTime(began);
                    mine.Add(took.TotalMilliseconds);
                    await Task.Delay(took < Refresh ? Refresh - took : TimeSpan.Zero, over);
                }
            }
            catch (OperationCanceledException)
            {
                return mine;
            }
        }));
        return Measured.Of([.. times.SelectMany(t => t)], Stopwatch.GetElapsedTime(start), failed);
    }

    private static async Task<Measured> Repeat(HttpClient person, string path, int count)
    {
        var (start, times) = (Stopwatch.GetTimestamp(), new List<double>());
        for (var i = 0; i < count; i++)
        {
            var began = Stopwatch.GetTimestamp();
            using var answer = await person.GetAsync(new Uri(path, UriKind.Relative));
            await answer.Content.ReadAsByteArrayAsync();
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return Measured.Of(times, Stopwatch.GetElapsedTime(start), 0);
    }

    private static async Task<Process> Bare(string target)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false };
        foreach (var word in (string[])[Path.Combine(AppContext.BaseDirectory, "BaoPhu.Bench.dll"), "bare-endpoint", target])
        {
            start.ArgumentList.Add(word);
        }

        var process = Process.Start(start)!;
        using var client = new HttpClient { BaseAddress = BareAddress };
        for (var i = 0; i < 60; i++)
        {
            try
            {
                (await client.GetAsync(new Uri("/", UriKind.Relative))).EnsureSuccessStatusCode();
                return process;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(500);
            }
        }

        throw new InvalidOperationException("the bare endpoint did not start");
    }

    /// <summary>Accepted reports of ninety days before, and none of today: a run may be repeated.</summary>
    private static Task NinetyDays(Db db, DateOnly today) => db.Write(async tx =>
    {
        await tx.Execute("delete from rep_reports where to_date >= @today or to_date < @first", new { today, first = today.AddDays(-90) });
        if (await tx.One<long>("select count(*) from rep_reports") > 0)
        {
            return;
        }

        var offices = await tx.Query<(string Code, string Kind, string Province)>("select code, kind, province from org_offices where known_to_at is null and kind in ('Province', 'District')");
        var figures = JsonSerializer.Serialize(ReportKind.Of("daily").Figures.ToDictionary(f => f, _ => (long?)1_234_567, StringComparer.Ordinal));
        using var rows = tx.BulkInto(
            "rep_reports", "kind", "office_code", "to_date", "version", "province", "from_date", "due_at", "state", "nil_report", "figures", "figures_at", "signed_by", "signed_name", "sent_at", "changes");
        for (var back = 1; back <= 90; back++)
        {
            var day = today.AddDays(-back);
            var sent = Instant.StartOf(day).Milliseconds + (15L * 3_600_000);
            foreach (var office in offices)
            {
                rows.StartRow();
                rows.Write(office.Kind == OfficeKind.Province ? "daily" : "district-daily");
                rows.Write(office.Code);
                rows.Write(day);
                rows.Write((short)1);
                rows.Write(office.Province);
                rows.Write(day);
                rows.Write(sent + 3_600_000);
                rows.Write(nameof(ReportState.Accepted));
                rows.Write(false);
                rows.Write(figures);
                rows.Write(sent);
                rows.Write("bench");
                rows.Write("Người đo");
                rows.Write(sent);
                rows.Write(3);
            }
        }

        rows.Complete();
    });

    private sealed record BareRow(string Figures);

    /// <summary>A director with the report of the office; opens it and sends what it shows.</summary>
    private sealed class Sender(HttpClient person, string path)
    {
        private Dictionary<string, string> _form = [];

        public HttpClient Person => person;

        public async Task Open()
        {
            var page = await person.GetStringAsync(new Uri(path, UriKind.Relative));
            _form = new(StringComparer.Ordinal)
            {
                ["__RequestVerificationToken"] = Host.TokenOf(page), ["Digest"] = Host.FieldOf(page, "Digest"), ["Changes"] = Host.FieldOf(page, "Changes"),
                // What the rules find odd beside the earlier reports is explained, as a director does.
                ["Explanation"] = "đo",
            };
        }

        public async Task<bool> Send()
        {
            using var form = new FormUrlEncodedContent(_form);
            using var answer = await person.PostAsync(new Uri(path + "?handler=send", UriKind.Relative), form);
            if (answer.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.SeeOther)
            {
                return true;
            }

            // What the page says beside its fields: an error of the storm is a line of the log.
            var said = System.Text.RegularExpressions.Regex.Replace(await answer.Content.ReadAsStringAsync(), "(?s)^.*?<main|<[^>]*>|\\s+", " ");
            await Console.Error.WriteLineAsync($"{path}: {(int)answer.StatusCode} {said[..Math.Min(300, said.Length)]}");
            return false;
        }
    }
}

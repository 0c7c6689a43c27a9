using System.Diagnostics;
using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Imports;

namespace BaoPhu.Bench;

/// <summary>
/// Employers and months of one province: the validated load into staging against the engine's own bulk command on the same file, and the whole import against
/// that command followed by the same merge in bare SQL into tables with the same indexes.
/// </summary>
internal static class ImportBench
{
    public static async Task Run(Place place, Board board, int employers, int months)
    {
        var employerFile = ExportFiles.Employers(place.Folder, employers);
        var monthFile = ExportFiles.Months(place.Folder, employers, months);
        foreach (var engine in place.Engines)
        {
            var ours = new List<(Phases Employers, Phases Months)>();
            var peak = 0L;
            for (var run = 0; run < 3; run++)
            {
                var (db, target) = await place.Fresh(engine, "bench_import");
                await db.DisposeAsync();
                var first = await Import(target, ImportKinds.Employers, employerFile);
                var second = await Import(target, ImportKinds.Months, monthFile);
                ours.Add((first, second));
                peak = Math.Max(peak, Math.Max(first.PeakBytes, second.PeakBytes));
            }

            var bare = new List<(double CopyEmployers, double WholeEmployers, double CopyMonths, double WholeMonths)>();
            for (var run = 0; run < 3; run++)
            {
                bare.Add(engine == "SQLite" ? await BareSqlite(place, employerFile, monthFile) : await BarePostgres(place, employerFile, monthFile));
            }

            var (load, whole) = engine == "SQLite" ? ("≤ 1.1", "≤ 1.2") : ("≤ 0.9", "≤ 1.2");
            var command = engine == "SQLite" ? "sqlite3 .import" : "psql \\copy";
            board.Ratio($"load {employers:n0} employers", engine, Median(ours.Select(o => o.Employers.Load)), Median(bare.Select(b => b.CopyEmployers)), command, load);
            board.Ratio($"load {months:n0} months", engine, Median(ours.Select(o => o.Months.Load)), Median(bare.Select(b => b.CopyMonths)), command, load);
            board.Ratio($"whole import, {employers:n0} employers", engine, Median(ours.Select(o => o.Employers.Whole)), Median(bare.Select(b => b.WholeEmployers)), command + " + bare SQL", whole);
            board.Ratio($"whole import, {months:n0} months", engine, Median(ours.Select(o => o.Months.Whole)), Median(bare.Select(b => b.WholeMonths)), command + " + bare SQL", whole);
            board.Ratio(
                "whole import, both files", engine, Median(ours.Select(o => o.Employers.Whole + o.Months.Whole)), Median(bare.Select(b => b.WholeEmployers + b.WholeMonths)),
                command + " + bare SQL", whole);
            board.Figure("peak memory of an import", engine, (peak / 1048576).ToString(CultureInfo.InvariantCulture) + " MB", "≤ 400 MB");
        }
    }

    /// <summary>
    /// A months file of the given rows on each engine: first into an empty ledger, then the same rows ordered by month against what is known, then a file whose employers
    /// are all unknown, so that every row is refused. The files and databases are deleted afterwards.
    /// </summary>
    public static async Task Large(Place place, Board board, int rows, string? only)
    {
        var employers = Math.Max(1, rows / 10);
        var (employerFile, monthFile, byMonth) = (ExportFiles.Employers(place.Folder, employers), ExportFiles.Months(place.Folder, employers, rows), ExportFiles.Months(place.Folder, employers, rows, byMonth: true));
        foreach (var engine in place.Engines.Where(e => only is null || e.Equals(only, StringComparison.OrdinalIgnoreCase)))
        {
            foreach (var (name, files) in ((string, string[])[])[("into an empty ledger", [employerFile, monthFile]), ("all refused", [monthFile]), ("against known months, out of order", [employerFile, monthFile, byMonth])])
            {
                var (db, target) = await place.Fresh(engine, "bench_large");
                await db.DisposeAsync();
                Phases? last = null;
                foreach (var file in files)
                {
                    last = await Import(target, file == employerFile ? ImportKinds.Employers : ImportKinds.Months, file);
                }

                board.Figure($"{rows:n0} months, {name}: peak memory", engine, (last!.PeakBytes / 1048576).ToString(CultureInfo.InvariantCulture) + " MB", "≤ 400 MB");
                board.Figure($"{rows:n0} months, {name}", engine, last.Whole.ToString("0", CultureInfo.InvariantCulture) + " s", "");
            }

            await place.Drop(engine, "bench_large");
        }

        File.Delete(monthFile);
        File.Delete(byMonth);
    }

    /// <summary>One import in a process of its own, so that its peak memory is its own.</summary>
    private static async Task<Phases> Import(string target, string kind, string file)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, UseShellExecute = false };
        start.ArgumentList.Add("import-once");
        start.ArgumentList.Add(target);
        start.ArgumentList.Add(kind);
        start.ArgumentList.Add(file);
        using var process = Process.Start(start)!;
        var words = (await process.StandardOutput.ReadToEndAsync()).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? new(double.Parse(words[0], CultureInfo.InvariantCulture), double.Parse(words[1], CultureInfo.InvariantCulture), long.Parse(words[2], CultureInfo.InvariantCulture))
            : throw new InvalidOperationException("the import failed");
    }

    /// <summary>What the process of <see cref="Import"/> does; prints seconds of the load, of the whole, and peak bytes.</summary>
    public static async Task Once(string target, string kind, string file)
    {
        await using var db = Db.At(target);
        var watch = Stopwatch.StartNew();
        var load = 0.0;
        var progress = new Phased(p =>
        {
            if (p.Phase != ImportPhase.Reading && load == 0)
            {
                load = watch.Elapsed.TotalSeconds;
            }
        });
        await new ImportRuns(db, TimeProvider.System, FilesFolder.Of(target)).Run(Actor.System, new ImportRequest(kind, file) { Province = "79" }, progress, CancellationToken.None);
        var whole = watch.Elapsed.TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(load == 0 ? whole : load)} {whole} {Process.GetCurrentProcess().PeakWorkingSet64}"));
    }

    private static async Task<(double, double, double, double)> BarePostgres(Place place, string employerFile, string monthFile)
    {
        const string name = "bench_bare";
        await place.Empty("PostgreSQL", name);
        var psql = place.Psql(name);
        await Timing.Command("psql", [.. psql, "-c", RawTables("unlogged "), "-c", Targets("unlogged ", "boolean", "collate \"C\"").Replace("unlogged ", "", StringComparison.Ordinal)]);
        var copyEmployers = await Timing.Command("psql", [.. psql, "-c", $"\\copy raw_employers from '{employerFile}' with (format csv, header true)"]);
        var mergeEmployers = await Timing.Command("psql", [.. psql, "-c", MergeEmployers("code ~ '^[A-Z]{2}[A-Z0-9][0-9]{3}[A-Z]$'", "workers ~ '^[0-9]+$'", "to_date(nullif(until, ''), 'DD/MM/YYYY')")]);
        var copyMonths = await Timing.Command("psql", [.. psql, "-c", $"\\copy raw_months from '{monthFile}' with (format csv, header true)"]);
        var amounts = string.Join(" and ", Amounts.Select(a => $"{a} ~ '^[0-9]+$'"));
        var mergeMonths = await Timing.Command("psql", [.. psql, "-c", MergeMonths(amounts)]);
        return (copyEmployers, copyEmployers + mergeEmployers, copyMonths, copyMonths + mergeMonths);
    }

    private static async Task<(double, double, double, double)> BareSqlite(Place place, string employerFile, string monthFile)
    {
        var file = await place.Empty("SQLite", "bench_bare");
        await Timing.Command("sqlite3", [file], "pragma journal_mode = wal;\npragma synchronous = full;\n" + RawTables("") + ";\n" + Targets("", "integer", "") + ";\n");
        const string settings = "pragma synchronous = full;\npragma cache_size = -65536;\n";
        var copyEmployers = await Timing.Command("sqlite3", [file], settings + $".import --csv --skip 1 {employerFile} raw_employers\n");
        var mergeEmployers = await Timing.Command("sqlite3", [file], settings + MergeEmployers(
            "code glob '[A-Z][A-Z][A-Z0-9][0-9][0-9][0-9][A-Z]'", "workers not glob '*[^0-9]*' and workers <> ''", "case when until <> '' then substr(until, 7, 4) || '-' || substr(until, 4, 2) || '-' || substr(until, 1, 2) end") + ";\n");
        var copyMonths = await Timing.Command("sqlite3", [file], settings + $".import --csv --skip 1 {monthFile} raw_months\n");
        var amounts = string.Join(" and ", Amounts.Select(a => $"{a} not glob '*[^0-9]*' and {a} <> ''"));
        var mergeMonths = await Timing.Command("sqlite3", [file], settings + MergeMonths(amounts) + ";\n");
        return (copyEmployers, copyEmployers + mergeEmployers, copyMonths, copyMonths + mergeMonths);
    }

    private static readonly string[] Amounts =
        ["due_social", "due_health", "due_unemployment", "due_accident", "paid_social", "paid_health", "paid_unemployment", "paid_accident", "stated_interest"];

    private static string RawTables(string unlogged) => $"""
        create {unlogged}table raw_employers (code text, office text, name text, tax text, address text, commune text, phone text, email text, contact text, workers text, standing text, until text);
        create {unlogged}table raw_months (code text, period text, {string.Join(", ", Amounts.Select(a => a + " text"))})
        """;

    private static string Targets(string unlogged, string boolean, string collate) => $"""
        create table bare_employers (employer_id bigint primary key, province text {collate} not null, code text {collate} not null, office_code text {collate} not null, name text not null,
            folded text {collate} not null, tax_code text {collate}, address text, commune_code text {collate}, phone text {collate}, email text {collate}, contact_name text, workers integer,
            standing smallint not null, standing_until date, originals text, import_run text {collate}, updated_at bigint not null);
        create index bare_office on bare_employers (office_code, employer_id);
        create index bare_tax on bare_employers (tax_code) where tax_code is not null;
        create index bare_commune on bare_employers (commune_code);
        create unique index bare_code on bare_employers (province, code);
        create table bare_months (employer_id bigint not null, period integer not null, {string.Join(", ", Amounts.Select(a => a + " bigint not null"))}, import_run text, primary key (employer_id, period))
        """;

    private static string MergeEmployers(string code, string workers, string until) => $"""
        insert into bare_employers (employer_id, province, code, office_code, name, folded, tax_code, address, commune_code, phone, email, contact_name, workers, standing, standing_until, import_run, updated_at)
        select row_number() over (order by code), '79', code, office, trim(name), lower(trim(name)), nullif(tax, ''), nullif(address, ''), nullif(commune, ''), nullif(phone, ''), nullif(email, ''),
            nullif(contact, ''), case when {workers} then cast(workers as integer) end,
            case standing when 'Đang tham gia' then 0 when 'Tạm dừng đóng quỹ HT-TT' then 1 else 2 end, {until}, 'run', 0
        from (select *, count(*) over (partition by code) as times from raw_employers) r
        where {code} and trim(name) <> '' and standing in ('Đang tham gia', 'Tạm dừng đóng quỹ HT-TT', 'Đang giải thể', 'Chỉ tham gia BHYT (NSNN)') and times = 1
        on conflict (employer_id) do update set name = excluded.name, office_code = excluded.office_code, standing = excluded.standing
        """;

    private static string MergeMonths(string amounts) => $"""
        insert into bare_months (employer_id, period, {string.Join(", ", Amounts)}, import_run)
        select e.employer_id, cast(substr(r.period, 4, 4) as integer) * 100 + cast(substr(r.period, 1, 2) as integer), {string.Join(", ", Amounts.Select(a => $"cast(r.{a} as bigint)"))}, 'run'
        from (select *, count(*) over (partition by code, period) as times from raw_months) r join bare_employers e on e.province = '79' and e.code = r.code
        where {amounts} and times = 1
        on conflict (employer_id, period) do update set {string.Join(", ", Amounts.Select(a => $"{a} = excluded.{a}"))}
        """;

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    private sealed record Phases(double Load, double Whole, long PeakBytes);

    private sealed class Phased(Action<ImportProgress> report) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => report(value);
    }
}

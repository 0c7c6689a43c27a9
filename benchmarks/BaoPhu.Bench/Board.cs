using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace BaoPhu.Bench;

/// <summary>The table that is printed: a figure, its baseline measured in the same run, their ratio and what was aimed at.</summary>
internal sealed class Board
{
    private readonly List<string[]> _rows = [];

    public void Ratio(string what, string engine, double ours, double baseline, string baselineName, string aim)
    {
        var row = new[] { what, engine, Seconds(ours), Seconds(baseline), baselineName, (ours / baseline).ToString("0.00", CultureInfo.InvariantCulture), aim };
        _rows.Add(row);
        Console.Error.WriteLine(string.Join(" | ", row));
    }

    public void Figure(string what, string engine, string value, string aim)
    {
        _rows.Add([what, engine, value, "", "", "", aim]);
        Console.Error.WriteLine($"{what} | {engine} | {value} | {aim}");
    }

    public void Print()
    {
        var table = new Table().Border(TableBorder.Markdown);
        foreach (var heading in (string[])["what", "engine", "ours", "baseline", "baseline is", "ratio", "aim"])
        {
            table.AddColumn(heading);
        }

        foreach (var row in _rows)
        {
            table.AddRow(row.Select(Markup.Escape).ToArray());
        }

        AnsiConsole.Profile.Width = 200;
        AnsiConsole.Write(table);
    }

    private static string Seconds(double seconds) => seconds < 1
        ? (seconds * 1000).ToString("0.0", CultureInfo.InvariantCulture) + " ms"
        : seconds.ToString("0.00", CultureInfo.InvariantCulture) + " s";
}

/// <summary>Time of an act in seconds: the median of some runs, each after its own preparation that is not timed.</summary>
internal static class Timing
{
    public static async Task<double> Median(int runs, Func<Task> prepare, Func<Task> act)
    {
        var seconds = new List<double>();
        for (var i = 0; i < runs; i++)
        {
            await prepare();
            GC.Collect();
            var watch = Stopwatch.StartNew();
            await act();
            seconds.Add(watch.Elapsed.TotalSeconds);
        }

        seconds.Sort();
        return seconds[seconds.Count / 2];
    }

    /// <summary>Runs a program and returns its seconds; throws with its error text if it fails.</summary>
    public static async Task<double> Command(string file, IReadOnlyList<string> arguments, string? input = null) => (await Run(file, arguments, input)).Seconds;

    /// <summary>What a program prints; throws with its error text if it fails.</summary>
    public static async Task<string> Output(string file, IReadOnlyList<string> arguments) => (await Run(file, arguments, null)).Output;

    private static async Task<(double Seconds, string Output)> Run(string file, IReadOnlyList<string> arguments, string? input)
    {
        var start = new ProcessStartInfo(file) { RedirectStandardInput = input is not null, RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        if (input is not null)
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }

        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? (watch.Elapsed.TotalSeconds, output) : throw new InvalidOperationException($"{file}: {await error}");
    }
}

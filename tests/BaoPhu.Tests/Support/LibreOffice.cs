using System.Diagnostics;

namespace BaoPhu.Tests.Support;

/// <summary>LibreOffice without a window, where it is installed; else the test is skipped by name.</summary>
public static class LibreOffice
{
    private static readonly string? Program = ((string[])["/usr/bin/soffice", "/usr/local/bin/soffice", "/opt/libreoffice/program/soffice"]).FirstOrDefault(File.Exists);

    public static void Require() => Assert.SkipWhen(Program is null, "LibreOffice is not installed");

    /// <summary>Saves a file in another format beside it ("xls:MS Excel 97", "pdf"); returns the new one's path.</summary>
    public static async Task<string> Convert(string file, string format)
    {
        await Convert([file], format, Path.GetDirectoryName(file)!);
        return Path.ChangeExtension(file, format.Split(':')[0]);
    }

    public static async Task Convert(IEnumerable<string> files, string format, string folder)
    {
        Require();
        // A profile of its own: two at work on one profile wait for each other.
        string[] words = [$"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", format, "--outdir", folder, .. files];
        using var process = Process.Start(new ProcessStartInfo(Program!, words) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await output + await error);
    }
}

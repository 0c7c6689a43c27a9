using System.Text;
using Xunit;

namespace BaoPhu.Tests.Rules;

/// <summary>The exports of one province that lie beside a clone (../shared/samples). They are not part of it: tests that want them are skipped by name without them.</summary>
internal static class Samples
{
    public static string Root { get; } = FindRoot();

    /// <summary>Full path of a sample; skips the calling test if it is not there. A worktree below the clone's own folder looks one level further up.</summary>
    public static string Need(string name)
    {
        foreach (var up in new[] { "..", Path.Combine("..", "..") })
        {
            var path = Path.GetFullPath(Path.Combine(Root, up, "shared", "samples", name));
            if (File.Exists(path))
            {
                return path;
            }
        }

        Assert.Skip($"no ../shared/samples/{name} beside the clone");
        return "";
    }

    public static IEnumerable<string[]> Csv(string path)
    {
        foreach (var line in File.ReadLines(path).Skip(1))
        {
            var cells = new List<string>();
            var cell = new StringBuilder();
            var quoted = false;
            foreach (var c in line)
            {
                if (c == '"')
                {
                    quoted = !quoted;
                }
                else if (c == ',' && !quoted)
                {
                    cells.Add(cell.ToString());
                    cell.Clear();
                }
                else
                {
                    cell.Append(c);
                }
            }

            cells.Add(cell.ToString());
            yield return [.. cells];
        }
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "BaoPhu.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("no BaoPhu.slnx above the tests");
    }
}

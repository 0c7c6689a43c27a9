namespace BaoPhu.Tests.Support;

/// <summary>Where the sources are: tests that read them find the root from the test's own folder.</summary>
public static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>Path of a file or folder of the repository.</summary>
    public static string At(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>A file of the samples beside the clone; the test is skipped by name where they are not.</summary>
    public static string Sample(string name)
    {
        var path = Path.GetFullPath(Path.Combine(Root, "..", "shared", "samples", name));
        if (!File.Exists(path))
        {
            path = Path.GetFullPath(Path.Combine(Root, "..", "..", "shared", "samples", name));
        }

        Assert.SkipUnless(File.Exists(path), "the shared samples are not beside this clone");
        return path;
    }

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "BaoPhu.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("BaoPhu.slnx is not above the test");
    }
}

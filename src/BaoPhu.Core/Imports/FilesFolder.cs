using BaoPhu.Core.Data;

namespace BaoPhu.Core.Imports;

/// <summary>Where files that people send and files of faulty rows are kept: one place for the web and the command line, readable by the house's own account only.</summary>
public static class FilesFolder
{
    /// <summary>BAOPHU_FILES; else the folder "files" beside the SQLite database, or var/files with PostgreSQL.</summary>
    public static string Of(string database)
    {
        if (Environment.GetEnvironmentVariable("BAOPHU_FILES") is { Length: > 0 } named)
        {
            return Path.GetFullPath(named);
        }

        return Dialect.IsConnectionString(database)
            ? Path.GetFullPath(Path.Combine("var", "files"))
            : Path.Combine(Path.GetDirectoryName(Path.GetFullPath(database))!, "files");
    }

    /// <summary>True if a file could not be written for want of room (ENOSPC, EDQUOT, ERROR_DISK_FULL).</summary>
    internal static bool IsFull(Exception exception) => exception is IOException io && (io.HResult is 28 or 122 || (io.HResult & 0xFFFF) == 112);

    /// <summary>Makes the folder (and those above it that are missing) if it is not there.</summary>
    internal static void Make(string folder)
    {
        if (Directory.Exists(folder))
        {
            return;
        }

        if (Path.GetDirectoryName(folder) is { Length: > 0 } above)
        {
            Make(above);
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}

using System.Text.Json;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using BaoPhu.Rules;

namespace BaoPhu.Core.Imports;

/// <summary>
/// Files that people sent and that are not taken in yet: looked at, mapped, tried. They lie in the files folder (common to all web nodes) under a name of
/// ours, each with a note of who sent it for which province; nobody else's can be reached by guessing.
/// </summary>
public sealed class Uploads(TimeProvider clock, string filesFolder)
{
    /// <summary>Larger files come by the command line.</summary>
    public const long MostBytes = 512L << 20;

    /// <summary>A file that nobody took in for so long is deleted when the next one comes.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    private readonly string _folder = Path.Combine(filesFolder, "uploads");

    /// <summary>Keeps the file. Refused: empty, too large, no room on the disk, a kind or province that is none, a province outside the scope.</summary>
    public async Task<Upload> Keep(Actor actor, Scope scope, string kind, string? province, string fileName, Stream content, int? period = null, CancellationToken cancel = default)
    {
        var national = kind == ImportKinds.Localities || (kind is ImportKinds.Levels or ImportKinds.Targets && string.IsNullOrEmpty(province));
        if (!national && (province is null || !EmployerKey.IsProvince(province)))
        {
            throw new Refusal("Imports.NeedsProvince");
        }

        if (national ? !scope.IsNation : !Reaches(scope, kind, province!))
        {
            throw new Refusal("ImportsPages.NotYourProvince") { Kind = RefusalKind.Forbidden };
        }

        FilesFolder.Make(_folder);
        await DropOld(cancel);
        var upload = new Upload(Guid.CreateVersion7().ToString("N"), kind, national ? null : province, Path.GetFileName(fileName), actor.UserId, clock.Now().Milliseconds) { Period = period };
        try
        {
            await Write(upload, content, cancel);
            return upload;
        }
        catch (Exception failed)
        {
            Drop(upload.Id);
            throw FilesFolder.IsFull(failed) ? new Refusal("ImportLists.DiskFullUpload") : failed;
        }
    }

    /// <summary>Results of the post are taken in by the office that posted, targets by the office that gives them: only its own are found. Other files speak of the whole province.</summary>
    private static bool Reaches(Scope scope, string kind, string province) => ImportKinds.OfOffice(kind) ? scope.Covers(province) : scope.CoversWhole(province);

    private async Task Write(Upload upload, Stream content, CancellationToken cancel)
    {
        var path = PathOf(upload.Id);
        await using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16, useAsync: true))
        {
            await content.CopyToAsync(file, cancel);
            if (file.Length > MostBytes)
            {
                throw new Refusal("ImportsPages.TooLarge", MostBytes >> 20);
            }
        }

        await File.WriteAllTextAsync(path + ".json", JsonSerializer.Serialize(upload), cancel);
    }

    /// <summary>A kept file; refused as missing if it is none, or for a province outside the scope.</summary>
    public async Task<Upload> Find(Scope scope, string id)
    {
        var note = Guid.TryParseExact(id, "N", out _) ? PathOf(id) + ".json" : "";
        var upload = File.Exists(note) ? JsonSerializer.Deserialize<Upload>(await File.ReadAllTextAsync(note)) : null;
        return upload is not null && (upload.Province is null ? scope.IsNation : Reaches(scope, upload.Kind, upload.Province))
            ? upload
            : throw new Refusal("ImportsPages.NoSuchFile") { Kind = RefusalKind.Missing };
    }

    /// <summary>Deletes a kept file: it has been taken in.</summary>
    public void Drop(string id)
    {
        File.Delete(PathOf(id) + ".json");
        File.Delete(PathOf(id));
    }

    private async Task DropOld(CancellationToken cancel)
    {
        var limit = clock.Now().Milliseconds - (long)Kept.TotalMilliseconds;
        foreach (var note in Directory.EnumerateFiles(_folder, "*.json"))
        {
            try
            {
                if (JsonSerializer.Deserialize<Upload>(await File.ReadAllTextAsync(note, cancel)) is { } old && old.At < limit)
                {
                    Drop(old.Id);
                }
            }
            catch (Exception busy) when (busy is IOException or UnauthorizedAccessException or JsonException)
            {
                // Another node deletes it, or writes it just now.
            }
        }
    }

    public string PathOf(string id) => Path.Combine(_folder, id);
}

/// <summary>A kept file. Province null: for the nation. At: milliseconds as in <see cref="Instant"/>.</summary>
public sealed record Upload(string Id, string Kind, string? Province, string FileName, string By, long At)
{
    /// <summary>Month of a debtor list as the person said, yyyymm.</summary>
    public int? Period { get; init; }
}

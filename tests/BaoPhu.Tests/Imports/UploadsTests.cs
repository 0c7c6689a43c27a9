using BaoPhu.Core.Identity;
using BaoPhu.Core.Imports;
using BaoPhu.Core.Texts;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Imports;

public sealed class UploadsTests
{
    [Fact]
    public async Task A_sent_file_is_for_the_house_alone_and_goes_when_it_is_taken_or_old()
    {
        await using var desk = await ImportDesk.Open(Engine.Sqlite);
        var folder = Path.Combine(desk.Folder, "sent", "files");
        var uploads = new Uploads(desk.Clock, folder);
        var first = await Keep(uploads);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        }

        desk.Clock.Moment += Uploads.Kept;
        var second = await Keep(uploads);
        Assert.Equal(first.Id, (await uploads.Find(Scope.Nation, first.Id)).Id);
        desk.Clock.Moment += TimeSpan.FromMinutes(1);
        await Keep(uploads);
        await Assert.ThrowsAsync<Refusal>(() => uploads.Find(Scope.Nation, first.Id));
        Assert.False(File.Exists(uploads.PathOf(first.Id)));
        uploads.Drop(second.Id);
        Assert.False(File.Exists(uploads.PathOf(second.Id)));
    }

    [Fact]
    public async Task Results_of_the_post_are_kept_for_an_office_and_other_files_for_the_province()
    {
        var folder = Path.Combine(Path.GetTempPath(), "baophu-uploads-" + Guid.NewGuid().ToString("N"));
        try
        {
            var (uploads, office) = (new Uploads(TimeProvider.System, folder), Scope.OfOffices("79", ["07901"]));
            var kept = await uploads.Keep(Actor.System, office, ImportKinds.Post, "79", "a.csv", new MemoryStream([65]));
            Assert.Equal(kept.Id, (await uploads.Find(office, kept.Id)).Id);
            var refused = await Assert.ThrowsAsync<Refusal>(() => uploads.Keep(Actor.System, office, ImportKinds.Employers, "79", "a.csv", new MemoryStream([65])));
            Assert.Equal("ImportsPages.NotYourProvince", refused.Key);
            await Assert.ThrowsAsync<Refusal>(() => uploads.Find(Scope.OfProvince("01"), kept.Id));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Files_lie_beside_the_database_unless_a_folder_is_named()
    {
        if (Environment.GetEnvironmentVariable("BAOPHU_FILES") is null)
        {
            Assert.Equal(Path.GetFullPath(Path.Combine("nha", "files")), FilesFolder.Of(Path.Combine("nha", "baophu.db")));
            Assert.Equal(Path.GetFullPath(Path.Combine("var", "files")), FilesFolder.Of("Host=localhost;Database=baophu"));
        }
    }

    private static Task<Upload> Keep(Uploads uploads) => uploads.Keep(Actor.System, Scope.Nation, ImportKinds.Employers, "79", "a.csv", new MemoryStream([65]));
}

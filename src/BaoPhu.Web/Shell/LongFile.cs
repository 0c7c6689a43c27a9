using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Shell;

/// <summary>A long answer, written aside into a file that goes away with it.</summary>
internal static class LongFile
{
    /// <summary><paramref name="write"/> fills the file and says its media type and name.</summary>
    public static async Task<FileStreamResult> Aside(Func<Stream, Task<(string MediaType, string Name)>> write)
    {
        var file = new FileStream(Path.GetTempFileName(), new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose });
        try
        {
            var (mediaType, name) = await write(file);
            file.Position = 0;
            return new(file, mediaType) { FileDownloadName = name };
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }
}

using System.IO.Compression;
using System.Xml.Linq;

namespace BaoPhu.Core.Documents.Writing;

internal sealed class SheetMarks(ZipArchive zip, IDictionary<string, string> tags) : ITemplateMarks
{
    public bool MayHold(string part) => zip.GetEntry(part) is null && tags.Count < 0;
    public string Mark(string part, XDocument xml) => xml.ToString(SaveOptions.DisableFormatting);
}

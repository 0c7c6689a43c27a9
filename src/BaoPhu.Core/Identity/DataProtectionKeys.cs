using System.Xml.Linq;
using BaoPhu.Core.Data;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace BaoPhu.Core.Identity;

/// <summary>Keys of cookies and form tokens, in the database: any web node reads another's. The interface is synchronous and called about once a day.</summary>
public sealed class DataProtectionKeys(Db db, TimeProvider clock) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements() =>
        [.. db.Read(s => s.Query<string>("select xml from idn_keys order by created_at, name")).GetAwaiter().GetResult().Select(x => XElement.Parse(x)).Where(x => x.Name.LocalName != SigningKeys.Element)];

    public void StoreElement(XElement element, string friendlyName) => db.Write(s => s.Execute(
        "insert into idn_keys (name, xml, created_at) values (@name, @xml, @at) on conflict (name) do update set xml = excluded.xml",
        new { name = friendlyName, xml = element.ToString(SaveOptions.DisableFormatting), at = clock.Now() })).GetAwaiter().GetResult();
}

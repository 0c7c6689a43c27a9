using System.Security.Cryptography;
using System.Xml.Linq;
using BaoPhu.Core.Data;

namespace BaoPhu.Core.Identity;

/// <summary>
/// Keys with which the house signs what it hands out (links for employers): one for each purpose, 256 random bits, beside the keys of cookies in the database, so that every web node knows
/// the same and a copy of the database on another machine still honours what was handed out.
/// </summary>
public static class SigningKeys
{
    internal const string Element = "signingKey";

    /// <summary>The key of the purpose, null where nothing was signed yet.</summary>
    public static async Task<byte[]?> Find(Session s, string purpose) =>
        await s.One<string>("select xml from idn_keys where name = @name", new { name = NameOf(purpose) }) is { } xml ? Convert.FromBase64String(XElement.Parse(xml).Attribute("value")!.Value) : null;

    /// <summary>The key of the purpose, made with the first call.</summary>
    public static async Task<byte[]> Of(Session tx, TimeProvider clock, string purpose)
    {
        var made = new XElement(Element, new XAttribute("value", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))));
        await tx.Execute(
            "insert into idn_keys (name, xml, created_at) values (@name, @xml, @at) on conflict (name) do nothing",
            new { name = NameOf(purpose), xml = made.ToString(SaveOptions.DisableFormatting), at = clock.Now() });
        return (await Find(tx, purpose))!;
    }

    private static string NameOf(string purpose) => "signing-" + purpose;
}

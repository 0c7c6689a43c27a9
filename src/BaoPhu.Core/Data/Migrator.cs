using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Dapper;

namespace BaoPhu.Core.Data;

/// <summary>
/// Brings a database to the present schema: the numbered files of Migrations/, each once, each in a transaction of its own together with its entry in
/// dat_migrations. A file that was applied is never edited (its digest is kept and compared).
/// </summary>
public static class Migrator
{
    /// <summary>Applies what is missing and returns the names applied. Throws <see cref="InvalidOperationException"/> if an applied file was changed since.</summary>
    public static async Task<IReadOnlyList<string>> Migrate(Db db, TimeProvider clock, CancellationToken cancel = default)
    {
        await db.Write(s => s.Execute("create table if not exists dat_migrations (number integer primary key, name text not null, digest text not null, applied_at bigint not null)"), cancel);
        var applied = new List<string>();
        foreach (var (number, name, sql) in Files())
        {
            var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql)));
            var done = await db.Write(
                async s =>
                {
                    await s.Lock("baophu migrations");
                    var known = await s.One<string>("select digest from dat_migrations where number = @number", new { number });
                    if (known is not null)
                    {
                        return known == digest ? false : throw new InvalidOperationException($"migration {name} was changed after it was applied");
                    }

                    await s.Execute(sql);
                    await s.Execute(
                        "insert into dat_migrations (number, name, digest, applied_at) values (@number, @name, @digest, @at)",
                        new { number, name, digest, at = clock.Now() });
                    return true;
                },
                cancel);
            if (done)
            {
                applied.Add(name);
            }
        }

        return applied;
    }

    internal static IEnumerable<(int Number, string Name, string Sql)> Files()
    {
        var assembly = typeof(Migrator).Assembly;
        const string prefix = "BaoPhu.Core.Data.Migrations.";
        foreach (var resource in assembly.GetManifestResourceNames().Where(n => n.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            var name = resource[prefix.Length..^".sql".Length];
            yield return (int.Parse(name[..4], System.Globalization.CultureInfo.InvariantCulture), name, reader.ReadToEnd());
        }
    }
}

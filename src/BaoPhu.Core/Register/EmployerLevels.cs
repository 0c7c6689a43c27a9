using System.Text;
using BaoPhu.Core.Data;
using BaoPhu.Core.Organisation;

namespace BaoPhu.Core.Register;

/// <summary>
/// The level by which an employer is treated: that of the commune of its contact address, never that of its office. An unknown commune (or none) follows its province,
/// with a warning. Resolved once per commune from one reading.
/// </summary>
public sealed class EmployerLevels
{
    private readonly string _province;
    private readonly Instant _at;
    private readonly Dictionary<ulong, EmployerLevel> _found = [];
    private readonly Dictionary<string, (ProvinceLevels Levels, Dictionary<string, string> Parents, HashSet<string> PendingLifts)> _provinces = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _elsewhere = new(StringComparer.Ordinal);

    private EmployerLevels(string province, Instant at) => (_province, _at) = (province, at);

    /// <summary>Reads what the communes need: the announcements of the province and of those other provinces in which a contact address lies.</summary>
    internal static async Task<EmployerLevels> Load(Session s, string province, Instant at, IEnumerable<ulong> communes, ProvinceLevels? instead = null)
    {
        var levels = new EmployerLevels(province, at);
        await levels.Read(s, province, instead);
        var others = new List<string>();
        foreach (var packed in communes)
        {
            var code = packed == 0 ? null : PackedCode.Text(packed);
            if (code is not null && code != province && !levels._provinces[province].Parents.ContainsKey(code))
            {
                others.Add(code);
            }
        }

        if (others.Count > 0)
        {
            foreach (var place in await s.Query<Place>(
                """
                select l.code, l.province from org_localities l
                where l.code {any:codes} and l.valid_from <= @day and (l.valid_to is null or l.valid_to > @day)
                """,
                new { codes = s.List(others), day = at.Day }))
            {
                levels._elsewhere[place.Code] = place.Province;
                if (!levels._provinces.ContainsKey(place.Province))
                {
                    await levels.Read(s, place.Province, null);
                }
            }
        }

        return levels;
    }

    /// <summary>The level of an employer with this (packed) commune code; 0 for none.</summary>
    internal EmployerLevel Of(ulong commune)
    {
        if (!_found.TryGetValue(commune, out var level))
        {
            _found[commune] = level = Resolve(commune == 0 ? null : PackedCode.Text(commune));
        }

        return level;
    }

    public EmployerLevel Of(string? commune) => Of(string.IsNullOrEmpty(commune) || commune.Length > 8 ? 0 : PackedCode.Pack(Encoding.ASCII.GetBytes(commune)));

    private EmployerLevel Resolve(string? commune)
    {
        var home = commune is not null && _provinces[_province].Parents.ContainsKey(commune) ? _province
            : commune is not null && _elsewhere.TryGetValue(commune, out var other) ? other : null;
        var (levels, parents, lifts) = _provinces[home ?? _province];
        var place = home is null ? _province : commune!;
        var finding = levels.Resolve(place, _at);
        var pending = finding.Announcement is { SwitchConfirmedAt: null };
        for (var step = place; step is not null && step != finding.AnnouncedFor && !pending; step = parents.GetValueOrDefault(step))
        {
            pending = lifts.Contains(step);
        }

        return new EmployerLevel((byte)finding.Effective, finding.Level is not null, pending, home is not null, finding.AnnouncedFor, finding.Announcement, commune);
    }

    private async Task Read(Session s, string province, ProvinceLevels? instead)
    {
        var day = _at.Day;
        var places = await s.Query<Place>(
            """
            select l.code, l.parent_code from org_localities l
            where l.province = @province and l.valid_from <= @day and (l.valid_to is null or l.valid_to > @day) and l.parent_code is not null
            """,
            new { province, day });
        var levels = instead ?? await Levels.Book(s, province, day);
        _provinces[province] = (
            levels,
            places.ToDictionary(p => p.Code, p => p.ParentCode!, StringComparer.Ordinal),
            levels.PendingLifts(_at));
    }

    private sealed class Place
    {
        public string Code { get; init; } = "";
        public string? ParentCode { get; init; }
        public string Province { get; init; } = "";
    }
}

/// <summary>
/// The level of one employer. Not announced: treated as 1 and flagged. <paramref name="Pending"/>: decided by an announcement whose switch nobody confirmed.
/// <paramref name="CommuneKnown"/> false: the province's level stands in. <paramref name="AnnouncedFor"/>: the place whose announcement decides.
/// </summary>
public sealed record EmployerLevel(byte Level, bool Announced, bool Pending, bool CommuneKnown, string? AnnouncedFor, Announcement? Announcement, string? Commune);

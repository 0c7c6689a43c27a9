using System.Text;

namespace BaoPhu.Tests.Policy;

/// <summary>Small policies written in a test: a head, two tracks and the rows given.</summary>
internal static class SmallPolicy
{
    public const string WholeUrging = """
        - { id: u1, track: urging, when: { standing: [active] }, clause: [d1], acts: [{ act: contact, title: Liên hệ, stream: online, owner: legal }] }
        - { id: u2, track: urging, when: { standing: [suspended, dissolved, budget] }, clause: [d1], nothing: true, reason: không giao }
        """;

    public const string WholeReport = """
        - { id: r1, track: report, when: {}, clause: [d2], acts: [{ act: report, title: Báo cáo, stream: online, owner: director }] }
        """;

    public const string Whole = WholeUrging + "\n" + WholeReport;

    public static string Of(string rows, string dashes = "[{ id: d1, section: s, levels: '1-4', text: một }, { id: d2, section: s, levels: '1-4', text: hai }]")
    {
        var text = new StringBuilder($$"""
            document: 1/KH
            title: Thử
            issuer: Thử
            date: 2021-11-03
            valid-from: 2021-11-03
            version: 1
            papers: [{ code: TB, name: Thông báo }]
            dashes: {{dashes}}
            tracks: [{ id: urging, title: Đôn đốc }, { id: report, title: Báo cáo }]
            rows:

            """);
        foreach (var line in rows.Split('\n'))
        {
            text.Append("  ").Append(line).Append('\n');
        }

        return text.ToString();
    }
}

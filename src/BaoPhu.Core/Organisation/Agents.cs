using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Organisation;

/// <summary>
/// Collection agents: who collects voluntary and household insurance under contract with an office. Each stands below its office like an office below another: it is given targets, and joins are
/// credited to it.
/// </summary>
public sealed class Agents(Db db, TimeProvider clock)
{
    private const string Columns = "a.agent_code as code, a.office_code, a.province, a.name, a.since, a.until";

    /// <summary>Agents of the offices within the scope, those whose contract has ended too, by office and code.</summary>
    public Task<List<Agent>> Of(Scope scope) => db.Read(s => s.Query<Agent>(
        $"""
        select {Columns}, coalesce(o.name, a.office_code) as office_name from org_agents a left join org_offices o on o.code = a.office_code and {Offices.InForceOn("@today")}
        where {scope.OnOffice("a")} order by a.office_code, a.agent_code
        """,
        new { today = clock.Today() }));

    /// <summary>One agent. Missing: none, or of an office outside the scope.</summary>
    public Task<Agent> Find(Scope scope, string code) => db.Read(async s => (await s.One<Agent>(
        $"""
        select {Columns}, coalesce(o.name, a.office_code) as office_name from org_agents a left join org_offices o on o.code = a.office_code and {Offices.InForceOn("@today")}
        where a.agent_code = @code and {scope.OnOffice("a")}
        """,
        new { code, today = clock.Today() })) ?? throw Missing(code));

    /// <summary>Enters an agent of an office. Refused: a number that is none or is taken, no name, an office that has no agents; missing: an office outside the scope.</summary>
    public Task Add(Actor actor, Scope scope, Agent agent) => db.Write(async tx =>
    {
        var (code, name, now) = (agent.Code.Trim(), VietnameseText.Normalise(agent.Name), clock.Now());
        // Never as short as an office's: a target belongs to either by its number alone.
        if (code.Length is < 9 or > 20 || !code.All(char.IsAsciiLetterOrDigit))
        {
            throw new Refusal("Agents.CodeShape", code);
        }

        if (name.Length == 0)
        {
            throw new Refusal("Agents.NeedName");
        }

        if (await Offices.Find(tx, agent.OfficeCode, clock.Today()) is not { Province: { } province, Kind: OfficeKind.Province or OfficeKind.District } || !scope.CoversOffice(province, agent.OfficeCode))
        {
            throw new Refusal("Organisation.NoOffice", agent.OfficeCode) { Kind = RefusalKind.Missing };
        }

        await tx.Lock("agents " + province);
        if (await tx.One<string>("select name from org_agents where agent_code = @code", new { code }) is { } taken)
        {
            throw new Refusal("Agents.CodeTaken", code, taken);
        }

        await Record(tx, actor, now, agent with { Code = code, Name = name, Province = province });
        await AuditTrail.Write(tx, clock, actor, "organisation.agent", "agent:" + code, new { name, agent.OfficeCode, agent.Since });
    });

    /// <summary>Gives an agent another name, or an end to its contract (null: it goes on). Refused: no name, an end before the beginning, nothing that differs.</summary>
    public Task Change(Actor actor, Scope scope, string code, string name, DateOnly? until) => db.Write(async tx =>
    {
        name = VietnameseText.Normalise(name);
        if (name.Length == 0)
        {
            throw new Refusal("Agents.NeedName");
        }

        var known = await tx.One<Agent>($"select {Columns} from org_agents a where a.agent_code = @code and {scope.OnOffice("a")}", new { code }) ?? throw Missing(code);
        await tx.Lock("agents " + known.Province);
        if (until <= known.Since)
        {
            throw new Refusal("Agents.EndBeforeBegin", known.Since.ToString("dd/MM/yyyy", System.Globalization.CultureInfo.InvariantCulture));
        }

        if (known.Name == name && known.Until == until)
        {
            throw new Refusal("Agents.NothingChanged");
        }

        await tx.Execute("update org_agents set name = @name, until = @until, set_by = @UserId, set_at = @now where agent_code = @code", new { code, name, until, actor.UserId, now = clock.Now() });
        await AuditTrail.Write(tx, clock, actor, "organisation.agent", "agent:" + code, new { name, before = known.Name, until, was = known.Until });
    });

    internal static Task Record(Session tx, Actor actor, Instant now, Agent agent) => tx.Execute(
        "insert into org_agents (agent_code, office_code, province, name, since, until, set_by, set_at) values (@Code, @OfficeCode, @Province, @Name, @Since, @Until, @UserId, @now)",
        new { agent.Code, agent.OfficeCode, agent.Province, agent.Name, agent.Since, agent.Until, actor.UserId, now });

    /// <summary>The agents under contract on a day with one of the offices that a condition names (alias a), as what stands below them.</summary>
    internal static async Task<List<Office>> Below(Session s, string condition, object args, DateOnly day) =>
        (await s.Query<Agent>($"select {Columns} from org_agents a where {condition} order by a.agent_code", args)).Where(a => a.HoldsOn(day)).Select(a => a.AsOffice()).ToList();

    internal static async Task<Office?> Find(Session s, string code, DateOnly day) => (await Below(s, "a.agent_code = @code", new { code }, day)).SingleOrDefault();

    private static Refusal Missing(string code) => new("Agents.None", code) { Kind = RefusalKind.Missing };
}

/// <summary>An agent. <paramref name="Until"/>: the first day on which its contract holds no longer; null: it goes on.</summary>
public sealed record Agent(string Code, string OfficeCode, string Name, DateOnly Since, DateOnly? Until = null)
{
    public Agent()
        : this("", "", "", default)
    {
    }

    public string Province { get; init; } = "";
    public string OfficeName { get; init; } = "";

    public bool HoldsOn(DateOnly day) => Since <= day && (Until is null || Until > day);

    internal Office AsOffice() => new() { Code = Code, Kind = OfficeKind.Agent, ParentCode = OfficeCode, Province = Province, Name = Name, Confirmed = true, ValidFrom = Since };
}

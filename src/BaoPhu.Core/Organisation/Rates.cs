using System.Globalization;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;

namespace BaoPhu.Core.Organisation;

/// <summary>Dated rates of law with their citation. A rate whose notice nobody has read yet is there without a value and says "chưa xác minh".</summary>
public sealed class Rates(Db db, TimeProvider clock)
{
    public const string LateInterest = "late-interest";

    /// <summary>Percent of the wage that a fund takes, employer's and worker's part together.</summary>
    public const string Contribution = "contribution";

    /// <summary>Lương cơ sở, đồng a month, and how many of it a wage counts at most.</summary>
    public const string BaseSalary = "base-salary";
    public const string WageCap = "wage-cap";

    /// <summary>Months that a suspension of the pension fund may last, by its kind.</summary>
    public const string SuspensionMonths = "suspension-months";

    public Task<List<Rate>> All() => db.Read(s => All(s));

    internal static Task<List<Rate>> All(Session s) => s.Query<Rate>(
        """
        select kind, fund_group, valid_from, valid_to, rate as text, unit, citation, verified, set_by from org_rates
        where known_to_at is null order by kind, valid_from desc, fund_group
        """);

    /// <summary>The rate of a kind and group in force on the day; null: none, or nobody entered it yet.</summary>
    internal static async Task<Rate?> On(Session s, string kind, string fundGroup, DateOnly day) =>
        (await All(s)).Find(r => r.Kind == kind && r.FundGroup == fundGroup && r.ValidFrom <= day && (r.ValidTo is not { } to || day < to) && r.Value is not null);

    /// <summary>Enters or corrects the rate of a period that is listed; the old value stays as known until now.</summary>
    public Task Set(Actor actor, Scope scope, string kind, string fundGroup, DateOnly validFrom, string rate, string citation, bool verified) => db.Write(async tx =>
    {
        if (!scope.IsNation)
        {
            throw new Refusal("Organisation.OnlyCentre") { Kind = RefusalKind.Forbidden };
        }

        if (citation.Trim().Length == 0)
        {
            throw new Refusal("Organisation.RateNeedsCitation");
        }

        await tx.Lock("rates");
        var before = await tx.One<Rate>(
            """
            select kind, fund_group, valid_from, valid_to, rate as text, unit, citation, verified, set_by from org_rates
            where kind = @kind and fund_group = @fundGroup and valid_from = @validFrom and known_to_at is null
            """,
            new { kind, fundGroup, validFrom }) ?? throw new Refusal("Organisation.NoSuchRate") { Kind = RefusalKind.Missing };
        var (text, most) = before.Unit.StartsWith("percent", StringComparison.Ordinal)
            ? (rate.Trim().Replace(',', '.'), 100) : (rate.Trim().Replace(".", "", StringComparison.Ordinal).Replace(',', '.'), 1_000_000_000);
        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) || value <= 0 || value > most)
        {
            throw new Refusal("Organisation.BadRate", rate);
        }

        var now = clock.Now();
        await tx.Execute(
            "update org_rates set known_to_at = @now where kind = @kind and fund_group = @fundGroup and valid_from = @validFrom and known_to_at is null",
            new { kind, fundGroup, validFrom, now });
        await tx.Execute(
            """
            insert into org_rates (kind, fund_group, valid_from, valid_to, known_from_at, rate, unit, citation, verified, set_by)
            values (@kind, @fundGroup, @validFrom, @ValidTo, @now, @text, @Unit, @citation, @verified, @by)
            """,
            new { kind, fundGroup, validFrom, before.ValidTo, now, text, before.Unit, citation, verified, by = actor.UserId });
        await AuditTrail.Write(tx, clock, actor, "organisation.rate", $"rate:{kind}/{fundGroup}/{validFrom:yyyy-MM-dd}", new { rate = text, before = before.Text, citation, verified });
    });
}

/// <summary>A rate in force for a period (valid to: exclusive).</summary>
public sealed class Rate
{
    public string Kind { get; init; } = "";
    public string FundGroup { get; init; } = "";
    public DateOnly ValidFrom { get; init; }
    public DateOnly? ValidTo { get; init; }

    /// <summary>As entered, or empty where not entered yet.</summary>
    public string Text { get; init; } = "";

    /// <summary>Null where nobody entered it yet.</summary>
    public decimal? Value => decimal.TryParse(Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>percent-a-year, percent-a-month, percent-a-day, percent-of-wage, dong-a-month, base-salaries or months.</summary>
    public string Unit { get; init; } = "";

    public string Citation { get; init; } = "";
    public bool Verified { get; init; }
    public string SetBy { get; init; } = "";
}

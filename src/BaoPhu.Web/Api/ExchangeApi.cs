using System.ComponentModel;
using System.Globalization;
using System.Text.Json.Serialization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Reporting;
using BaoPhu.Core.Reporting.Exchange;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Reporting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Api;

/// <summary>
/// The exchange of report values with other systems: /api/v1, described by /api/v1/openapi.json. Errors are application/problem+json in the language of the house.
/// </summary>
internal static class ExchangeApi
{
    public static void AddExchange(this IServiceCollection services)
    {
        services.AddSingleton<MachineKeys>();
        services.AddSingleton<DataValueSets>();
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, MachineKeyAuthentication>(MachineKeyAuthentication.SchemeName, null);
        services.AddOpenApi("v1", o => o.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "BaoPhu";
            document.Info.Description = "Report values as DHIS2 data value sets (JSON) and ADX (XML). Send the key as \"Authorization: Bearer bp_…\".";
            return Task.CompletedTask;
        }));
    }

    public static void MapExchange(this WebApplication app)
    {
        app.MapOpenApi("/api/{documentName}/openapi.json");
        var api = app.MapGroup("/api/v1").RequireAuthorization(new AuthorizeAttribute { AuthenticationSchemes = MachineKeyAuthentication.SchemeName })
            .AddEndpointFilter(Answering).WithTags("exchange").ProducesProblem(StatusCodes.Status401Unauthorized);
        api.MapGet("/data-value-sets", Read).WithName("readDataValueSet").WithSummary("Frozen figures of the reports that count.")
            .Produces<DataValueSetBody>(contentType: "application/json", additionalContentTypes: [Adx.MediaType]).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        api.MapPost("/data-value-sets", Put).WithName("putDataValueSet").WithSummary("Gives values of figures that another system keeps: all or none; the same value again changes nothing.")
            .Accepts<DataValueSetBody>("application/json", Adx.MediaType).Produces<SummaryBody>().Produces<SummaryBody>(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status403Forbidden);
        api.MapGet("/data-elements", DataElements).WithName("listDataElements").WithSummary("The figures, and which of them are taken from outside.");
    }

    /// <summary>Another system wants a problem, not the house's page of errors.</summary>
    public static Task NoPages(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal) && context.Features.Get<IStatusCodePagesFeature>() is { } pages)
        {
            pages.Enabled = false;
        }

        return next(context);
    }

    private static async Task<IResult> Read(
        HttpContext context,
        DataValueSets sets,
        TimeProvider clock,
        [Description("Kind of report: daily, half-month, …")] string dataSet,
        [Description("First day on which a term may end, yyyy-MM-dd.")] DateOnly startDate,
        [Description("Last such day; at most 100 days together.")] DateOnly endDate,
        [Description("Code of one office.")] string? orgUnit = null)
    {
        var set = await sets.Read(MachineKeyAuthentication.Of(context).Scope, dataSet, startDate, endDate, orgUnit);
        if (context.Request.Headers.Accept.ToString().Contains(Adx.MediaType, StringComparison.OrdinalIgnoreCase))
        {
            return Results.Stream(to => Adx.Write(to, set, clock.Now()), Adx.MediaType);
        }

        return Results.Json(new DataValueSetBody(set.DataSet, null, null, [.. set.Values.Select(v => new DataValueBody(
            v.DataElement, v.Period.Code, v.OrgUnit, v.Value.ToString(CultureInfo.InvariantCulture), v.StoredBy, v.LastUpdated?.Local.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture)))]));
    }

    private static async Task<IResult> Put(HttpContext context, DataValueSets sets)
    {
        var set = context.Request.ContentType?.StartsWith(Adx.MediaType, StringComparison.OrdinalIgnoreCase) == true
            ? await Adx.Read(context.Request.Body, context.RequestAborted)
            : Of(await context.Request.ReadFromJsonAsync<DataValueSetBody>(context.RequestAborted) ?? throw new Refusal("Reporting.ExchangeNotJson", ""));
        try
        {
            var done = await sets.Put(MachineKeyAuthentication.Of(context), set);
            return Results.Json(new SummaryBody("SUCCESS", new CountsBody(done.Imported, done.Updated, done.Ignored, 0), []));
        }
        catch (ExchangeConflicts fault)
        {
            return Results.Json(new SummaryBody("ERROR", new CountsBody(0, 0, set.Values.Count, 0), [.. fault.Conflicts.Select(c => new ConflictBody(c.Index, c.DataElement + " / " + c.OrgUnit, c.Value))]), statusCode: StatusCodes.Status409Conflict);
        }
    }

    private static DataElementBody[] DataElements() =>
        [.. Indicators.All.Select(i => new DataElementBody(i.Code, Text.Of("Reporting.Figure_" + i.Code), i.Unit.ToString(), i.Given))];

    private static DataValueSet Of(DataValueSetBody body) => new(body.DataSet ?? "", [.. (body.DataValues ?? []).Select(v => v ?? throw new Refusal("Reporting.ExchangeNotJson", "null")).Select(v => new DataValue(
        v.DataElement ?? "", v.OrgUnit ?? body.OrgUnit ?? "", Adx.PeriodOf(v.Period ?? body.Period), Adx.ValueOf(v.Value)))]);

    /// <summary>Turns refusals into problems: never a page, never a stack.</summary>
    private static async ValueTask<object?> Answering(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (Refusal refusal)
        {
            return Results.Problem(refusal.Message, statusCode: refusal.Kind switch
            {
                RefusalKind.Missing => StatusCodes.Status404NotFound,
                RefusalKind.Forbidden => StatusCodes.Status403Forbidden,
                _ => StatusCodes.Status400BadRequest,
            });
        }
        catch (Exception fault) when (fault is System.Text.Json.JsonException or InvalidOperationException { Source: "Microsoft.AspNetCore.Http.Extensions" })
        {
            return Results.Problem(Text.Of("Reporting.ExchangeNotJson", fault.Message), statusCode: StatusCodes.Status400BadRequest);
        }
    }

    // The names of DHIS2's data value sets. Values are text there, numbers too.
    private sealed record DataValueSetBody(string? DataSet, string? Period, string? OrgUnit, IReadOnlyList<DataValueBody?>? DataValues);

    private sealed record DataValueBody(
        string? DataElement,
        string? Period,
        string? OrgUnit,
        string? Value,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? StoredBy = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? LastUpdated = null);

    private sealed record SummaryBody(string Status, CountsBody ImportCount, IReadOnlyList<ConflictBody> Conflicts);

    private sealed record CountsBody(int Imported, int Updated, int Ignored, int Deleted);

    private sealed record ConflictBody(int Index, string Object, string Value);

    private sealed record DataElementBody(string Id, string Name, string Unit, bool TakenFromOutside);
}

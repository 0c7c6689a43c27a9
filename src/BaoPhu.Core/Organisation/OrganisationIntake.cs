using BaoPhu.Core.Data;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Organisation;

/// <summary>What files tell of offices, places and levels, written in the transaction of the import that judged it.</summary>
public static class OrganisationIntake
{
    /// <summary>Adds district offices of which only the code is known; a person must confirm them. Known codes are left alone.</summary>
    public static async Task AddOffices(Session tx, string province, IEnumerable<string> codes, Instant now)
    {
        foreach (var code in codes)
        {
            await tx.Execute(
                """
                insert into org_offices (code, valid_from, known_from_at, kind, parent_code, province, name, confirmed)
                select @code, @from, @now, @kind, @parent, @province, @name, @no
                where not exists (select 1 from org_offices where code = @code)
                """,
                new { code, from = Reference.Beginning, now, kind = OfficeKind.District, parent = "0" + province + "00", province, name = "BHXH " + code, no = false });
        }
    }

    /// <summary>Records an announcement; the one it corrects, if any, is kept as known until now.</summary>
    public static async Task Announce(Session tx, Announcement made, string? corrects, Instant now)
    {
        if (corrects is not null)
        {
            await tx.Execute("update org_levels set known_to_at = @now where announcement_id = @corrects", new { corrects, now });
        }

        await tx.Execute(
            """
            insert into org_levels (announcement_id, locality_code, province, level, from_at, known_from_at, decision_number, decision_date, authority,
                measures_number, measures_date, measures_text, measures_until, source, recorded_by, recorded_at)
            values (@AnnouncementId, @LocalityCode, @Province, @Level, @FromAt, @KnownFromAt, @DecisionNumber, @DecisionDate, @Authority,
                @MeasuresNumber, @MeasuresDate, @MeasuresText, @MeasuresUntil, @Source, @RecordedBy, @RecordedAt)
            """,
            made);
    }

    /// <summary>Ends a place on a day, or takes it out where another row of the same day replaces it.</summary>
    public static Task EndPlace(Session tx, string code, DateOnly validFrom, DateOnly day) => tx.Execute(
        validFrom == day
            ? "delete from org_localities where code = @code and valid_from = @validFrom"
            : "update org_localities set valid_to = @day where code = @code and valid_from = @validFrom",
        new { code, validFrom, day });

    public static void AddPlaces(Session tx, IEnumerable<Locality> places)
    {
        using var writer = tx.BulkInto("org_localities", "code", "valid_from", "valid_to", "kind", "name", "folded", "parent_code", "province");
        foreach (var place in places)
        {
            writer.StartRow();
            writer.Write(place.Code);
            writer.Write(place.ValidFrom);
            writer.Write(place.ValidTo);
            writer.Write(place.Kind);
            writer.Write(place.Name);
            writer.Write(VietnameseText.Fold(place.Name));
            writer.Write(place.ParentCode);
            writer.Write(place.Province);
        }

        writer.Complete();
    }
}

using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Organisation;

/// <summary>
/// What an office puts on its papers and items of the post: account for contributions, telephone, range of item codes by its contract with the post. Nobody but the office knows them,
/// so each is entered on a page, dated, with its ground; nothing takes their place where they are missing.
/// </summary>
public sealed class OfficeParticulars(Db db, TimeProvider clock)
{
    private const int LargestSerial = 99_999_999;
    private const string Columns = "p.office_code, p.valid_from, p.known_from_at, p.known_to_at, p.account_number, p.bank, p.phone, p.item_service, p.item_first, p.item_last, p.note, p.set_by";

    /// <summary>In force on a day; an empty one where none was entered.</summary>
    public Task<Particulars> Of(string office, DateOnly day) => db.Read(s => Of(s, office, day));

    /// <summary>In force on a day for every office within reach that has some, by its code.</summary>
    public Task<Dictionary<string, Particulars>> All(Scope scope, DateOnly day) => db.Read(async s =>
    {
        var lines = await s.Query<Particulars>(
            $"""
            select {Columns} from org_particulars p
            where p.known_to_at is null and p.valid_from <= @day and p.office_code in (select o.code from org_offices o where {scope.OnTree("o")}) order by p.office_code, p.valid_from
            """,
            new { day });
        return lines.GroupBy(p => p.OfficeCode, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Last(), StringComparer.Ordinal);
    });

    /// <summary>Everything ever entered for an office, the latest first. Missing: an office outside the scope.</summary>
    public Task<List<Particulars>> History(Scope scope, string office) => db.Read(async s =>
    {
        await Reached(s, scope, office);
        return await s.Query<Particulars>($"select {Columns} from org_particulars p where p.office_code = @office order by p.valid_from desc, p.known_from_at desc", new { office });
    });

    /// <summary>
    /// Enters them from a day on; a line entered before for the same day is kept as known until now. Refused: an account without its bank or the other way round, a number that is none,
    /// a range that is not whole. Missing: an office outside the scope.
    /// </summary>
    public Task Set(Actor actor, Scope scope, string office, DateOnly validFrom, ParticularsEntry entry, string note) => db.Write(async tx =>
    {
        var clean = Checked(entry);
        await tx.Lock("settings");
        await Reached(tx, scope, office);
        var (now, before) = (clock.Now(), await Of(tx, office, validFrom));
        await tx.Execute("update org_particulars set known_to_at = @now where office_code = @office and valid_from = @validFrom and known_to_at is null", new { office, validFrom, now });
        await tx.Execute(
            """
            insert into org_particulars (office_code, valid_from, known_from_at, account_number, bank, phone, item_service, item_first, item_last, note, set_by)
            values (@office, @validFrom, @now, @AccountNumber, @Bank, @Phone, @Service, @First, @Last, @note, @by)
            """,
            new { office, validFrom, now, clean.AccountNumber, clean.Bank, clean.Phone, clean.Items?.Service, clean.Items?.First, clean.Items?.Last, note, by = actor.UserId });
        await AuditTrail.Write(tx, clock, actor, "organisation.particulars", "office:" + office, new { now = clean, before = before.Entry, validFrom, note });
    });

    internal static async Task<Particulars> Of(Session s, string office, DateOnly day) => await s.One<Particulars>(
        $"select {Columns} from org_particulars p where p.office_code = @office and p.valid_from <= @day and p.known_to_at is null order by p.valid_from desc limit 1",
        new { office, day }) ?? new Particulars { OfficeCode = office };

    private async Task Reached(Session s, Scope scope, string code)
    {
        var office = await Offices.Find(s, code, clock.Today());
        if (office?.Province is not { } province || !scope.Covers(province, code))
        {
            throw new Refusal("Organisation.NoOffice", code) { Kind = RefusalKind.Missing };
        }
    }

    private static ParticularsEntry Checked(ParticularsEntry entry)
    {
        var clean = entry with
        {
            AccountNumber = string.Concat(entry.AccountNumber.Where(c => !char.IsWhiteSpace(c) && c is not '.' and not '-')), Bank = VietnameseText.Normalise(entry.Bank), Phone = VietnameseText.Normalise(entry.Phone),
        };
        if ((clean.AccountNumber.Length == 0) != (clean.Bank.Length == 0))
        {
            throw new Refusal("Organisation.AccountNotWhole");
        }

        if (clean.AccountNumber.Length > 0 && (clean.AccountNumber.Length is < 6 or > 20 || !clean.AccountNumber.All(char.IsAsciiDigit)))
        {
            throw new Refusal("Organisation.BadAccount", entry.AccountNumber);
        }

        if (clean.Phone.Length > 0 && (clean.Phone.Count(char.IsAsciiDigit) is < 8 or > 12 || clean.Phone.Any(c => !char.IsAsciiDigit(c) && c is not ' ' and not '.' and not '+' and not '(' and not ')')))
        {
            throw new Refusal("Organisation.BadPhone", entry.Phone);
        }

        return clean.Items is { } items && !(items.Service.Length == 2 && items.Service.All(char.IsAsciiLetterUpper) && items.First >= 0 && items.First <= items.Last && items.Last <= LargestSerial)
            ? throw new Refusal("Organisation.BadItemRange")
            : clean;
    }
}

/// <summary>What is entered: account (digits) and bank together or neither, telephone or nothing, range of item codes or null.</summary>
public sealed record ParticularsEntry(string AccountNumber = "", string Bank = "", string Phone = "", ItemRange? Items = null);

/// <summary>Serial numbers of S10 item codes, both ends included: service "RR", 10000000 to 10009999.</summary>
public sealed record ItemRange(string Service, int First, int Last);

/// <summary>An office's particulars from a day on, and until when we held them true.</summary>
public sealed class Particulars
{
    public string OfficeCode { get; init; } = "";
    public DateOnly ValidFrom { get; init; }
    public Instant KnownFromAt { get; init; }
    public Instant? KnownToAt { get; init; }
    public string AccountNumber { get; init; } = "";
    public string Bank { get; init; } = "";
    public string Phone { get; init; } = "";
    public string? ItemService { get; init; }
    public int? ItemFirst { get; init; }
    public int? ItemLast { get; init; }
    public string Note { get; init; } = "";
    public string SetBy { get; init; } = "";

    public bool HasAccount => AccountNumber.Length > 0;
    public ItemRange? Items => ItemService is { } service ? new ItemRange(service, ItemFirst ?? 0, ItemLast ?? 0) : null;
    public ParticularsEntry Entry => new(AccountNumber, Bank, Phone, Items);
}

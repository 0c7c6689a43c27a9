using System.Globalization;
using System.Runtime.InteropServices;
using BaoPhu.Core.Data;
using BaoPhu.Core.Imports;
using BaoPhu.Rules.Matching;

namespace BaoPhu.Core.Coverage;

/// <summary>
/// Both sides of a matching, folded to numbers. They are kept beside the links (cov_folded), so that the next run reads them and what changed since instead of two whole tables.
/// </summary>
public sealed class MatchSides
{
    private const string ToldSide = "told";
    private const string RegisterSide = "register";

    /// <summary>Parts of later runs after which everything is written anew.</summary>
    private const int MostLater = 40;

    private int _later;

    private MatchSides(MatchSide told, MatchSide register) => (Told, Register) = (told, register);

    public MatchSide Told { get; }
    public MatchSide Register { get; }

    /// <summary>From when on whatever was written is not what the last run saw.</summary>
    public Instant Since { get; private init; }

    /// <summary>Of all rows on both sides, the share that is new, changed or gone since the last run.</summary>
    public long ChangedPercent => (Told.Changed.Count + Register.Changed.Count) * 100L / Math.Max(1, Told.Rows.Present + Register.Rows.Present);

    /// <summary>Both sides from the tables.</summary>
    public static MatchSides Load(Session tx, string province, string kind)
    {
        var sides = new MatchSides(new(room: 16), new(room: 16));
        Read(tx, ToldQuery(province, kind) + " order by t.subject_id", sides.Told.Add, ofRegister: false);
        Read(tx, RegisterQuery(province) + " order by p.person_id", sides.Register.Add, ofRegister: true);
        return sides;
    }

    /// <summary>The table of the rows that a kind of run looks for in the register.</summary>
    internal static string ListOf(string kind) => kind == ImportKinds.Tax ? "reg_tax_incomes" : "reg_entitled";

    /// <summary>Both sides as the run kept them, brought up to date. Null where they are not kept whole: after the erasure of rows, or a run of another version.</summary>
    public static async Task<MatchSides?> Continue(Session tx, string province, string kind, string runId, Instant ranAt)
    {
        var list = ListOf(kind);
        var (rows, persons) = (await Count(tx, province, list), await Count(tx, province, "reg_persons"));
        if (Kept(tx, province, kind, ToldSide, runId, rows, out _) is not { } told || Kept(tx, province, kind, RegisterSide, runId, persons, out var later) is not { } register)
        {
            return null;
        }

        // A file that was taken in meanwhile bears the moment at which it began.
        var began = await tx.One<long>("select coalesce(min(i.created_at), @ranAt) from imp_runs i where i.province = @province and i.finished_at >= @ranAt", new { province, ranAt });
        var since = Math.Min(ranAt.Milliseconds, began).ToString(CultureInfo.InvariantCulture);
        Read(tx, $"{ToldQuery(province, kind)} and t.updated_at >= {since}", told.Put, ofRegister: false);
        Read(tx, $"{RegisterQuery(province)} and p.updated_at >= {since}", register.Put, ofRegister: true);
        // An employer's tax code stands in the rows of his people, who are looked through only if one changed.
        if (await tx.One<long>($"select count(*) from reg_employers c where c.updated_at >= {since} and c.province = @province", new { province }) > 0)
        {
            Read(tx, $"{RegisterQuery(province)} and p.employer_id in (select c.employer_id from reg_employers c where c.updated_at >= {since})", register.Put, ofRegister: true);
        }

        TakeGone(tx, told, province, list, "subject_id", rows);
        TakeGone(tx, register, province, "reg_persons", "person_id", persons);
        return new(told, register) { _later = later, Since = new(Math.Min(ranAt.Milliseconds, began)) };
    }

    /// <summary>Keeps both sides for the next run: <paramref name="whole"/>, or what is new, changed or gone.</summary>
    public async Task Keep(Session tx, string province, string kind, string runId, bool whole)
    {
        var first = 0;
        if (whole || _later > MostLater)
        {
            await tx.Execute("delete from cov_folded where province = @province and kind = @kind", new { province, kind });
        }
        else
        {
            first = (int)await tx.One<long>("select max(f.part) + 1 from cov_folded f where f.province = @province and f.kind = @kind", new { province, kind });
        }

        var expires = await tx.One<DateOnly?>($"select min(t.expires_on) from {ListOf(kind)} t where t.province = @province", new { province });
        using var bulk = tx.BulkInto("cov_folded", "province", "kind", "side", "part", "run_id", "expires_on", "body");
        foreach (var (side, name) in ((MatchSide, string)[])[(Told, ToldSide), (Register, RegisterSide)])
        {
            var part = first;
            foreach (var body in first == 0 ? side.PackAll() : [side.PackChanged()])
            {
                bulk.StartRow();
                bulk.Write(province);
                bulk.Write(kind);
                bulk.Write(name);
                bulk.Write(part++);
                bulk.Write(runId);
                bulk.Write(side == Told ? expires : null);
                bulk.WriteBytes(body);
            }
        }

        bulk.Complete();
    }

    private static Task<long> Count(Session tx, string province, string table) => tx.One<long>($"select count(*) from {table} t where t.province = @province", new { province });

    private static MatchSide? Kept(Session tx, string province, string kind, string side, string runId, long count, out int later)
    {
        var (kept, last, first, next) = (new MatchSide((int)count), "", "", -1);
        later = 0;
        using var reader = tx.BulkFrom($"select f.part, f.run_id, f.body from cov_folded f where f.province = '{province}' and f.kind = '{kind}' and f.side = '{side}' order by f.part");
        while (reader.Read())
        {
            var part = reader.Int32();
            last = reader.Text();
            (first, next) = next < 0 && part == 0 ? (last, 0) : (first, next);
            later += last == first ? 0 : 1;
            kept.Unpack(reader.Bytes());
        }

        return next == 0 && last == runId ? kept : null;
    }

    /// <summary>Rows that went leave no trace but that there are fewer: only then the ids are read.</summary>
    private static void TakeGone(Session tx, MatchSide side, string province, string table, string id, long count)
    {
        if (count == side.Rows.Present)
        {
            return;
        }

        var there = new HashSet<long>(side.Rows.Present);
        using (var reader = tx.BulkFrom($"select t.{id} from {table} t where t.province = '{province}'"))
        {
            while (reader.Read())
            {
                there.Add(reader.Int64());
            }
        }

        side.TakeAllBut(there);
    }

    // The province was checked to be two digits: a literal of it may stand in a query without parameters.
    private static string ToldQuery(string province, string kind) => kind == ImportKinds.Tax
        ? $"select t.subject_id, t.name, t.born_on, t.birth_year, t.citizen_id, t.tax_code, null, null, t.payer_tax_code, null from reg_tax_incomes t where t.province = '{province}'"
        : $"select t.subject_id, t.name, t.born_on, t.birth_year, t.citizen_id, null, t.person_code, t.male, null, t.commune_code from reg_entitled t where t.province = '{province}'";

    private static string RegisterQuery(string province) =>
        $"""
        select p.person_id, p.name, p.born_on, p.birth_year, p.citizen_id, p.tax_code, null, p.male, coalesce(e.tax_code, p.unit_tax_code), p.commune_code
        from reg_persons p left join reg_employers e on e.employer_id = p.employer_id where p.province = '{province}'
        """;

    private static void Read(Session tx, string query, Action<long, PersonTold> into, bool ofRegister)
    {
        using var reader = tx.BulkFrom(query);
        while (reader.Read())
        {
            var id = reader.Int64();
            var told = new PersonTold(reader.Text()) { BornOn = reader.NullableDate(), BirthYear = reader.NullableInt32(), CitizenId = reader.NullableText(), TaxCode = reader.NullableText() };
            var social = Number(reader.NullableText());
            var male = reader.Null() ? (bool?)null : reader.Boolean();
            var (unit, commune) = (reader.NullableText(), reader.NullableText());
            into(id, told with
            {
                // Of a legal person's tax code the tenth digit follows from the nine before; what stands behind is the branch: its worker may be insured by the head office.
                SocialNumber = ofRegister ? id : social, Male = male, Unit = unit is { Length: >= 10 } ? (int)Number(unit[..9]) : 0, Commune = (int)Number(commune),
            });
        }

        static long Number(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }
}

/// <summary>One side of a matching: its rows by their ids, and what is new, changed or gone since the last run.</summary>
public sealed class MatchSide(int room)
{
    private const int RowsOfPart = 16_384;

    private readonly Dictionary<long, int> _behind = [];
    private int _ordered;

    public PersonRows Rows { get; } = new(room);

    /// <summary>By place.</summary>
    public List<long> Ids { get; } = new(room);

    /// <summary>Places of rows that are new, changed or gone.</summary>
    public List<int> Changed { get; } = [];

    /// <summary>These rows as they were, and as they are.</summary>
    public RowChanges Changes { get; } = new(new(), new());

    /// <summary>Where the row stands; -1: it is not there.</summary>
    public int Place(long id)
    {
        var place = Seek(id);
        return place < 0 || Rows.IsRemoved(place) ? -1 : place;
    }

    /// <summary>A row of a side that is read whole, in the order of the ids.</summary>
    public void Add(long id, PersonTold told)
    {
        Ids.Add(id);
        Rows.Add(told);
        _ordered = Ids.Count;
    }

    /// <summary>A row is told; nothing happens where it says what it said before.</summary>
    public void Put(long id, PersonTold told)
    {
        var one = new PersonRows(1);
        one.Add(told);
        var place = Seek(id);
        if (place >= 0 && Rows.IsSame(place, one, 0))
        {
            return;
        }

        if (place >= 0)
        {
            Changes.Were.Add(Rows, place);
        }

        Changed.Add(Put(id, one, 0));
        Changes.Are.Add(one, 0);
    }

    /// <summary>Takes away the rows whose ids are not among these.</summary>
    public void TakeAllBut(HashSet<long> ids)
    {
        for (var place = 0; place < Ids.Count; place++)
        {
            if (!Rows.IsRemoved(place) && !ids.Contains(Ids[place]))
            {
                Changes.Were.Add(Rows, place);
                Rows.Remove(place);
                Changed.Add(place);
            }
        }
    }

    /// <summary>All rows in the order of their ids, in parts.</summary>
    public IEnumerable<byte[]> PackAll()
    {
        var places = Enumerable.Range(0, Ids.Count).Where(p => !Rows.IsRemoved(p)).ToArray();
        Array.Sort(Array.ConvertAll(places, p => Ids[p]), places);
        return places.Length == 0 ? [Pack([])] : places.Chunk(RowsOfPart).Select(Pack);
    }

    /// <summary>What is new, changed or gone.</summary>
    public byte[] PackChanged() => Pack([.. Changed.Distinct()]);

    /// <summary>Adds, or puts in the place of what they were, the rows that were packed.</summary>
    public void Unpack(ReadOnlySpan<byte> packed)
    {
        var (count, gone) = (MemoryMarshal.Read<int>(packed), MemoryMarshal.Read<int>(packed[sizeof(int)..]));
        var ids = MemoryMarshal.Cast<byte, long>(packed.Slice(2 * sizeof(int), (count + gone) * sizeof(long)));
        var body = packed[((2 * sizeof(int)) + (ids.Length * sizeof(long)))..];
        if (_behind.Count == 0 && gone == 0 && (Ids.Count == 0 || (count > 0 && ids[0] > Ids[^1])))
        {
            Rows.Unpack(body);
            Ids.AddRange(ids);
            _ordered = Ids.Count;
            return;
        }

        var rows = new PersonRows();
        rows.Unpack(body);
        for (var i = 0; i < count; i++)
        {
            Put(ids[i], rows, i);
        }

        foreach (var id in ids[count..])
        {
            Rows.Remove(Seek(id));
        }
    }

    private byte[] Pack(int[] places)
    {
        var there = Array.FindAll(places, p => !Rows.IsRemoved(p));
        var gone = Array.FindAll(places, Rows.IsRemoved);
        var rows = new PersonRows(there.Length);
        Array.ForEach(there, p => rows.Add(Rows, p));
        long[] ids = [.. there.Concat(gone).Select(p => Ids[p])];
        return [.. MemoryMarshal.AsBytes([there.Length, gone.Length]), .. MemoryMarshal.AsBytes(ids.AsSpan()), .. rows.Pack(0, rows.Count)];
    }

    private int Put(long id, PersonRows from, int row)
    {
        var place = Seek(id);
        if (place < 0)
        {
            place = Ids.Count;
            Ids.Add(id);
            _behind.Add(id, place);
            Rows.Add(from, row);
        }
        else
        {
            Rows.Put(place, from, row);
        }

        return place;
    }

    private int Seek(long id)
    {
        var place = CollectionsMarshal.AsSpan(Ids)[.._ordered].BinarySearch(id);
        return place >= 0 ? place : _behind.GetValueOrDefault(id, -1);
    }
}

using System.Text;

namespace BaoPhu.Tests.Support;

/// <summary>
/// Writes the old workbook format (BIFF8 in an OLE container), as far as the tests need it: sheets of text and numbers, hidden sheets, hidden rows and columns, merged cells.
/// </summary>
public static class XlsFile
{
    private const int Sector = 512;
    private const uint EndOfChain = 0xFFFFFFFE;

    public static byte[] Make(params (string Name, bool Hidden, int[] HiddenRows, int[] HiddenColumns, object?[][] Rows)[] sheets)
    {
        var bodies = sheets.Select(s => Body(s.Rows, s.HiddenRows, s.HiddenColumns)).ToArray();
        // Where each sheet begins is known only with the length of the part before them, which does not depend on it.
        var head = Head(sheets.Select(s => (s.Name, s.Hidden, 0)));
        var at = head.Length;
        var places = new List<(string, bool, int)>();
        for (var i = 0; i < sheets.Length; i++)
        {
            places.Add((sheets[i].Name, sheets[i].Hidden, at));
            at += bodies[i].Length;
        }

        return Container([.. Head(places), .. bodies.SelectMany(b => b)]);
    }

    private static byte[] Head(IEnumerable<(string Name, bool Hidden, int Place)> sheets)
    {
        var stream = new MemoryStream();
        Record(stream, 0x0809, w => Words(w, 0x0600, 0x0005, 0, 0, 0, 0, 0, 0));
        Record(stream, 0x0042, w => Words(w, 1200));
        foreach (var (name, hidden, place) in sheets)
        {
            Record(stream, 0x0085, w =>
            {
                w.Write(place);
                w.Write((byte)(hidden ? 1 : 0));
                w.Write((byte)0);
                w.Write((byte)name.Length);
                w.Write((byte)1);
                w.Write(Encoding.Unicode.GetBytes(name));
            });
        }

        Record(stream, 0x000A, _ => { });
        return stream.ToArray();
    }

    private static byte[] Body(object?[][] rows, int[] hiddenRows, int[] hiddenColumns)
    {
        var stream = new MemoryStream();
        Record(stream, 0x0809, w => Words(w, 0x0600, 0x0010, 0, 0, 0, 0, 0, 0));
        foreach (var column in hiddenColumns)
        {
            Record(stream, 0x007D, w => Words(w, column, column, 2340, 0, 1, 0));
        }

        var width = rows.Max(r => r.Length);
        Record(stream, 0x0200, w =>
        {
            w.Write(0);
            w.Write(rows.Length);
            Words(w, 0, width, 0);
        });
        for (var r = 0; r < rows.Length; r++)
        {
            var hidden = hiddenRows.Contains(r + 1);
            Record(stream, 0x0208, w => Words(w, r, 0, width, 255, 0, 0, hidden ? 0x0120 : 0x0100, 0x000F));
        }

        for (var r = 0; r < rows.Length; r++)
        {
            for (var c = 0; c < rows[r].Length; c++)
            {
                switch (rows[r][c])
                {
                    case null:
                        break;
                    case string text:
                        Record(stream, 0x0204, w =>
                        {
                            Words(w, r, c, 0, text.Length);
                            w.Write((byte)1);
                            w.Write(Encoding.Unicode.GetBytes(text));
                        });
                        break;
                    case var number:
                        Record(stream, 0x0203, w =>
                        {
                            Words(w, r, c, 0);
                            w.Write(Convert.ToDouble(number, System.Globalization.CultureInfo.InvariantCulture));
                        });
                        break;
                }
            }
        }

        Record(stream, 0x000A, _ => { });
        return stream.ToArray();
    }

    private static void Record(MemoryStream stream, int kind, Action<BinaryWriter> write)
    {
        var body = new MemoryStream();
        using (var writer = new BinaryWriter(body, Encoding.Unicode, leaveOpen: true))
        {
            write(writer);
        }

        stream.Write(BitConverter.GetBytes((ushort)kind));
        stream.Write(BitConverter.GetBytes((ushort)body.Length));
        stream.Write(body.ToArray());
    }

    private static void Words(BinaryWriter writer, params ReadOnlySpan<int> words)
    {
        foreach (var word in words)
        {
            writer.Write((ushort)word);
        }
    }

    /// <summary>Header, one sector of the allocation table per 128 sectors, the directory, then the stream "Workbook".</summary>
    private static byte[] Container(byte[] workbook)
    {
        // Shorter streams would live in a stream of small sectors.
        var length = Math.Max(workbook.Length, 4096);
        var data = (length + Sector - 1) / Sector;
        var tables = 1;
        while (tables * 128 < tables + 1 + data)
        {
            tables++;
        }

        var file = new byte[(1 + tables + 1 + data) * Sector];
        using var writer = new BinaryWriter(new MemoryStream(file));
        writer.Write((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);
        writer.Write(new byte[16]);
        Words(writer, 0x003E, 3, 0xFFFE, 9, 6, 0, 0, 0);
        writer.Write(0);
        writer.Write(tables);
        writer.Write((uint)tables);
        writer.Write(0);
        writer.Write(4096);
        writer.Write(EndOfChain);
        writer.Write(0);
        writer.Write(EndOfChain);
        writer.Write(0);
        for (var i = 0; i < 109; i++)
        {
            writer.Write(i < tables ? (uint)i : 0xFFFFFFFF);
        }

        for (var i = 0; i < tables * 128; i++)
        {
            writer.Write(i < tables ? 0xFFFFFFFD : i == tables ? EndOfChain : i < tables + data ? (uint)(i + 1) : i == tables + data ? EndOfChain : 0xFFFFFFFF);
        }

        Entry(writer, "Root Entry", 5, 1, EndOfChain, 0);
        Entry(writer, "Workbook", 2, 0xFFFFFFFF, (uint)(tables + 1), length);
        Entry(writer, "", 0, 0xFFFFFFFF, 0, 0);
        Entry(writer, "", 0, 0xFFFFFFFF, 0, 0);
        writer.Write(workbook);
        return file;
    }

    private static void Entry(BinaryWriter writer, string name, byte kind, uint child, uint start, int length)
    {
        var text = new byte[64];
        Encoding.Unicode.GetBytes(name, text);
        writer.Write(text);
        writer.Write((ushort)(name.Length == 0 ? 0 : (name.Length + 1) * 2));
        writer.Write(kind);
        writer.Write((byte)1);
        writer.Write(0xFFFFFFFF);
        writer.Write(0xFFFFFFFF);
        writer.Write(child);
        writer.Write(new byte[36]);
        writer.Write(start);
        writer.Write((long)length);
    }
}

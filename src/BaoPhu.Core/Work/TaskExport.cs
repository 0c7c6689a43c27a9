using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Rules;

namespace BaoPhu.Core.Work;

/// <summary>
/// A list of tasks as a file with the filters of the screen: CSV in UTF-8 with a byte-order mark, or XLSX, both written row by row as they are read: give it a file, not memory. Each export is an audit entry.
/// </summary>
public sealed class TaskExport(Db db, Tasks tasks, TimeProvider clock)
{
    private static readonly string[] Headings = ["Code", "Name", "TaxCode", "Task", "State", "Due", "Band", "Amount", "Level", "Stream", "Channel", "Form", "Clause", "Phone", "Contact"];

    /// <summary>
    /// Writes the list and returns the number of tasks. Format: csv or xlsx. Contact data is masked unless a purpose is given: then each employer's reading is noted with it.
    /// Refused: a purpose that is none.
    /// </summary>
    public async Task<long> Write(Actor actor, Scope scope, TaskFilter filter, string format, Stream into, string? purpose = null)
    {
        if (purpose is not null && !ContactCards.Purposes.Contains(purpose))
        {
            throw new Refusal("PersonalData.NeedPurpose");
        }

        var rows = 0L;
        var subjects = new HashSet<long>();
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await db.ReadConsistently(async s =>
        {
            var households = purpose is null ? await HouseholdMask.Of(s, scope.ProvinceCode ?? Settings.NationScope, clock.Today()) : HouseholdMask.None;
            if (format == "xlsx")
            {
                using var sheet = new Sheet(into, Text.Of("Work.Export_Sheet"));
                sheet.Row(Headings.Select(h => (Text.Of("Work.Export_" + h), false)));
                await tasks.Each(s, scope, filter, task =>
                {
                    sheet.Row(Cells(task, households, purpose is not null));
                    Count(task);
                });
            }
            else
            {
                await using var lines = new CsvLines(into);
                lines.Write(Headings.Select(h => Text.Of("Work.Export_" + h)));
                await tasks.Each(s, scope, filter, task =>
                {
                    lines.Write(Cells(task, households, purpose is not null).Select(c => c.Text));
                    Count(task);
                });
            }

            return 0;
        });
        await db.Write(async tx =>
        {
            if (purpose is not null)
            {
                var now = clock.Now();
                await ReadLog.Write(tx, [.. subjects.Select(id => new ReadLine(id, now, actor, "export", Whole: true, Outside: false, purpose))]);
            }

            await AuditTrail.Write(
                tx, clock, actor, "work.export", "tasks", new { format, Count = rows, digest = Convert.ToHexStringLower(digest.GetHashAndReset())[..16], purpose, filter });
        });
        return rows;

        void Count(WorkTask task)
        {
            rows++;
            digest.AppendData(Encoding.ASCII.GetBytes(task.Key.ToString()));
            if (purpose is not null)
            {
                subjects.Add(task.SubjectId);
            }
        }
    }

    private static IEnumerable<(string Text, bool Number)> Cells(WorkTask t, HouseholdMask households, bool whole) =>
    [
        (t.Code, false), (households.Name(t.Name), false), (t.TaxCode ?? "", false), (t.Title, false), (Text.Of("Work.State_" + t.State), false),
        (t.Due?.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture) ?? "", false), (Names.Of(t.DebtBand), false), (t.Amount.ToString(CultureInfo.InvariantCulture), true),
        (t.Level.ToString(CultureInfo.InvariantCulture), true), (Text.Of("Work.Stream_" + Names.Of(t.WorkStream)), false),
        (t.NextChannel is { } channel ? Text.Of("Work.Channel_" + channel) : "", false), (t.Form ?? "", false), (t.Clause, false), ((whole ? t.Phone : Masking.Phone(t.Phone)) ?? "", false), ((whole ? t.ContactName : Masking.Name(t.ContactName)) ?? "", false),
    ];
}

using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;

namespace BaoPhu.Core.Register;

/// <summary>Lists of other authorities (tax, Labour), given for one purpose and for a time.</summary>
public sealed class OutsideData(Db db, TimeProvider clock)
{
    /// <summary>Erases what is past its day and returns how many rows were. What came of them (who was found missing, what was decided) stays, without their names.</summary>
    public Task<long> Erase() => db.Write(async tx =>
    {
        var today = clock.Today();
        long tax = await tx.Execute("delete from reg_tax_incomes where expires_on < @today", new { today });
        long entitled = await tx.Execute("delete from reg_entitled where expires_on < @today", new { today });
        if (tax + entitled > 0)
        {
            await AuditTrail.Write(tx, clock, Actor.System, "register.erase", "outside-data", new { tax, entitled });
        }

        return tax + entitled;
    });
}

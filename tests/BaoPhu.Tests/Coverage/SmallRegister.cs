using BaoPhu.Core.Data;

namespace BaoPhu.Tests.Coverage;

/// <summary>A worker of the tax data, a person of the register and their link, for tests of what follows a matching.</summary>
internal static class SmallRegister
{
    public static Task Person(Db db, long person, string name, string province = "79", long? employer = null) => db.Write(tx => tx.Execute(
        """
        insert into reg_persons (person_id, province, name, folded, born_on, birth_year, male, citizen_id, employer_id, updated_at)
        values (@person, @province, @name, @name, '1985-03-05', 1985, true, '079085000123', @employer, 0)
        """,
        new { person, province, name, employer }));

    public static Task Worker(Db db, long subject, string name, string payer = "0100109106", string province = "79", int months = 12) => db.Write(tx => tx.Execute(
        """
        insert into reg_tax_incomes (subject_id, province, tax_year, payer_tax_code, payer_name, payer_folded, name, folded, tax_code, citizen_id, born_on, birth_year, months, income, expires_on, updated_at)
        values (@subject, @province, 2020, @payer, 'Công ty TNHH An Phú', 'cong ty tnhh an phu', @name, @name, '8012345673', '079085000132', '1985-03-05', 1985, @months, 120000000, '2022-12-31', 0)
        """,
        new { subject, province, name, payer, months }));

    public static Task Link(Db db, long subject, long person, string state = "review", bool audited = false, string province = "79", int score = 850, string kind = "tax") => db.Write(tx => tx.Execute(
        """
        insert into cov_links (subject_id, person_id, province, kind, score, state, audited, strategy, run_id, terms, updated_at)
        values (@subject, @person, @province, @kind, @score, @state, @audited, 'v1', 'run', @terms, 0)
        """,
        new { subject, person, province, kind, score, state, audited, terms = """[{"field":"name","level":"exact","bits":9.5},{"field":"citizen","level":"digit","bits":-1}]""" }));
}

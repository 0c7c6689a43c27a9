// Faults planted on purpose, one for each rule of the house: the tests show that the rule finds them. Nothing calls this code.
#pragma warning disable IDE0051, MA0038, CA1822, CA1801

namespace BaoPhu.Tests.Architecture.Planted.Data
{
    internal sealed class UsesUpwards
    {
        public string Up() => nameof(Core.Organisation.Levels) + new Core.Organisation.Office().Name;
    }
}

namespace BaoPhu.Tests.Architecture.Planted.Organisation
{
    internal sealed class WritesForeignTable
    {
        public string Sql() => "update reg_employers set name = 'x'";
    }

    internal sealed class ReadsUpwards
    {
        public string Sql() => "select e.name from org_offices o join reg_employers e on e.office_code = o.code";
    }

    internal sealed class ForgetsToNoteTasks
    {
        public string Sql() => "update wrk_tasks set assignee = null";
    }

    internal sealed class HidesItsTable
    {
        public string Sql(string table) => $"insert into {table} (name) values ('x')";
    }

    internal sealed class SpeaksOneEngine
    {
        public string Ilike() => "select 1 from org_offices where name ilike 'x'";

        public string Sums() => "select sum(due_social) from reg_months";

        public Npgsql.NpgsqlConnection? Connection { get; set; }
    }
}

namespace BaoPhu.Tests.Architecture.Planted.Pages
{
    internal sealed class ReachesPast(Core.Data.Db db)
    {
        public Core.Data.Db Db => db;
    }
}

namespace BaoPhu.Tests.Architecture.Planted.Rules
{
    internal sealed class ReadsFile
    {
        public string Read() => System.IO.File.ReadAllText("x");
    }
}

namespace BaoPhu.Tests.Architecture.Planted
{
    internal sealed class EmployerManager;
}

using BaoPhu.Core.Data;
using BaoPhu.Rules;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Architecture;

public sealed class HouseTests
{
    private const string Planted = "BaoPhu.Tests.Architecture.Planted.";

    [Fact]
    public void A_module_uses_only_those_below_it()
    {
        Assert.Empty(House.LadderFaults(House.Read(typeof(Db))));
        Assert.Contains(House.LadderFaults(House.Read(typeof(HouseTests)), Planted), f => f.Contains("UsesUpwards", StringComparison.Ordinal));
    }

    [Fact]
    public void A_module_writes_only_its_own_tables()
    {
        Assert.Empty(House.OwnershipFaults(House.Read(typeof(Db))));
        Assert.Contains(House.OwnershipFaults(House.Read(typeof(HouseTests)), Planted), f => f.Contains("reg_employers", StringComparison.Ordinal));
        Assert.Empty(House.HiddenTableFaults(House.Read(typeof(Db))));
        Assert.Contains(House.HiddenTableFaults(House.Read(typeof(HouseTests)), Planted), f => f.Contains("HidesItsTable", StringComparison.Ordinal));
    }

    [Fact]
    public void Who_writes_tasks_notes_it_for_the_counts()
    {
        Assert.Empty(House.UnnotedTaskFaults(House.Read(typeof(Db))));
        Assert.Single(House.UnnotedTaskFaults(House.Read(typeof(HouseTests)), Planted));
    }

    [Fact]
    public void The_SQL_is_one_for_both_engines()
    {
        Assert.Empty(House.SqlFaults(House.Read(typeof(Db))));
        var planted = House.SqlFaults(House.Read(typeof(HouseTests))).ToList();
        Assert.Contains(planted, f => f.Contains("ilike", StringComparison.Ordinal));
        Assert.Contains(planted, f => f.Contains("sum without cast", StringComparison.Ordinal));
    }

    [Fact]
    public void Only_the_data_module_knows_the_engine()
    {
        Assert.Empty(House.EngineFaults(House.Read(typeof(Db))).Concat(House.EngineFaults(House.Read(typeof(Program)))));
        Assert.Contains(House.EngineFaults(House.Read(typeof(HouseTests))), f => f.Contains("SpeaksOneEngine", StringComparison.Ordinal));
    }

    [Fact]
    public void A_page_reaches_the_database_through_a_module_class()
    {
        Assert.Empty(House.PathFaults(House.Read(typeof(Program))));
        Assert.NotEmpty(House.PathFaults(House.Read(typeof(HouseTests)), Planted + "Pages."));
    }

    [Fact]
    public void The_rules_are_pure()
    {
        var rules = House.Read(typeof(Period));
        Assert.Empty(House.PurityFaults(rules));
        Assert.All(rules.MainModule.AssemblyReferences, r => Assert.StartsWith("System.", r.Name, StringComparison.Ordinal));
        Assert.Contains(House.PurityFaults(House.Read(typeof(HouseTests)), Planted + "Rules"), f => f.Contains("System.IO.File", StringComparison.Ordinal));
    }

    /// <summary>Neither one more, nor one that is listed and reads upwards no longer.</summary>
    [Fact]
    public void A_module_reads_the_tables_of_higher_steps_only_where_it_is_written_down()
    {
        Assert.Equal(House.ReadsUpwards, House.ReadFaults(House.Read(typeof(Db))).Order(StringComparer.Ordinal));
        Assert.Contains("Organisation.ReadsUpwards reads reg_employers", House.ReadFaults(House.Read(typeof(HouseTests)), Planted));
    }

    [Fact]
    public void A_class_is_named_for_what_an_official_would_call_it()
    {
        Assert.Empty(House.NameFaults(House.Read(typeof(Db))).Concat(House.NameFaults(House.Read(typeof(Period)))).Concat(House.NameFaults(House.Read(typeof(Program)))));
        Assert.Contains(House.NameFaults(House.Read(typeof(HouseTests))), f => f.EndsWith("EmployerManager", StringComparison.Ordinal));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Every_growing_table_can_be_distributed_by_employer(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var catalogue = await test.Db.Read(s => s.Catalogue());
        Assert.Empty(House.CatalogueFaults(catalogue));
        Assert.Empty(House.ReferenceTables.Except(catalogue.Select(t => t.Table), StringComparer.Ordinal));

        await test.Db.Write(s => s.Execute("create table reg_planted (planted_id bigint primary key, employer_id bigint not null)"));
        await test.Db.Write(s => s.Execute("create table reg_planted_too (employer_id bigint primary key, code text not null unique)"));
        var faults = House.CatalogueFaults(await test.Db.Read(s => s.Catalogue())).ToList();
        Assert.Contains(faults, f => f.StartsWith("reg_planted ", StringComparison.Ordinal));
        Assert.Contains(faults, f => f.StartsWith("reg_planted_too ", StringComparison.Ordinal));
    }

    [Fact]
    public void No_razor_components_and_no_machine_paths()
    {
        var sources = Directory.EnumerateFiles(Repository.At("src"), "*.razor", SearchOption.AllDirectories);
        Assert.Empty(sources);
    }
}

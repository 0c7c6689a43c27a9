using System.Text.RegularExpressions;
using BaoPhu.Core.Data;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace BaoPhu.Tests.Architecture;

/// <summary>
/// The rules of the house as functions over an assembly or a catalogue: each returns what breaks it. <see cref="HouseTests"/> holds the house to them
/// and shows each of them to fail on a fault planted in <see cref="Planted"/>.
/// </summary>
internal static partial class House
{
    /// <summary>The ladder of modules: one may use those on lower steps, and its neighbours on the first.</summary>
    public static readonly IReadOnlyDictionary<string, int> Ladder = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["Texts"] = 0, ["Data"] = 0, ["Identity"] = 1, ["Audit"] = 1, ["Jobs"] = 1, ["Organisation"] = 2, ["Policy"] = 3, ["Register"] = 4, ["Work"] = 5,
        ["Messaging"] = 6, ["Documents"] = 7, ["Imports"] = 8, ["LabourMarket"] = 9, ["Collection"] = 10, ["Coverage"] = 11, ["Outreach"] = 12,
        ["Reporting"] = 13, ["Planning"] = 14, ["Demonstration"] = 15,
    };

    /// <summary>Prefix of a module's tables. A module writes no other.</summary>
    public static readonly IReadOnlyDictionary<string, string> Prefixes = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Data"] = "dat", ["Identity"] = "idn", ["Audit"] = "aud", ["Jobs"] = "job", ["Organisation"] = "org", ["Policy"] = "pol", ["Register"] = "reg",
        ["Work"] = "wrk", ["Messaging"] = "msg", ["Documents"] = "doc", ["Imports"] = "imp", ["LabourMarket"] = "lab", ["Collection"] = "col",
        ["Coverage"] = "cov", ["Outreach"] = "out", ["Reporting"] = "rep", ["Planning"] = "pln",
    };

    /// <summary>Reference tables: small, the same on every node of a distributed database.</summary>
    public static readonly IReadOnlySet<string> ReferenceTables = new HashSet<string>(StringComparer.Ordinal)
    {
        "dat_migrations",
        "idn_users",
        "idn_keys",
        "idn_recovery_codes",
        "idn_sessions",
        "idn_attempts",
        "idn_delegations",
        "aud_entries",
        "aud_chains",
        "job_runs",
        "org_offices",
        "org_agents",
        "org_localities",
        "org_levels",
        "org_settings",
        "org_rates",
        "org_holidays",
        "org_successors",
        "rep_machine_keys",
        "rep_values",
        "org_particulars",
        "pol_policies",
        "wrk_passes",
        "cov_counts",
        "wrk_switches",
        "wrk_levels_met",
        "wrk_switch_notices",
        "wrk_portfolios",
        "wrk_portfolio_holders",
        "wrk_handovers",
        "wrk_task_changes",
        "wrk_limits",
        "wrk_scenarios",
        "wrk_scenario_activities",
        "wrk_rehearsals",
        "msg_templates",
        "msg_batches",
        "msg_channels",
        "msg_leaflets",
        "doc_registers",
        "doc_templates",
        "doc_manifests",
        "doc_office_papers",
        "doc_office_sheets",
        "doc_office_paper_events",
        "doc_item_codes",
        "imp_runs",
        "imp_profiles",
        "cov_runs",
        "cov_folded",
        "cov_notice_runs",
        "cov_tax_lists",
        "cov_card_lists",
        "cov_segment_lists",
        "cov_list_letters",
        "col_reports",
        "col_publications",
        "col_publication_events",
        "col_teams",
        "pln_difficulty_routes",
        "pln_difficulties",
        "pln_difficulty_events",
        "pln_assignments",
        "pln_guidances",
        "pln_guidance_provinces",
        "pln_province_staff",
        "pln_missions",
        "pln_guidance_files",
        "pln_plans",
        "pln_plan_lines",
        "pln_plan_events",
        "pln_ranking_rules",
        "pln_commendations",
        "pln_commendation_rows",
        "rep_rules",
        "rep_targets",
        "rep_reports",
        "rep_report_events",
        "rep_excuses",
        "rep_consolidations",
        "rep_reminders",
        "rep_checks",
    };

    /// <summary>Columns by which a table that grows with the nation is distributed.</summary>
    private static readonly string[] DistributionColumns = ["employer_id", "subject_id", "person_id"];

    [GeneratedRegex(@"\b(insert\s+into|update|delete\s+from|truncate|alter\s+table|drop\s+table)\s+([a-z]{3})_[a-z_]+", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Writes();

    [GeneratedRegex(@"\b(from|join)\s+(?<table>[a-z]{3}_[a-z_]+)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Reads();

    [GeneratedRegex(@"\b(insert\s+into|update|delete\s+from)\s+wrk_tasks\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex WritesTasks();

    [GeneratedRegex(@"(^|\s)(insert\s+into|update|delete\s+from)\s+$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex HiddenTable();

    [GeneratedRegex(@"\b(ilike|greatest\s*\(|least\s*\(|date_trunc\s*\(|merge\s+into|lower\s*\(|upper\s*\(|now\s*\(\s*\)|current_date|current_timestamp|::numeric|interval\s+'|strftime\s*\(|julianday\s*\(|string_agg\s*\(|group_concat\s*\()", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Banned();

    [GeneratedRegex(@"\bsum\s*\(", RegexOptions.IgnoreCase)]
    private static partial Regex Sum();

    [GeneratedRegex(@"cast\s*\(\s*(coalesce\s*\(\s*)?sum\s*\(", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex CastSum();

    [GeneratedRegex(@"^\s*(select|insert|update|delete|with|create|\{scratch\})\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Statement();

    /// <summary>Uses of a module on a higher step (or a neighbour's, above the first step).</summary>
    public static IEnumerable<string> LadderFaults(AssemblyDefinition assembly, string root = "BaoPhu.Core.")
    {
        foreach (var type in Types(assembly))
        {
            if (ModuleOf(type.FullName, root) is not { } module)
            {
                continue;
            }

            if (!Ladder.TryGetValue(module, out var step))
            {
                yield return $"{type.FullName}: '{module}' is no module of the ladder";
                continue;
            }

            foreach (var used in References(type).Select(r => ModuleOf(r, "BaoPhu.Core.")).OfType<string>().Distinct(StringComparer.Ordinal))
            {
                if (used != module && Ladder.TryGetValue(used, out var other) && (other > step || (other == step && step > 1)))
                {
                    yield return $"{type.FullName} uses {used}, which is not below {module}";
                }
            }
        }
    }

    /// <summary>Statements that write another module's tables.</summary>
    public static IEnumerable<string> OwnershipFaults(AssemblyDefinition assembly, string root = "BaoPhu.Core.") =>
        from type in Types(assembly)
        let module = ModuleOf(type.FullName, root)
        where module is not null && Prefixes.ContainsKey(module)
        from text in Strings(type)
        from Match write in Writes().Matches(text)
        let table = write.Value.Split((char[])[' ', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries)[^1]
        where Prefixes.Values.Contains(table[..3]) && table[..3] != Prefixes[module]
        select $"{type.FullName} writes {table}";

    /// <summary>The classes that read tables of a higher step, and which: what they are for cannot be told without (ADR 0016).</summary>
    public static readonly IReadOnlyList<string> ReadsUpwards =
    [
        "Audit.AuditBook reads org_offices", "Audit.AuditBook reads reg_employers", "Audit.AuditChains reads org_offices", "Identity.Delegations reads org_offices",
        "Identity.Personnel reads org_offices", "Identity.Users reads org_offices", "Register.RegisterInvariants reads imp_runs", "Register.RegisterInvariants reads wrk_passes",
    ];

    /// <summary>Classes, without the root of their name, whose statements read a table of a module on a higher step.</summary>
    public static IEnumerable<string> ReadFaults(AssemblyDefinition assembly, string root = "BaoPhu.Core.") =>
        from type in assembly.MainModule.Types
        let module = ModuleOf(type.FullName, root)
        where module is not null && Ladder.ContainsKey(module)
        from table in WithNested(type).SelectMany(Strings).SelectMany(t => Reads().Matches(t)).Select(m => m.Groups["table"].Value).Distinct(StringComparer.Ordinal)
        let owner = Prefixes.FirstOrDefault(p => p.Value == table[..3]).Key
        where owner is not null && Ladder[owner] > Ladder[module]
        select $"{type.FullName[root.Length..]} reads {table}";

    /// <summary>
    /// Statements whose table is put in at run time, so that <see cref="OwnershipFaults"/> cannot see whose it is. The one place for it checks the name itself.
    /// </summary>
    public static IEnumerable<string> HiddenTableFaults(AssemblyDefinition assembly, string root = "BaoPhu.Core.") =>
        from type in Types(assembly)
        where type.FullName.StartsWith(root, StringComparison.Ordinal) && !type.FullName.StartsWith("BaoPhu.Core.Data.", StringComparison.Ordinal)
            && !type.FullName.StartsWith("BaoPhu.Core.Register.StagedMerge", StringComparison.Ordinal)
        from text in Strings(type)
        where HiddenTable().IsMatch(text)
        select $"{type.FullName} hides the table it writes: …{text[^Math.Min(20, text.Length)..]}";

    /// <summary>Classes that write wrk_tasks and never note it: the counts of the day's lists would stand still (TaskChanges).</summary>
    public static IEnumerable<string> UnnotedTaskFaults(AssemblyDefinition assembly, string root = "BaoPhu.Core.") =>
        from type in assembly.MainModule.Types
        where type.FullName.StartsWith(root, StringComparison.Ordinal)
        let family = WithNested(type).ToList()
        where family.SelectMany(Strings).Any(t => t == "wrk_tasks" || WritesTasks().IsMatch(t)) && !family.SelectMany(References).Contains("BaoPhu.Core.Work.TaskChanges")
        select $"{type.FullName} writes wrk_tasks and does not note it";

    /// <summary>SQL that the two engines understand differently.</summary>
    public static IEnumerable<string> SqlFaults(AssemblyDefinition assembly)
    {
        foreach (var type in Types(assembly).Where(t => !t.FullName.Contains("Core.Data.", StringComparison.Ordinal)))
        {
            foreach (var text in Strings(type).Where(t => Statement().IsMatch(t)))
            {
                if (Banned().Match(text) is { Success: true } banned)
                {
                    yield return $"{type.FullName}: {banned.Value.Trim()}";
                }

                if (Sum().Count(text) != CastSum().Count(text))
                {
                    yield return $"{type.FullName}: sum without cast (… as bigint): {text.Trim()[..Math.Min(60, text.Trim().Length)]}";
                }
            }
        }
    }

    /// <summary>Types outside the data module that know an engine.</summary>
    public static IEnumerable<string> EngineFaults(AssemblyDefinition assembly) =>
        from type in Types(assembly)
        where !type.FullName.StartsWith("BaoPhu.Core.Data.", StringComparison.Ordinal)
        from used in References(type)
        where used.StartsWith("Npgsql", StringComparison.Ordinal) || used.StartsWith("Microsoft.Data.Sqlite", StringComparison.Ordinal)
            || used.StartsWith("SQLitePCL", StringComparison.Ordinal)
        select $"{type.FullName} knows {used}";

    /// <summary>Pages that reach past the module classes to the database: the path is page → module class → Db.</summary>
    public static IEnumerable<string> PathFaults(AssemblyDefinition assembly, string pages = "BaoPhu.Web.Pages.") =>
        from type in Types(assembly)
        where type.FullName.StartsWith(pages, StringComparison.Ordinal)
        from used in References(type)
        where used is "BaoPhu.Core.Data.Db" or "BaoPhu.Core.Data.Session" or "BaoPhu.Core.Data.Dialect" || used.StartsWith("Dapper.", StringComparison.Ordinal)
        select $"{type.FullName} uses {used}";

    /// <summary>What a pure assembly may not know: files, the console, the clock, the environment, any package.</summary>
    public static IEnumerable<string> PurityFaults(AssemblyDefinition assembly, string within = "BaoPhu.Rules") =>
        from type in Types(assembly)
        where type.FullName.StartsWith(within, StringComparison.Ordinal)
        from used in References(type)
        where (used == "System.Environment" && !type.Name.StartsWith('<')) || used is "System.Console" or "System.TimeProvider" or "System.Random" or "System.Threading.Thread"
            || used.StartsWith("System.IO.", StringComparison.Ordinal) || used.StartsWith("System.Net.", StringComparison.Ordinal)
            || !(used.StartsWith("System.", StringComparison.Ordinal) || used.StartsWith("BaoPhu.Rules", StringComparison.Ordinal)
                || used.StartsWith("Microsoft.CodeAnalysis.", StringComparison.Ordinal) || used.StartsWith("Microsoft.CSharp", StringComparison.Ordinal)
                || used.StartsWith('<') || !used.Contains('.', StringComparison.Ordinal) || used.StartsWith(within, StringComparison.Ordinal))
        select $"{type.FullName} uses {used}";

    /// <summary>Classes not named for what an official would call them.</summary>
    public static IEnumerable<string> NameFaults(AssemblyDefinition assembly) =>
        from type in Types(assembly)
        where type.DeclaringType is null && type.FullName.StartsWith("BaoPhu.", StringComparison.Ordinal)
        let name = type.Name.Split('`')[0]
        // The framework's own word for what extends a page's tags.
        where !name.EndsWith("TagHelper", StringComparison.Ordinal)
        where ((string[])["Manager", "Helper", "Handler", "Processor", "Util", "Utils", "Common", "Repository", "Mapper"]).Any(bad => name.EndsWith(bad, StringComparison.Ordinal))
        select type.FullName;

    /// <summary>
    /// Tables that could not be distributed: each is a reference table, or its primary key and every unique key contain the employer's or person's id.
    /// </summary>
    public static IEnumerable<string> CatalogueFaults(IEnumerable<TableKeys> catalogue)
    {
        foreach (var table in catalogue.Where(t => !ReferenceTables.Contains(t.Table)))
        {
            if (table.Keys.Count == 0 || table.Keys[0].Count == 0)
            {
                yield return $"{table.Table} has no primary key";
            }
            else if (table.Keys.Any(key => !key.Intersect(DistributionColumns, StringComparer.Ordinal).Any()))
            {
                yield return $"{table.Table} has a key without the employer's or person's id, and is no reference table";
            }

            if (!Prefixes.Values.Contains(table.Table[..3]))
            {
                yield return $"{table.Table} belongs to no module";
            }
        }
    }

    public static AssemblyDefinition Read(Type member) => AssemblyDefinition.ReadAssembly(member.Assembly.Location);

    private static string? ModuleOf(string fullName, string root)
    {
        if (!fullName.StartsWith(root, StringComparison.Ordinal))
        {
            return null;
        }

        var dot = fullName.IndexOf('.', root.Length);
        return dot < 0 ? null : fullName[root.Length..dot];
    }

    private static IEnumerable<TypeDefinition> Types(AssemblyDefinition assembly) =>
        assembly.MainModule.Types.SelectMany(WithNested).Where(t => t.Name != "<Module>" && !t.FullName.StartsWith("<PrivateImpl", StringComparison.Ordinal));

    private static IEnumerable<TypeDefinition> WithNested(TypeDefinition type) => type.NestedTypes.SelectMany(WithNested).Prepend(type);

    private static IEnumerable<string> Strings(TypeDefinition type)
    {
        foreach (var body in type.Methods.Where(m => m.HasBody).Select(m => m.Body))
        {
            foreach (var instruction in body.Instructions.Where(i => i.OpCode == OpCodes.Ldstr))
            {
                yield return (string)instruction.Operand;
            }
        }

        foreach (var constant in type.Fields.Where(f => f.HasConstant).Select(f => f.Constant).OfType<string>())
        {
            yield return constant;
        }
    }

    private static HashSet<string> References(TypeDefinition type)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        Add(type.BaseType);
        foreach (var i in type.Interfaces)
        {
            Add(i.InterfaceType);
        }

        foreach (var field in type.Fields)
        {
            Add(field.FieldType);
        }

        foreach (var property in type.Properties)
        {
            Add(property.PropertyType);
        }

        foreach (var method in type.Methods)
        {
            Add(method.ReturnType);
            foreach (var parameter in method.Parameters)
            {
                Add(parameter.ParameterType);
            }

            if (!method.HasBody)
            {
                continue;
            }

            foreach (var variable in method.Body.Variables)
            {
                Add(variable.VariableType);
            }

            foreach (var instruction in method.Body.Instructions)
            {
                switch (instruction.Operand)
                {
                    case TypeReference used:
                        Add(used);
                        break;
                    case MethodReference called:
                        Add(called.DeclaringType);
                        Add(called.ReturnType);
                        break;
                    case FieldReference read:
                        Add(read.DeclaringType);
                        break;
                }
            }
        }

        return found;

        void Add(TypeReference? used)
        {
            switch (used)
            {
                case null or GenericParameter:
                    return;
                case GenericInstanceType generic:
                    foreach (var argument in generic.GenericArguments)
                    {
                        Add(argument);
                    }

                    break;
            }

            var element = used.GetElementType();
            while (element.DeclaringType is not null)
            {
                element = element.DeclaringType;
            }

            if (element is not GenericParameter)
            {
                found.Add(element.FullName);
            }
        }
    }
}

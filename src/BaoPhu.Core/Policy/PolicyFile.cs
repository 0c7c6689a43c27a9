using Words = BaoPhu.Core.Texts.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BaoPhu.Rules;
using BaoPhu.Rules.Policy;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace BaoPhu.Core.Policy;

/// <summary>
/// What came of reading a policy file. <see cref="Policy"/> is there only when there is no problem. <see cref="Digest"/> is the SHA-256 of the text, in
/// hexadecimal. <see cref="Coverage"/> is empty when the text could not be read as a table.
/// </summary>
public sealed record PolicyCheck(IReadOnlyList<PolicyProblem> Problems, IReadOnlyList<DashCoverage> Coverage, CompiledPolicy? Policy, string Digest)
{
    public bool Ok => Policy is not null;
}

/// <summary>
/// Reads a policy file (YAML, see <c>policies/policy.schema.json</c>) and proves it. Reading is strict: an unknown key, name or level is a problem with
/// its line and column. All problems of the text are reported together; the table is proven once the text has none.
/// </summary>
public static class PolicyFile
{
    private const int MostBytes = 2 * 1024 * 1024;
    private const int MostDeep = 16;

    /// <summary>Reads and proves the file at <paramref name="path"/>. A file that is not there or cannot be read is a problem, not an exception.</summary>
    public static PolicyCheck Check(string path)
    {
        try
        {
            return new FileInfo(path).Length > MostBytes ? Only(ProblemCodes.FileTooLarge, path) : Parse(File.ReadAllText(path));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return Only(ProblemCodes.FileMissing, path);
        }
    }

    /// <summary>Reads and proves a text.</summary>
    public static PolicyCheck Parse(string yaml)
    {
        var problems = new List<PolicyProblem>();
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(yaml)));
        if (Root(yaml, problems) is not { } root || new Reader(problems).Table(root) is not { } table || problems.Count > 0)
        {
            return new PolicyCheck(InOrder(problems), [], null, digest);
        }

        var (compiled, faults) = PolicyProof.Compile(table);
        return new PolicyCheck(InOrder(faults.Select(PolicyProblem.Of)), PolicyProof.Coverage(table), compiled, digest);
    }

    private static PolicyCheck Only(string code, params object[] arguments) => new([PolicyProblem.Of(code, default, arguments)], [], null, "");

    private static List<PolicyProblem> InOrder(IEnumerable<PolicyProblem> problems) => [.. problems.OrderBy(problem => problem.Line).ThenBy(problem => problem.Column)];

    private static YamlMap? Root(string yaml, List<PolicyProblem> problems)
    {
        var reached = new SourcePlace(1, 1);
        try
        {
            if (!ShallowEnough(yaml, ref reached))
            {
                problems.Add(PolicyProblem.Of(ProblemCodes.TooDeep, default, MostDeep));
                return null;
            }

            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            switch (stream.Documents.Count)
            {
                case 0:
                    problems.Add(PolicyProblem.Of(ProblemCodes.Empty, default));
                    return null;
                case > 1:
                    problems.Add(PolicyProblem.Of(ProblemCodes.MoreDocuments, YamlMap.PlaceOf(stream.Documents[1].RootNode)));
                    return null;
            }

            if (stream.Documents[0].RootNode is YamlScalarNode { Value: null or "" })
            {
                problems.Add(PolicyProblem.Of(ProblemCodes.Empty, default));
                return null;
            }

            return YamlMap.Of(stream.Documents[0].RootNode, Words.Of("Policy.whole-file"), problems);
        }
        catch (YamlException fault)
        {
            problems.Add(PolicyProblem.Of(ProblemCodes.Malformed, YamlMap.PlaceOf(fault.Start), fault.Message));
            return null;
        }
        catch (Exception fault) when (fault is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            // YamlDotNet 16 throws these on some broken texts ("[a" followed by "key: value").
            problems.Add(PolicyProblem.Of(ProblemCodes.Malformed, reached, Words.Of("Policy.near-here")));
            return null;
        }
    }

    // The node model is built by recursion: a file of nothing but brackets would end the process.
    private static bool ShallowEnough(string yaml, ref SourcePlace reached)
    {
        var parser = new Parser(new StringReader(yaml));
        var depth = 0;
        while (parser.MoveNext())
        {
            depth += parser.Current!.NestingIncrease;
            reached = YamlMap.PlaceOf(parser.Current.End);
            if (depth > MostDeep)
            {
                return false;
            }
        }

        return true;
    }

    private sealed class Reader(List<PolicyProblem> problems)
    {
        private static readonly string[] Before = ["interest"];
        private static readonly string[] At = ["suspension-end", "month-end", "quarter-end"];
        private static readonly string[] Every = ["month", "quarter", "days"];

        private readonly Dictionary<string, IReadOnlyList<OutcomeRule>> outcomeSets = new(StringComparer.Ordinal);
        private readonly Dictionary<string, string> sections = new(StringComparer.Ordinal);
        private string document = "";

        /// <summary>Null, with problems noted, when the head is not whole.</summary>
        public PolicyTable? Table(YamlMap root)
        {
            document = root.Text("document", required: true) ?? "";
            var title = root.Text("title", required: true);
            var issuer = root.Text("issuer", required: true);
            var date = root.Date("date", required: true);
            var validFrom = root.Date("valid-from", required: true);
            var version = root.Number("version", required: true);
            List<Paper> papers = [.. root.Maps("papers").Select(PaperOf).OfType<Paper>()];
            List<Dash> dashes = [.. root.Maps("dashes", required: true).Select(DashOf).OfType<Dash>()];
            List<PolicyTrack> tracks = [.. root.Maps("tracks", required: true).Select(TrackOf).OfType<PolicyTrack>()];
            foreach (var dash in dashes)
            {
                sections[dash.Id] = dash.Section;
            }

            if (root.Map("outcome-sets") is { } sets)
            {
                foreach (var name in sets.Keys.ToList())
                {
                    outcomeSets[name] = sets.Map(name) is { } set ? Outcomes(set) : [];
                }

                sets.Close();
            }

            List<PolicyRow> rows = [.. root.Maps("rows", required: true).Select(RowOf).OfType<PolicyRow>()];
            root.Close();
            return title is null || issuer is null || date is null || validFrom is null || version is null
                ? null
                : new PolicyTable
                {
                    Document = document,
                    Title = title,
                    Issuer = issuer,
                    Date = date.Value,
                    ValidFrom = validFrom.Value,
                    Version = version.Value,
                    Papers = papers,
                    Dashes = dashes,
                    Tracks = tracks,
                    Rows = rows,
                };
        }

        private static Paper? PaperOf(YamlMap map)
        {
            var (code, name, source) = (map.Text("code", required: true), map.Text("name", required: true), map.Text("source"));
            map.Close();
            return code is null || name is null ? null : new Paper(code, name, source, map.Place);
        }

        private static Dash? DashOf(YamlMap map)
        {
            var (id, section) = (map.Text("id", required: true), map.Text("section", required: true));
            var (levels, text) = (map.Text("levels", required: true), map.Text("text", required: true));
            map.Close();
            return id is null || section is null || levels is null || text is null ? null : new Dash(id, section, levels, text, map.Place);
        }

        private static PolicyTrack? TrackOf(YamlMap map)
        {
            var (id, title) = (map.Text("id", required: true), map.Text("title", required: true));
            var subject = (PolicySubject)Index(map, "subject", PolicyNames.Subjects);
            map.Close();
            return id is null || title is null ? null : new PolicyTrack(id, title, map.Place) { Subject = subject };
        }

        private PolicyRow? RowOf(YamlMap map)
        {
            var (id, track) = (map.Text("id", required: true), map.Text("track", required: true));
            var when = map.Map("when", required: true) is { } condition ? When(condition) : new RowCondition();
            List<Clause> clauses = [.. map.Texts("clause", required: true).Select(dash => new Clause(document, sections.GetValueOrDefault(dash, ""), dash))];
            var nothing = map.Truth("nothing");
            var reason = map.Text("reason", required: nothing);
            List<PolicyAct> acts = [.. map.Maps("acts").Select(ActOf).OfType<PolicyAct>()];
            var note = map.Text("note");
            map.Close();
            if (nothing && map.Has("acts"))
            {
                map.Note(ProblemCodes.NothingAndActs, "acts", id ?? "?");
            }
            else if (!nothing && !map.Has("acts"))
            {
                map.Note(ProblemCodes.NeitherNothingNorActs, "id", id ?? "?");
            }
            else if (!nothing && reason is not null)
            {
                map.Note(ProblemCodes.ReasonWithoutNothing, "reason", id ?? "?");
            }

            return id is null || track is null
                ? null
                : new PolicyRow { Id = id, Track = track, When = when, Acts = acts, Reason = reason, Clauses = clauses, Note = note, Place = map.Place };
        }

        private RowCondition When(YamlMap map)
        {
            var standings = Bits(map, "standing", Names.AllStandings);
            var bands = Bits(map, "band", Names.AllBands);
            var takings = map.Has("taking") ? BitsOf(map, "taking", PolicyNames.Takings) : RowCondition.AllOfTwo;
            var levels = RowCondition.AllOfFour;
            if (map.Has("level"))
            {
                levels = 0;
                foreach (var item in map.List("level"))
                {
                    var text = (item as YamlScalarNode)?.Value;
                    if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var level) && level is >= 1 and <= 4)
                    {
                        levels |= 1 << (level - 1);
                    }
                    else
                    {
                        map.Note(ProblemCodes.LevelOutside, item, text ?? "?");
                    }
                }
            }

            var (all, any, without) = (CaseFlags.None, CaseFlags.None, CaseFlags.None);
            if (map.Map("flags") is { } flags)
            {
                (all, any, without) = (FlagsOf(flags, "all"), FlagsOf(flags, "any"), FlagsOf(flags, "none"));
                flags.Close();
                if ((all & without) != CaseFlags.None)
                {
                    map.Note(ProblemCodes.FlagContradiction, "flags", string.Join(", ", Names.AllFlags.Where((_, bit) => ((int)(all & without) >> bit & 1) == 1)));
                }
            }

            map.Close();
            return new RowCondition { Standings = standings, Bands = bands, Levels = levels, Takings = takings, All = all, Any = any, Without = without };
        }

        private static int Bits(YamlMap map, string key, IReadOnlyList<string> names) => map.Has(key) ? BitsOf(map, key, names) : RowCondition.AllOfFour;

        private static int BitsOf(YamlMap map, string key, IReadOnlyList<string> names) =>
            map.Texts(key, names).Aggregate(0, (bits, name) => bits | (1 << names.ToList().IndexOf(name)));

        private static CaseFlags FlagsOf(YamlMap map, string key) => map.Texts(key, Names.AllFlags).Aggregate(CaseFlags.None, (flags, name) => flags | FlagOf(name));

        private static CaseFlags FlagOf(string? name) => Names.TryFlag(name, out var flag) ? flag : CaseFlags.None;

        private PolicyAct? ActOf(YamlMap map)
        {
            var act = map.Word("act", ActNames.Known, required: true);
            var title = map.Text("title", required: true);
            var owner = map.Word("owner", PolicyNames.Roles, required: true);
            var streamKnown = Names.TryStream(map.Word("stream", Names.AllStreams, required: true), out var stream);
            var read = new PolicyAct
            {
                Act = act ?? "",
                Title = title ?? "",
                Owner = owner ?? "",
                Stream = stream,
                Channels = map.Texts("channels", PolicyNames.Channels),
                Papers = map.Texts("papers"),
                Mode = (ActMode)Index(map, "mode", PolicyNames.Modes),
                Collective = (Collective)Index(map, "collective", PolicyNames.Collectives),
                Method = map.Has("method") ? (InspectionMethod)Index(map, "method", PolicyNames.Methods) : null,
                Slot = map.Truth("slot"),
                Automatic = map.Truth("automatic"),
                With = map.Word("with", ActNames.Known),
                Guidance = map.Texts("guidance"),
                Deadline = map.Map("deadline") is { } deadline ? DeadlineOf(deadline) : Deadline.None,
                Recurrence = map.Map("recurrence") is { } recurrence ? RecurrenceOf(recurrence) : Recurrence.None,
                Outcomes = OutcomesOf(map),
                Note = map.Text("note"),
                Place = map.Place,
            };
            map.Close();
            return act is null || title is null || owner is null || !streamKnown ? null : read;
        }

        private static int Index(YamlMap map, string key, IReadOnlyList<string> names) => Math.Max(0, names.ToList().IndexOf(map.Word(key, names) ?? names[0]));

        private static Deadline DeadlineOf(YamlMap map)
        {
            var days = map.Number("working-days");
            var before = map.Word("before", Before);
            var at = map.Word("at", At);
            var opens = map.Number("opens-days-before");
            var isInternal = map.Truth("internal");
            map.Close();
            if (new[] { "working-days", "before", "at" }.Count(map.Has) != 1 || (opens is not null && at is not "suspension-end"))
            {
                map.Note(ProblemCodes.DeadlineUnclear, "");
            }

            var anchor = before is not null ? DeadlineAnchor.BeforeInterest : (DeadlineAnchor)(at is null ? 0 : Array.IndexOf(At, at) + (int)DeadlineAnchor.SuspensionEnd);
            return new Deadline(days, anchor, isInternal, opens);
        }

        private static Recurrence RecurrenceOf(YamlMap map)
        {
            var every = map.Word("every", Every, required: true);
            var days = map.Number("days", required: every is "days");
            var isInternal = map.Truth("internal");
            map.Close();
            return new Recurrence((RecurrenceKind)(Array.IndexOf(Every, every) + 1), days ?? 0, isInternal);
        }

        private IReadOnlyList<OutcomeRule> OutcomesOf(YamlMap map)
        {
            if (!map.Has("outcomes"))
            {
                return [];
            }

            var name = map.Word("outcomes", [.. outcomeSets.Keys]);
            return name is null ? [] : outcomeSets[name];
        }

        private List<OutcomeRule> Outcomes(YamlMap set)
        {
            var rules = new List<OutcomeRule>();
            foreach (var outcome in set.Keys.ToList())
            {
                if (!PolicyNames.Outcomes.Contains(outcome, StringComparer.Ordinal))
                {
                    problems.Add(PolicyProblem.Of(ProblemCodes.ValueUnknown, set.PlaceOfKey(outcome), "outcome-sets", outcome, string.Join(", ", PolicyNames.Outcomes)));
                }

                if (set.Map(outcome) is not { } rule)
                {
                    continue;
                }

                rules.Add(new OutcomeRule
                {
                    Outcome = outcome,
                    Done = rule.Truth("done"),
                    RetryDays = rule.Number("retry"),
                    CheckDays = rule.Number("check"),
                    Next = rule.Word("next", ActNames.All),
                    Mark = FlagOf(rule.Word("mark", Names.AllFlags)),
                    Suggest = FlagOf(rule.Word("suggest", Names.AllFlags)),
                    Note = rule.Text("note"),
                });
                rule.Close();
            }

            set.Close();
            return rules;
        }
    }
}

using System.CommandLine;
using System.Net;
using System.Text;
using System.Text.Json;
using BaoPhu.Cli;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Collection;
using BaoPhu.Core.Collection.Answers;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Imports;
using BaoPhu.Core.Jobs;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Planning;
using BaoPhu.Core.Work;
using BaoPhu.Rules;
using BaoPhu.Tests.Support;
using BaoPhu.Tests.Work;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;

namespace BaoPhu.Tests.Pages;

/// <summary>
/// Every page with every handler, and every command that acts for a person, by every role, on what is of the own office, of a sibling's and of a foreign province's. What must
/// come is worked out from <see cref="Permissions"/> and the scope: 403 without the right, 404 out of reach, else an answer that is neither. The pages come from the
/// running application: a new one with a parameter fails here until <see cref="Examples"/> says which address is whose.
/// </summary>
public sealed class MatrixTests
{
    private static readonly Place[] Places = [new("own", "79", WebHouse.District), new("sibling", "79", WebHouse.OtherDistrict), new("foreign", "01", "00101")];

    /// <summary>Where people of a role sit; the officers of the central units by subject.</summary>
    private static readonly (string Role, string Office)[] People =
    [
        (Role.Administrator, WebHouse.Centre), (Role.CentreLeader, WebHouse.Centre), (Role.CentralOfficer, "00001"), (Role.CentralOfficer, "00006"), (Role.Auditor, WebHouse.Province),
        (Role.ProvinceDirector, WebHouse.Province), (Role.ProvinceDeputy, WebHouse.Province), (Role.CollectionOfficer, WebHouse.Province), (Role.Inspector, WebHouse.Province),
        (Role.CommunicationsOfficer, WebHouse.Province), (Role.DistrictDirector, WebHouse.District), (Role.DistrictOfficer, WebHouse.District), (Role.Agent, WebHouse.District),
    ];

    [Fact]
    public void Every_role_walks() => Assert.Equal(Role.All.Order(StringComparer.Ordinal), People.Select(p => p.Role).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    [Fact]
    public async Task Every_page_answers_every_role_by_the_table_and_the_reach()
    {
        await using var house = await WebHouse.Open(change: NoBell.Change);
        var examples = await Examples.Make(house);
        var loader = house.The<PageLoader>();
        var pages = new List<(CompiledPageActionDescriptor Page, string Template)>();
        foreach (var page in house.The<IActionDescriptorCollectionProvider>().ActionDescriptors.Items.OfType<PageActionDescriptor>())
        {
            if (!PermissionFilter.PublicPages.Contains(page.ViewEnginePath, StringComparer.Ordinal) && pages.TrueForAll(p => p.Page.ViewEnginePath != page.ViewEnginePath))
            {
                pages.Add((await loader.LoadAsync(page, Microsoft.AspNetCore.Http.EndpointMetadataCollection.Empty), "/" + page.AttributeRouteInfo!.Template));
            }
        }

        var missing = pages.Where(p => p.Template.Contains('{', StringComparison.Ordinal) && !examples.Has(p.Page.ViewEnginePath)).Select(p => $"""["{p.Page.ViewEnginePath}"] = Of(…),   // {p.Template}""");
        Assert.True(!missing.Any(), "Add to MatrixTests.Examples.Make, with the address of each place and how far it reaches:\n" + string.Join("\n", missing));

        var faults = new List<string>();
        var asked = 0;
        foreach (var (role, office) in People)
        {
            var browser = await house.SignedIn(role, office);
            var token = (await browser.Follow("/")).Token!;
            var scope = await house.The<Offices>().ScopeOf(office);
            var subject = (await house.The<Offices>().Find(office))!.Subject;
            // Signing out comes last: it ends the walk.
            foreach (var (page, template) in pages.OrderBy(p => p.Page.ViewEnginePath == "/Identity/SignOut"))
            {
                foreach (var place in Places.DistinctBy(p => examples.Address(page.ViewEnginePath, p) ?? template, StringComparer.Ordinal))
                {
                    foreach (var handler in page.HandlerMethods)
                    {
                        var address = examples.Address(page.ViewEnginePath, place) ?? template;
                        var url = handler.Name is null ? address : address + (address.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "handler=" + handler.Name;
                        await examples.Prepare(page.ViewEnginePath, place);
                        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(examples.Fields(page.ViewEnginePath, place), StringComparer.Ordinal) { ["__RequestVerificationToken"] = token });
                        using var answer = handler.HttpMethod == "Get" ? await browser.Client.GetAsync(url) : await browser.Client.PostAsync(url, form);
                        asked++;
                        var allowed = ActsOf(page, handler).Prepend(Permissions.See).All(act => Permissions.Allows(role, PermissionFilter.FolderOf(page.ViewEnginePath), act, subject));
                        var expected = !allowed ? [HttpStatusCode.Forbidden] : examples.Expected(page.ViewEnginePath, handler, place, scope);
                        if (!expected.Contains(answer.StatusCode))
                        {
                            faults.Add($"{role} ({office}) {handler.HttpMethod} {url} [{place.Name}]: {(int)answer.StatusCode}, expected {string.Join("/", expected.Select(e => (int)e))}");
                        }
                    }
                }
            }
        }

        TestContext.Current.SendDiagnosticMessage("{0} pages, {1} requests", pages.Count, asked);
        Assert.True(faults.Count == 0, $"{faults.Count} of {asked}:\n" + string.Join("\n", faults.Take(60)));
    }

    [Fact]
    public async Task Every_command_that_acts_for_a_person_answers_every_role_by_the_table_and_the_reach()
    {
        await using var house = await WebHouse.Open();
        await Examples.MakeOffices(house);
        // Who is deactivated comes last: one person for all commands, because making each takes a slow hash of a password.
        var commands = Walk(CommandLineProgram.Root(), "").Where(c => c.Command.Options.Any(o => o.Name == "--as")).OrderBy(c => c.Command.Name == "deactivate").ToList();
        Assert.NotEmpty(commands);
        var faults = new List<string>();
        foreach (var (role, office) in People)
        {
            var person = await house.Person(role, office);
            var scope = await house.The<Offices>().ScopeOf(office);
            foreach (var place in Places)
            {
                var target = await house.Person(Role.DistrictOfficer, place.Office);
                foreach (var (command, path) in commands)
                {
                    var acts = !path.EndsWith(" list", StringComparison.Ordinal);
                    var allowed = Permissions.Allows(role, "/identity/people", acts ? Permissions.Change : Permissions.See) && (!acts || scope.CoversOffice(place.Province, place.Office));
                    var arguments = path.Split(' ').Concat(Arguments(command, place, target)).Concat(["--as", person.SignIn, "--db", house.Database.Target]);
                    var (output, errors) = (new StringWriter(), new StringWriter());
                    var parsed = CommandLineProgram.Root().Parse([.. arguments]);
                    Assert.Empty(parsed.Errors.Select(e => $"{path}: {e.Message}: tell MatrixTests.Arguments how to fill it"));
                    var code = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = output, Error = errors });
                    if (code != (allowed ? 0 : 1))
                    {
                        faults.Add($"{role} ({office}) {path} [{place.Name}]: {code} {errors}");
                    }
                    else if (!acts && allowed)
                    {
                        // A list is not refused: it shows nothing out of reach.
                        Assert.Equal(scope.CoversOffice(place.Province, place.Office), output.ToString().Contains(target.SignIn, StringComparison.Ordinal));
                    }
                }
            }
        }

        Assert.True(faults.Count == 0, string.Join("\n", faults));
    }

    private static IEnumerable<(Command Command, string Path)> Walk(Command command, string path) => command.Subcommands.Count == 0
        ? [(command, path)]
        : command.Subcommands.SelectMany(c => Walk(c, (path + " " + c.Name).TrimStart()));

    private static IEnumerable<string> Arguments(Command command, Place place, User target)
    {
        if (command.Arguments.Any(a => a.Name == "sign-in"))
        {
            yield return command.Name == "create" ? "new-" + Guid.NewGuid().ToString("N") : target.SignIn;
        }

        foreach (var option in command.Options.Where(o => o.Required))
        {
            yield return option.Name;
            yield return option.Name switch { "--office" => place.Office, "--role" => Role.DistrictOfficer, _ => "Nguyễn Văn Thử" };
        }
    }

    private static IEnumerable<string> ActsOf(CompiledPageActionDescriptor page, HandlerMethodDescriptor handler)
    {
        var ofPage = page.HandlerTypeInfo.GetCustomAttributes(typeof(ActAttribute), inherit: true).OfType<ActAttribute>().SingleOrDefault()?.Name;
        var ofHandler = handler.MethodInfo.GetCustomAttributes(typeof(ActAttribute), inherit: true).OfType<ActAttribute>().SingleOrDefault()?.Name;
        var named = ((string?[])[ofPage, ofHandler]).OfType<string>().ToList();
        return named.Count == 0 && handler.HttpMethod != "Get" ? [Permissions.Change] : named;
    }

    private sealed record Place(string Name, string Province, string Office);

    /// <summary>How far one must reach to see the thing of an address.</summary>
    private enum Reach
    {
        /// <summary>Everybody, whatever the office.</summary>
        Everybody,

        /// <summary>The office of the thing.</summary>
        Office,

        /// <summary>Any office of its province.</summary>
        Province,

        /// <summary>The whole province: not an office of it.</summary>
        WholeProvince,

        /// <summary>The nation.</summary>
        Nation,
    }

    private sealed record Example(Func<Place, string> Address, Reach Reach, Func<Place, Dictionary<string, string>>? Fields = null, HttpStatusCode Beyond = HttpStatusCode.NotFound, Func<Place, Task>? Before = null);

    private sealed class Examples(Dictionary<string, Example> pages)
    {
        /// <summary>Handlers that ask for something the example does not have, or that only a narrower reach may use: what else they answer.</summary>
        private static readonly Dictionary<string, HttpStatusCode> Else = new(StringComparer.Ordinal)
        {
            // Own sessions and delegations by their ids: AccountTests.
            ["/Identity/Account/Index OnPostEndAsync"] = HttpStatusCode.NotFound,
            ["/Identity/Account/Index OnPostActAsync"] = HttpStatusCode.NotFound,
            ["/Imports/Runs OnGetRejectsAsync"] = HttpStatusCode.NotFound,
            // Without a leaflet, a task or an employer named: MessagePagesTests.
            ["/Messaging/Leaflets/Index OnGetFileAsync"] = HttpStatusCode.NotFound,
            ["/Messaging/Leaflets/Index OnPostWithdrawAsync"] = HttpStatusCode.NotFound,
            ["/Messaging/Send OnGetAsync"] = HttpStatusCode.NotFound,
            ["/Messaging/Send OnPostAsync"] = HttpStatusCode.NotFound,
            ["/Messaging/OptOuts OnPostEndAsync"] = HttpStatusCode.NotFound,
            // Only who reaches the whole province.
            ["/Messaging/Templates/Edit OnPostAsync"] = HttpStatusCode.Forbidden,
            // Without a form, a template or a manifest named: their own tests name them.
            ["/Reporting/Exchange/Index OnPostRevokeAsync"] = HttpStatusCode.NotFound,
            ["/Documents/Bulk/New OnGetAsync"] = HttpStatusCode.NotFound,
            ["/Documents/Bulk/New OnPostAsync"] = HttpStatusCode.NotFound,
            ["/Documents/Templates/Index OnGetFileAsync"] = HttpStatusCode.NotFound,
            ["/Documents/Templates/Index OnPostShippedAsync"] = HttpStatusCode.NotFound,
            ["/Documents/Manifests/Index OnGetBlankAsync"] = HttpStatusCode.NotFound,
            ["/Documents/Manifests/Index OnGetFileAsync"] = HttpStatusCode.NotFound,
            ["/Documents/Manifests/Index OnPostHandOverAsync"] = HttpStatusCode.NotFound,
            // Only the staff named for the activity, or who reaches the whole province.
            ["/Work/Scenarios/Scenario OnPostReadyAsync"] = HttpStatusCode.Forbidden,
            // Beside the row of evidence that of the case's own procedure: EvidencePageTests. Without a file named there is none.
            ["/Collection/Evidence/Case OnPostAsync"] = HttpStatusCode.Forbidden,
            ["/Collection/Evidence/Case OnPostWithdrawAsync"] = HttpStatusCode.Forbidden,
            ["/Collection/Evidence/Case OnGetFileAsync"] = HttpStatusCode.NotFound,
            // The centre has no province of its own.
            ["/Work/Slots/Unfit OnGetAsync"] = HttpStatusCode.NotFound,
            ["/Work/Limits/New OnPostAsync"] = HttpStatusCode.NotFound,
            // An agent's staff see only what was given to them: SegmentListPagesTests.
            ["/Coverage/SegmentLists/List OnGetAsync"] = HttpStatusCode.NotFound,
            ["/Coverage/SegmentLists/List OnPostAsync"] = HttpStatusCode.NotFound,
            ["/Coverage/SegmentLists/List OnPostFileAsync"] = HttpStatusCode.NotFound,
            // Without an office or a letter named: UnitPagesTests.
            ["/Coverage/Units/Lists OnPostAsync"] = HttpStatusCode.NotFound,
            ["/Coverage/Units/Lists OnPostOutcomeAsync"] = HttpStatusCode.NotFound,
            // Without a line named: PlanPagesTests.
            ["/Planning/Plans/Line OnPostRemoveAsync"] = HttpStatusCode.NotFound,
        };

        public static async Task<Examples> Make(WebHouse house)
        {
            await MakeOffices(house);
            var small = await SmallProvince.Create(house.Database);
            await small.Level("79", 2, "2021-10-21T00:00");
            await small.Employer("TA0001A", 202110);
            await small.Employer("TB0002B", 202110, office: WebHouse.OtherDistrict);
            await Foreign(house);
            await small.Plan("2021-11-03T08:00");
            await house.The<BaoPhu.Core.Work.PlanningPass>().Plan(Actor.System, "01", SmallProvince.At("2021-11-03T08:00"));
            var levels = house.The<Levels>();
            var announcements = new Dictionary<string, string>(StringComparer.Ordinal);
            var people = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var place in Places)
            {
                announcements[place.Province] = (await levels.Announce(Actor.System, Scope.Nation, new(place.Province, 3, house.Clock.Now(), "QĐ " + place.Name, null, "UBND") { Confirmed = false })).AnnouncementId;
                people[place.Office] = (await house.Person(Role.DistrictOfficer, place.Office)).UserId;
                house.Clock.Moment = house.Clock.Moment.AddMinutes(1);
            }

            // A switch that was applied, and again an announcement that awaits its own.
            var switches = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var province in (string[])["79", "01"])
            {
                var confirmed = await house.The<Switches>().Confirm(Actor.System, Scope.Nation, announcements[province], null);
                switches[province] = confirmed.Record.SwitchId;
                house.Clock.Moment = house.Clock.Moment.AddMinutes(1);
                announcements[province] = (await levels.Announce(Actor.System, Scope.Nation, new(province, 2, house.Clock.Now(), "QĐ nữa " + province, null, "UBND") { Confirmed = false })).AnnouncementId;
            }

            var portfolios = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var place in Places)
            {
                portfolios[place.Office] = Guid.NewGuid().ToString("N");
                await house.Db.Write(tx => tx.Execute(
                    "insert into wrk_portfolios (portfolio_id, province, office_code, kind, name, created_by, created_at) values (@id, @Province, @Office, 'list', 'Thử', 'system', 0)",
                    new { id = portfolios[place.Office], place.Province, place.Office }));
            }

            var checks = new Dictionary<string, string>(StringComparer.Ordinal);
            var (runs, lists, uploads, jobs) = (new Dictionary<string, string>(StringComparer.Ordinal), new Dictionary<string, string>(StringComparer.Ordinal), new Dictionary<string, string>(StringComparer.Ordinal), new Dictionary<string, string>(StringComparer.Ordinal));
            foreach (var province in (string[])["79", "01"])
            {
                runs[province] = await Run(house, ImportKinds.Employers, province, null);
                lists[province] = await Run(house, "debtors", province, JsonSerializer.Serialize(new DebtorList(202110, [], 0, 0, 0, 0, 0, 0, 0, "")));
                var upload = await house.The<Uploads>().Keep(Actor.System, Scope.Nation, ImportKinds.Employers, province, "don-vi.csv", new MemoryStream(Encoding.UTF8.GetBytes("Mã đơn vị;Tên đơn vị\nTA0009A;Công ty\n")));
                uploads[province] = upload.Id;
                var order = new ImportJob.Order(upload.Id, ImportKinds.Employers, province, "don-vi.csv", null, null, true);
                checks[province] = await house.The<JobRuns>().Start(Actor.System, AuditCheck.Name, province, "Thử", "[]");
                jobs[province] = await house.The<JobRuns>().Start(Actor.System, ImportJob.Name, province, order.Title, order.ToJson());
            }

            static string Employer(Place p) => p.Name switch { "own" => "79-TA0001A", "sibling" => "79-TB0002B", _ => "01-TC0003C" };
            var (limits, scenarios, activities, rehearsals, bulks, papers) = (
                new Dictionary<string, string>(StringComparer.Ordinal), new Dictionary<string, string>(StringComparer.Ordinal), new Dictionary<string, string>(StringComparer.Ordinal),
                new Dictionary<string, string>(StringComparer.Ordinal), new Dictionary<string, string>(StringComparer.Ordinal), new Dictionary<string, string>(StringComparer.Ordinal));
            foreach (var province in (string[])["79", "01"])
            {
                limits[province] = Guid.NewGuid().ToString("N");
                await house.Db.Write(tx => tx.Execute(
                    """
                    insert into wrk_limits (limit_id, locality_code, province, levels, valid_from, known_from_at, announcement_id, weekdays, outdoor_only, place_kinds, closed_places, recorded_by, recorded_by_name)
                    values (@id, @province, @province, 15, @day, 0, @announcement, 127, false, '', '[]', 'system', 'Thử')
                    """,
                    new { id = limits[province], province, day = new DateOnly(2021, 11, 1), announcement = announcements[province] }));
                scenarios[province] = await house.The<Scenarios>().Begin(Actor.System, Scope.Nation, province, 4, 3);
                activities[province] = (await house.The<Scenarios>().Find(Scope.Nation, scenarios[province])).Activities[0].ActivityId;
                rehearsals[province] = (await house.The<Scenarios>().Rehearse(Actor.System, Scope.Nation, scenarios[province], 0, [province], house.Clock.Now())).RehearsalId;
                bulks[province] = await house.The<JobRuns>().Start(Actor.System, BulkPapers.Name, province, "Thử", "{}");
            }

            foreach (var place in Places)
            {
                var signer = await house.Person(Role.DistrictDirector, place.Office);
                await house.The<OfficeParticulars>().Set(
                    Actor.System, Scope.Nation, place.Office, new DateOnly(2021, 1, 1), new ParticularsEntry("1180000000017", "Agribank"), "hợp đồng");
                var answers = new PaperAnswers { SignerId = signer.UserId, Channel = "zalo", Deadline = new(2021, 11, 12) };
                papers[place.Office] = (await house.The<Papers>().Prepare(signer.Actor, Scope.Nation, Employer(place) + "-notice-1", "TB-NO", answers)).ToString();
            }

            // The monthly report of each province and its paper.
            var (publications, teams) = (new Dictionary<string, string>(StringComparer.Ordinal), new Dictionary<string, string>(StringComparer.Ordinal));
            var (reports, officePapers) = (new Dictionary<string, string>(StringComparer.Ordinal), new Dictionary<string, string>(StringComparer.Ordinal));
            foreach (var (province, office) in ((string, string)[])[("79", WebHouse.Province), ("01", WebHouse.OtherProvince)])
            {
                await house.Person(Role.ProvinceDirector, office);
                reports[province] = await house.The<MonthlyReports>().Begin(Actor.System, Scope.Nation, province, new DateOnly(2021, 11, 30));
                publications[province] = Guid.NewGuid().ToString("N");
                await house.Db.Write(tx => tx.Execute(
                    "insert into col_publications (publication_id, province, period, report_id, state, made_at, made_by) values (@id, @province, 202110, 'x', 'draft', 0, 'system')",
                    new { id = publications[province], province }));
                teams[province] = Guid.NewGuid().ToString("N");
                await house.Db.Write(tx => tx.Execute("insert into col_teams (team_id, province, made_at, made_by) values (@id, @province, 0, 'system')", new { id = teams[province], province }));
                officePapers[province] = (await house.The<MonthlyReports>().Find(Scope.Nation, reports[province])).Paper!.Id;
            }

            var batches = new Dictionary<string, string>(StringComparer.Ordinal);
            var messages = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var place in Places)
            {
                var id = EmployerKey.Id(place.Province, Employer(place).AsSpan(3));
                batches[place.Office] = await house.Db.Write(tx => Core.Messaging.Outbox.PutBatch(
                    tx, house.Clock, new Actor("system", "system", place.Office), "Nhắc nộp", [BaoPhu.Tests.Messaging.OutboxTests.Reminder(id)]));
                messages[place.Office] = (await house.Db.Write(tx => Core.Messaging.Outbox.Put(tx, house.Clock, Actor.System, BaoPhu.Tests.Messaging.OutboxTests.Reminder(id)))).ToString();
            }

            static string Reported(Place p) => (p.Office.EndsWith("00", StringComparison.Ordinal) ? "daily-" : "district-daily-") + p.Office + "-20211103";
            static string TaskOf(Place p) => Employer(p) + "-contact-1";
            static string Inspect(Place p) => Employer(p) + "-inspect-1";
            await TaskLike(house, "inspect");
            await TaskLike(house, "penalise");
            await TaskLike(house, "refer");
            await house.Db.Write(tx => tx.Execute(
                """
                insert into col_cases (subject_id, act, occurrence, province, office_code, state, opened_on, version, updated_at)
                select t.subject_id, 'penalise', 2, t.province, t.office_code, 'decided', t.opened_on, 0, 0 from wrk_tasks t where t.act = 'notice'
                """));
            await TaskLike(house, "makeup");
            await TaskLike(house, "claim");
            await TaskLike(house, "reconcile");
            // One of its forms forgets it.
            Task Profile(Place p) => house.Db.Write(tx => tx.Execute(
                """
                insert into imp_profiles (kind, headings_digest, province, name, mapping, updated_by, updated_at)
                values ('employers', @digest, @Province, 'Thử', @mapping, 'system', 0) on conflict (kind, headings_digest, province) do nothing
                """,
                new { digest = new string('a', 64), p.Province, mapping = "{}" }));
            var given = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var place in Places)
            {
                given[place.Office] = (await house.The<EmployerAnswers>().Note(Actor.System, Scope.Nation, TaskOf(place), "phone", AnswerKinds.Contact, new AnswerSaid { Name = "Thử", Phone = "0901" })).ToString();
            }

            var difficulties = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var place in Places)
            {
                difficulties[place.Office] = await house.The<Difficulties>().Raise(new Actor("system", "system", place.Office), Scope.Nation, new("other", "Thử", "Thử", null));
            }

            var (guidances, missions, plans, commendations) = (new Dictionary<string, string>(StringComparer.Ordinal), new Dictionary<string, string>(StringComparer.Ordinal), new Dictionary<string, string>(StringComparer.Ordinal), new Dictionary<string, string>(StringComparer.Ordinal));
            foreach (var province in (string[])["79", "01"])
            {
                var unit = new Actor("system", "system", "00001");
                commendations[province] = Guid.NewGuid().ToString("N");
                await house.Db.Write(tx => tx.Execute(
                    """
                    insert into pln_commendations (commendation_id, issuer, province, kind, from_date, to_date, merits, made_by, made_at)
                    values (@id, '07900', @province, 'unit', '2021-11-01', '2021-11-30', 'Thử', 'system', 0)
                    """,
                    new { id = commendations[province], province }));
                plans[province] = await house.The<Plans>().Begin(Actor.System, Scope.Nation, province, "week", new(2021, 11, 3));
                guidances[province] = await house.The<Assignments>().Issue(unit, new(null, "HD " + province, "Thử", "Thử", new(2021, 12, 1), [province]) { File = new("huong-dan.pdf", "application/pdf", "%PDF-1.4 thử"u8.ToArray()) });
                missions[province] = await house.The<Assignments>().Send(unit, new(province, "Thử", new(2021, 11, 3), new(2021, 11, 4), "Thử"));
            }

            var units = new Dictionary<string, long>(StringComparer.Ordinal);
            foreach (var place in Places)
            {
                units[place.Office] = 1000 + units.Count;
                await house.Db.Write(tx => tx.Execute(
                    "insert into org_agents (agent_code, office_code, province, name, since, set_by, set_at) values (@code, @Office, @Province, 'Bưu điện', @since, 'x', 0)",
                    new { code = AgentOf(place), place.Office, place.Province, since = new DateOnly(2021, 1, 1) }));
                await house.Db.Write(tx => tx.Execute(
                    """
                    insert into cov_units (subject_id, province, office_code, tax_year, payer_tax_code, name, folded, workers, with_unit, elsewhere, doubt, missing, missing_months, amount, ended, counted_at)
                    values (@id, @Province, @Office, 2020, '0100109106', 'Thử', 'thu', 1, 0, 0, 0, 1, 0, 0, 0, 0)
                    """,
                    new { id = units[place.Office], place.Province, place.Office }));
                await house.Db.Write(tx => tx.Execute(
                    """
                    insert into cov_notice_runs (run_id, province, office_code, tax_year, units, leaflets, made_at, made_by, made_name)
                    values (@id, @Province, @Office, 2020, 0, '[]', 0, 'system', 'Thử')
                    """,
                    new { id = "run" + place.Office, place.Province, place.Office }));
            }

            foreach (var place in Places)
            {
                await house.Db.Write(tx => tx.Execute(
                    """
                    insert into cov_segment_lists (list_id, province, office_code, segment, place, agent_code, due_on, people, made_by, made_name, made_at)
                    values (@id, @Province, @Office, 'renewal', @Province, @agent, @due, 0, 'system', 'Thử', 0)
                    """,
                    new { id = "given" + place.Office, place.Province, place.Office, agent = AgentOf(place), due = new DateOnly(2021, 12, 1) }));
                await house.Db.Write(tx => tx.Execute(
                    """
                    insert into cov_card_lists (list_id, province, office_code, commune_code, list_year, people, made_by, made_name, made_at) values (@Office, @Province, @Office, @Office, 2021, 0, 'system', 'system', 0)
                    """,
                    place));
                await house.Db.Write(tx => tx.Execute(
                    """
                    insert into cov_card_needs (subject_id, province, office_code, commune_code, list_year, grp, finding, state, counted_at) values (@id, @Province, @Office, @Office, 2021, 'HN', 'none', 'open', 0)
                    """,
                    new { id = units[place.Office], place.Province, place.Office }));
            }

            foreach (var (province, subject) in new[] { ("79", 79L), ("01", 1L) })
            {
                await house.Db.Write(tx => tx.Execute(
                    "insert into cov_tax_lists (list_id, province, tax_year, made_at, made_by, made_name) values (@id, @province, 2020, 0, 'system', 'Thử')", new { id = "list" + province, province }));
                await BaoPhu.Tests.Coverage.SmallRegister.Link(house.Db, subject, 7912345678, province: province);
            }

            static string AgentOf(Place place) => "DL" + place.Office.PadLeft(8, '0');

            return new(new(StringComparer.Ordinal)
            {
                ["/Organisation/Agents/Agent"] = new(p => "/organisation/agents/" + AgentOf(p), Reach.Office),
                ["/Coverage/Units/Unit"] = new(p => "/coverage/units/" + new Core.Coverage.Unit { SubjectId = units[p.Office] }.Id, Reach.Office),
                ["/Coverage/Cards/Commune"] = new(p => "/coverage/cards/2021/" + p.Office, Reach.Office, p => new() { ["list"] = p.Office }),
                ["/Coverage/Units/Inspect"] = new(p => "/coverage/units/" + new Core.Coverage.Unit { SubjectId = units[p.Office] }.Id + "/inspect", Reach.Office),
                ["/Coverage/Units/Arrange"] = new(p => "/coverage/units/" + new Core.Coverage.Unit { SubjectId = units[p.Office] }.Id + "/arrange", Reach.Office),
                ["/Coverage/Units/Day"] = new(p => "/coverage/units/" + new Core.Coverage.Unit { SubjectId = units[p.Office] }.Id + "/announce", Reach.Office),
                ["/Coverage/Units/Penalty"] = new(p => "/coverage/units/" + new Core.Coverage.Unit { SubjectId = units[p.Office] }.Id + "/penalise", Reach.Office),
                ["/Coverage/Units/Conclude"] = new(p => "/coverage/units/" + new Core.Coverage.Unit { SubjectId = units[p.Office] }.Id + "/conclude", Reach.Office),
                ["/Coverage/Units/Act"] = new(p => "/coverage/units/" + new Core.Coverage.Unit { SubjectId = units[p.Office] }.Id + "/act?step=not-at-address", Reach.Office),
                ["/Coverage/Notices/Run"] = new(p => "/coverage/notices/run" + p.Office, Reach.Office),
                ["/Coverage/SegmentLists/List"] = new(p => "/coverage/segment-lists/given" + p.Office, Reach.Office),
                ["/Coverage/TaxLists/List"] = new(p => "/coverage/tax-lists/list" + p.Province, Reach.WholeProvince),
                ["/Coverage/Reviews/Pair"] = new(p => "/coverage/reviews/" + new Core.Coverage.LinkKey(long.Parse(p.Province, System.Globalization.CultureInfo.InvariantCulture), 7912345678), Reach.WholeProvince),
                ["/Planning/Commendations/Commendation"] = new(p => "/planning/commendations/" + commendations[p.Province], Reach.WholeProvince),
                ["/Planning/Plans/Plan"] = new(p => "/planning/plans/" + plans[p.Province], Reach.Province),
                ["/Planning/Plans/Line"] = new(p => $"/planning/plans/{plans[p.Province]}/line", Reach.Province),
                ["/Planning/Assignments/Unit"] = new(_ => "/planning/assignments/00001", Reach.Everybody),
                ["/Planning/Assignments/Guidance"] = new(p => "/planning/assignments/guidance/" + guidances[p.Province], Reach.Province),
                ["/Planning/Assignments/Mission"] = new(p => "/planning/assignments/missions/" + missions[p.Province], Reach.Province),
                ["/Planning/Difficulties/Difficulty"] = new(p => "/planning/difficulties/" + difficulties[p.Office], Reach.Office),
                ["/Collection/Cases/Case"] = new(p => "/collection/cases/" + Employer(p), Reach.Office, p => new() { ["Case"] = TaskOf(p), ["Step"] = "open" }),
                ["/Collection/Evidence/Case"] = new(p => "/collection/evidence/" + TaskOf(p), Reach.Office),
                ["/Collection/Answers/Answer"] = new(p => "/collection/answers/" + given[p.Office], Reach.Office),
                ["/Collection/Answers/New"] = new(p => "/collection/answers/new?task=" + TaskOf(p), Reach.Office, p => new() { ["task"] = TaskOf(p) }),
                ["/Register/Employers/Employer"] = new(p => "/register/employers/" + Employer(p), Reach.Office),
                ["/Register/Employers/Commune"] = new(p => $"/register/employers/{Employer(p)}/commune", Reach.Office),
                ["/Reporting/Reports/Report"] = new(p => $"/reporting/reports/{Reported(p)}", Reach.Office),
                ["/Reporting/Targets/Target"] = new(p => $"/reporting/targets/{p.Office}/year-2021/collected-health", Reach.Office),
                ["/Reporting/Targets/Rows"] = new(p => $"/reporting/targets/{p.Office}/year-2021/collected-health/rows", Reach.Office),
                ["/Reporting/Consolidations/Consolidation"] = new(_ => "/reporting/consolidations/leadership-daily-20211103", Reach.Nation),
                ["/Reporting/Calendar/Edit"] = new(_ => "/reporting/calendar/edit?kind=daily&line=1", Reach.Nation, _ => new() { ["kind"] = "daily", ["line"] = "1" }),
                ["/Reporting/Calendar/Check"] = new(_ => "/reporting/calendar/check?code=debt-rise", Reach.Nation, _ => new() { ["code"] = "debt-rise" }),
                ["/Reporting/Figures/Figure"] = new(p => $"/reporting/figures/{Reported(p)}?figure=contacts", Reach.Office),
                ["/Register/Employers/Mark"] = new(p => $"/register/employers/{Employer(p)}/mark", Reach.Office),
                ["/Register/Employers/Standing"] = new(p => $"/register/employers/{Employer(p)}/standing", Reach.Office),
                ["/Work/Tasks/Task"] = new(p => "/work/tasks/" + TaskOf(p), Reach.Office),
                ["/Work/Tasks/Arrange"] = new(p => $"/work/tasks/{TaskOf(p)}/arrange", Reach.Office),
                ["/Work/Collective"] = new(_ => "/work/collective/report", Reach.Everybody),
                ["/Work/Portfolios/Portfolio"] = new(p => "/work/portfolios/" + portfolios[p.Office], Reach.Office),
                ["/Work/Switches/Switch"] = new(p => "/work/switches/" + switches[p.Province], Reach.Province),
                ["/Work/Switches/Undo"] = new(p => $"/work/switches/{switches[p.Province]}/undo", Reach.Province),
                ["/Work/Switches/Tasks"] = new(p => $"/work/switches/{switches[p.Province]}/tasks", Reach.Province),
                ["/Work/Switches/Preview"] = new(p => "/work/switches/preview/" + announcements[p.Province], Reach.Province),
                ["/Work/Switches/PreviewTasks"] = new(p => $"/work/switches/preview/{announcements[p.Province]}/tasks", Reach.Province),
                ["/Work/Limits/End"] = new(p => $"/work/limits/{limits[p.Province]}/end", Reach.Province),
                ["/Work/Scenarios/Scenario"] = new(p => "/work/scenarios/" + scenarios[p.Province], Reach.Province, p => new() { ["activity"] = activities[p.Province] }),
                ["/Work/Scenarios/Activity"] = new(p => $"/work/scenarios/{scenarios[p.Province]}/activity?activity={activities[p.Province]}", Reach.Province),
                ["/Work/Scenarios/Rehearse"] = new(p => $"/work/scenarios/{scenarios[p.Province]}/rehearse", Reach.Province),
                ["/Work/Scenarios/Rehearsal"] = new(p => "/work/scenarios/rehearsals/" + rehearsals[p.Province], Reach.Province),
                ["/Collection/Reports/Report"] = new(p => "/collection/reports/" + reports[p.Province], Reach.WholeProvince),
                ["/Collection/Publications/Publication"] = new(p => "/collection/publications/" + publications[p.Province], Reach.WholeProvince),
                ["/Collection/Teams/Team"] = new(p => "/collection/teams/" + teams[p.Province], Reach.WholeProvince),
                ["/Documents/Office/Paper"] = new(p => "/documents/office/" + officePapers[p.Province], Reach.WholeProvince),
                ["/Messaging/Batch"] = new(p => "/messaging/batches/" + batches[p.Office], Reach.Office),
                ["/Messaging/Message"] = new(p => "/messaging/messages/" + messages[p.Office], Reach.Office),
                ["/Messaging/Templates/Edit"] = new(_ => "/messaging/templates/debt-notice", Reach.Everybody),
                ["/Documents/Bulk/Run"] = new(p => "/documents/bulk/" + bulks[p.Province], Reach.WholeProvince),
                ["/Documents/Papers/Paper"] = new(p => "/documents/papers/" + papers[p.Office], Reach.Office),
                ["/Documents/Papers/New"] = new(p => $"/documents/papers/new?task={Employer(p)}-notice-1", Reach.Office),
                ["/Collection/Inspections/Case"] = new(p => "/collection/inspections/" + Inspect(p), Reach.Office),
                ["/Collection/Inspections/Team"] = new(p => $"/collection/inspections/{Inspect(p)}/team", Reach.Office),
                ["/Collection/Inspections/Day"] = new(p => $"/collection/inspections/{Inspect(p)}/work", Reach.Office),
                ["/Collection/Inspections/Finding"] = new(p => $"/collection/inspections/{Inspect(p)}/find", Reach.Office),
                ["/Collection/Penalties/Case"] = new(p => $"/collection/penalties/{Employer(p)}-penalise-1", Reach.Office),
                ["/Collection/Referrals/Case"] = new(p => $"/collection/referrals/{Employer(p)}-refer-1", Reach.Office),
                ["/Collection/Referrals/Confirm"] = new(p => $"/collection/referrals/{Employer(p)}-refer-1/confirm", Reach.Office),
                ["/Collection/Referrals/Sanction"] = new(p => $"/collection/referrals/{Employer(p)}-refer-1/sanction", Reach.Office),
                ["/Collection/Referrals/Dossier"] = new(p => $"/collection/referrals/{Employer(p)}-refer-1/dossier", Reach.Office),
                ["/Collection/PenaltyChecks/Check"] = new(p => $"/collection/penalty-checks/{Employer(p)}-penalise-2", Reach.Office),
                ["/Collection/Penalties/State"] = new(p => $"/collection/penalties/{Employer(p)}-penalise-1/state", Reach.Office),
                ["/Collection/Makeups/Case"] = new(p => $"/collection/makeups/{Employer(p)}-makeup-1", Reach.Office),
                ["/Collection/Claims/Case"] = new(p => $"/collection/claims/{Employer(p)}-claim-1", Reach.Office),
                ["/Collection/Budget/Case"] = new(p => $"/collection/budget/{Employer(p)}-reconcile-1", Reach.Office),
                ["/Collection/Claims/Worker"] = new(p => $"/collection/claims/{Employer(p)}-claim-1/worker", Reach.Office),
                ["/Organisation/Map/Place"] = new(p => "/organisation/map/" + p.Province, Reach.Everybody),
                ["/Audit/Check"] = new(p => "/audit/check/" + checks[p.Province], Reach.WholeProvince),
                ["/Policy/Rules/Rule"] = new(_ => "/policy/rules/classify.active.l123", Reach.Everybody),
                ["/Identity/People/Person"] = new(p => "/identity/people/" + people[p.Office], Reach.Office, _ => new() { ["Reason"] = "thử" }),
                ["/Identity/People/Edit"] = new(p => $"/identity/people/{people[p.Office]}/edit", Reach.Office),
                ["/Imports/Debtors"] = new(p => "/imports/debtors/" + lists[p.Province], Reach.WholeProvince),
                ["/Imports/Profile"] = new(p => $"/imports/profiles/employers/{p.Province}/{new string('a', 64)}", Reach.WholeProvince, Before: Profile),
                ["/Imports/Runs"] = new(p => "/imports/runs/" + runs[p.Province], Reach.WholeProvince),
                ["/Imports/Check"] = new(p => "/imports/check/" + uploads[p.Province], Reach.WholeProvince),
                ["/Imports/Progress"] = new(p => "/imports/progress/" + jobs[p.Province], Reach.WholeProvince),
                ["/Organisation/Offices/Subject"] = new(_ => "/organisation/offices/00002/subject", Reach.Nation),
                ["/Organisation/Offices/Office"] = new(p => "/organisation/offices/" + p.Office, Reach.Office),
                ["/Organisation/Offices/Edit"] = new(p => $"/organisation/offices/{p.Office}/rename", Reach.Office),
                ["/Organisation/Levels/Place"] = new(p => "/organisation/levels/" + p.Province, Reach.Province, p => new() { ["announcement"] = announcements[p.Province] }),
                ["/Organisation/Levels/Withdraw"] = new(p => $"/organisation/levels/announcements/{announcements[p.Province]}/withdraw", Reach.Province),
                ["/Organisation/Settings/Edit"] = new(p => "/organisation/settings/large-debt?province=" + p.Province, Reach.Province),
                ["/Organisation/Settings/Offices/Office"] = new(p => "/organisation/settings/offices/" + p.Office, Reach.Office),
                ["/Organisation/Settings/Rate"] = new(_ => "/organisation/settings/rates/late-interest/social/2021-01-01", Reach.Nation, Beyond: HttpStatusCode.Forbidden),
            });
        }

        /// <summary>A task of an act that the small debts here do not bring, beside each notice.</summary>
        private static Task TaskLike(WebHouse house, string act) => house.Db.Write(tx => tx.Execute(
            """
            insert into wrk_tasks (subject_id, act, occurrence, province, office_code, state, stream, channels, owner, collective, due_on, opened_on, opened_at, policy_number, policy_version, rule, level,
                level_announced, standing, band, amount, tries, version, updated_at)
            select t.subject_id, @act, t.occurrence, t.province, t.office_code, 'open', t.stream, t.channels, t.owner, t.collective, t.due_on, t.opened_on, t.opened_at, t.policy_number, t.policy_version,
                t.rule, t.level, t.level_announced, t.standing, t.band, t.amount, 0, 0, 0 from wrk_tasks t where t.act = 'notice'
            """,
            new { act }));

        /// <summary>A district of the foreign province.</summary>
        public static Task MakeOffices(WebHouse house) => house.The<Offices>().Save(Actor.System, Scope.Nation, "00101", "BHXH quận Ba Đình", WebHouse.OtherProvince);

        public bool Has(string page) => pages.ContainsKey(page);

        public string? Address(string page, Place place) => pages.GetValueOrDefault(page)?.Address(place);

        public Task Prepare(string page, Place place) => pages.GetValueOrDefault(page)?.Before?.Invoke(place) ?? Task.CompletedTask;

        public Dictionary<string, string> Fields(string page, Place place) => pages.GetValueOrDefault(page)?.Fields?.Invoke(place) ?? [];

        public IReadOnlyList<HttpStatusCode> Expected(string page, HandlerMethodDescriptor handler, Place place, Scope scope)
        {
            var example = pages.GetValueOrDefault(page);
            var covered = example?.Reach switch
            {
                Reach.Office => scope.CoversOffice(place.Province, place.Office),
                Reach.Province => scope.Covers(place.Province),
                Reach.WholeProvince => scope.CoversWhole(place.Province),
                Reach.Nation => scope.IsNation,
                _ => true,
            };
            HttpStatusCode[] answers = covered ? [HttpStatusCode.OK, HttpStatusCode.Redirect, HttpStatusCode.BadRequest] : [example!.Beyond];
            return Else.TryGetValue($"{page} {handler.MethodInfo.Name}", out var also) ? [.. answers, also] : answers;
        }

        private static async Task<string> Run(WebHouse house, string kind, string province, string? detail)
        {
            var runId = Guid.NewGuid().ToString("N");
            await house.Db.Write(tx => tx.Execute(
                """
                insert into imp_runs (run_id, kind, province, office_code, file_name, file_digest, file_bytes, mapping, state, created_by, created_at, finished_at, period, detail)
                values (@runId, @kind, @province, '00000', 'thu.csv', @digest, 1, '{}', 'done', 'system', 0, 1, 202110, @detail)
                """.Replace("'{}'", "@mapping", StringComparison.Ordinal),
                new { runId, kind, province, digest = new string('b', 64), mapping = "{}", detail }));
            return runId;
        }

        private static Task Foreign(WebHouse house) => house.Db.Write(async tx =>
        {
            foreach (var (code, kind, name, parent) in ((string, string, string, string)[])[("001", "district", "Quận Ba Đình", "01"), ("00001", "commune", "Phường Phúc Xá", "001")])
            {
                await tx.Execute(
                    "insert into org_localities (code, valid_from, kind, name, folded, parent_code, province) values (@code, @from, @kind, @name, @name, @parent, '01')",
                    new { code, from = Reference.Beginning, kind, name, parent });
            }

            var id = EmployerKey.Id("01", "TC0003C");
            await tx.Execute(
                """
                insert into reg_employers (employer_id, province, code, office_code, name, folded, tax_code, address, commune_code, phone, standing, updated_at)
                values (@id, '01', 'TC0003C', '00101', 'Công ty Thử C', 'cong ty thu c', '0301234567', 'x', '00001', '0901234567', 0, 0)
                """,
                new { id });
            await tx.Execute(
                """
                insert into reg_months (employer_id, period, due_social, due_health, due_unemployment, due_accident, paid_social, paid_health, paid_unemployment, paid_accident)
                values (@id, 202110, 1000000, 0, 0, 0, 0, 0, 0, 0)
                """,
                new { id });
        });
    }
}

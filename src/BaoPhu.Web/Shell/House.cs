using System.Globalization;
using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using BaoPhu.Core;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Collection;
using BaoPhu.Core.Collection.Answers;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Imports;
using BaoPhu.Core.Jobs;
using BaoPhu.Core.Messaging;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Policy;
using BaoPhu.Core.Register;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Web.Api;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApplicationModels;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.WebEncoders;
using Quartz;

namespace BaoPhu.Web.Shell;

/// <summary>
/// How the web application is put together. The database is --db, BAOPHU_DB or var/baophu.db; the address --urls, ASPNETCORE_URLS or http://localhost:5080.
/// A module class is registered here once (<see cref="AddModules"/>), a background service in <see cref="AddBackground"/>.
/// </summary>
internal static class House
{
    public static WebApplication Build(string[] args)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = Text.Vietnamese;
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = Text.Vietnamese;

        var builder = WebApplication.CreateBuilder(args);
        builder.WebHost.UseStaticWebAssets();
        if (string.IsNullOrEmpty(builder.Configuration["urls"]))
        {
            builder.WebHost.UseUrls("http://localhost:5080");
        }

        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("Quartz", LogLevel.Warning);
        AddDatabase(builder.Services);
        AddModules(builder.Services);
        AddBackground(builder.Services);
        AddIdentity(builder.Services);
        AddPages(builder.Services);
        builder.Services.AddExchange();
        builder.Services.Configure<ForwardedHeadersOptions>(o => Proxies.Trust(o, builder.Configuration["proxies"] ?? Environment.GetEnvironmentVariable("BAOPHU_PROXIES")));
        builder.Services.AddHealthChecks().AddCheck<DatabaseHealth>("database");

        var app = builder.Build();
        Use(app);
        return app;
    }

    /// <summary>Schema, reference data and the site's clock, before the first request.</summary>
    public static async Task Prepare(WebApplication app)
    {
        await Installation.Create(app.Services.GetRequiredService<Db>(), TimeProvider.System);
        app.Services.GetRequiredService<TimeProvider>();
    }

    private static void AddDatabase(IServiceCollection services)
    {
        services.AddSingleton(s =>
        {
            var target = Database(s);
            if (!Dialect.IsConnectionString(target) && Path.GetDirectoryName(Path.GetFullPath(target)) is { } folder)
            {
                Directory.CreateDirectory(folder);
            }

            return Db.At(target);
        });
        services.AddSingleton<TimeProvider>(s => SiteClock.Load(s.GetRequiredService<Db>()).GetAwaiter().GetResult());
    }

    private static string Database(IServiceProvider services) =>
        services.GetRequiredService<IConfiguration>()["db"] ?? Environment.GetEnvironmentVariable("BAOPHU_DB") ?? Path.Combine("var", "baophu.db");

    /// <summary>The module classes: they keep no state beyond the database, so one of each serves all.</summary>
    private static void AddModules(IServiceCollection services)
    {
        services.AddSingleton(new WorldClock(TimeProvider.System));
        services.AddSingleton<Users>();
        services.AddSingleton<SecondFactor>();
        services.AddSingleton<SignIns>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<Personnel>();
        services.AddSingleton<Delegations>();
        services.AddSingleton<Offices>();
        services.AddSingleton<Agents>();
        services.AddSingleton<OfficeParticulars>();
        services.AddSingleton<Localities>();
        services.AddSingleton<Levels>();
        services.AddSingleton<LevelMap>();
        services.AddSingleton<Settings>();
        services.AddSingleton<Rates>();
        services.AddSingleton<PublishedPolicies>();
        services.AddSingleton<JobRuns>();
        services.AddSingleton(s => new ImportRuns(
            s.GetRequiredService<Db>(), s.GetRequiredService<TimeProvider>(), FilesFolder.Of(Database(s)), s.GetRequiredService<ITargetGiving>(), [.. s.GetServices<IPostedItems>()], [.. s.GetServices<IImportFollower>()]));
        services.AddSingleton<IPostedItems, Core.Coverage.NoticeAnswers>();
        services.AddSingleton<IImportFollower, Core.Coverage.CardFollower>();
        services.AddSingleton<Profiles>();
        services.AddSingleton<DebtorLists>();
        services.AddSingleton(s => new Uploads(s.GetRequiredService<TimeProvider>(), FilesFolder.Of(Database(s))));
        services.AddSingleton<Employers>();
        services.AddSingleton<Ledger>();
        services.AddSingleton<OutsideData>();
        services.AddSingleton<Core.Coverage.Reviews>();
        services.AddSingleton<Core.Coverage.Units>();
        services.AddSingleton<Core.Coverage.UnitSheets>();
        services.AddSingleton<Core.Coverage.CardNeeds>();
        services.AddSingleton<Core.Coverage.CardLists>();
        services.AddSingleton<Core.Coverage.CardRequests>();
        services.AddSingleton<Core.Coverage.Segments>();
        services.AddSingleton<Core.Coverage.SegmentLists>();
        services.AddSingleton<Core.Coverage.UnitCases>();
        services.AddSingleton<Core.Coverage.UnitInspections>();
        services.AddSingleton<Core.Coverage.UnitListLetters>();
        services.AddSingleton<IOfficePaperFollower>(s => s.GetRequiredService<Core.Coverage.UnitListLetters>());
        services.AddSingleton<Core.Coverage.UnitWork>();
        services.AddSingleton<Core.Coverage.UnitNotices>();
        services.AddSingleton<Core.Coverage.TaxLists>();
        services.AddSingleton<IOfficePaperFollower>(s => s.GetRequiredService<Core.Coverage.TaxLists>());
        services.AddSingleton<IOfficePaperFollower>(s => s.GetRequiredService<Core.Coverage.UnitCases>());
        services.AddSingleton<IOfficePaperFollower>(s => s.GetRequiredService<Core.Coverage.UnitInspections>());
        services.AddSingleton<IOfficePaperFollower>(s => s.GetRequiredService<Core.Coverage.CardLists>());
        services.AddSingleton<DebtQueries>();
        services.AddSingleton<Marks>();
        services.AddSingleton<StandingHistory>();
        services.AddSingleton(s => SwitchFollowers.All(s.GetRequiredService<Db>(), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<PlanningPass>();
        services.AddSingleton<Switches>();
        services.AddSingleton<SwitchNotices>();
        services.AddSingleton<SwitchTasks>();
        services.AddSingleton<WrongLevelWork>();
        services.AddSingleton<CatchUp>();
        services.AddSingleton<EmployerViews>();
        services.AddSingleton<Tasks>();
        services.AddSingleton<TaskRecords>();
        services.AddSingleton<Limits>();
        services.AddSingleton<Slots>();
        services.AddSingleton<Scenarios>();
        services.AddSingleton<EmployerFindings>();
        services.AddSingleton<BaoPhu.Core.Reporting.Reports>();
        services.AddSingleton<BaoPhu.Core.Reporting.ReportBoards>();
        services.AddSingleton<BaoPhu.Core.Reporting.ReportCalendar>();
        services.AddSingleton<BaoPhu.Core.Reporting.Consolidations>();
        services.AddSingleton<BaoPhu.Core.Reporting.FigureChecks>();
        services.AddSingleton<BaoPhu.Core.Reporting.ReportReminders>();
        services.AddSingleton<Holidays>();
        services.AddSingleton<BaoPhu.Core.Reporting.Indicators>();
        services.AddSingleton<BaoPhu.Core.Reporting.LiveFigures>();
        services.AddSingleton<BaoPhu.Core.Reporting.NextDeadline>();
        services.AddSingleton<BaoPhu.Core.Reporting.Comparisons>();
        services.AddSingleton<Core.Planning.Difficulties>();
        services.AddSingleton<Core.Planning.DifficultyRoutes>();
        services.AddSingleton<Core.Planning.Assignments>();
        services.AddSingleton<Core.Planning.Plans>();
        services.AddSingleton<Core.Planning.Rankings>();
        services.AddSingleton<Core.Planning.Commendations>();
        services.AddSingleton<IOfficePaperFollower>(s => s.GetRequiredService<Core.Planning.Commendations>());
        services.AddSingleton<BaoPhu.Core.Reporting.Targets>();
        services.AddSingleton<ITargetGiving, BaoPhu.Core.Reporting.FiledTargets>();
        services.AddSingleton<BaoPhu.Core.Reporting.TargetStandings>();
        services.AddSingleton<TaskExport>();
        services.AddSingleton(ChannelSettings.FromEnvironment());
        services.AddSingleton(s => new ChannelBook(s.GetRequiredService<ChannelSettings>().Channels(TimeProvider.System)));
        services.AddSingleton(s => MessageSending.Of(s.GetRequiredService<Db>(), s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ChannelBook>()));
        services.AddSingleton<MessageLists>();
        services.AddSingleton<MessageTemplates>();
        services.AddSingleton(s => MessageSending.Decisions(s.GetRequiredService<Db>(), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<TaskMessages>();
        services.AddSingleton<OptOuts>();
        services.AddSingleton<Leaflets>();
        services.AddSingleton<Papers>();
        services.AddSingleton<PaperLists>();
        services.AddSingleton<Core.Collection.Inspection.Inspections>();
        services.AddSingleton<Core.Collection.Inspection.InspectionLists>();
        services.AddSingleton<Core.Collection.Inspection.InspectionResults>();
        services.AddSingleton<Core.Collection.Penalty.Penalties>();
        services.AddSingleton<Core.Collection.Penalty.PenaltyLists>();
        services.AddSingleton<Core.Collection.StandingLists>();
        services.AddSingleton<CaseLists>();
        services.AddSingleton<EvidenceFiles>();
        services.AddSingleton<Core.Collection.Makeup.Makeups>();
        services.AddSingleton<Core.Collection.Claim.Claims>();
        services.AddSingleton<Core.Collection.Budget.Reconciliations>();
        services.AddSingleton<PaperReads>();
        services.AddSingleton<NumberRegister>();
        services.AddSingleton<OfficeTemplates>();
        services.AddSingleton<Manifests>();
        services.AddSingleton<Core.Collection.Cases>();
        services.AddSingleton<Core.Collection.Referral.Referrals>();
        services.AddSingleton<Core.Collection.Referral.ReferralLists>();
        services.AddSingleton<Core.Collection.Referral.ProsecutionCandidates>();
        services.AddSingleton<Core.Collection.Referral.Dossiers>();
        services.AddSingleton<Core.Collection.Referral.PenaltyChecks>();
        services.AddSingleton<OfficePapers>();
        services.AddSingleton<MonthlyReports>();
        services.AddSingleton<Publications>();
        services.AddSingleton<Teams>();
        services.AddSingleton<IOfficePaperFollower>(s => s.GetRequiredService<Publications>());
        services.AddSingleton<IOfficePaperFollower>(s => s.GetRequiredService<Teams>());
        services.AddSingleton<IOfficePaperFollower>(s => s.GetRequiredService<MonthlyReports>());
        services.AddSingleton<BulkPapers>();
        services.AddSingleton<Portfolios>();
        services.AddSingleton<ReadLog>();
        services.AddSingleton<ContactCards>();
        services.AddSingleton<Cases>();
        services.AddSingleton<NextActs>();
        services.AddSingleton<EmployerHistory>();
        services.AddSingleton<AnswerLinks>();
        services.AddSingleton<IAnswerAddresses>(s => s.GetRequiredService<AnswerLinks>());
        services.AddSingleton<EmployerAnswers>();
        services.AddSingleton<AuditBook>();
        services.AddSingleton<AuditChains>();
    }

    /// <summary>Quartz rings (each second for what is queued, each minute for what has become due); what there is to do stands in job_runs (ADR 0006). A kind of background work is one more IJob here.</summary>
    private static void AddBackground(IServiceCollection services)
    {
        services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(30));
        services.AddSingleton<Core.Jobs.IJob, ImportJob>();
        services.AddSingleton<Core.Jobs.IJob, PlanJob>();
        services.AddSingleton<Core.Coverage.MatchRuns>();
        services.AddSingleton<Core.Jobs.IJob, Core.Coverage.MatchJob>();
        services.AddSingleton<Core.Jobs.IJob, Core.Coverage.CountJob>();
        services.AddSingleton<Core.Jobs.IJob>(s => s.GetRequiredService<BulkPapers>());
        services.AddSingleton<Core.Jobs.IJob>(s => s.GetRequiredService<Core.Coverage.UnitNotices>());
        services.AddSingleton<Core.Jobs.IJob, AuditCheck>();
        services.AddHostedService(s => s.GetRequiredService<ReadLog>());
        services.AddSingleton<JobWorker>();
        services.AddSingleton<DuePlans>();
        services.AddSingleton<Core.Coverage.DueMatches>();
        services.AddSingleton<Core.Coverage.DueCounts>();
        services.AddSingleton<DispatchBell>();
        services.AddSingleton<BaoPhu.Core.Reporting.ReminderBell>();
        services.AddSingleton<BaoPhu.Core.Reporting.FigureProof>();
        services.AddSingleton<ErasureBell>();
        services.AddQuartz(q =>
        {
            q.ScheduleJob<JobWorker>(t => t.WithIdentity("jobs").StartNow().WithSimpleSchedule(x => x.WithInterval(TimeSpan.FromSeconds(1)).RepeatForever()));
            q.ScheduleJob<DispatchBell>(t => t.WithIdentity("messages").StartNow().WithSimpleSchedule(x => x.WithInterval(TimeSpan.FromSeconds(5)).RepeatForever()));
            q.ScheduleJob<BaoPhu.Core.Reporting.ReminderBell>(t => t.WithIdentity("reminders").StartNow().WithSimpleSchedule(x => x.WithInterval(TimeSpan.FromMinutes(1)).RepeatForever()));
            q.ScheduleJob<BaoPhu.Core.Reporting.FigureProof>(t => t.WithIdentity("figure-proof").StartNow().WithSimpleSchedule(x => x.WithInterval(TimeSpan.FromHours(6)).RepeatForever()));
            q.ScheduleJob<ErasureBell>(t => t.WithIdentity("erasure").StartNow().WithSimpleSchedule(x => x.WithInterval(TimeSpan.FromHours(1)).RepeatForever()));
            q.ScheduleJob<Core.Coverage.DueMatches>(t => t.WithIdentity("due-matches").StartNow().WithSimpleSchedule(x => x.WithInterval(TimeSpan.FromMinutes(1)).RepeatForever()));
            q.ScheduleJob<Core.Coverage.DueCounts>(t => t.WithIdentity("due-counts").StartNow().WithSimpleSchedule(x => x.WithInterval(TimeSpan.FromMinutes(1)).RepeatForever()));
            q.ScheduleJob<DuePlans>(t => t.WithIdentity("due-plans").StartNow().WithSimpleSchedule(x => x.WithInterval(TimeSpan.FromMinutes(1)).RepeatForever()));
        });
        services.AddQuartzHostedService(o => o.WaitForJobsToComplete = true);
    }

    private static void AddIdentity(IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddScoped<CurrentUser>();
        services.AddSingleton<SignInLimits>();
        services.AddSingleton<PublicLimits>();
        services.AddScoped<Door>();
        services.AddAuthentication(Door.Scheme).AddCookie(Door.HalfwayScheme, o =>
        {
            o.Cookie.Name = "baophu-half";
            o.Cookie.HttpOnly = true;
            o.Cookie.SameSite = SameSiteMode.Strict;
            o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            o.ExpireTimeSpan = TimeSpan.FromMinutes(5);
            o.SlidingExpiration = false;
        }).AddCookie(Door.Scheme, o =>
        {
            o.Cookie.Name = "baophu";
            o.Cookie.HttpOnly = true;
            o.Cookie.SameSite = SameSiteMode.Lax;
            o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            o.LoginPath = "/identity/sign-in";
            o.ReturnUrlParameter = "returnUrl";
            o.ExpireTimeSpan = TimeSpan.FromHours(10);
            o.SlidingExpiration = true;
            o.Events = new CookieAuthenticationEvents
            {
                OnRedirectToLogin = context =>
                {
                    // htmx follows redirects inside the page: it is told to open the sign-in page as a whole.
                    if (context.Request.Headers.ContainsKey("HX-Request"))
                    {
                        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                        context.Response.Headers["HX-Redirect"] = context.RedirectUri;
                    }
                    else
                    {
                        context.Response.Redirect(context.RedirectUri);
                    }

                    return Task.CompletedTask;
                },
                OnRedirectToAccessDenied = context =>
                {
                    context.Response.StatusCode = StatusCodes.Status403Forbidden;
                    return Task.CompletedTask;
                },
            };
        });
        services.AddAuthorization();
        services.AddSingleton<DataProtectionKeys>();
        services.AddDataProtection().SetApplicationName("BaoPhu");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(s =>
            new ConfigureOptions<KeyManagementOptions>(o => o.XmlRepository = s.GetRequiredService<DataProtectionKeys>()));
    }

    private static void AddPages(IServiceCollection services)
    {
        services.AddSingleton<Navigation>();
        services.AddScoped<TopBar>();
        services.AddScoped<EmployerNames>();
        services.AddRazorPages(o =>
            {
                o.Conventions.AuthorizeFolder("/");
                foreach (var page in PermissionFilter.PublicPages)
                {
                    o.Conventions.AllowAnonymousToPage(page);
                }

                o.Conventions.Add(new PageRouteTransformerConvention(new KebabCase()));
                o.Conventions.ConfigureFilter(new PermissionFilter());
            })
            .AddMvcOptions(o =>
            {
                o.ModelBinderProviders.Insert(0, new VietnameseBinders());
                o.SuppressImplicitRequiredAttributeForNonNullableReferenceTypes = true;
                VietnameseBinders.Say(o.ModelBindingMessageProvider);
            });
        services.AddRouting(o => o.LowercaseUrls = true);
        services.AddAntiforgery(o =>
        {
            o.Cookie.Name = "baophu-form";
            o.Cookie.SameSite = SameSiteMode.Strict;
            o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        services.Configure<CookieTempDataProviderOptions>(o => o.Cookie.Name = "baophu-done");
        // Vietnamese letters go out as they are: as entities a page would be three times as long.
        services.Configure<WebEncoderOptions>(o => o.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        services.AddResponseCompression(o =>
        {
            o.EnableForHttps = true;
            o.Providers.Add<BrotliCompressionProvider>();
            o.Providers.Add<GzipCompressionProvider>();
            o.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "image/svg+xml", "text/javascript"];
        });
        services.Configure<BrotliCompressionProviderOptions>(o => o.Level = CompressionLevel.Optimal);
    }

    private static void Use(WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseResponseCompression();
        app.Use(SecurityHeaders.Set);
        app.UseStatusCodePagesWithReExecute("/errors/{0}");
        app.Use((context, next) => ExchangeApi.NoPages(context, next));
        app.UseMiddleware<Failures>();
        app.UseStaticFiles(new StaticFileOptions
        {
            OnPrepareResponse = file =>
            {
                // asp-append-version puts the file's digest into the address: such an answer never changes.
                file.Context.Response.Headers.CacheControl = file.Context.Request.Query.ContainsKey("v") ? "public, max-age=31536000, immutable" : "public, max-age=600";
            },
        });
        if (app.Services.GetRequiredService<TimeProvider>() is SiteClock clock)
        {
            app.Use(async (context, next) =>
            {
                await clock.Follow(app.Services.GetRequiredService<Db>());
                await next(context);
            });
        }

        app.UseRouting();
        app.UseAuthentication();
        app.UseMiddleware<WhoIsThere>();
        app.UseMiddleware<ReaderLanguage>();
        app.UseAuthorization();
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks("/health/ready");
        app.MapExchange();
        app.MapRazorPages();
    }

    private sealed class DatabaseHealth(Db db) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                await db.Read(s => s.One<int>("select 1"), cancellationToken);
                return HealthCheckResult.Healthy();
            }
            catch (Exception lost) when (db.Dialect.IsLost(lost) || db.Dialect.IsBusy(lost))
            {
                return HealthCheckResult.Unhealthy(exception: lost);
            }
        }
    }
}

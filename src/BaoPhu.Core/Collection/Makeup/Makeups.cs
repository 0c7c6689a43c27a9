using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Register;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules;
using BaoPhu.Rules.Cases;
using BaoPhu.Rules.Policy;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Collection.Makeup;

/// <summary>Make-ups from the terms of the suspension to the last đồng in the ledger. Every step goes through <see cref="Cases"/> in the transaction that writes what it says.</summary>
public sealed class Makeups(Db db, TimeProvider clock) : CaseDesk(ActNames.Makeup)
{
    private const long MostPayroll = 100_000_000_000_000;
    private readonly Cases _cases = new(db, clock);

    /// <summary>One make-up with everything about it. Missing: outside the scope, or a task that is none.</summary>
    public Task<MakeupView> Find(Scope scope, string key) => db.ReadConsistently(async s =>
    {
        var parsed = KeyOf(key);
        var standing = await _cases.Find(s, scope, parsed);
        var task = await Tasks.Find(s, scope, parsed);
        return new MakeupView(
            standing, task, await MakeupFile.Of(s, parsed), await MakeupFile.Months(s, parsed), await MakeupFile.Payments(s, parsed), await Ledger.Months(s, parsed.SubjectId), await TaskPapers.Of(s, parsed),
            await Registered(s, parsed.SubjectId));
    });

    /// <summary>Opens the case with the terms of the suspension as its paper says them.</summary>
    public Task Open(Actor actor, Scope scope, string key, SuspensionTerms terms) => db.Write(async tx =>
    {
        var (parsed, _) = await Locked(tx, scope, key);
        var checkedTerms = await Checked(tx, terms);
        await _cases.Do(tx, actor, scope, parsed, new CaseStep("open", 0, checkedTerms) { Due = await AnswerBy(tx, parsed) });
        await Keep(tx, parsed, checkedTerms);
    });

    /// <summary>Corrects the terms. What is known of months that stay, stays.</summary>
    public Task Correct(Actor actor, Scope scope, string key, int version, SuspensionTerms terms) => db.Write(async tx =>
    {
        var (parsed, _) = await Locked(tx, scope, key);
        var checkedTerms = await Checked(tx, terms);
        await _cases.Do(tx, actor, scope, parsed, new CaseStep("terms", version, checkedTerms) { Due = await DueOf(tx, parsed) });
        await Keep(tx, parsed, checkedTerms);
    });

    /// <summary>Asks the employer for the payroll of the months that are missing, until a day.</summary>
    public Task Ask(Actor actor, Scope scope, string key, int version, DateOnly? until, string channel, string? note) => db.Write(async tx =>
    {
        var (parsed, _) = await Locked(tx, scope, key);
        var by = until ?? await AnswerBy(tx, parsed);
        if (by < clock.Today())
        {
            throw new Refusal("Makeups.DayPast");
        }

        await OfTask(tx, scope, parsed, channel);
        await _cases.Do(tx, actor, scope, parsed, new CaseStep("ask", version, new { until = by, channel, note = VietnameseText.Normalise(note ?? "") }) { Due = by, Channel = channel });
        await Set(tx, parsed, "update col_makeups set asked_on = @today, asked_until = @by", new { today = clock.Today(), by });
    });

    /// <summary>
    /// Records the payroll of months with what proves it; a month without an answer stays unknown. Refused: no evidence, a month outside the suspension, more than so many workers can earn under the
    /// cap.
    /// </summary>
    public Task Answer(Actor actor, Scope scope, string key, int version, IReadOnlyList<MonthPayroll> months, string? evidence) => db.Write(tx => Answer(tx, actor, scope, key, version, _ => Task.FromResult(months), evidence));

    /// <summary>The same from a file of wages, a line a worker and month. Refused whole with the lines that cannot be read.</summary>
    public Task Import(Actor actor, Scope scope, string key, int version, string text, string? evidence) => db.Write(tx => Answer(
        tx, actor, scope, key, version,
        async file =>
        {
            var caps = new Dictionary<int, long>();
            foreach (var month in MakeUp.Months(Period.FromNumber(file.FromPeriod), Period.FromNumber(file.UntilPeriod)))
            {
                caps[month.Number] = await MakeupFile.Cap(tx, month) ?? throw new Refusal("Makeups.NoRate", InWords(month.Number));
            }

            var (months, faults) = PayrollFile.Read(text, m => caps.GetValueOrDefault(m.Number, long.MaxValue));
            return faults.Count > 0 ? throw new Refusal("Makeups.BadLines", string.Join(", ", faults.Take(10))) : months.Count == 0 ? throw new Refusal("Makeups.EmptyFile") : months;
        },
        evidence));

    /// <summary>Computes every month by the rate of its date. Refused while a payroll is missing.</summary>
    public Task Compute(Actor actor, Scope scope, string key, int version) => db.Write(async tx =>
    {
        var (parsed, _) = await Locked(tx, scope, key);
        var months = await MakeupFile.Months(tx, parsed);
        var computed = new List<(int Period, long Amount, Rate Rate)>();
        foreach (var month in months.Where(m => m.Payroll is not null))
        {
            var rate = await Rates.On(tx, Rates.Contribution, "pension", First(month.Period)) ?? throw new Refusal("Makeups.NoRate", InWords(month.Period));
            computed.Add((month.Period, MakeUp.Of(month.Payroll!.Value, rate.Value!.Value), rate));
        }

        var due = (await MakeupFile.Of(tx, parsed))?.DueOn;
        await _cases.Do(tx, actor, scope, parsed, new CaseStep("compute", version, new { months = computed.Count, total = computed.Sum(m => m.Amount) }) { Due = due });
        foreach (var (period, amount, rate) in computed)
        {
            await tx.Execute(
                "update col_makeup_months set rate = @Text, citation = @Citation, amount = @amount where subject_id = @SubjectId and act = @Act and occurrence = @Occurrence and period = @period",
                new { rate.Text, rate.Citation, amount, parsed.SubjectId, parsed.Act, parsed.Occurrence, period });
        }
    });

    /// <summary>Takes the computation back, because a payroll or the terms were wrong.</summary>
    public Task Reopen(Actor actor, Scope scope, string key, int version, string? reason) => db.Write(async tx =>
    {
        var (parsed, _) = await Locked(tx, scope, key);
        await _cases.Do(tx, actor, scope, parsed, new CaseStep("reopen", version, new { note = Said(reason, "Makeups.NeedReason") }) { Due = await AnswerBy(tx, parsed) });
        await tx.Execute("update col_makeup_months set rate = null, citation = null, amount = null where subject_id = @SubjectId and act = @Act and occurrence = @Occurrence", parsed);
    });

    /// <summary>Urges the make-up by a channel that the level leaves, when the suspension is over.</summary>
    public Task Urge(Actor actor, Scope scope, string key, int version, string channel, string? note) => db.Write(async tx =>
    {
        var (parsed, _) = await Locked(tx, scope, key);
        await OfTask(tx, scope, parsed, channel);
        await _cases.Do(tx, actor, scope, parsed, new CaseStep("urge", version, new { channel, note = VietnameseText.Normalise(note ?? "") }) { Due = await DueOf(tx, parsed), Channel = channel });
    });

    /// <summary>Counts what of a month's payments in the ledger was paid for the make-up. Refused: more than the ledger shows and nobody counted yet, more than the rest.</summary>
    public Task Receive(Actor actor, Scope scope, string key, int version, int period, long amount) => db.Write(async tx =>
    {
        var (parsed, _) = await Locked(tx, scope, key);
        var (file, payments) = (await MakeupFile.Of(tx, parsed), await MakeupFile.Payments(tx, parsed));
        var month = (await Ledger.Months(tx, parsed.SubjectId)).Find(m => m.Period == period && period >= file?.FromPeriod);
        var left = month is null ? 0 : MakeupView.LeftOf(month, payments);
        if (amount <= 0)
        {
            throw new Refusal("Makeups.NoAmount");
        }

        if (amount > left)
        {
            throw new Refusal("Makeups.NotInLedger", InWords(period), Money(left));
        }

        var rest = (await MakeupFile.Months(tx, parsed)).Sum(m => m.Amount ?? 0) - payments.Sum(p => p.Amount);
        await _cases.Do(tx, actor, scope, parsed, new CaseStep("receive", version, new { period, amount, note = Text.Of("Makeups.CountedNote", InWords(period), Money(amount)) }) { Due = await DueOf(tx, parsed) });
        if (amount > rest)
        {
            throw new Refusal("Makeups.MoreThanRest", Money(rest));
        }

        await tx.Execute(
            """
            insert into col_makeup_payments (subject_id, act, occurrence, payment_no, period, amount, recorded_by, recorded_at)
            values (@SubjectId, @Act, @Occurrence, @number, @period, @amount, @by, @now)
            """,
            new { parsed.SubjectId, parsed.Act, parsed.Occurrence, number = (short)(payments.Count + 1), period, amount, by = actor.UserId, now = clock.Now() });
    });

    /// <summary>All of it is in the ledger: the make-up is over.</summary>
    public Task Settle(Actor actor, Scope scope, string key, int version) => db.Write(async tx =>
        await _cases.Do(tx, actor, scope, (await Locked(tx, scope, key)).Key, new CaseStep("settle", version, new { }) { Note = Text.Of("Makeups.Step_settle") }));

    /// <summary>Nothing is to be made up (the suspension was taken back, nobody was suspended), with grounds.</summary>
    public Task Drop(Actor actor, Scope scope, string key, int version, string? reason) => db.Write(async tx =>
    {
        var why = Said(reason, "Makeups.NeedReason");
        await _cases.Do(tx, actor, scope, (await Locked(tx, scope, key)).Key, new CaseStep("drop", version, new { note = why }) { Note = why });
    });

    private async Task Answer(Session tx, Actor actor, Scope scope, string key, int version, Func<MakeupFile, Task<IReadOnlyList<MonthPayroll>>> read, string? evidence)
    {
        var (parsed, _) = await Locked(tx, scope, key);
        var proof = VietnameseText.Normalise(evidence ?? "");
        if (proof.Length == 0)
        {
            throw new Refusal("Makeups.NeedEvidence");
        }

        var file = await MakeupFile.Of(tx, parsed);
        var months = file is null ? [] : await read(file);
        if (file is not null && months.Count == 0)
        {
            throw new Refusal("Makeups.NoMonths");
        }

        foreach (var month in months)
        {
            var number = month.Month.Number;
            if (number < file!.FromPeriod || number > file.UntilPeriod)
            {
                throw new Refusal("Makeups.MonthOutside", InWords(number));
            }

            var cap = await MakeupFile.Cap(tx, month.Month) ?? throw new Refusal("Makeups.NoRate", InWords(number));
            if (month.Workers is < 0 or > 1_000_000 || month.Payroll is < 0 or > MostPayroll || (month.Workers == 0) != (month.Payroll == 0))
            {
                throw new Refusal("Makeups.BadPayroll", InWords(number));
            }

            if (month.Payroll > month.Workers * cap)
            {
                throw new Refusal("Makeups.OverCap", InWords(number), Money(month.Payroll), month.Workers, Money(cap));
            }
        }

        await _cases.Do(
            tx, actor, scope, parsed,
            new CaseStep("answer", version, new { note = proof, months = months.Select(m => new { period = m.Month.Number, m.Workers, m.Payroll, m.Cut }) }) { Due = await DueOf(tx, parsed) });
        foreach (var month in months)
        {
            await tx.Execute(
                """
                update col_makeup_months set workers = @Workers, payroll = @Payroll, cut = @Cut, evidence = @proof, recorded_by = @by, recorded_at = @now
                where subject_id = @SubjectId and act = @Act and occurrence = @Occurrence and period = @period
                """,
                new { month.Workers, month.Payroll, month.Cut, proof, by = actor.UserId, now = clock.Now(), parsed.SubjectId, parsed.Act, parsed.Occurrence, period = month.Month.Number });
        }
    }

    /// <summary>Refused: months that are none or the wrong way round, more of them than the law allows a suspension of the kind, no paper.</summary>
    private static async Task<SuspensionTerms> Checked(Session s, SuspensionTerms terms)
    {
        var paper = VietnameseText.Normalise(terms.Paper);
        if (paper.Length == 0)
        {
            throw new Refusal("Makeups.NeedPaper");
        }

        if (!Period.TryFromNumber(terms.FromPeriod, out var from) || !Period.TryFromNumber(terms.UntilPeriod, out var until) || until < from)
        {
            throw new Refusal("Makeups.BadMonths");
        }

        var most = await Rates.On(s, Rates.SuspensionMonths, terms.Kind, new DateOnly(from.Year, from.Month, 1)) ?? throw new Refusal("Makeups.NotThen", InWords(from.Number));
        return until.Index - from.Index < most.Value ? terms with { Paper = paper } : throw new Refusal("Makeups.TooLong", most.Text, most.Citation);
    }

    private static async Task Keep(Session tx, TaskKey key, SuspensionTerms terms)
    {
        var (from, until) = (Period.FromNumber(terms.FromPeriod), Period.FromNumber(terms.UntilPeriod));
        await tx.Execute(
            """
            insert into col_makeups (subject_id, act, occurrence, kind, from_period, until_period, paper, due_on) values (@SubjectId, @Act, @Occurrence, @Kind, @FromPeriod, @UntilPeriod, @Paper, @due)
            on conflict (subject_id, act, occurrence) do update set kind = excluded.kind, from_period = excluded.from_period, until_period = excluded.until_period, paper = excluded.paper,
                due_on = excluded.due_on
            """,
            new { key.SubjectId, key.Act, key.Occurrence, terms.Kind, terms.FromPeriod, terms.UntilPeriod, terms.Paper, due = MakeUp.DueOn(MakeUp.LastDay(until)) });
        await tx.Execute(
            "delete from col_makeup_months where subject_id = @SubjectId and act = @Act and occurrence = @Occurrence and (period < @FromPeriod or period > @UntilPeriod)",
            new { key.SubjectId, key.Act, key.Occurrence, terms.FromPeriod, terms.UntilPeriod });
        foreach (var month in MakeUp.Months(from, until))
        {
            await tx.Execute(
                "insert into col_makeup_months (subject_id, act, occurrence, period) values (@SubjectId, @Act, @Occurrence, @period) on conflict (subject_id, act, occurrence, period) do nothing",
                new { key.SubjectId, key.Act, key.Occurrence, period = month.Number });
        }
    }

    /// <summary>The last suspension on the register, as a proposal: its first day is that of the paper or of the import that told it.</summary>
    private static async Task<SuspensionTerms?> Registered(Session s, long employerId) =>
        (await StandingHistory.Of(s, employerId)).Find(h => h.Standing == (short)Standing.PensionSuspended) is { UntilDate: { } until } found
            ? new SuspensionTerms(found.Paper?.Contains("23/2021", StringComparison.Ordinal) == true ? "covid" : "ordinary", Period.Of(found.FromDate).Number, Period.Of(until).Number, found.Paper ?? "") : null;

    private async Task<DateOnly> AnswerBy(Session tx, TaskKey key) => (await OfficeCalendar.Of(tx)).Add(
        clock.Today(), (int)await Settings.Number(tx, EmployerKey.Province(key.SubjectId), Settings.PayrollDays, clock.Today()));

    private static async Task OfTask(Session tx, Scope scope, TaskKey key, string channel)
    {
        if (!(await Tasks.Find(tx, scope, key)).ChannelList.Contains(channel))
        {
            throw new Refusal("Work.ChannelNotOfTask", Text.Find("Work.Channel_" + channel) ?? channel);
        }
    }

    private static DateOnly First(int period) => new(period / 100, period % 100, 1);

    private static string InWords(int period) => string.Create(CultureInfo.InvariantCulture, $"{period % 100:00}/{period / 100}");

    private static string Money(long amount) => amount.ToString("#,0", Text.Vietnamese);
}

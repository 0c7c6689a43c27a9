using BaoPhu.Core.Collection;
using BaoPhu.Core.Collection.Budget;
using BaoPhu.Core.Collection.Claim;
using BaoPhu.Core.Collection.Makeup;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules;
using BaoPhu.Rules.Cases;
using BaoPhu.Rules.Policy;

namespace BaoPhu.Core.Demonstration;

/// <summary>Make-ups, claims and reconciliations of a province in several states, taken there by the same acts as in use.</summary>
internal sealed class StandingsBefore(Db db, DemonstrationOrder order, Reference.Province province, IReadOnlyList<DemonstrationPerson> people)
{
    private const int Made = 5;

    private readonly StillClock _clock = new(order.AsOf);
    private readonly Scope _scope = Scope.OfProvince(province.Code);
    private readonly DemonstrationPerson _officer = people.First(p => p.Role == Role.CollectionOfficer);
    private readonly DemonstrationPerson _director = people.First(p => p.Role == Role.ProvinceDirector);

    public async Task Load(CancellationToken cancel)
    {
        await Figures();
        foreach (var (act, take) in ((string, Func<string, int, Task>)[])[(ActNames.Makeup, Makeup), (ActNames.Claim, Claim), (ActNames.Reconcile, Reconcile)])
        {
            var rows = (await new StandingLists(db, _clock).List(_scope, act, new CaseFilter { ToBegin = true })).Rows.Where(r => r.TaskState != "suspended").Take(Made).ToList();
            for (var i = 0; i < rows.Count; i++)
            {
                cancel.ThrowIfCancellationRequested();
                try
                {
                    await take(rows[i].Key.ToString(), i);
                }
                catch (Refusal)
                {
                    // A suspension that is longer than its ground allows, a debt paid meanwhile: the case stays where it stood.
                }
            }
        }
    }

    /// <summary>The settlement figures of the last whole quarter and the one before, of every body of the province.</summary>
    private Task Figures() => db.Write(async tx =>
    {
        var (first, last) = EmployerKey.Range(province.Code);
        var bodies = await tx.Query<long>(
            "select employer_id from reg_employers where employer_id between @first and @last and standing = @budget order by employer_id", new { first, last, budget = (short)Standing.BudgetHealthOnly });
        var groups = BudgetGroups.All.Where(g => g.Code is "HN" or "CN" or "BT" or "TE" or "HS" or "TN-HN" or "TN-CN").ToList();
        for (var i = 0; i < bodies.Count; i++)
        {
            for (var back = 1; back <= 2; back++)
            {
                var quarter = Quarter.Of(order.AsOf.Day.AddMonths(-3 * back)).Number;
                // Each body manages three of the groups, one of them of voluntary insurance.
                foreach (var group in (BudgetGroup[])[groups[i % 5], groups[(i + 1) % 5], groups[5 + (i % 2)]])
                {
                    var cards = 120L + (i * 37 % 400);
                    var (whole, percent) = Support(group);
                    var due = cards * 3 * whole * percent / 100;
                    var own = (cards * 3 * whole) - due;
                    await tx.Execute(
                        """
                        insert into reg_settlements (employer_id, quarter, grp, cards, person_months, due, own, transferred) values (@id, @quarter, @Code, @cards, @months, @due, @own, @paid)
                        on conflict (employer_id, quarter, grp) do nothing
                        """,
                        new { id = bodies[i], quarter, group.Code, cards, months = cards * 3, due, own, paid = back == 2 && i % 3 > 0 ? due : due / 2 });
                }
            }
        }
    });

    /// <summary>The month's contribution of one person, đồng, and the budget's part of it in percent, as in 2021: health 4.5 % of 1,490,000; voluntary 22 % of the poverty line of 700,000.</summary>
    private static (long Whole, int Percent) Support(BudgetGroup group) => group.Code switch
    {
        "TN-HN" => (154_000, 30),
        "TN-CN" => (154_000, 25),
        "CN" => (67_050, 70),
        "HS" => (67_050, 30),
        _ => (67_050, 100),
    };

    /// <summary>Being prepared; sent; confirmed; transferred in part; transferred.</summary>
    private async Task Reconcile(string key, int fate)
    {
        var (budget, actor, today) = (new Reconciliations(db, _clock), _officer.Actor, order.AsOf.Day);
        var view = await budget.Find(_scope, key);
        await budget.Open(actor, _scope, key, view.Quarters[0], new BudgetBody
        {
            Kind = fate % 2 == 0 ? "finance" : "managing", Addressee = fate % 2 == 0 ? "Sở Tài chính " + province.Name : "Sở Lao động - Thương binh và Xã hội " + province.Name,
            Managed = string.Join(", ", view.Figures.Select(f => f.Grp)),
        });
        if (fate == 0 || !view.Task.ChannelList.Contains("document"))
        {
            return;
        }

        await Send(key, SpecialStandings.BudgetLetter);
        await budget.Send(actor, _scope, key, 1);
        await budget.Online(actor, _scope, key, 2, "zalo", "Đã gửi Mẫu số 1, B09-TS qua Zalo; kế toán cơ quan đã nhận");
        if (fate == 1)
        {
            return;
        }

        await budget.Confirm(actor, _scope, key, 3, today, "Công văn 514/STC-HCSN", (await budget.Find(_scope, key)).Due, null);
        if (fate == 2)
        {
            return;
        }

        var rest = (await budget.Find(_scope, key)).Rest;
        await budget.Receive(actor, _scope, key, 4, today, fate == 3 ? rest / 2 : rest, "Lệnh chi tiền 118");
        if (fate > 3)
        {
            await budget.Close(actor, _scope, key, 5, "settle", null);
        }
    }

    private async Task Send(string key, string form)
    {
        var papers = new Papers(db, _clock);
        var paper = (await papers.Prepare(_officer.Actor, _scope, key, form, new PaperAnswers { SignerId = _director.UserId, Channel = "document" })).ToString();
        await papers.Number(_officer.Actor, _scope, paper, 0);
        await papers.Sign(_director.Actor, _scope, paper, 1);
        await papers.Send(_officer.Actor, _scope, paper, 2, null);
    }

    /// <summary>Asked; answered in part; computed; urged where the suspension is over.</summary>
    private async Task Makeup(string key, int fate)
    {
        var (makeups, actor) = (new Makeups(db, _clock), _officer.Actor);
        var view = await makeups.Find(_scope, key);
        await makeups.Open(actor, _scope, key, view.Registered!);
        await makeups.Ask(actor, _scope, key, 1, null, view.Task.ChannelList[0], "Đề nghị gửi danh sách D02-LT các tháng tạm dừng");
        var months = Payrolls(await makeups.Find(_scope, key), await db.Read(s => s.One<int>("select workers from reg_employers where employer_id = @SubjectId", view.Task)));
        if (fate == 0)
        {
            return;
        }

        await makeups.Answer(actor, _scope, key, 2, fate == 1 ? [months[0]] : months, "Danh sách D02-LT đơn vị gửi qua giao dịch điện tử");
        if (fate > 1)
        {
            await makeups.Compute(actor, _scope, key, 3);
        }

        if (fate > 2)
        {
            await makeups.Urge(actor, _scope, key, 4, view.Task.ChannelList[0], "Kế toán trưởng hẹn chuyển tiền trước hạn");
        }
    }

    /// <summary>The payroll that the ledger tells: of a suspended month it holds the 3 percent for sickness and maternity alone. A month that it does not have yet is as the last one.</summary>
    private static List<MonthPayroll> Payrolls(MakeupView view, int workers)
    {
        var ledger = view.Ledger.Where(m => m.Period >= view.File!.FromPeriod).ToDictionary(m => m.Period, m => m.DueSocial);
        return [.. view.Months.Select(m => new MonthPayroll(Period.FromNumber(m.Period), workers, ledger.GetValueOrDefault(m.Period, ledger[ledger.Keys.Max()]) * 100 / 3))];
    }

    /// <summary>Being prepared; sent; liquidating; money received; recovered and settled.</summary>
    private async Task Claim(string key, int fate)
    {
        var (claims, actor) = (new Claims(db, _clock), _officer.Actor);
        await claims.Open(actor, _scope, key, new ClaimTerms(
            fate % 2 == 0 ? "enforcement" : "planning", fate % 2 == 0 ? "Cục Thi hành án dân sự " + province.Name : "Sở Kế hoạch và Đầu tư " + province.Name, fate % 2 == 0 ? "bankrupt" : "dissolved",
            fate % 2 == 0 ? "Quyết định mở thủ tục phá sản số 12/2021/QĐ-MTTPS" : "Thông báo giải thể số 345/TB-ĐKKD"));
        if (fate == 0)
        {
            return;
        }

        await Send(key, SpecialStandings.ClaimLetter);
        await claims.Send(actor, _scope, key, 1);
        if (fate == 1)
        {
            return;
        }

        await claims.Answer(actor, _scope, key, 2, "accept", order.AsOf.Day, "Công văn 218/CV chấp thuận đưa vào danh sách chủ nợ", null);
        if (fate == 2)
        {
            return;
        }

        var (claimed, day) = ((await claims.Find(_scope, key)).File!.Claimed, order.AsOf.Day);
        var half = new FundAmounts(claimed.Social / 2, claimed.Health / 2, claimed.Unemployment / 2, claimed.Accident / 2);
        await claims.Receive(actor, _scope, key, 3, day, "Ủy nhiệm chi 87", half);
        var (first, last) = (Period.Of(day).AddMonths(-6).Number, Period.Of(day).AddMonths(-1).Number);
        await claims.AddWorker(actor, _scope, key, 4, new SettledWorker(
            "Trần Thị Lan", province.Code + "20001234", first, last, "Xác nhận thời gian đóng, chốt sổ", new(half.Social / 2, half.Health / 2, half.Unemployment / 2, half.Accident / 2)));
        if (fate == 3)
        {
            return;
        }

        var settled = (await claims.Find(_scope, key)).Settled;
        await claims.AddWorker(actor, _scope, key, 5, new SettledWorker("Phạm Văn Hùng", province.Code + "20005678", first, last, "Xác nhận thời gian đóng, giải quyết BHXH một lần", half - settled));
        await claims.Close(actor, _scope, key, 6, "settle", "Biên bản phân chia tài sản thanh lý số 05/BB");
    }
}

using BaoPhu.Core.Documents;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Documents.Layout;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Papers;
using BaoPhu.Tests.Collection;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Documents;

/// <summary>Papers that are not about one employer: the same life, the same registers.</summary>
public sealed class OfficePapersTests
{
    private static readonly (string, int)[] Two = [("TA0001A", 202107), ("TB0002B", 202110)];

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task From_draft_to_sent_with_a_number_of_the_register_and_what_is_signed_never_changes(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var office = await PublicOffice.Open(test, Two);
        var (_, paper) = await office.Begun();
        Assert.Equal((PaperState.Draft, "", 5), (paper.PaperState, paper.Label, paper.RecipientList.Count));
        Assert.Contains("thành phố Hồ Chí Minh", paper.RecipientList[0], StringComparison.Ordinal);
        await office.Papers.Change(office.Officer.Actor, PublicOffice.Own, paper.Id, 0, office.Director.UserId, ["Ủy ban nhân dân Thành phố", " "], null);
        Assert.Equal("01/BC-BHXH", await office.Papers.Number(office.Officer.Actor, PublicOffice.Own, paper.Id, 1));
        var numbered = await office.Papers.File(Actor.System, PublicOffice.Own, paper.Id, 0);
        await office.Small.Pays("TA0001A", 500_000);
        await office.Small.Plan("2021-11-04T08:00");
        Assert.Equal(numbered.Bytes.ToArray(), (await office.Papers.File(Actor.System, PublicOffice.Own, paper.Id, 0)).Bytes.ToArray());
        await Refused("Papers.NotInThisState", () => office.Papers.Change(office.Officer.Actor, PublicOffice.Own, paper.Id, 2, office.Director.UserId, ["x"], null));
        await Refused("Papers.NotYoursToSign", () => office.Papers.Sign(office.Officer.Actor, PublicOffice.Own, paper.Id, 2));
        await office.Papers.Sign(office.Director.Actor, PublicOffice.Own, paper.Id, 2);
        await Refused("OfficePapers.NeedWay", () => office.Papers.Send(office.Officer.Actor, PublicOffice.Own, paper.Id, 3, "pigeon", null));
        await Refused("Papers.ChangedMeanwhile", () => office.Papers.Send(office.Officer.Actor, PublicOffice.Own, paper.Id, 2, "axis", null));
        await office.Papers.Send(office.Officer.Actor, PublicOffice.Own, paper.Id, 3, "axis", "Mã văn bản 123");
        var sent = await office.Papers.Find(PublicOffice.Own, paper.Id);
        Assert.Equal((PaperState.Sent, "axis", 2), (sent.Paper.PaperState, sent.Paper.SentBy, sent.Sheets.Count));
        Assert.Equal(["sent", "signed", "numbered", "changed"], sent.Events.Select(e => e.Event));
        await office.Healthy();
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task The_register_shows_both_kinds_and_has_no_gap(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var office = await PublicOffice.Open(test, Two);
        var (_, paper) = await office.Begun();
        await office.Papers.Number(office.Officer.Actor, PublicOffice.Own, paper.Id, 0);
        var next = await office.Papers.Replace(office.Officer.Actor, PublicOffice.Own, paper.Id, 1, "Sai nơi nhận");
        await office.Papers.Number(office.Officer.Actor, PublicOffice.Own, next, 0);
        await office.Papers.Void(office.Officer.Actor, PublicOffice.Own, next, 1, "Lập lại tháng sau");
        var register = new NumberRegister(test.Db, test.Clock);
        var page = await register.Page(PublicOffice.Own, "79", new RegisterFilter("07900", 2021, "BC"));
        Assert.Equal([("01/BC-BHXH", "replaced", "Sai nơi nhận"), ("02/BC-BHXH", "voided", "Lập lại tháng sau")], page.Rows.Select(r => (r.Label, r.State, r.Reason!)));
        Assert.Equal((2, 1L, "/documents/office/" + next), (page.Last, page.Voided, page.Rows[1].Address));
        Assert.Contains("Ủy ban nhân dân", page.Rows[0].RecipientAs(""), StringComparison.Ordinal);
        var file = new MemoryStream();
        await register.Export(office.Officer.Actor, PublicOffice.Own, "79", new RegisterFilter("07900", 2021, "BC"), file);
        Assert.True(file.Length > 500);
        await office.Healthy();
        // A number that is missing is found.
        await test.Db.Write(tx => tx.Execute("update doc_office_papers set number = 7 where paper_id = @next", new { next }));
        Assert.Contains((await BaoPhu.Core.Doctor.Examine(test.Db)).Where(f => !f.Holds), f => f.Invariant == "register-without-gap");
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_faulty_paper_takes_no_number_and_another_office_sees_nothing(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var office = await PublicOffice.Open(test, Two);
        var (report, paper) = await office.Begun();
        await Refused("OfficePapers.LivesAlready", () => test.Db.Write(tx => OfficePapers.Prepare(
            tx, test.Clock, office.Officer.Actor, PublicOffice.Own, new OfficePaperOrder("07900", "BC-NO", report, "Báo cáo", ["UBND"]))));
        await Refused("OfficePapers.NeedRecipients", () => office.Papers.Change(office.Officer.Actor, PublicOffice.Own, paper.Id, 0, office.Director.UserId, [" "], null));
        await Refused("Papers.NotASigner", () => office.Papers.Change(office.Officer.Actor, PublicOffice.Own, paper.Id, 0, office.Officer.UserId, ["x"], null));
        // A name with an academic title breaks the decree's layout.
        await test.Db.Write(tx => tx.Execute("update idn_users set name = 'TS. Nguyễn Văn Giám' where user_id = @UserId", office.Director));
        Assert.NotEmpty((await office.Papers.Find(PublicOffice.Own, paper.Id)).Preview!.Faults);
        await Refused("Papers.Faulty", () => office.Papers.Number(office.Officer.Actor, PublicOffice.Own, paper.Id, 0));
        Assert.Empty(await new NumberRegister(test.Db, test.Clock).Years("07900"));
        foreach (var scope in (Scope[])[Scope.OfProvince("01"), Scope.OfOffices("79", ["07901"]), Scope.Nothing])
        {
            Assert.Equal(RefusalKind.Missing, (await Refused("Papers.NoPaper", () => office.Papers.Find(scope, paper.Id))).Kind);
            Assert.Empty((await office.Papers.List(scope, new())).Rows);
            await Refused("Papers.NoPaper", () => office.Papers.File(Actor.System, scope, paper.Id, 0));
        }

        await Refused("Papers.NoRegister", () => test.Db.Write(tx => OfficePapers.Prepare(
            tx, test.Clock, office.Officer.Actor, Scope.OfProvince("01"), new OfficePaperOrder("07900", "BC-NO", "x", "Báo cáo", ["UBND"]))));
        await office.Papers.Discard(office.Officer.Actor, PublicOffice.Own, paper.Id, 0);
        await office.Healthy();
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Every_form_of_the_office_passes_the_inspector_once_it_is_numbered(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var office = await PublicOffice.Open(test, Two);
        var (_, paper) = await office.Begun();
        await office.Papers.Number(office.Officer.Actor, PublicOffice.Own, paper.Id, 0);
        for (var place = 0; place < 2; place++)
        {
            var (name, bytes) = await office.Papers.File(Actor.System, PublicOffice.Own, paper.Id, place);
            var form = OfficeFormBook.Find(place == 0 ? "BC-NO" : "DS-NO");
            Assert.Empty(LayoutInspector.Inspect(new MemoryStream(bytes.ToArray()), form, numbered: form.Kind != PaperKind.None));
            Assert.Empty(PaperText.Faults(bytes.ToArray(), name.EndsWith(".docx", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void The_kinds_of_papers_have_the_decrees_abbreviations_and_every_office_form_its_title()
    {
        Assert.Equal(["TB-BHXH", "BB-BHXH", "BHXH-QLT", "BC-BHXH", "TTr-BHXH", "QĐ-BHXH", "KL-BHXH"],
            Enum.GetValues<PaperKind>().Where(k => k != PaperKind.None).Select(k => OfficialWords.Symbol(k, "BHXH", "QLT")));
        Assert.All(OfficeFormBook.All, form => Assert.NotEmpty(Text.Of(form.TitleKey)));
        Assert.Equal(OfficeFormBook.AllPrinted.Count(), OfficeFormBook.AllPrinted.Select(f => f.Code).Distinct().Count());
        Assert.All(OfficeFormBook.All, form => Assert.All(form.Annexes, code => Assert.Equal(PaperKind.None, OfficeFormBook.Find(code).Kind)));
    }

    private static Task<Refusal> Refused(string key, Func<Task> act) => PublicOffice.Refused(key, act);
}

using BaoPhu.Core.Data;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Codes;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Documents;

/// <summary>What a paper needs of its office: the account before it is numbered, codes for the items of the post.</summary>
public sealed class AccountAndItemsTests
{
    private static readonly ParticularsEntry Account = new("1180000000017", "Agribank chi nhánh Quận 1");

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task No_notice_is_numbered_without_the_account_and_with_it_the_notice_names_it(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var office = await SmallOffice.Open(test);
        test.Clock.Moment = test.Clock.Moment.AddMinutes(1);
        await office.Particulars(new ParticularsEntry());
        var key = (await office.Papers.Prepare(office.Officer.Actor, SmallOffice.Own, "79-TA0001A-notice-1", "TB-NO", office.Answers)).ToString();
        var refused = await Assert.ThrowsAsync<Refusal>(() => office.Papers.Number(office.Officer.Actor, SmallOffice.Own, key, 0));
        Assert.Equal("Papers.NoAccount", refused.Key);
        Assert.Contains("BHXH Quận 1", refused.Message, StringComparison.Ordinal);
        var draft = (await office.Papers.Find(SmallOffice.Own, key)).Preview!;
        Assert.Equal(("07901", refused.Message), (draft.WithoutAccount, Assert.Single(draft.Faults)));
        Assert.Equal("Papers.NoAccount", await Refused(() => office.Bulk.Start(office.Officer.Actor, SmallOffice.Own, new BulkOrder("TB-NO", ["79-TA0001A-notice-1"], office.Answers))));
        Assert.Empty(await office.Labels());
        test.Clock.Moment = test.Clock.Moment.AddMinutes(1);
        await office.Particulars(Account with { Phone = "028 3829 1234" });
        Assert.Null((await office.Papers.Find(SmallOffice.Own, key)).Preview!.WithoutAccount);
        Assert.Equal("01/TB-BHXH", (await office.Papers.Number(office.Officer.Actor, SmallOffice.Own, key, 0)).Label);
        Assert.Equal("BHXH Quận 1, số 1180000000017, tại Agribank chi nhánh Quận 1", (await office.Papers.Find(SmallOffice.Own, key)).Contents[0]["account"]);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Item_codes_come_from_the_range_once_each_and_a_range_that_is_used_up_is_refused(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var office = await SmallOffice.Open(test, employers: 4);
        test.Clock.Moment = test.Clock.Moment.AddMinutes(1);
        await office.Particulars(Account with { Items = new ItemRange("RR", 47_312_482, 47_312_484) });
        var manifests = new Manifests(test.Db, test.Clock);
        await Post("TA0001A");
        await Post("TA0002A");
        var made = await manifests.Make(office.Officer.Actor, SmallOffice.Own, "07901", 2);
        string[] two = [PostalItemCode.Of("RR", 47_312_482), PostalItemCode.Of("RR", 47_312_483)];
        Assert.Equal(two, await Codes());
        Assert.Contains(two[1], await Text((await manifests.File(SmallOffice.Own, made.Id, labels: true)).Bytes), StringComparison.Ordinal);
        await Post("TA0003A");
        await Post("TA0004A");
        Assert.Equal("Papers.ItemCodesOut", await Refused(() => manifests.Make(office.Officer.Actor, SmallOffice.Own, "07901", 2)));
        Assert.Single(await manifests.List(SmallOffice.Own));
        // A range entered anew that overlaps the old one gives none of its used numbers again.
        test.Clock.Moment = test.Clock.Moment.AddMinutes(1);
        await office.Particulars(Account with { Items = new ItemRange("RR", 47_312_480, 47_312_490) });
        await manifests.Make(office.Officer.Actor, SmallOffice.Own, "07901", 2);
        Assert.Equal([.. two, PostalItemCode.Of("RR", 47_312_484), PostalItemCode.Of("RR", 47_312_485)], await Codes());

        async Task Post(string code)
        {
            var key = (await office.Papers.Prepare(office.Officer.Actor, SmallOffice.Own, $"79-{code}-notice-1", "TB-NO", office.Answers with { Channel = "post" })).ToString();
            await office.Papers.Number(office.Officer.Actor, SmallOffice.Own, key, 0);
            await office.Papers.Sign(office.Director.Actor, SmallOffice.Own, key, 1);
        }

        Task<List<string>> Codes() => test.Db.Read(s => s.Query<string>("select p.item_code from doc_papers p where p.item_code is not null order by p.number"));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_manifest_comes_back_as_it_was_made_though_the_template_changed_since(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var office = await SmallOffice.Open(test);
        var key = (await office.Papers.Prepare(office.Officer.Actor, SmallOffice.Own, "79-TA0001A-notice-1", "TB-NO", office.Answers with { Channel = "post" })).ToString();
        await office.Papers.Number(office.Officer.Actor, SmallOffice.Own, key, 0);
        await office.Papers.Sign(office.Director.Actor, SmallOffice.Own, key, 1);
        var manifests = new Manifests(test.Db, test.Clock);
        var made = await manifests.Make(office.Officer.Actor, SmallOffice.Own, "07901", 1);
        var (list, labels) = ((await manifests.File(SmallOffice.Own, made.Id, labels: false)).Bytes.ToArray(), (await manifests.File(SmallOffice.Own, made.Id, labels: true)).Bytes.ToArray());
        foreach (var form in (string[])[Manifests.ListForm, Manifests.LabelsForm])
        {
            test.Clock.Moment = test.Clock.Moment.AddMinutes(1);
            await new OfficeTemplates(test.Db, test.Clock).Upload(office.Director.Actor, Scope.OfProvince("79"), "79", form, "moi", new MemoryStream(Renamed(FormBook.Find(form).Template())));
        }

        Assert.Equal(list, (await manifests.File(SmallOffice.Own, made.Id, labels: false)).Bytes.ToArray());
        Assert.Equal(labels, (await manifests.File(SmallOffice.Own, made.Id, labels: true)).Bytes.ToArray());
    }

    /// <summary>The same template with another part in it: another version, and other files.</summary>
    private static byte[] Renamed(byte[] template)
    {
        using var memory = new MemoryStream();
        memory.Write(template);
        using (var zip = new System.IO.Compression.ZipArchive(memory, System.IO.Compression.ZipArchiveMode.Update, leaveOpen: true))
        {
            using var more = new StreamWriter(zip.CreateEntry("docProps/more.xml").Open());
            more.Write("<more/>");
        }

        return memory.ToArray();
    }

    private static async Task<string> Text(ReadOnlyMemory<byte> docx)
    {
        using var zip = new System.IO.Compression.ZipArchive(new MemoryStream(docx.ToArray()));
        using var reader = new StreamReader(zip.GetEntry("word/document.xml")!.Open());
        return await reader.ReadToEndAsync();
    }
}

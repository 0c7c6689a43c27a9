using System.Net;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Pages.Coverage;

/// <summary>Lists to the tax authority on pages: forbidden, missing, wrong state, right.</summary>
public sealed class TaxListPagesTests
{
    [Fact]
    public async Task A_list_is_begun_once_it_has_units_and_answered_once_it_was_sent()
    {
        await using var house = await WebHouse.Open();
        // Who signs the letter.
        await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        var officer = await house.SignedIn(Role.CollectionOfficer, WebHouse.Province);
        Assert.Contains("Chưa có danh sách", (await officer.Open("/coverage/tax-lists")).Words, StringComparison.Ordinal);
        await house.Db.Write(async tx =>
        {
            await tx.Execute(
                """
                insert into cov_units (subject_id, province, office_code, tax_year, payer_tax_code, name, folded, workers, with_unit, elsewhere, doubt, missing, missing_months, amount, ended, counted_at)
                values (7, '79', '07900', 2020, '0314409058', 'Công ty An Phú', 'an phu', 3, 0, 0, 0, 2, 36, 0, 0, 0)
                """);
            await tx.Execute("insert into cov_unit_cases (subject_id, province, office_code, state, flags, opened_at, version, updated_at) values (7, '79', '07900', 'noticed', 4, 0, 1, 0)");
        });
        var list = (await officer.Send("/coverage/tax-lists", new())).Location!;
        var page = await officer.Open(list);
        Assert.Contains("Không có tại địa chỉ", page.Words, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await officer.Send("/coverage/tax-lists", new(), "/coverage/tax-lists")).Status);
        var communications = await house.SignedIn(Role.CommunicationsOfficer, WebHouse.Province);
        Assert.Equal(HttpStatusCode.Forbidden, (await communications.Open("/coverage/tax-lists")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await communications.Open(list)).Status);
        var auditor = await house.SignedIn(Role.Auditor, "00000");
        Assert.Equal(HttpStatusCode.OK, (await auditor.Open(list)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await (await house.SignedIn(Role.CollectionOfficer, "00100")).Open(list)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await officer.Open("/coverage/tax-lists/khong-co")).Status);
        await house.Db.Write(tx => tx.Execute("update cov_tax_lists set sent_at = 0"));
        Assert.Equal(["Chọn đơn vị."], (await officer.Send(list, new() { ["Answer"] = "handled" })).Errors);
        var unit = new Core.Coverage.Unit { SubjectId = 7 }.Id;
        Assert.Equal(HttpStatusCode.BadRequest, (await officer.Send(list, new() { ["Unit"] = unit, ["Answer"] = "handled", ["Paper"] = "", ["On"] = "01/11/2021" })).Status);
        Assert.Equal(list, (await officer.Send(list, new() { ["Unit"] = unit, ["Answer"] = "closed", ["Paper"] = "12/CT", ["On"] = "01/11/2021" })).Location);
        Assert.Contains("12/CT", (await officer.Open(list)).Words, StringComparison.Ordinal);
    }
}

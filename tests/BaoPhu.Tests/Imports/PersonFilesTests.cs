using BaoPhu.Core.Data;
using BaoPhu.Core.Imports;
using BaoPhu.Core.Register;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Imports;

/// <summary>Files about persons: the register, participations, cards, tax data and lists of those whose card the budget pays.</summary>
public sealed class PersonFilesTests
{
    private const string Persons = "Mã số BHXH,Họ và tên,Ngày sinh,Giới tính,Số CCCD/CMND,MST cá nhân,Mã đơn vị,MST đơn vị,Địa chỉ,Mã xã/phường";
    private const string Tax = "STT,MST đơn vị chi trả,Tên đơn vị chi trả,Họ và tên,MST cá nhân,Số CMND/CCCD,Ngày sinh,Số tháng,Thu nhập chịu thuế,Địa chỉ";

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task The_register_keeps_what_cannot_be_read_for_certain_and_repairs_what_can(Engine engine)
    {
        await using var desk = await ImportDesk.Open(engine);
        var path = desk.File("so.csv", [
            Persons, "7912345678,Nguye\u0302\u0303n  Thị HÒA,05/03/1985,Nữ,079185000123,8012345673,TA0001A,0100109106,12 Sông Lam,27367", "912345679,Trần Văn An,1990,Nam,25123456,,,,,",
            "7912345680,Lê Thị Bình,31/02/1990,khác,1234567,,TA12,,,99999",
        ]);
        var result = await desk.Run(ImportKinds.Persons, path);
        Assert.Equal((3, 3, 0, 1), (result.Rows, result.Created, result.Rejected, result.Warnings));
        var rows = await desk.Db.Read(s => s.Query<(long Id, string Name, string Folded, DateOnly? Born, int? Year, bool? Male, string? Citizen, string? Commune)>(
            "select person_id, name, folded, born_on, birth_year, male, citizen_id, commune_code from reg_persons order by person_id"));
        Assert.Equal(
            [
                (912345679, "Trần Văn An", "tran van an", null, 1990, true, "025123456", null), (7912345678, "Nguyễn Thị HÒA", "nguyen thi hoa", new(1985, 3, 5), 1985, false, "079185000123", "27367"),
                (7912345680, "Lê Thị Bình", "le thi binh", null, null, null, "1234567", null),
            ],
            rows);
        var again = await desk.Run(ImportKinds.Persons, path);
        Assert.Equal((3, 3, 0, 0), (again.Rows, again.Unchanged, again.Created, again.Changed));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Who_comes_from_another_province_is_the_same_person(Engine engine)
    {
        await using var desk = await ImportDesk.Open(engine);
        await desk.Run(new ImportRequest(ImportKinds.Persons, desk.File("a.csv", ["Mã số BHXH,Họ và tên", "7912345678,Nguyễn Văn A"])) { Province = "01" });
        var moved = await desk.Run(ImportKinds.Persons, desk.File("b.csv", ["Mã số BHXH,Họ và tên", "7912345678,Nguyễn Văn An"]));
        Assert.Equal((0, 1), (moved.Created, moved.Changed));
        Assert.Equal(["79 Nguyễn Văn An"], await desk.Db.Read(s => s.Query<string>("select province || ' ' || name from reg_persons")));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_participation_is_closed_by_its_end_and_a_card_by_its_day(Engine engine)
    {
        await using var desk = await ImportDesk.Open(engine);
        const string Headings = "Mã số BHXH,Mã đơn vị,Từ tháng,Đến tháng";
        Assert.Equal(1, (await desk.Run(ImportKinds.Participations, desk.File("qt.csv", [Headings, "7912345678,TA0001A,01/2021,"]))).Created);
        var closed = await desk.Run(ImportKinds.Participations, desk.File("qt2.csv", [
            Headings, "7912345678,TA0001A,01/2021,08/2021", "7912345678,TA0001A,09/2021,08/2021", "79123,TA0001A,09/2021,", "7912345678,TA0001A,13/2021,",
        ]));
        Assert.Equal((1, 0, 3), (closed.Changed, closed.Created, closed.Rejected));
        Assert.Equal([202108], await desk.Db.Read(s => s.Query<int>("select to_period from reg_participations")));

        const string Cards = "Mã số BHXH,Số thẻ BHYT,Mã nhóm,Giá trị từ ngày,Giá trị đến ngày";
        var cards = await desk.Run(ImportKinds.Cards, desk.File("the.csv", [
            Cards, ",HN 2 79 7912345678,,01/01/2021,31/12/2021", "7912345679,7912345679,TE,01/01/2021,", "7912345680,7912345680,,01/01/2021,", ",HN97912,,01/01/2021,", ",HN2797912345681,,02/01/2021,01/01/2021",
        ]));
        Assert.Equal((2, 3), (cards.Created, cards.Rejected));
        Assert.Equal(["7912345678 HN", "7912345679 TE"], await desk.Db.Read(s => s.Query<string>("select person_id || ' ' || grp from reg_cards order by person_id")));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Tax_data_is_taken_with_its_year_and_erased_after_its_day(Engine engine)
    {
        await using var desk = await ImportDesk.Open(engine);
        var path = desk.File("thue.csv", [
            "DANH SÁCH NGƯỜI LAO ĐỘNG QUYẾT TOÁN THUẾ TNCN NĂM 2020,,,,,,,,,", Tax,
            "1,0100109106,CÔNG TY TNHH MTV AN PHÚ,Nguyễn Văn A,8012345673,079085000123,01/01/1985,12,\"120.000.000\",12 Sông Lam", "2,100109106,Cty TNHH An Phú,Trần Thị B,,,1990,3,,",
            "3,,Không mã,Lê C,,,,1,1,", "4,0100109106,An Phú,,,,,1,1,", "5,0100109106,An Phú,Phạm D,,,,13,1,", "6,0100109106,An Phú,Phạm D,,,,1,-1,",
        ]);
        var result = await desk.Run(ImportKinds.Tax, path);
        Assert.Equal((6, 2, 4), (result.Rows, result.Created, result.Rejected));
        Assert.Contains(result.Messages, m => m.Contains("2020", StringComparison.Ordinal));
        Assert.Contains(result.Messages, m => m.Contains("III.1.2.a", StringComparison.Ordinal));
        Assert.Equal(2, (await desk.Run(ImportKinds.Tax, path)).Unchanged);
        Assert.Equal(
            [(2020, "0100109106", "Nguyễn Văn A", 12, 120_000_000L, new DateOnly(2022, 12, 31)), (2020, "0100109106", "Trần Thị B", 3, null, new DateOnly(2022, 12, 31))],
            await desk.Db.Read(s => s.Query<(int, string, string, int, long?, DateOnly)>("select tax_year, payer_tax_code, name, months, income, expires_on from reg_tax_incomes order by name")));

        Assert.Equal(0, await new OutsideData(desk.Db, desk.Clock).Erase());
        desk.Clock.Moment = new(2023, 1, 1, 1, 0, 0, TimeSpan.FromHours(7));
        Assert.Equal(2, await new OutsideData(desk.Db, desk.Clock).Erase());
        Assert.Equal(0, await desk.Count("reg_tax_incomes"));
        Assert.Equal(1, await desk.Db.Read(s => s.One<long>("select count(*) from aud_entries where act = 'register.erase'")));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Whom_the_budget_pays_for_has_a_group_and_a_commune(Engine engine)
    {
        await using var desk = await ImportDesk.Open(engine);
        var result = await desk.Run(ImportKinds.Entitled, desk.File("ns.csv", [
            "Mã nhóm,Họ và tên,Ngày sinh,Giới tính,Số CCCD/CMND,Mã số BHXH,Mã xã/phường,Địa chỉ", "hn,Nguyễn Thị A,1950,Nữ,,7912345678,27367,Tổ 1", "TE,Trần Bé B,03/04/2019,Nam,,,27367,Tổ 2",
            "ZZ,Lê C,,,,,27367,", "HN,Lê D,,,,,99999,", "HN,,,,,,27367,",
        ]));
        Assert.Equal((5, 2, 3), (result.Rows, result.Created, result.Rejected));
        Assert.Equal(["HN Nguyễn Thị A", "TE Trần Bé B"], await desk.Db.Read(s => s.Query<string>("select grp || ' ' || name from reg_entitled order by grp")));
    }
}

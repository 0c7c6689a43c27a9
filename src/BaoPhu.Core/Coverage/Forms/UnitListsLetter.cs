using System.Globalization;
using BaoPhu.Core.Collection.Forms;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Documents.Writing;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using static BaoPhu.Core.Documents.Writing.SheetBuilder;

namespace BaoPhu.Core.Coverage.Forms;

/// <summary>Công văn with which the lists D04a-TS and D04b-TS of an office's units go out. A letter in the layout of NĐ 30/2020; its words are no source's.</summary>
public sealed class UnitListsLetter : IOfficeForm
{
    private static readonly ValueSource Units = ValueSource.Record("cov_units");

    public string Code => UnitListLetters.PaperForm;
    public string TitleKey => "UnitLists.Form_CV-D04";
    public FormFormat Format => FormFormat.Docx;
    public FormLayout Layout => FormLayout.Letter;
    public bool Reconstructed => true;
    public PaperKind Kind => PaperKind.Letter;
    public IReadOnlyList<string> Annexes { get; } = ["DS-D04A", "DS-D04B"];
    public IReadOnlyList<string> Required { get; } = [.. PaperHead.Required, .. PaperHead.Numbered, "addressee", "units", "missing"];
    public IReadOnlyList<SumRule> Sums { get; } = [];

    public async Task<FormContent> Compose(Session s, OfficeFormCase about)
    {
        var letter = await UnitListLetters.Find(s, Scope.Nation, about.Key);
        var units = await UnitSheets.ListedUnits(s, UnitListSheet.Within(letter), letter.TaxYear, "1 = 1");
        return PaperHead.AddFoot(
            PaperHead.Of(this, about)
                .Add("bases", string.Join("; ", LegalBases.On(LegalBases.Basis, about.Date)), ValueSource.Rule("căn cứ có hiệu lực " + OfficialWords.ShortDate(about.Date)))
                .Add("year", letter.TaxYear.ToString(CultureInfo.InvariantCulture), Units)
                .Add("units", PaperHead.Money(units.Count), Units, units.Count)
                .Add("missing", PaperHead.Money(units.Sum(u => (long)u.Missing)), Units, units.Sum(u => (long)u.Missing)),
            about);
    }

    public byte[] Template() => new PaperBuilder("Công văn gửi danh sách đơn vị chưa tham gia, tham gia chưa đầy đủ (D04a-TS, D04b-TS)")
        .Head("V/v danh sách đơn vị chưa tham gia, tham gia chưa đầy đủ bảo hiểm xã hội, bảo hiểm y tế, bảo hiểm thất nghiệp")
        .Addressee("Kính gửi: {addressee|nơi nhận}")
        .Body("Căn cứ {bases|căn cứ};")
        .Body("Qua đối chiếu dữ liệu quyết toán thuế thu nhập cá nhân năm {year|năm} với dữ liệu tham gia, {office.running|tên cơ quan} gửi danh sách đơn vị chưa tham gia, tham gia chưa đầy đủ cho người lao động theo mẫu D04a-TS, D04b-TS kèm theo: {units|số đơn vị} đơn vị, {missing|số lao động} người lao động chưa tham gia.")
        .Body("Đề nghị nơi nhận rà soát, đối chiếu từng đơn vị, từng người lao động và thực hiện các bước tiếp theo; danh sách có dữ liệu cá nhân, chỉ dùng cho việc phát triển người tham gia./.")
        .FootOfRecipients("VT, {paper.unit|đơn vị soạn thảo}")
        .Mark("Mẫu dựng lại: chưa tìm thấy mẫu công văn in sẵn")
        .Build();
}

/// <summary>D04a-TS behind the letter.</summary>
public sealed class UnitListA() : UnitListSheet("a");

/// <summary>D04b-TS behind the letter.</summary>
public sealed class UnitListB() : UnitListSheet("b");

/// <summary>One of the lists as an annex: units, workers or both, as the reading of the forms in the settings says (see <see cref="UnitSheets"/>). The printed layout was not found.</summary>
public abstract class UnitListSheet(string list) : IOfficeForm
{
    private static readonly ValueSource Units = ValueSource.Record("cov_units");
    private static readonly ValueSource Workers = ValueSource.Record("cov_workers");

    public string Code => "DS-D04" + list.ToUpperInvariant();
    public string TitleKey => "UnitLists.Form_" + Code;
    public FormFormat Format => FormFormat.Xlsx;
    public FormLayout Layout => FormLayout.Annex;
    public bool Reconstructed => true;
    public PaperKind Kind => PaperKind.None;
    public IReadOnlyList<string> Annexes { get; } = [];
    public IReadOnlyList<string> Required { get; } = ["office.name", "paper.place-date", "attached-to"];
    public IReadOnlyList<SumRule> Sums { get; } = [];

    internal static string Within(UnitListLetter letter) => Scope.OfOffices(letter.Province, [letter.OfficeCode]).OnOffice("u");

    public async Task<FormContent> Compose(Session s, OfficeFormCase about)
    {
        var letter = await UnitListLetters.Find(s, Scope.Nation, about.Key);
        var reading = await UnitSheets.ReadingOf(s, letter.Province, about.Date, list);
        var content = DebtorTable.Head(Code, about, "Theo dữ liệu quyết toán thuế thu nhập cá nhân năm " + letter.TaxYear.ToString(CultureInfo.InvariantCulture)).AddGroup("rows").AddGroup("people");
        var number = 0;
        foreach (var unit in reading.Units ? await UnitSheets.ListedUnits(s, Within(letter), letter.TaxYear, reading.Which) : [])
        {
            content.AddRow("rows")
                .Add("row.number", PaperHead.Money(++number), ValueSource.Rule("thứ tự"), number).Add("row.name", unit.Name, Units).Add("row.tax", unit.PayerTaxCode, Units).Add("row.code", unit.Code ?? "", Units)
                .Add("row.address", unit.Address ?? "", Units).Add("row.workers", PaperHead.Money(unit.Workers), Units, unit.Workers).Add("row.with-unit", PaperHead.Money(unit.WithUnit), Units, unit.WithUnit)
                .Add("row.missing", PaperHead.Money(unit.Missing), Units, unit.Missing);
        }

        number = 0;
        foreach (var worker in reading.Workers ? await UnitSheets.ListedWorkers(s, Within(letter), letter.TaxYear, reading.Which) : [])
        {
            content.AddRow("people")
                .Add("worker.number", PaperHead.Money(++number), ValueSource.Rule("thứ tự"), number).Add("worker.unit", worker.Unit, Units).Add("worker.tax", worker.PayerTaxCode, Units)
                .Add("worker.name", worker.Name ?? Text.Of("Coverage.Erased"), Workers).Add("worker.born", worker.Born, Workers).Add("worker.citizen", worker.CitizenId ?? "", Workers)
                .Add("worker.person", worker.PersonId?.ToString("D10", CultureInfo.InvariantCulture) ?? "", Workers).Add("worker.months", worker.Months is { } months ? PaperHead.Money(months) : "", Workers, worker.Months);
        }

        return content;
    }

    /// <summary>The workers whose names and numbers stand there.</summary>
    public async Task<IReadOnlyList<long>> People(Session s, string about)
    {
        var letter = await UnitListLetters.Find(s, Scope.Nation, about);
        return await s.Query<long>(
            $"select w.subject_id from cov_units u join cov_workers w on w.unit_id = u.subject_id where {Within(letter)} and u.tax_year = @TaxYear and u.missing > 0 and w.status in ('unknown', 'none')", letter);
    }

    public byte[] Template() => new SheetBuilder("D04" + list + "-TS", [6, 36, 16, 28, 34, 18, 16, 14])
        .Row((0, 3, "{office.parent}", Look.Centre), (4, 7, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", Look.CentreBold))
        .Row((0, 3, "{office.name}", Look.CentreBold), (4, 7, "Độc lập - Tự do - Hạnh phúc", Look.CentreBold))
        .Row((4, 7, "{paper.place-date}", Look.CentreItalic))
        .Row((0, 7, list == "a" ? "DANH SÁCH D04a-TS" : "DANH SÁCH D04b-TS", Look.Title))
        .Row((0, 7, "{month}", Look.CentreItalic))
        .Row((0, 3, "Kèm theo công văn số:", Look.Right), (4, 7, "{attached-to}", Look.Plain))
        .Heading("STT", "Tên đơn vị", "Mã số thuế", "Mã đơn vị", "Địa chỉ", "Số lao động", "Đang tham gia", "Chưa tham gia")
        .Group("rows", ("{row.number}", Look.Middle), ("{row.name}", Look.Text), ("{row.tax}", Look.Middle), ("{row.code}", Look.Middle), ("{row.address}", Look.Text), ("{row.workers}", Look.Number), ("{row.with-unit}", Look.Number), ("{row.missing}", Look.Number))
        .Empty()
        .Heading("STT", "Tên đơn vị", "Mã số thuế", "Họ và tên người lao động", "Ngày sinh", "Số CCCD/CMND", "Mã số BHXH", "Số tháng")
        .Group("people", ("{worker.number}", Look.Middle), ("{worker.unit}", Look.Text), ("{worker.tax}", Look.Middle), ("{worker.name}", Look.Text), ("{worker.born}", Look.Middle), ("{worker.citizen}", Look.Middle), ("{worker.person}", Look.Middle), ("{worker.months}", Look.Number))
        .Empty()
        .Row((4, 7, "{signer.title}", Look.CentreBold))
        .Empty().Empty().Empty()
        .Row((4, 7, "{signer.name}", Look.CentreBold))
        .Build("Mẫu dựng lại: chưa tìm được mẫu in của Quyết định 505/QĐ-BHXH");
}

using BaoPhu.Core.Collection.Penalty;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Documents.Writing;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Work;
using BaoPhu.Rules;
using BaoPhu.Rules.Codes;
using BaoPhu.Rules.Policy;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Documents;

/// <summary>
/// Three employers of province 79 whose papers are hard to print, and a case of every form: a name with XML's characters, no tax code, forty months and a fund of 0 đồng;
/// two months with a part paid; one month.
/// </summary>
internal sealed class SampleCases(TestDatabase test)
{
    public static readonly Office Issuer = new() { Code = "07901", Name = "BHXH huyện Bình Chánh", Kind = OfficeKind.District };
    private static readonly Office Parent = new() { Code = "07900", Name = "BHXH thành phố Hồ Chí Minh", Kind = OfficeKind.Province };

    private static readonly MinutesCase Meeting = new()
    {
        From = new DateTime(2021, 11, 3, 8, 30, 0),
        To = new DateTime(2021, 11, 3, 10, 5, 0),
        Participants =
        [
            new(Side.Office, "Trần Văn Hùng", "Giám đốc"), new(Side.Office, "Lê Thị Hoa", "Chuyên viên thu"),
            new(Side.OtherAgency, "Phạm Quốc Việt", "Phó Trưởng phòng", "Phòng Lao động - Thương binh và Xã hội"),
            new(Side.Employer, "Võ Thị Em", "Kế toán trưởng", null, "0909000111"), new(Side.Witness, "Đỗ Văn Tài", "Cán bộ UBND phường Phước Long B"),
        ],
        Recorder = "Lê Thị Hoa",
        Cause = "đơn hàng giảm do dịch bệnh",
        WorkersNotTakingPart = 3,
        EmployersOpinion = "đề nghị được trả làm hai đợt",
        Commitments = [new(new DateOnly(2021, 11, 15), 30_000_000), new(new DateOnly(2021, 11, 30), 25_500_000)],
    };

    public required WorkTask Long { get; init; }
    public required WorkTask Two { get; init; }
    public required WorkTask One { get; init; }

    /// <summary>What followed the debt of <see cref="Two"/>: an inspection that found something, a penalty for it, a suspension to be made up.</summary>
    public WorkTask Inspected => Like(Two, ActNames.Inspect);
    public WorkTask Fined => Like(Two, ActNames.Penalise);
    public WorkTask Suspended => Like(Two, ActNames.Makeup);

    public static async Task<SampleCases> Create(TestDatabase test)
    {
        // As a task is found in the product: with the tables of rules at hand, from which its clause comes.
        await new Tasks(test.Db, test.Clock).Open(Scope.Nation, "79");
        var samples = new SampleCases(test)
        {
            Long = await Employer(
                test, "TA0001A", "Công ty Trách nhiệm hữu hạn Một thành viên Sản xuất Thương mại Dịch vụ Xuất nhập khẩu Nông sản & Thủy sản <Sông Hậu> \"Đồng bằng\"", null,
                "Lô A12-A15, đường số 7, Khu công nghiệp Vĩnh Lộc mở rộng, xã Vĩnh Lộc A, huyện Bình Chánh, Thành phố Hồ Chí Minh", 40, accident: 0),
            Two = await Employer(test, "TA0002B", "Công ty Cổ phần Dệt may Phước Long", "0301234567", "18 Tăng Nhơn Phú, phường Phước Long B, thành phố Thủ Đức", 2, accident: 500_000),
            One = await Employer(test, "TA0003C", "Hợp tác xã Vận tải Thành Công", "0307654321", "5 Lê Lợi, Quận 1", 1, accident: 500_000),
        };
        await test.Db.Write(async tx =>
        {
            await Inspection(tx, samples.Inspected);
            await Penalty(tx, samples.Fined);
            await Suspension(tx, samples.Suspended);
        });
        return samples;
    }

    public static FormCase Of(WorkTask task) => new()
    {
        Tasks = [task], Issuer = Issuer, Parent = Parent, Signer = new Signer("Nguyễn Thị Minh Khai", "Phó Giám đốc", SigningForm.ForHead, "Giám đốc"), Date = new DateOnly(2021, 11, 3),
        Place = "Bình Chánh", Number = 7, Deadline = new DateOnly(2021, 11, 12), Leaflets = ["Trách nhiệm đóng của người sử dụng lao động", "Xử lý đơn vị chậm đóng"],
        ContactLine = "Lê Thị Hoa, điện thoại 028 3760 0000", Account = new CollectionAccount("BHXH huyện Bình Chánh", "118000000001", "Ngân hàng TMCP Công thương Việt Nam"),
    };

    public FormCase Minutes(MinutesEnding ending) => Of(Two) with { Minutes = Meeting with { Ending = ending } };

    public FormCase Batch(int items)
    {
        WorkTask[] tasks = [.. Enumerable.Range(0, items).Select(i => i % 3 == 0 ? Long : i % 3 == 1 ? Two : One)];
        return Of(One) with
        {
            Tasks = tasks,
            Manifest = new ManifestCase(3, "Bưu cục Bình Chánh", [.. tasks.Select((_, i) => new PostalItem(i % 5 == 4 ? null : PostalItemCode.Of("RR", 10_000_000 + i), "07/TB-BHXH", 20 + i))]),
        };
    }

    /// <summary>A case of every form, by the name of its snapshot.</summary>
    public IReadOnlyList<(string Name, string Form, FormCase Case)> All() =>
    [
        ("notice", "TB-NO", Of(One)),
        ("notice-long", "TB-NO", Of(Long) with { Signer = new Signer("Trần Hưng", "Giám đốc"), Account = null, Leaflets = [], ContactLine = null }),
        ("demand", "CV-YC", Of(Long)),
        ("annex", "M03-QD688", Of(Long) with { AttachedTo = new PaperReference(7, "BHXH-QLT", new DateOnly(2021, 11, 3)) }),
        ("minutes-signed", "D04h-TS", Minutes(new MinutesEnding(MinutesEndingKind.Signed))),
        ("minutes-refused", "D04h-TS", Minutes(new MinutesEnding(MinutesEndingKind.Refused, "đơn vị cho rằng chưa đối chiếu xong"))),
        ("minutes-post", "D04h-TS", Minutes(new MinutesEnding(MinutesEndingKind.ByPost, null, new DateOnly(2021, 11, 3), "RR473124829VN", new DateOnly(2021, 11, 9), "RR473124832VN"))),
        ("inspection-decision", "QĐ-TTR", Of(Inspected)),
        ("inspection-minutes", "BB-TTR", Of(Inspected)),
        ("inspection-conclusion", "KL-TTR", Of(Inspected)),
        ("violation-minutes", "BB-VPHC", Of(Fined)),
        ("penalty-decision", "QĐ-XPHC", Of(Fined)),
        ("payroll-letter", "CV-QL", Of(Suspended)),
        ("manifest", "BANGKE-BCCI", Batch(7)),
        ("labels", "NHAN-BCCI", Batch(5)),
    ];

    public Task<FormContent> Compose(string form, FormCase about) => test.Db.Read(s => FormBook.Find(form).Compose(s, about));

    /// <summary>The finished file of the shipped template. Fails on a fault of its tags.</summary>
    public async Task<byte[]> Paper(string form, FormCase about)
    {
        using var file = new MemoryStream();
        Assert.Empty(DocumentWriter.Write(FormBook.Find(form), await Compose(form, about), file));
        return file.ToArray();
    }

    /// <summary>Each month from the last one back to October 2021: 25.5, 4.5, 2 million and accident; health is paid, of the oldest month half a million of BHXH too.</summary>
    private static async Task<WorkTask> Employer(TestDatabase test, string code, string name, string? tax, string address, int months, long accident)
    {
        var id = EmployerKey.Id("79", code);
        await test.Db.Write(async tx =>
        {
            await tx.Execute(
                """
                insert into reg_employers (employer_id, province, code, office_code, name, folded, tax_code, address, commune_code, phone, workers, standing, updated_at)
                values (@id, '79', @code, '07901', @name, '', @tax, @address, '26734', '0901234567', 57, 0, 0)
                """,
                new { id, code, name, tax, address });
            for (var i = 0; i < months; i++)
            {
                await tx.Execute(
                    """
                    insert into reg_months (employer_id, period, due_social, due_health, due_unemployment, due_accident, paid_social, paid_health, paid_unemployment, paid_accident)
                    values (@id, @period, 25500000, 4500000, 2000000, @accident, @paid, 4500000, 0, 0)
                    """,
                    new { id, period = Period.Of(2021, 10).AddMonths(-i).Number, accident, paid = i == months - 1 ? 500_000L : 0L });
            }
        });
        return new WorkTask
        {
            SubjectId = id, Act = "notice", Occurrence = 1, Province = "79", OfficeCode = "07901", Code = code, Name = name, TaxCode = tax, Address = address, Phone = "0901234567",
            PolicyNumber = "3532/KH-BHXH", PolicyVersion = Core.Policy.Policies.Default.Table.Version, Rule = "urging.active.lt1.l12",
        };
    }

    private static WorkTask Like(WorkTask task, string act) => new()
    {
        SubjectId = task.SubjectId, Act = act, Occurrence = 1, Province = task.Province, OfficeCode = task.OfficeCode, Code = task.Code, Name = task.Name, TaxCode = task.TaxCode, Address = task.Address,
        Phone = task.Phone, ContactName = "Võ Thị Em", PolicyNumber = task.PolicyNumber, PolicyVersion = task.PolicyVersion, Rule = task.Rule,
    };

    private static async Task Inspection(Session tx, WorkTask task)
    {
        var day = new DateOnly(2021, 11, 3);
        await tx.Execute(
            """
            insert into col_inspections (subject_id, act, occurrence, plan_month, form, scope_from, scope_to, days, announced_on, held_form, until_period, debt_before, paid_before, debt_at_end, paid_at_end, opinion, demand)
            values (@SubjectId, @Act, @Occurrence, 202111, 'direct', 202109, 202110, 5, @day, 'direct', 202110, 55500000, 9000000, 25500000, 39000000, 'Đơn vị chậm đóng hai kỳ và kê khai thiếu 3 lao động.',
                'Nộp đủ số tiền còn nợ trước ngày 30/11/2021; lập hồ sơ tham gia cho 3 lao động.')
            """,
            new { task.SubjectId, task.Act, task.Occurrence, day });
        foreach (var (place, name, duty) in ((int, string, string)[])[(1, "Trần Văn Hùng", "head"), (2, "Lê Thị Hoa", "member")])
        {
            await tx.Execute(
                "insert into col_inspection_members (subject_id, act, occurrence, place, user_id, name, duty) values (@SubjectId, @Act, @Occurrence, @place, 'x', @name, @duty)",
                new { task.SubjectId, task.Act, task.Occurrence, place = (short)place, name, duty });
        }

        foreach (var (no, content) in ((int, string)[])[(1, "Công bố quyết định, đối chiếu bảng lương tháng 9."), (2, "Đối chiếu danh sách lao động <tháng 10> & hợp đồng.")])
        {
            await tx.Execute(
                """
                insert into col_inspection_days (subject_id, act, occurrence, day_no, held_on, way, place, present, content, recorded_by, recorded_at)
                values (@SubjectId, @Act, @Occurrence, @no, @on, 'visit', '18 Tăng Nhơn Phú', @present, @content, 'x', 0)
                """,
                new { task.SubjectId, task.Act, task.Occurrence, no = (short)no, on = day.AddDays(no - 1), present = "Trần Văn Hùng, Trưởng đoàn\nVõ Thị Em, Kế toán trưởng", content });
        }

        foreach (var (no, violation, what, workers, amount, dropped) in ((int, string, string, int, long, string?)[])
            [(1, "late", "Chậm đóng hai kỳ cho 57 người", 57, 55_500_000, null), (2, "too-few", "Không đóng cho 3 lao động thử việc đã ký hợp đồng", 3, 4_800_000, null), (3, "late", "Tính nhầm", 1, 1, "nhầm kỳ")])
        {
            await tx.Execute(
                """
                insert into col_inspection_findings (subject_id, act, occurrence, finding_no, violation, what, workers, from_period, to_period, social, health, unemployment, accident, dropped)
                values (@SubjectId, @Act, @Occurrence, @no, @violation, @what, @workers, 202109, 202110, @amount, 0, 0, 0, @dropped)
                """,
                new { task.SubjectId, task.Act, task.Occurrence, no = (short)no, violation, what, workers, amount, dropped });
        }

        await Label(tx, task, 1, "QĐ-TTR", "05/QĐ-BHXH");
        await Label(tx, task, 2, "BB-TTR", "03/BB-BHXH");
    }

    private static async Task Penalty(Session tx, WorkTask task)
    {
        await tx.Execute(
            "insert into col_penalties (subject_id, act, occurrence, organisation, offender, witnesses, opinion) values (@SubjectId, @Act, @Occurrence, @yes, @Name, 'Đỗ Văn Tài', 'Xin giảm nhẹ vì dịch bệnh')",
            new { task.SubjectId, task.Act, task.Occurrence, task.Name, yes = true });
        await tx.Execute(
            """
            insert into col_penalty_acts (subject_id, act, occurrence, act_no, violation, what, from_day, until_day, amount, workers, fine, fine_reason, citation)
            values (@SubjectId, @Act, @Occurrence, 1, 'late', 'Chậm đóng hai kỳ', @from, @until, 55500000, 57, 14985000, 'thành khẩn khai báo', 'Nghị định số 28/2020/NĐ-CP, Điều 39 khoản 5')
            """,
            new { task.SubjectId, task.Act, task.Occurrence, from = new DateOnly(2021, 10, 1), until = new DateOnly(2021, 11, 3) });
        foreach (var element in ViolationBook.Find("late")!.Elements)
        {
            await tx.Execute(
                "insert into col_penalty_proofs (subject_id, act, occurrence, act_no, element, source, ledger_debt, recorded_by, recorded_at) values (@SubjectId, @Act, @Occurrence, 1, @Code, 'Kết luận 02/KL-BHXH', 55500000, 'x', 0)",
                new { task.SubjectId, task.Act, task.Occurrence, element.Code });
        }

        await Label(tx, task, 3, "BB-VPHC", "04/BB-BHXH");
    }

    private static async Task Suspension(Session tx, WorkTask task)
    {
        await tx.Execute(
            """
            insert into col_makeups (subject_id, act, occurrence, kind, from_period, until_period, paper, due_on)
            values (@SubjectId, @Act, @Occurrence, 'ordinary', 202108, 202110, 'Quyết định 12/QĐ-BHXH ngày 20/8/2021', @due)
            """,
            new { task.SubjectId, task.Act, task.Occurrence, due = new DateOnly(2021, 11, 30) });
        foreach (var (period, payroll) in ((int, long?)[])[(202108, 420_000_000), (202109, null), (202110, null)])
        {
            await tx.Execute(
                "insert into col_makeup_months (subject_id, act, occurrence, period, payroll) values (@SubjectId, @Act, @Occurrence, @period, @payroll)",
                new { task.SubjectId, task.Act, task.Occurrence, period, payroll });
        }
    }

    private static Task<int> Label(Session tx, WorkTask task, int no, string form, string label) => tx.Execute(
        "insert into wrk_papers (subject_id, paper_no, act, occurrence, form, state, label) values (@SubjectId, @no, @Act, @Occurrence, @form, 'signed', @label)",
        new { task.SubjectId, task.Act, task.Occurrence, no, form, label });
}

using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Planning;
using BaoPhu.Rules.Planning;

namespace BaoPhu.Core.Demonstration;

/// <summary>
/// For the first province: a few difficulties at every step (one overdue), guidance of two central units of which one waits, who is in charge of the province, a mission with its findings, the month's plan
/// approved and the week's as a draft, a proposal to commend as a draft.
/// </summary>
internal sealed class PlanningDone(Db db, DemonstrationOrder order, Reference.Province province, IReadOnlyList<DemonstrationPerson> people)
{
    private const long Day = 86_400_000;

    private readonly Scope _scope = Scope.OfProvince(province.Code);
    private readonly StillClock _now = new(order.AsOf);

    private Actor Director => people.First(p => p.Role == Role.ProvinceDirector && p.OfficeCode == province.OfficeCode).Actor;
    private Actor Officer => people.First(p => p.Role == Role.CollectionOfficer && p.OfficeCode == province.OfficeCode).Actor;
    private DemonstrationPerson? District => people.FirstOrDefault(p => p.Role == Role.DistrictDirector);
    private DateOnly Today => order.AsOf.Day;

    public async Task Load()
    {
        await Difficulties();
        await Assignments();
        await Plans();
        await Commend();
    }

    private async Task Difficulties()
    {
        // Ten days ago: more than the working days in which the unit answers.
        var (early, late) = (At(10), new Planning.Difficulties(db, _now));
        await early.Raise(Director, _scope, new("inspection", "Thanh tra kết hợp ở địa bàn cấp độ 4", "Đơn vị ở khu phong tỏa, đoàn không vào được trụ sở. Đề nghị hướng dẫn thành phần hồ sơ khi thanh tra bằng hình thức khác.", null));
        var answered = await early.Raise(Officer, _scope, new("collection", "Gửi thông báo cho đơn vị đổi trụ sở chưa đăng ký", "Bưu điện hoàn trả thông báo; địa chỉ mới chưa có trên đăng ký kinh doanh.", null));
        var unit = people.First(p => p.SignIn == "tw.thu").Actor;
        await At(7).Answer(unit, Scope.Nation, answered, 0, "Gửi theo địa chỉ đơn vị tự khai gần nhất, kèm thư điện tử; lập biên bản xác minh với công an phường và ghi vào hồ sơ.");
        await At(6).Accept(Officer, _scope, answered, 1);
        if (District?.Actor is { } district)
        {
            var scope = Scope.OfOffices(province.Code, [district.OfficeCode]);
            await At(1).Raise(district, scope, new("epidemic", "Thiếu người đến đơn vị khi phường chuyển cấp độ 3", "Hai cán bộ thu đang cách ly, 40 việc trực tiếp đến hạn trong tuần. Đề nghị tỉnh điều phối.", null));
            var own = await At(3).Raise(district, scope, new("outreach", "Hết tờ rơi BHXH tự nguyện", "Cần 2.000 tờ cho hội nghị khách hàng trong tháng.", null));
            await late.Answer(Officer, _scope, own, 0, "Tỉnh cấp 2.000 tờ, nhận tại Phòng Truyền thông từ ngày mai.");
        }
    }

    private async Task Assignments()
    {
        var (early, assignments) = (new Planning.Assignments(db, new StillClock(new(order.AsOf.Milliseconds - (5 * Day)))), new Planning.Assignments(db, _now));
        var inspection = people.First(p => p.OfficeCode == "00004");
        var collection = people.First(p => p.SignIn == "tw.thu");
        var guided = await early.Issue(inspection.Actor, new(
            "2.4-1", "412/HD-TTKT", "Hướng dẫn thanh tra chuyên ngành đột xuất bằng phương pháp kết hợp", "Thông báo trước bằng văn bản; kiểm tra hồ sơ gửi qua dịch vụ công ích; làm việc trực tuyến, lập biên bản có chữ ký số.", Today.AddDays(2), []));
        await early.Issue(collection.Actor, new("2.1-1", "3610/BHXH-TST", "Phân công cán bộ theo dõi địa bàn và chế độ phản ánh vướng mắc", "Mỗi tỉnh cử một đầu mối; vướng mắc gửi qua hệ thống, không gửi riêng.", Today.AddDays(-1), []));
        await assignments.Acknowledge(Director, _scope, guided, province.Code, "Đã phổ biến đến Phòng Thanh tra - Kiểm tra và các huyện.");
        await early.PutInCharge(collection.Actor, province.Code, collection.UserId, Today.AddDays(-5));
        var mission = await early.Send(inspection.Actor, new(province.Code, inspection.Name, Today.AddDays(-4), Today.AddDays(-2), "Kiểm tra việc tổ chức thanh tra đột xuất đơn vị nợ từ 03 tháng."));
        await assignments.Tell(inspection.Actor, Scope.Nation, mission, 0, "Hồ sơ đúng quy trình; thời gian từ quyết định đến công bố còn dài.", "Kiến nghị rút ngắn bước công bố, điều thêm hai thanh tra viên cho quý.");
    }

    private async Task Plans()
    {
        var plans = new Planning.Plans(db, _now);
        var month = await plans.Begin(Officer, _scope, province.Code, PlanTerms.Month, Today);
        var (_, last) = PlanTerms.Of(PlanTerms.Month, Today);
        await plans.Save(Officer, _scope, month, 0, 0, new("conference", "Hội nghị khách hàng trực tuyến với hộ kinh doanh", null, 4, last, ""));
        await plans.Save(Officer, _scope, month, 1, 0, new("review", "Rà soát đơn vị theo dữ liệu thuế", null, 200, last, "Theo danh sách cơ quan Thuế chuyển quý III"));
        await plans.Approve(Director, _scope, month, 2);
        await plans.Begin(Officer, _scope, province.Code, PlanTerms.Week, Today);
    }

    private async Task Commend()
    {
        var (from, to) = PlanTerms.Of(PlanTerms.Month, Today);
        var ranking = await new Rankings(db, _now).Of(_scope, Rankings.Unit, from, to);
        var best = ranking.Rows.Take(2).Select(r => r.Code).ToList();
        if (best.Count > 0)
        {
            await new Commendations(db, _now).Begin(Officer, _scope, Rankings.Unit, from, to, best, "Hoàn thành sớm kế hoạch thu, giữ nợ thấp trong thời gian giãn cách.", ranking.Digest);
        }
    }

    private Planning.Difficulties At(int daysAgo) => new(db, new StillClock(new(order.AsOf.Milliseconds - (daysAgo * Day))));
}

using System.Globalization;
using BaoPhu.Core.Imports;
using BaoPhu.Core.Texts;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Imports;

/// <summary>The words of faults: in both languages two parts, what is wrong and what to do or what became of the cell; and titles as they are written inside a sentence.</summary>
public sealed class FaultWordsTests
{
    [Theory]
    [InlineData("vi")]
    [InlineData("en")]
    public void Every_fault_says_what_is_wrong_and_what_comes_of_it(string language)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        try
        {
            Assert.All(Text.Beginning("Imports", "Fault_"), fault => Assert.Matches("^.{4,}?(\\. |; ).{4,}$", Text.Of("Imports.Fault_" + fault)));
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_title_that_begins_with_an_abbreviation_keeps_its_letters_and_the_value_is_masked(Engine engine)
    {
        await using var desk = await ImportDesk.Open(engine);
        var result = await desk.Run(ImportKinds.Tax, desk.File("thue.csv", ["MST đơn vị chi trả,Tên đơn vị chi trả,Họ và tên,MST cá nhân,Năm quyết toán", "0100109106,An Phú,Nguyễn Văn A,80123456789012345,2020"]));
        Assert.Equal("Dòng 2: MST cá nhân \"801•••45\" không đúng dạng; dòng được nhận, giữ các chữ số như trong tệp để đối chiếu.", Assert.Single(result.WarningTexts));
    }
}

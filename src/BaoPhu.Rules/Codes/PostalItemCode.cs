using System.Globalization;

namespace BaoPhu.Rules.Codes;

/// <summary>
/// Identifier of a postal item by UPU standard S10: two letters of the service, eight digits, a check digit, the country: "RR473124829VN". The post gives an office a range of
/// serial numbers; without one an item has no code until the post sticks its own.
/// </summary>
public static class PostalItemCode
{
    private const string Country = "VN";
    private static readonly int[] Weights = [8, 6, 4, 2, 3, 5, 9, 7];

    /// <summary>The code of a serial number. Throws <see cref="ArgumentException"/> for a service that is not two capital letters or a serial of more than eight digits.</summary>
    public static string Of(string service, int serial)
    {
        if (service.Length != 2 || !service.All(char.IsAsciiLetterUpper) || serial is < 0 or > 99_999_999)
        {
            throw new ArgumentException($"'{service}' {serial} is no service and serial number", nameof(service));
        }

        var digits = serial.ToString("00000000", CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{service}{digits}{CheckDigit(digits)}{Country}");
    }

    /// <summary>True for thirteen characters of the shape above whose check digit is right, of whatever country.</summary>
    public static bool IsValid(ReadOnlySpan<char> code) =>
        code.Length == 13 && char.IsAsciiLetterUpper(code[0]) && char.IsAsciiLetterUpper(code[1]) && char.IsAsciiLetterUpper(code[11]) && char.IsAsciiLetterUpper(code[12])
        && !code[2..11].ContainsAnyExceptInRange('0', '9') && CheckDigit(code[2..10]) == code[10] - '0';

    private static int CheckDigit(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 0; i < Weights.Length; i++)
        {
            sum += (digits[i] - '0') * Weights[i];
        }

        return (11 - (sum % 11)) switch { 10 => 0, 11 => 5, var digit => digit };
    }
}

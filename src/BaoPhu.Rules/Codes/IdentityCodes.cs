namespace BaoPhu.Rules.Codes;

/// <summary>
/// Tax codes (domain §1.6): 10 digits with a check digit, 13 = 10 + "-" + dependent unit 001–999, or the 12 digits of a person since 7/2025 (TT 86/2024/TT-BTC).
/// </summary>
public static class TaxCode
{
    private static ReadOnlySpan<byte> Weights => [31, 29, 23, 19, 17, 13, 7, 5, 3];

    /// <summary>True if the ten digits end in their check digit (10 − Σ mod 11; a result of 10 is not issued) and the serial is not all zero.</summary>
    public static bool HasCheckDigit(ReadOnlySpan<char> ten)
    {
        if (ten.Length != 10 || !Cell.IsDigits(ten) || !ten[2..9].ContainsAnyExcept('0'))
        {
            return false;
        }

        var sum = 0;
        for (var i = 0; i < 9; i++)
        {
            sum += (ten[i] - '0') * Weights[i];
        }

        return 10 - (sum % 11) == ten[9] - '0';
    }

    /// <summary>True for a well-formed code whose check digit is right; a code of 12 digits has none and only its shape is looked at.</summary>
    public static bool IsValid(ReadOnlySpan<char> code) => code.Length switch
    {
        10 => HasCheckDigit(code),
        14 => HasCheckDigit(code[..10]) && code[10] == '-' && Cell.IsDigits(code[11..]) && code[11..] is not "000",
        12 => CitizenId.IsTwelve(code),
        _ => false,
    };

    /// <summary>
    /// A cell as a tax code. Doubtful where the shape is right and the check digit wrong. Lost zeros come back where the check digit or the length proves them;
    /// twelve digits beginning with a zero are a person's, others can only be a 13-digit code that lost its zero.
    /// </summary>
    public static CellRepair Read(ReadOnlySpan<char> cell)
    {
        var raw = Cell.Trim(cell);
        if (raw.Length == 0)
        {
            return CellRepair.Empty;
        }

        if (Cell.IsScientific(raw))
        {
            return CellRepair.Refused(CellReason.ScientificNotation);
        }

        if (!Cell.TryDigits(Cell.WithoutPointZero(raw), "-. ", out var digits))
        {
            return CellRepair.Refused(CellReason.WrongCharacter);
        }

        switch (digits.Length)
        {
            case 10:
                return Judge(digits, raw);
            case 13:
                return Judge($"{digits.AsSpan(0, 10)}-{digits.AsSpan(10)}", raw);
            case 12 when digits[0] == '0':
                return CitizenId.IsTwelve(digits) ? Judge(digits, raw) : CellRepair.Doubtful(digits, CellReason.NotIssued);
            case 12 when HasCheckDigit($"0{digits.AsSpan(0, 9)}"):
                return CellRepair.Repaired($"0{digits.AsSpan(0, 9)}-{digits.AsSpan(9)}", CellReason.LeadingZerosLost);
            case 11 when CitizenId.IsTwelve("0" + digits):
                return CellRepair.Repaired("0" + digits, CellReason.LeadingZerosLost);
            case 9 when HasCheckDigit("0" + digits):
                return CellRepair.Repaired("0" + digits, CellReason.LeadingZerosLost);
            case 9 or 11 or 12:
                return CellRepair.Refused(CellReason.AmbiguousLength);
            default:
                return CellRepair.Refused(CellReason.WrongLength);
        }
    }

    private static CellRepair Judge(string code, ReadOnlySpan<char> raw) =>
        !IsValid(code) ? CellRepair.Doubtful(code, CellReason.WrongCheckDigit)
        : raw.SequenceEqual(code) ? CellRepair.Ok(code)
        : CellRepair.Repaired(code, CellReason.Rewritten);
}

/// <summary>Identity numbers of persons (domain §1.5): 12 digits (CCCD, số định danh), or the old CMND of 9.</summary>
public static class CitizenId
{
    /// <summary>True for 12 digits whose first three can be a province of birth: 001 to 096, or a country (100 and above).</summary>
    public static bool IsTwelve(ReadOnlySpan<char> digits) =>
        digits.Length == 12 && Cell.IsDigits(digits) && int.Parse(digits[..3], System.Globalization.CultureInfo.InvariantCulture) is (>= 1 and <= 96) or >= 100;

    /// <summary>A cell as an identity number: 11 digits lost one zero (12), 10 lost two (provinces 001–009), 8 lost one (9).</summary>
    public static CellRepair Read(ReadOnlySpan<char> cell)
    {
        var raw = Cell.Trim(cell);
        if (raw.Length == 0)
        {
            return CellRepair.Empty;
        }

        if (Cell.IsScientific(raw))
        {
            return CellRepair.Refused(CellReason.ScientificNotation);
        }

        if (!Cell.TryDigits(Cell.WithoutPointZero(raw), " .-", out var digits))
        {
            return CellRepair.Refused(CellReason.WrongCharacter);
        }

        return digits.Length switch
        {
            9 or 12 when digits.Length == 12 && !IsTwelve(digits) => CellRepair.Refused(CellReason.NotIssued),
            9 or 12 => raw.SequenceEqual(digits) ? CellRepair.Ok(digits) : CellRepair.Repaired(digits, CellReason.Rewritten),
            11 when IsTwelve("0" + digits) => CellRepair.Repaired("0" + digits, CellReason.LeadingZerosLost),
            10 when digits[0] is not '0' => CellRepair.Repaired("00" + digits, CellReason.LeadingZerosLost),
            8 => CellRepair.Repaired("0" + digits, CellReason.LeadingZerosLost),
            10 or 11 => CellRepair.Refused(CellReason.AmbiguousLength),
            _ => CellRepair.Refused(CellReason.WrongLength),
        };
    }
}

/// <summary>Codes of a fixed number of digits: mã số BHXH (10), mã cơ quan BHXH (5), mã xã (5), mã huyện (3), mã tỉnh (2). Domain §1.2, 1.3, 1.7.</summary>
public static class FixedDigits
{
    /// <summary>A cell as a code of <paramref name="length"/> digits; up to <paramref name="maxLost"/> missing leading zeros are put back, more are ambiguous.</summary>
    public static CellRepair Read(ReadOnlySpan<char> cell, int length, int maxLost = 1)
    {
        var raw = Cell.Trim(cell);
        if (raw.Length == 0)
        {
            return CellRepair.Empty;
        }

        if (Cell.IsScientific(raw))
        {
            return CellRepair.Refused(CellReason.ScientificNotation);
        }

        if (!Cell.TryDigits(Cell.WithoutPointZero(raw), " ", out var digits))
        {
            return CellRepair.Refused(CellReason.WrongCharacter);
        }

        if (digits.Length == length)
        {
            return raw.SequenceEqual(digits) ? CellRepair.Ok(digits) : CellRepair.Repaired(digits, CellReason.Rewritten);
        }

        return digits.Length > length ? CellRepair.Refused(CellReason.WrongLength)
            : digits[0] != '0' && length - digits.Length <= maxLost ? CellRepair.Repaired(digits.PadLeft(length, '0'), CellReason.LeadingZerosLost)
            : CellRepair.Refused(CellReason.AmbiguousLength);
    }

    public static CellRepair SocialInsuranceNumber(ReadOnlySpan<char> cell) => Read(cell, 10);
    public static CellRepair OfficeCode(ReadOnlySpan<char> cell) => Read(cell, 5);
    public static CellRepair Commune(ReadOnlySpan<char> cell) => Read(cell, 5);

    /// <summary>
    /// A cell that may hold a province (2), district (3) or commune (5 digits). Four digits can only be a commune without its zero; one digit may be any of the three
    /// and is refused. Two and three digits are taken as they stand.
    /// </summary>
    public static CellRepair Locality(ReadOnlySpan<char> cell)
    {
        var any = Read(cell, 5, maxLost: 1);
        var raw = Cell.WithoutPointZero(Cell.Trim(cell));
        return any.Verdict == CellVerdict.Refused && raw.Length is 2 or 3 && Cell.IsDigits(raw) ? CellRepair.Ok(raw.ToString()) : any;
    }
}

/// <summary>Unit codes (domain §1.1): seven characters, capital; a cell with small letters or spaces is rewritten.</summary>
public static class EmployerCode
{
    public static CellRepair Read(ReadOnlySpan<char> cell)
    {
        var raw = Cell.Trim(cell);
        if (raw.Length == 0)
        {
            return CellRepair.Empty;
        }

        if (raw.Length != EmployerKey.CodeLength)
        {
            return CellRepair.Refused(Cell.IsScientific(raw) ? CellReason.ScientificNotation : CellReason.WrongLength);
        }

        if (EmployerKey.IsCode(raw))
        {
            return CellRepair.Ok(raw.ToString());
        }

        Span<char> upper = stackalloc char[EmployerKey.CodeLength];
        raw.ToUpperInvariant(upper);
        return EmployerKey.IsCode(upper) ? CellRepair.Repaired(upper.ToString(), CellReason.Rewritten)
            : CellRepair.Refused(Cell.IsScientific(raw) ? CellReason.ScientificNotation : CellReason.WrongCharacter);
    }
}

/// <summary>Telephone numbers in the form 0… without separators (domain §1.9).</summary>
public static class PhoneNumber
{
    // Prefixes of eleven-digit mobiles that ended in 2018 → their ten-digit successors, after the leading zero.
    private static readonly Dictionary<string, string> Old = new(StringComparer.Ordinal)
    {
        ["162"] = "32", ["163"] = "33", ["164"] = "34", ["165"] = "35", ["166"] = "36", ["167"] = "37", ["168"] = "38", ["169"] = "39",
        ["120"] = "70", ["121"] = "79", ["122"] = "77", ["126"] = "76", ["128"] = "78",
        ["123"] = "83", ["124"] = "84", ["125"] = "85", ["127"] = "81", ["129"] = "82",
        ["186"] = "56", ["188"] = "58", ["199"] = "59",
    };

    public static bool IsMobile(ReadOnlySpan<char> phone) =>
        phone.Length == 10 && Cell.IsDigits(phone) && phone[0] == '0' && phone[1] is '3' or '5' or '7' or '8' or '9';

    /// <summary>True for 0 + 2xx + 7 digits, or 024/028 + 8 digits: eleven in all.</summary>
    public static bool IsLandline(ReadOnlySpan<char> phone) => phone.Length == 11 && Cell.IsDigits(phone) && phone[0] == '0' && phone[1] == '2';

    /// <summary>True for 1800…/1900… with four to six further digits.</summary>
    public static bool IsService(ReadOnlySpan<char> phone) => phone.Length is >= 8 and <= 10 && Cell.IsDigits(phone) && phone[..4] is "1800" or "1900";

    /// <summary>A cell as one telephone number: +84, 84 and 0084 become 0, a lost zero comes back, old mobiles are converted.</summary>
    public static CellRepair Read(ReadOnlySpan<char> cell)
    {
        var raw = Cell.Trim(cell);
        if (raw.Length == 0)
        {
            return CellRepair.Empty;
        }

        if (Cell.IsScientific(raw))
        {
            return CellRepair.Refused(CellReason.ScientificNotation);
        }

        if (raw.ContainsAny("/;,|") || raw.Contains(" - ", StringComparison.Ordinal))
        {
            return CellRepair.Refused(CellReason.Several);
        }

        var plus = raw[0] == '+';
        if (!Cell.TryDigits(Cell.WithoutPointZero(plus ? raw[1..] : raw), " .-()", out var digits))
        {
            return CellRepair.Refused(CellReason.WrongCharacter);
        }

        var reason = CellReason.Rewritten;
        if (IsService(digits))
        {
            return raw.SequenceEqual(digits) ? CellRepair.Ok(digits) : CellRepair.Repaired(digits, reason);
        }

        var national = digits.StartsWith("0084", StringComparison.Ordinal) ? digits[4..]
            : digits.StartsWith("84", StringComparison.Ordinal) && (plus || digits.Length >= 11) ? digits[2..]
            : plus ? null
            : digits;
        if (national is null)
        {
            return CellRepair.Refused(CellReason.WrongCharacter);
        }

        if (national.Length > 0 && national[0] != '0')
        {
            reason = national.Length == digits.Length ? CellReason.LeadingZerosLost : reason;
            national = "0" + national;
        }

        if (national.Length == 11 && national[1] == '1' && Old.TryGetValue(national[1..4], out var prefix))
        {
            return CellRepair.Repaired($"0{prefix}{national.AsSpan(4)}", CellReason.OldMobile);
        }

        if (!IsMobile(national) && !IsLandline(national))
        {
            return CellRepair.Refused(national.Length is 10 or 11 ? CellReason.NotIssued : CellReason.WrongLength);
        }

        return raw.SequenceEqual(national) ? CellRepair.Ok(national) : CellRepair.Repaired(national, reason);
    }
}

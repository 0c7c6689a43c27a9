using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using QRCoder;

namespace BaoPhu.Web.Pages.Identity.Account;

/// <summary>Sets the second factor up, renews its recovery codes or takes it off. The key travels in the form until the app has proved that it has it.</summary>
public sealed class SecondFactorModel(SecondFactor factor, Door door) : HousePage
{
    [BindProperty]
    public string? Key { get; set; }

    [BindProperty]
    public string? Code { get; set; }

    /// <summary>Shown this once.</summary>
    public IReadOnlyList<string> RecoveryCodes { get; private set; } = [];

    public int Left { get; private set; }

    /// <summary>The role must have a second factor.</summary>
    public bool MustStay { get; private set; }

    /// <summary>A square of the picture is one unit; the path draws the dark ones row by row.</summary>
    public (string Path, int Size) Picture { get; private set; }

    /// <summary>The key in groups of four, for typing.</summary>
    public string KeyText => string.Join(' ', Key!.Chunk(4).Select(c => new string(c)));

    public async Task OnGetAsync() => await Load();

    public Task<IActionResult> OnPostAsync() => With(async () => RecoveryCodes = await factor.SetUp(Me.User.Actor, Me.SessionId, Key ?? "", Code!));

    public Task<IActionResult> OnPostRenewAsync() => With(async () => RecoveryCodes = await factor.Renew(Me.User.Actor, Code!));

    public async Task<IActionResult> OnPostRemoveAsync()
    {
        Need(Code, nameof(Code), "People.NeedCode");
        AtField("People.FactorWrong", nameof(Code));
        return await Try(
            async () =>
            {
                await factor.Remove(Me.User.Actor, Code!, await door.WantsFactor(Me.User));
                return Done("/identity/account", Text.Of("People.FactorRemoved"));
            },
            Load);
    }

    private async Task<IActionResult> With(Func<Task> act)
    {
        Need(Code, nameof(Code), "People.NeedCode");
        AtField("People.FactorWrong", nameof(Code));
        return await Try(
            async () =>
            {
                await act();
                return Page();
            },
            Load);
    }

    private async Task Load()
    {
        if (Me.User.HasFactor)
        {
            (Left, MustStay) = (await factor.Left(Me.User.UserId), await door.WantsFactor(Me.User));
            return;
        }

        Key = TimeCode.FromText(Key) is null ? SecondFactor.NewKey() : Key!.ToUpperInvariant();
        using var maker = new QRCodeGenerator();
        using var code = maker.CreateQrCode(SecondFactor.Address(Me.User, Key), QRCodeGenerator.ECCLevel.M);
        var rows = code.ModuleMatrix;
        var path = new System.Text.StringBuilder();
        for (var y = 0; y < rows.Count; y++)
        {
            for (var x = 0; x < rows[y].Length; x++)
            {
                if (rows[y][x])
                {
                    path.Append(System.Globalization.CultureInfo.InvariantCulture, $"M{x} {y}h1v1h-1z");
                }
            }
        }

        Picture = (path.ToString(), rows.Count);
    }
}

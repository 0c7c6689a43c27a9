using BaoPhu.Core.Imports;
using BaoPhu.Core.Texts;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Imports;

/// <summary>One run for good: file, digest, columns, counts, and its rejected rows to be mended.</summary>
public sealed class RunsModel(ImportRuns imports) : HousePage
{
    public ImportRun Run { get; private set; } = null!;

    public async Task OnGetAsync(string id) => Run = await imports.Run(Me.Actor, Me.Scope, id);

    public async Task<IActionResult> OnGetRejectsAsync(string id)
    {
        Run = await imports.Run(Me.Actor, Me.Scope, id);
        if (Run.RejectsPath is not { } path || !System.IO.File.Exists(path))
        {
            throw new Refusal("ImportsPages.NoRejects") { Kind = RefusalKind.Missing };
        }

        return PhysicalFile(Path.GetFullPath(path), "application/octet-stream", Path.GetFileName(path));
    }
}

using BaoPhu.Core.Identity;
using BaoPhu.Core.Messaging;
using BaoPhu.Core.Organisation;
using BaoPhu.Web.Shell;

namespace BaoPhu.Web.Pages.Messaging.Templates;

/// <summary>The templates in force for the person's province, at the centre the nation's.</summary>
public sealed class IndexModel(MessageTemplates templates) : HousePage
{
    public IReadOnlyList<MessageTemplate> List { get; private set; } = [];
    public bool MayChange => Me.May("/messaging/templates", Permissions.Change);

    public async Task OnGetAsync() => List = await templates.List(Me.Province ?? Settings.NationScope);
}

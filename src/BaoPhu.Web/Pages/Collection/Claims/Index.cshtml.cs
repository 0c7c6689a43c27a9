using BaoPhu.Core.Collection;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Policy;

namespace BaoPhu.Web.Pages.Collection.Claims;

/// <summary>Those to begin and those under way.</summary>
public sealed class IndexModel(StandingLists lists, ContactCards cards) : StandingListPage(lists, cards, ActNames.Claim);

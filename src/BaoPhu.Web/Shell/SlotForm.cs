using BaoPhu.Core.Data;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Work;

namespace BaoPhu.Web.Shell;

/// <summary>The fields of a slot as they are posted, and the limit that is shown above them.</summary>
public sealed class SlotForm
{
    /// <summary>One name a line.</summary>
    public string? People { get; set; }
    public Instant? From { get; set; }
    public Instant? To { get; set; }
    public string Gathering { get; set; } = "visit";
    public int Guests { get; set; } = 1;
    public string PlaceKind { get; set; } = "employer";
    public string? Place { get; set; }
    public string? Space { get; set; }
    public bool Outdoor { get; set; }

    /// <summary>m².</summary>
    public int? Area { get; set; }

    /// <summary>What holds at the place now, which is shown and never bound; no limit where none is recorded.</summary>
    internal LevelFinding? Level { get; set; }
    internal PlaceLimit? Limit { get; set; }

    /// <summary>The wish as the fields tell it; both hours are there. Not public: validation would ask for it when they are not.</summary>
    internal Arrangement Wish => new(
        (People ?? "").Split((char[])['\n', ',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), From!.Value.Local.DateTime, To!.Value.Local.DateTime, Space ?? "", Place ?? "")
    {
        Gathering = Gathering, Guests = Guests, Outdoor = Outdoor, Area = Area, PlaceKind = PlaceKind,
    };

    public static SlotForm Of(Arrangement held) => new()
    {
        People = string.Join('\n', held.People), Space = held.Space, Place = held.Place, Gathering = held.Gathering, PlaceKind = held.PlaceKind, Guests = held.Guests, Outdoor = held.Outdoor, Area = held.Area,
    };
}

using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;

namespace BaoPhu.Web.Pages.Identity;

/// <summary>The table of permissions in words: texts "People.Folder_organisation_levels" and "People.Act_organisation_levels_announce".</summary>
public static class PermissionWords
{
    public static string FolderKey(string folder) => "People.Folder_" + Key(folder);

    public static string ActKey(Permission row) => row.Act == Permissions.See ? "People.Act_see" : "People.Act_" + Key(row.Folder) + "_" + row.Act;

    /// <summary>"Cấp độ dịch: ghi nhận công bố".</summary>
    public static string Of(Permission row) => Text.Of("People.ActOfFolder", Folder(row.Folder), Act(row));

    /// <summary>The same for the name in a delegation.</summary>
    public static string OfName(string name) => name.Split(' ') is [var folder, var act] ? Of(new(folder, act, [])) : name;

    public static string Folder(string folder) => Text.Find(FolderKey(folder)) ?? folder;

    public static string Act(Permission row) => Text.Find(ActKey(row)) ?? row.Act;

    /// <summary>A role as a row names it: "Cán bộ đơn vị trực thuộc (thu – sổ, thẻ)".</summary>
    public static string Role(string entry) => entry.Split('/') is [var role, var subject]
        ? Text.Of("People.RoleOfSubject", Text.Of("Identity.Role_" + role), Text.Of("People.Subject_" + subject))
        : Text.Of("Identity.Role_" + entry);

    private static string Key(string folder) => folder == "/" ? "start" : folder[1..].Replace('/', '_');
}

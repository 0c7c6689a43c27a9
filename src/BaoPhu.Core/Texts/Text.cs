using System.Collections.Concurrent;
using System.Globalization;
using System.Resources;

namespace BaoPhu.Core.Texts;

/// <summary>
/// The words of screens, messages and errors. A key is "Module.Name" and lives in Texts/Module.resx (Vietnamese, the source language; other languages
/// beside it as Module.xx.resx). A missing key throws: a screen never shows a key.
/// </summary>
public static class Text
{
    private static readonly ConcurrentDictionary<string, ResourceManager> Managers = new(StringComparer.Ordinal);

    /// <summary>Vietnamese formats: 1.234.567 and 03/11/2021.</summary>
    public static readonly CultureInfo Vietnamese = CultureInfo.GetCultureInfo("vi-VN");

    public static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");

    /// <summary>True while the reader's language is English. Figures and dates keep their Vietnamese form in both: the same figure looks the same on screen and paper.</summary>
    public static bool IsEnglish => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en";

    /// <summary>The text of the key in the current language, its places {0}, {1}… filled in.</summary>
    public static string Of(string key, params ReadOnlySpan<object?> values)
    {
        var text = Find(key) ?? throw new MissingManifestResourceException($"no text for '{key}'");
        return values.IsEmpty ? text : string.Format(Vietnamese, text, values);
    }

    /// <summary>The names of a module's texts that begin so, without the beginning: <c>Beginning("Audit", "Act_")</c> → every known act.</summary>
    public static IReadOnlyList<string> Beginning(string module, string prefix)
    {
        var texts = new ResourceManager("BaoPhu.Core.Texts." + module, typeof(Text).Assembly).GetResourceSet(CultureInfo.InvariantCulture, createIfNotExists: true, tryParents: true)!;
        return [.. texts.Cast<System.Collections.DictionaryEntry>().Select(t => (string)t.Key).Where(k => k.StartsWith(prefix, StringComparison.Ordinal)).Select(k => k[prefix.Length..]).Order(StringComparer.Ordinal)];
    }

    /// <summary>The text of the key, or null where there is none (for keys that are made from data).</summary>
    public static string? Find(string key) => Find(key, CultureInfo.CurrentUICulture);

    /// <summary>The words as they stand on a paper, which is Vietnamese whoever reads the screen; null where there are none.</summary>
    public static string? OnPaper(string key) => Find(key, Vietnamese);

    private static string? Find(string key, CultureInfo language)
    {
        var dot = key.IndexOf('.', StringComparison.Ordinal);
        if (dot < 1)
        {
            return null;
        }

        var manager = Managers.GetOrAdd(key[..dot], module => new ResourceManager("BaoPhu.Core.Texts." + module, typeof(Text).Assembly));
        try
        {
            return manager.GetString(key[(dot + 1)..], language);
        }
        catch (MissingManifestResourceException)
        {
            return null;
        }
    }
}

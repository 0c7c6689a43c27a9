using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using BaoPhu.Core.Demonstration;

namespace BaoPhu.Bench;

/// <summary>The site as a process of its own; both share the machine's cores with who asks.</summary>
internal sealed partial class Host : IDisposable
{
    private readonly Process _process;
    private readonly Uri _address = new("http://127.0.0.1:5199");

    public Host(string target)
    {
        var dll = Path.Combine(AppContext.BaseDirectory, "BaoPhu.Web.dll");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.ArgumentList.Add(dll);
        start.ArgumentList.Add("--urls");
        start.ArgumentList.Add(_address.ToString());
        start.Environment["BAOPHU_DB"] = target;
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public async Task Ready()
    {
        using var client = new HttpClient { BaseAddress = _address };
        for (var i = 0; i < 120; i++)
        {
            try
            {
                using var answer = await client.GetAsync(new Uri("/health/ready", UriKind.Relative));
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(500);
        }

        throw new InvalidOperationException("the host did not start");
    }

    public async Task<HttpClient> SignIn(string user)
    {
        var client = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false }) { BaseAddress = _address };
        var page = await client.GetStringAsync(new Uri("/identity/sign-in", UriKind.Relative));
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["__RequestVerificationToken"] = Token().Match(page).Groups[1].Value, ["Name"] = user, ["Password"] = DemonstrationNation.Password,
        });
        using var answer = await client.PostAsync(new Uri("/identity/sign-in", UriKind.Relative), form);
        return answer.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.SeeOther
            ? client
            : throw new InvalidOperationException($"{user} could not sign in: {answer.StatusCode}");
    }

    /// <summary>The form's token of a page.</summary>
    public static string TokenOf(string page) => Token().Match(page).Groups[1].Value;

    /// <summary>What a hidden field of a page holds.</summary>
    public static string FieldOf(string page, string name) => Regex.Match(page, $"name=\"{name}\"[^>]*value=\"([^\"]*)\"", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value;

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex Token();

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }
}

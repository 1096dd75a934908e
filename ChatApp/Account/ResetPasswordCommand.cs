using System.Data.Common;

namespace ChatApp.Account;

/// <summary><c>dotnet ChatApp.dll reset-password EMAIL</c>: whoever has the machine can let a person in again, also while ChatApp runs.</summary>
internal static class ResetPasswordCommand
{
    private const string Name = "reset-password";

    /// <summary>The exit code, or null when the arguments ask for something else.</summary>
    public static async Task<int?> RunAsync(WebApplication app, string[] args)
    {
        if (args is not [Name, ..])
            return null;
        if (args is not [Name, var email, ..] || email.StartsWith('-'))
            return await RefuseAsync("Say whose: reset-password EMAIL");
        try
        {
            return await app.Services.GetRequiredService<ResetLinks>().CreateAsync(email, CancellationToken.None) is { } link
                ? await PrintAsync(Origin(app.Configuration["urls"]) + link)
                : await RefuseAsync("Nobody here has that email.");
        }
        catch (DbException)
        {
            return await RefuseAsync("There is no database to look into. Start ChatApp once before, with the same settings.");
        }
    }

    private static async Task<int> PrintAsync(string link)
    {
        await Console.Out.WriteLineAsync($"Open this within an hour to set a new password; it works once:{Environment.NewLine}{link}");
        return 0;
    }

    private static async Task<int> RefuseAsync(string sentence)
    {
        await Console.Error.WriteLineAsync(sentence);
        return 1;
    }

    // Addresses such as http://*:80 are for listening, not for opening.
    private static string Origin(string? urls)
    {
        var first = (urls ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? "http://localhost:5080";
        return first.Replace("//*", "//localhost", StringComparison.Ordinal).Replace("//+", "//localhost", StringComparison.Ordinal)
            .Replace("//0.0.0.0", "//localhost", StringComparison.Ordinal).Replace("//[::]", "//localhost", StringComparison.Ordinal).TrimEnd('/');
    }
}

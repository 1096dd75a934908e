using System.Net.Sockets;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace ChatApp.Shell;

/// <summary>Turns the ways in which settings and surroundings can be wrong into sentences, one per line, instead of a stack trace.</summary>
internal static partial class StartRefusals
{
    /// <summary>Keeps the host from writing stack traces of a start that fails: what failed is told as a sentence, or ends the process with the exception itself.</summary>
    public static void LetAFailedStartBeCalm(this WebApplicationBuilder builder)
    {
        var started = false;
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => started && level >= LogLevel.Warning);
        builder.Services.AddOptions<HostOptions>().Configure<IHostApplicationLifetime>((_, lifetime) => lifetime.ApplicationStarted.Register(() => started = true));
    }

    /// <summary>What to tell; empty when the exception is a bug and not a refusal.</summary>
    public static IReadOnlyList<string> Of(Exception exception) => exception switch
    {
        StartRefusedException => [exception.Message],
        OptionsValidationException options => [.. options.Failures.Select(Unwrapped)],
        AggregateException several when several.InnerExceptions.All(inner => Of(inner).Count > 0) => [.. several.InnerExceptions.SelectMany(Of)],
        InvalidOperationException when Misfit().Match(exception.Message) is { Success: true } misfit =>
            [$"{misfit.Groups["key"].Value} must be {Expected(misfit.Groups["type"].Value)}."],
        IOException { InnerException: AddressInUseException } when Address().Match(exception.Message) is { Success: true } taken =>
            [$"Another program, perhaps another ChatApp, listens at {taken.Value} already. End it, or start here with --urls and another port."],
        SocketException { SocketErrorCode: SocketError.AccessDenied or SocketError.AddressNotAvailable } =>
            [$"ChatApp may not listen at the address it was given: {exception.Message}. Choose another with --urls."],
        // SqlClient's words. The variable, which small container images set, wins over our project file.
        NotSupportedException when exception.Message.Contains("Globalization Invariant Mode", StringComparison.Ordinal) =>
            ["SQL Server cannot be used with DOTNET_SYSTEM_GLOBALIZATION_INVARIANT. Install libicu and remove that variable."],
        _ => [],
    };

    public static int Print(IReadOnlyList<string> sentences)
    {
        foreach (var sentence in sentences)
        {
            Console.Error.WriteLine(sentence);
        }
        return 1;
    }

    private static string Unwrapped(string failure) =>
        Annotation().Match(failure) is { Success: true } match ? match.Groups["sentence"].Value : failure;

    private static string Expected(string type) => type switch
    {
        "System.Int32" or "System.Int64" => "a whole number",
        "System.Boolean" => "true or false",
        "System.TimeSpan" => "a time span such as 00:03:00",
        _ when typeof(StartRefusals).Assembly.GetType(type) is { IsEnum: true } names => AnyOf(Enum.GetNames(names)),
        _ => $"a {type.Split('.')[^1]}",
    };

    private static string AnyOf(string[] names) => names.Length < 2 ? names[0] : $"{string.Join(", ", names[..^1])} or {names[^1]}";

    [GeneratedRegex("with the error: '(?<sentence>.*)'\\.$", RegexOptions.Singleline)]
    private static partial Regex Annotation();

    [GeneratedRegex("https?://\\S+(?=:)")]
    private static partial Regex Address();

    // The binder's own words; they carry the value, which may be a secret in the wrong place.
    [GeneratedRegex("at '(?<key>[^']+)' to type '(?<type>[^']+)'\\.$")]
    private static partial Regex Misfit();
}

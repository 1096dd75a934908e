using System.Globalization;

namespace ChatApp.E2E.Measurements;

/// <summary>The figures of the README, each by a command of its own; best on a calm machine, in Release.</summary>
internal static class Measure
{
    private static readonly TimeSpan AtMost = TimeSpan.FromMinutes(10);

    public static async Task<int> RunAsync(string[] args)
    {
        using var limit = new CancellationTokenSource(AtMost);
        Task? measurement = args switch
        {
            ["pages"] => PagesMeasurement.RunAsync(500, limit.Token),
            ["pages", var number] => PagesMeasurement.RunAsync(int.Parse(number, CultureInfo.InvariantCulture), limit.Token),
            ["cycles"] => CyclesMeasurement.RunAsync(500, limit.Token),
            ["cycles", var number] => CyclesMeasurement.RunAsync(int.Parse(number, CultureInfo.InvariantCulture), limit.Token),
            ["stopped"] => StoppedMeasurement.RunAsync(50, limit.Token),
            ["opening"] => OpeningMeasurement.RunAsync(limit.Token),
            ["admin"] => AdminMeasurement.RunAsync(limit.Token),
            ["order"] => OrderMeasurement.RunAsync(limit.Token),
            ["files"] => FilesMeasurement.RunAsync(limit.Token),
            ["calls"] => CallsMeasurement.RunAsync(200, limit.Token),
            ["calls", var waiting] => CallsMeasurement.RunAsync(int.Parse(waiting, CultureInfo.InvariantCulture), limit.Token),
            ["load"] => LoadMeasurement.RunAsync("pages", 300, limit.Token),
            ["load", "pages" or "events", var number] => LoadMeasurement.RunAsync(args[1], int.Parse(number, CultureInfo.InvariantCulture), limit.Token),
            ["stream"] => StreamMeasurement.RunAsync(4_000, "mixed", limit.Token),
            ["stream", var tokens, var kind] => StreamMeasurement.RunAsync(int.Parse(tokens, CultureInfo.InvariantCulture), kind, limit.Token),
            _ => null,
        };
        if (measurement is null)
        {
            Console.Error.WriteLine("measure stream [TOKENS mixed|prose|code] | pages [NUMBER] | cycles [NUMBER] | stopped | load [pages|events NUMBER] | opening | order | calls [WAITING] | files | admin");
            return 2;
        }
        Console.WriteLine($"load average {File.ReadAllText("/proc/loadavg").Trim()}, {Environment.ProcessorCount} processors");
        await measurement;
        return 0;
    }

    /// <summary>One row of the table that a measurement prints.</summary>
    public static void Print(string what, string figure) => Console.WriteLine($"  {what,-58} {figure}");
}

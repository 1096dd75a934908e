using System.Globalization;
using ChatApp.E2E.Infrastructure;
using Microsoft.Playwright;

namespace ChatApp.E2E.Connections;

/// <summary>One length of outage after another, the stages side by side, each on a page and a line of its own.</summary>
internal static class OutageRun
{
    private static readonly TimeSpan Retention = TimeSpan.FromMinutes(3);
    private static readonly int[] Lengths = [1, 30, 300];
    private static readonly Dictionary<string, string> Patience = new()
    {
        ["Connections__Retention"] = Retention.ToString(),
        ["Replies__MaxRunningPerPerson"] = "20",
        ["Replies__FirstTokenTimeout"] = "00:30:00",
        ["Replies__IdleTimeout"] = "00:30:00",
    };

    /// <summary><c>connections [SECONDS …]</c>; the exit code says whether every page came back whole.</summary>
    public static async Task<int> CommandAsync(string[] args)
    {
        if (args.Any(arg => !int.TryParse(arg, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
        {
            Console.Error.WriteLine("connections [SECONDS …]");
            return 2;
        }
        int[] lengths = args.Length > 0 ? [.. args.Select(arg => int.Parse(arg, CultureInfo.InvariantCulture))] : Lengths;
        var (published, chromium) = (new PublishedApp(), new Chromium());
        await published.InitializeAsync();
        await chromium.InitializeAsync();
        Assertions.SetDefaultExpectTimeout(60_000);
        try
        {
            await using var world = await World.StartAsync(published, slots: 32, Patience, CancellationToken.None);
            Console.WriteLine($"a page is kept for {Retention.TotalSeconds:0} s; seconds from the mending until it was live again:");
            var whole = true;
            foreach (var seconds in lengths)
                whole &= !(await Task.WhenAll(Outage.Stages.Select(stage => RunAsync(world, chromium, stage, TimeSpan.FromSeconds(seconds))))).Contains(false);
            return whole ? 0 : 1;
        }
        finally
        {
            await chromium.DisposeAsync();
            await published.DisposeAsync();
        }
    }

    private static async Task<bool> RunAsync(World world, Chromium chromium, (string Name, Func<Outage, Task> RunAsync) stage, TimeSpan length)
    {
        await using var line = new BreakableLine(world.App.Address);
        var person = await Visitor.ComeAsync(chromium.Browser, line.Address, adjust: null);
        try
        {
            await person.RegisterAsync();
            var outage = new Outage(world, line, person.Page, length, forgotten: length > Retention, CancellationToken.None);
            await stage.RunAsync(outage);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {stage.Name,-22} {length.TotalSeconds,5:0} s away   {outage.Recovery.TotalSeconds,6:0.0}"));
            return true;
        }
        catch (Exception e)
        {
            Console.WriteLine($"  {stage.Name,-22} {length.TotalSeconds,5:0} s away   {e.Message.Split('\n')[0]}");
            return false;
        }
        finally
        {
            await person.LeaveAsync(evidence: null);
        }
    }
}

using System.Globalization;
using ChatApp.E2E.Infrastructure;

namespace ChatApp.E2E.Faults;

/// <summary>People, faults and kills by the dice; at the end the checker looks. The dice follow the seed, the moments they fall at are the machine's.</summary>
internal sealed class FaultRun(FaultWorld world, int seed)
{
    private const int People = 6;

    private readonly Ledger ledger = new();
    private readonly Tally tally = new();

    public static (string Key, string Value)[] Settings =>
    [
        ("Replies__MaxRunningPerPerson", "3"),
        ("Replies__FirstTokenTimeout", "00:00:05"),
        ("Replies__IdleTimeout", "00:00:05"),
    ];

    /// <summary><c>faults MINUTES [SEED]</c>; the exit code says whether all was well.</summary>
    public static async Task<int> CommandAsync(string[] args)
    {
        if (args is not [var minutes, ..] || !double.TryParse(minutes, NumberStyles.Float, CultureInfo.InvariantCulture, out var length) || length is <= 0 or > 600)
        {
            Console.Error.WriteLine("faults MINUTES [SEED]");
            return 2;
        }
        var seed = args is [_, var given] ? int.Parse(given, CultureInfo.InvariantCulture) : Random.Shared.Next();
        Console.WriteLine($"seed {seed}");
        var published = new PublishedApp();
        await published.InitializeAsync();
        try
        {
            await using var world = await FaultWorld.StartAsync(published, slots: 8, CancellationToken.None, Settings);
            var (verdict, told) = await new FaultRun(world, seed).RunAsync(TimeSpan.FromMinutes(length), CancellationToken.None);
            Console.WriteLine(told);
            Console.WriteLine(verdict);
            return verdict.IsClean ? 0 : 1;
        }
        finally
        {
            await published.DisposeAsync();
        }
    }

    public async Task<(Verdict Verdict, string Told)> RunAsync(TimeSpan length, CancellationToken ct)
    {
        var people = new List<(RandomPerson Person, Sender Sender)>();
        for (var i = 0; i < People; i++)
        {
            var sender = await Sender.RegisterAsync(world.App.Address, ledger, ct);
            people.Add((new RandomPerson($"p{i}", sender, ledger, tally, new Random(HashCode(i))), sender));
        }
        using var timeUp = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeUp.CancelAfter(length);
        await Task.WhenAll([.. people.Select(person => person.Person.LiveAsync(timeUp.Token, ct)), KillAsync(timeUp.Token, ct)]);

        await world.SettledAsync(ct);
        var verdict = await world.CheckAsync(ledger, ct);
        await CheckSeenAsync(verdict, people.SelectMany(person => person.Person.Followed), ct);
        people.ForEach(person => person.Sender.Dispose());
        return (verdict, $"seed {seed}: {People} people, {ledger.Said.Count} messages, {tally}: {verdict.Counts}");
    }

    // Seeds of people that differ from each other and from the next run's.
    private int HashCode(int person) => unchecked(seed * 31 + person);

    private async Task KillAsync(CancellationToken timeUp, CancellationToken ct)
    {
        var random = new Random(HashCode(People));
        while (true)
        {
            try
            {
                await Task.Delay(random.Next(500, 5_000), timeUp);
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                return;
            }
            if (random.Next(5) == 0)
                await SleepAsync(random.Next(200, 3_000), ct);
            else if (random.Next(12) == 0)
                await StopAsync(ct);
            else
                await DieAsync(ct);
        }
    }

    private async Task DieAsync(CancellationToken ct)
    {
        await world.KillAndStartAsync(ct);
        tally.Kills++;
    }

    private async Task SleepAsync(int milliseconds, CancellationToken ct)
    {
        world.App.Process.Suspend();
        await Task.Delay(milliseconds, ct);
        world.App.Process.Resume();
        tally.Sleeps++;
    }

    private async Task StopAsync(CancellationToken ct)
    {
        ledger.Stops++;
        world.App.Process.Terminate();
        if (!await world.App.Process.ExitedWithinAsync(TimeSpan.FromSeconds(20), ct))
            throw new TimeoutException("The app did not end within 20 s.");
        await world.App.StartAsync(ct);
    }

    // What somebody saw and what stands there in the end: one is the beginning of the other.
    private async Task CheckSeenAsync(Verdict verdict, IEnumerable<RandomPerson.Seen> followed, CancellationToken ct)
    {
        foreach (var seen in followed)
            if (ledger.Said.FirstOrDefault(said => said.ReplyId == seen.ReplyId) is { } said && !ledger.IsDeleted(said) && ledger.AgainsOf(said) == ledger.Stops
                && await world.Rows.TextAsync(seen.ReplyId, ct) is var text && !text.StartsWith(seen.Text, StringComparison.Ordinal) && !seen.Text.StartsWith(text, StringComparison.Ordinal))
                verdict.Duplicated.Add($"“{said.Text}”: somebody saw “{seen.Text}”, and “{text}” stands there.");
    }
}

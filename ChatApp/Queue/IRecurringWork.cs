namespace ChatApp.Queue;

/// <summary>Something that has to be done again and again. Registered as a singleton it is run by the job engine, never twice at once in a process, and its last run is shown to admins.</summary>
internal interface IRecurringWork
{
    /// <summary>Short, lowercase, the same for ever.</summary>
    string Name { get; }

    /// <summary>What it does, for admins.</summary>
    string Purpose { get; }

    /// <summary>When, in UTC: five fields.</summary>
    string Cron { get; }

    /// <summary>Must bear being run again at any time.</summary>
    /// <returns>What was done, as a sentence for admins: counts, never anyone's words.</returns>
    Task<string> RunAsync(CancellationToken ct);
}

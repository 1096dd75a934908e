using System.Collections;
using System.Globalization;

namespace ChatApp.E2E.Infrastructure.ModelServer;

/// <summary>Words that say when they were taken: "@" and the milliseconds since 1970.</summary>
internal sealed class ClockWords(int count) : IReadOnlyList<string>
{
    public int Count => count;

    public string this[int index] => string.Create(CultureInfo.InvariantCulture, $" @{TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()}");

    public IEnumerator<string> GetEnumerator() => Enumerable.Range(0, count).Select(index => this[index]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

using System.Buffers;
using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ChatApp.Data;

/// <summary>Text as every database can keep it: U+0000 and lone surrogates become U+FFFD, one for one, so offsets stay.</summary>
internal static class StorableText
{
    private const char Replacement = '\uFFFD';
    private static readonly SearchValues<char> Suspects = SearchValues.Create([.. SuspectCharacters()]);

    /// <summary>The text itself when nothing in it has to be replaced.</summary>
    public static string Clean(string text)
    {
        var first = text.AsSpan().IndexOfAny(Suspects);
        return first >= 0 && HasUnstorable(text, first) ? Replace(text) : text;
    }

    private static bool HasUnstorable(string text, int from)
    {
        for (var i = from; i < text.Length; i++)
            if (IsPair(text, i))
                i++;
            else if (IsUnstorable(text[i]))
                return true;
        return false;
    }

    private static string Replace(string text) => string.Create(text.Length, text, static (cleaned, text) =>
    {
        text.CopyTo(cleaned);
        for (var i = 0; i < cleaned.Length; i++)
            if (IsPair(text, i))
                i++;
            else if (IsUnstorable(text[i]))
                cleaned[i] = Replacement;
    });

    private static bool IsPair(string text, int i) => i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]);

    private static bool IsUnstorable(char c) => c == '\0' || char.IsSurrogate(c);

    private static IEnumerable<char> SuspectCharacters() =>
        Enumerable.Range(0xD800, 0x800).Select(code => (char)code).Prepend('\0');
}

/// <summary>
/// Cleans every text on its way to the database, search words included: PostgreSQL refuses U+0000 anywhere.
/// Messages and replies are cleaned where they come in, so that what people see is what is stored.
/// </summary>
internal sealed class StorableTextInterceptor : DbCommandInterceptor
{
    public override InterceptionResult<DbDataReader> ReaderExecuting(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
    {
        CleanParameters(command);
        return result;
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(ReaderExecuting(command, eventData, result));

    public override InterceptionResult<int> NonQueryExecuting(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result)
    {
        CleanParameters(command);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(NonQueryExecuting(command, eventData, result));

    public override InterceptionResult<object> ScalarExecuting(
        DbCommand command, CommandEventData eventData, InterceptionResult<object> result)
    {
        CleanParameters(command);
        return result;
    }

    public override ValueTask<InterceptionResult<object>> ScalarExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<object> result, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(ScalarExecuting(command, eventData, result));

    private static void CleanParameters(DbCommand command)
    {
        for (var i = 0; i < command.Parameters.Count; i++)
            if (command.Parameters[i] is { Value: string text } parameter && StorableText.Clean(text) is var clean && !ReferenceEquals(clean, text))
                parameter.Value = clean;
    }
}

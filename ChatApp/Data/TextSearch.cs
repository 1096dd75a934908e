using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Data;

/// <summary>The one way to find rows by a part of their text: letter case is alike in every script, on every database.</summary>
internal static class TextSearch
{
    private const string Escape = "\\";

    private static readonly MethodInfo Like = typeof(DbFunctionsExtensions).GetMethod(
        nameof(DbFunctionsExtensions.Like), [typeof(DbFunctions), typeof(string), typeof(string), typeof(string)])!;

    private static readonly MethodInfo ToLower = typeof(string).GetMethod(nameof(string.ToLower), [])!;

    /// <param name="words">What the text must contain; blanks around it do not count. Blank finds all.</param>
    public static IQueryable<T> WhereContains<T>(this IQueryable<T> rows, Expression<Func<T, string>> text, string? words)
    {
        if (string.IsNullOrWhiteSpace(words))
            return rows;
        Expression<Func<string>> pattern = PatternOf(words);
        var like = Expression.Call(
            Like, Expression.Constant(EF.Functions), Expression.Call(text.Body, ToLower), pattern.Body, Expression.Constant(Escape));
        return rows.Where(Expression.Lambda<Func<T, bool>>(like, text.Parameters));
    }

    // A closure, so that EF sends the words as a parameter and compiles the query once.
    private static Expression<Func<string>> PatternOf(string words)
    {
        var pattern = $"%{Escaped(words.Trim().ToLowerInvariant())}%";
        return () => pattern;
    }

    // The bracket is a wildcard on SQL Server alone; escaped it is itself everywhere.
    private static string Escaped(string words) => words
        .Replace(Escape, @"\\", StringComparison.Ordinal)
        .Replace("%", @"\%", StringComparison.Ordinal)
        .Replace("_", @"\_", StringComparison.Ordinal)
        .Replace("[", @"\[", StringComparison.Ordinal);
}

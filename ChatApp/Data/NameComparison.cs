using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;

namespace ChatApp.Data;

/// <summary>Names of nodes, endpoints and models are compared without letter case, on every database alike.</summary>
internal static class NameComparison
{
    /// <summary>The comparer for the same names in memory.</summary>
    public static readonly StringComparer Comparer = StringComparer.OrdinalIgnoreCase;

    private const string PostgreSqlCollation = "name_without_case";

    private static readonly HashSet<(Type Entity, string Property)> Names =
    [
        (typeof(Node), nameof(Node.Name)),
        (typeof(EndpointState), nameof(EndpointState.Name)),
        (typeof(Reply), nameof(Reply.Endpoint)),
        (typeof(Reply), nameof(Reply.Model)),
        (typeof(ModelSetting), nameof(ModelSetting.Endpoint)),
        (typeof(ModelSetting), nameof(ModelSetting.Model)),
        (typeof(ModelPerson), nameof(ModelPerson.Endpoint)),
        (typeof(ModelPerson), nameof(ModelPerson.Model)),
        (typeof(RollUp), nameof(RollUp.Endpoint)),
        (typeof(RollUp), nameof(RollUp.Model)),
        (typeof(TokenRate), nameof(TokenRate.Endpoint)),
    ];

    public static void CompareNamesWithoutCase(this ModelBuilder builder, DatabaseFacade database)
    {
        var collation = database switch
        {
            _ when database.IsNpgsql() => PostgreSqlCollation,
            _ when database.IsSqlServer() => "Latin1_General_100_CI_AS_SC",
            _ => "NOCASE",
        };
        // PostgreSQL has no such collation by itself: level 2 of ICU's root collation tells accents apart, but not cases.
        if (database.IsNpgsql())
            builder.HasCollation(PostgreSqlCollation, locale: "und-u-ks-level2", provider: "icu", deterministic: false);
        foreach (var property in builder.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()).Where(IsName))
            property.SetCollation(collation);
    }

    private static bool IsName(IMutableProperty property) =>
        property.DeclaringType.ClrType is var entity && Names.Contains((entity, property.Name));
}

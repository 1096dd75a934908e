using System.Globalization;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace ChatApp.Tests.Structure;

/// <summary>What the analyzers do not see: sorts over text, and everything inside Razor files.</summary>
public sealed class CultureTests
{
    private static readonly string[] Sorts = ["Order", "ThenBy", "Min", "Max"];
    private static readonly string[] Comparisons =
        ["StartsWith", "EndsWith", "IndexOf", "LastIndexOf", "Compare", "CompareTo", "ToLower", "ToUpper"];

    // A single character is compared as it is.
    private static readonly Type[] Named = [typeof(StringComparison), typeof(CultureInfo), typeof(char)];

    [Fact]
    public void SortsOverTextNameTheirComparer() => Assert.Empty(
        from call in CallsOf(typeof(Enumerable))
        where Sorts.Any(sort => call.Name.StartsWith(sort, StringComparison.Ordinal))
        where call.GetGenericArguments().LastOrDefault() == typeof(string)
        where !call.GetParameters().Any(parameter => parameter.ParameterType == typeof(IComparer<string>))
        select call.ToString());

    // The one that is left stands in a query, which the database runs.
    [Fact]
    public void ComparisonsOfTextNameTheirCulture()
    {
        var unnamed =
            from call in CallsOf(typeof(string))
            where Comparisons.Contains(call.Name)
            where !call.GetParameters().Any(parameter => Named.Contains(parameter.ParameterType))
            select call.ToString();

        Assert.Equal(["Boolean StartsWith(System.String)"], unnamed.Order(StringComparer.Ordinal));
    }

    /// <summary>The methods of one type that the app calls, including the code generated from Razor files.</summary>
    private static List<MethodBase> CallsOf(Type type)
    {
        var app = typeof(Program).Module;
        using var file = new PEReader(File.OpenRead(app.Assembly.Location));
        var names = file.GetMetadataReader();
        // Calls inside generic code need arguments for it; which ones does not matter here.
        Type[] any = [.. Enumerable.Repeat(typeof(object), 10)];
        var generic = Enumerable.Range(1, names.GetTableRowCount(TableIndex.MethodSpec))
            .Select(MetadataTokens.MethodSpecificationHandle)
            .Where(call => IsOfType(names.GetMethodSpecification(call).Method))
            .Select(call => MetadataTokens.GetToken(call));
        var plain = names.MemberReferences.Where(call => IsOfType(call)).Select(call => MetadataTokens.GetToken(call));
        return [.. generic.Concat(plain).Select(call => app.ResolveMember(call, any, any)).OfType<MethodBase>()];

        bool IsOfType(EntityHandle call) => call.Kind is HandleKind.MemberReference
            && names.GetMemberReference((MemberReferenceHandle)call).Parent is { Kind: HandleKind.TypeReference } parent
            && names.GetTypeReference((TypeReferenceHandle)parent) is var named
            && names.GetString(named.Namespace) == type.Namespace && names.GetString(named.Name) == type.Name;
    }
}

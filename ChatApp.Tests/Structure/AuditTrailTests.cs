namespace ChatApp.Tests.Structure;

public sealed class AuditTrailTests
{
    /// <summary>One file adds entries, one removes old ones, the rest may only read; an entry has no setter to change it by.</summary>
    [Fact]
    public void TheAuditLogIsOnlyAddedTo()
    {
        var touching = Source.Files(".cs", ".razor").Where(file => file.Text.Contains("AuditEntries", StringComparison.Ordinal)).ToList();

        Assert.Equal(["Admin/Audit/AuditLog.cs"], touching.Where(file => file.Text.Contains("AuditEntries.Add", StringComparison.Ordinal)).Select(file => file.Path));
        Assert.Equal(["Admin/Upkeep/OldAuditEntries.cs"], touching.Where(file => file.Text.Contains("ExecuteDelete", StringComparison.Ordinal)).Select(file => file.Path));
        Assert.DoesNotContain(touching, file => file.Text.Contains("ExecuteUpdate", StringComparison.Ordinal) || file.Text.Contains("AuditEntries.Remove", StringComparison.Ordinal));
        Assert.All(typeof(ChatApp.Data.AuditEntry).GetProperties(), property => Assert.Contains(
            property.SetMethod!.ReturnParameter.GetRequiredCustomModifiers(), modifier => modifier.Name == "IsExternalInit"));
    }
}

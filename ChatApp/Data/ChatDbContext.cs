using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace ChatApp.Data;

/// <summary>Everything ChatApp remembers. A derived context per provider carries its migrations.</summary>
public abstract class ChatDbContext(DbContextOptions options) : IdentityUserContext<User, Guid>(options), IDataProtectionKeyContext
{
    public DbSet<Session> Sessions => Set<Session>();
    public DbSet<Setup> Setups => Set<Setup>();
    public DbSet<Conversation> Conversations => Set<Conversation>();
    public DbSet<Message> Messages => Set<Message>();
    public DbSet<Reply> Replies => Set<Reply>();
    public DbSet<ReplyThoughts> Thoughts => Set<ReplyThoughts>();
    public DbSet<StoredFile> Files => Set<StoredFile>();
    public DbSet<MessageFile> MessageFiles => Set<MessageFile>();
    public DbSet<Line> Lines => Set<Line>();
    public DbSet<Node> Nodes => Set<Node>();
    public DbSet<TokenRate> TokenRates => Set<TokenRate>();
    public DbSet<EndpointState> Endpoints => Set<EndpointState>();
    public DbSet<Switches> Switches => Set<Switches>();
    public DbSet<ModelSetting> ModelSettings => Set<ModelSetting>();
    public DbSet<ModelPerson> ModelPeople => Set<ModelPerson>();
    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();
    public DbSet<RollUp> RollUps => Set<RollUp>();
    public DbSet<MaintenanceRun> MaintenanceRuns => Set<MaintenanceRun>();

    /// <summary>Used with server databases only; with SQLite the keys are files in the data folder.</summary>
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(ChatDbContext).Assembly);
        builder.CompareNamesWithoutCase(Database);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcConverter>();

    // PostgreSQL keeps microseconds, so every database gets no more: a time that was read equals the one that was written.
    // Databases hand times back without their kind, and JSON would then drop the Z.
    private sealed class UtcConverter() : ValueConverter<DateTime, DateTime>(
        value => new(value.Ticks - (value.Ticks % TimeSpan.TicksPerMicrosecond), DateTimeKind.Utc),
        value => DateTime.SpecifyKind(value, DateTimeKind.Utc));
}

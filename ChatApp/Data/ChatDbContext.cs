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

    /// <summary>Used with SQL Server only; with SQLite the keys are files in the data folder.</summary>
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(ChatDbContext).Assembly);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcConverter>();

    // Databases hand times back without their kind, and JSON would then drop the Z.
    private sealed class UtcConverter() : ValueConverter<DateTime, DateTime>(
        value => value,
        value => DateTime.SpecifyKind(value, DateTimeKind.Utc));
}

public sealed class SqliteChatDbContext(DbContextOptions<SqliteChatDbContext> options) : ChatDbContext(options);

public sealed class SqlServerChatDbContext(DbContextOptions<SqlServerChatDbContext> options) : ChatDbContext(options);

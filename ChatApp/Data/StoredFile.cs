using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatApp.Data;

public enum FileKind
{
    Picture,
    Pdf,
    Document,
    Sheet,
    Text,
}

/// <summary>In the order of life; from <see cref="Ready"/> on nobody works on it.</summary>
public enum FileState
{
    /// <summary>A resumable upload that is not whole yet.</summary>
    Uploading,

    /// <summary>Whole; its picture or text is being made.</summary>
    Checking,
    Ready,
    Unreadable,

    /// <summary>Its bytes were there once, and are no more.</summary>
    Gone,
}

/// <summary>A file of a person. Its bytes lie in the store under person and hash, so equal bytes of one person lie there once.</summary>
public sealed class StoredFile
{
    public const int NameLength = 200;
    public const int TypeLength = 100;
    public const int HashLength = 64;
    public const int ProblemLength = 200;

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public Guid UserId { get; init; }

    /// <summary>For people; never a path.</summary>
    public string Name { get; set; } = "";
    public string Type { get; set; } = "";
    public FileKind Kind { get; set; }

    /// <summary>Bytes; while it is uploaded those that were announced.</summary>
    public long Size { get; init; }

    /// <summary>SHA-256 in small hexadecimal letters; null until it is whole.</summary>
    public string? Hash { get; set; }
    public FileState State { get; set; }

    /// <summary>Of a picture as it is shown, upright.</summary>
    public int? Width { get; set; }
    public int? Height { get; set; }

    /// <summary>Of a PDF.</summary>
    public int? Pages { get; set; }

    /// <summary>Why it is unreadable or gone, a sentence for people.</summary>
    public string? Problem { get; set; }
    public DateTime CreatedAt { get; init; }

    /// <summary>Where it was sent; null until then. No foreign key: SQL Server takes one cascade from a person, and that is the row's own.</summary>
    public Guid? ConversationId { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<StoredFile>
    {
        public void Configure(EntityTypeBuilder<StoredFile> builder)
        {
            builder.ToTable("Files");
            builder.Property(file => file.Id).ValueGeneratedNever();
            builder.Property(file => file.Name).HasMaxLength(NameLength);
            builder.Property(file => file.Type).HasMaxLength(TypeLength);
            builder.Property(file => file.Hash).HasMaxLength(HashLength);
            builder.Property(file => file.Problem).HasMaxLength(ProblemLength);
            builder.HasIndex(file => new { file.UserId, file.CreatedAt });
            builder.HasIndex(file => new { file.UserId, file.Hash });
            builder.HasIndex(file => new { file.ConversationId, file.CreatedAt });
            builder.HasIndex(file => file.State);
            builder.HasOne<User>().WithMany().HasForeignKey(file => file.UserId).OnDelete(DeleteBehavior.Cascade);
        }
    }
}

internal static class StoredFileQueries
{
    /// <summary>The person's files; every query about files starts here.</summary>
    public static IQueryable<StoredFile> OwnedBy(this IQueryable<StoredFile> files, Guid personId) => files.Where(file => file.UserId == personId);
}

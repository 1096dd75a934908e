using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatApp.Data;

/// <summary>What a model thought before it answered. Apart from the answer's row: most readers of messages never want it, and it is never sent back to a model.</summary>
public sealed class ReplyThoughts
{
    /// <summary>The reply's id, which is its message's.</summary>
    public Guid ReplyId { get; init; }
    public string Text { get; set; } = "";

    internal sealed class Configuration : IEntityTypeConfiguration<ReplyThoughts>
    {
        public void Configure(EntityTypeBuilder<ReplyThoughts> builder)
        {
            builder.ToTable("ReplyThoughts");
            builder.HasKey(thoughts => thoughts.ReplyId);
            builder.Property(thoughts => thoughts.ReplyId).ValueGeneratedNever();
            builder.HasOne<Message>().WithOne().HasForeignKey<ReplyThoughts>(thoughts => thoughts.ReplyId).OnDelete(DeleteBehavior.Cascade);
        }
    }
}

internal static class ReplyThoughtsWriting
{
    /// <summary>Adds to them; belongs in a transaction in which the claim holds.</summary>
    public static Task AppendThoughtsAsync(this ChatDbContext db, Guid replyId, string tail, CancellationToken ct) => tail.Length == 0 ? Task.CompletedTask : WriteAsync(
        db, replyId, tail, thoughts => thoughts.ExecuteUpdateAsync(row => row.SetProperty(it => it.Text, it => it.Text + tail), ct), ct);

    /// <summary>Writes them whole, whatever was saved before; belongs in a transaction in which the claim holds.</summary>
    public static Task SaveThoughtsAsync(this ChatDbContext db, Guid replyId, string text, CancellationToken ct) => text.Length == 0 ? Task.CompletedTask : WriteAsync(
        db, replyId, text, thoughts => thoughts.ExecuteUpdateAsync(row => row.SetProperty(it => it.Text, text), ct), ct);

    private static async Task WriteAsync(ChatDbContext db, Guid replyId, string first, Func<IQueryable<ReplyThoughts>, Task<int>> update, CancellationToken ct)
    {
        if (await update(db.Thoughts.Where(thoughts => thoughts.ReplyId == replyId)) > 0)
            return;
        db.Thoughts.Add(new() { ReplyId = replyId, Text = first });
        await db.SaveChangesAsync(ct);
    }
}

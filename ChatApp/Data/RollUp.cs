using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatApp.Data;

/// <summary>What happened in one span of time on one model: the history behind the charts. Spans are whole minutes and never overlap; one without a row had nothing to count. A row without endpoint and model stands for the whole line and says how many waited.</summary>
public sealed class RollUp
{
    public const int SketchLength = 4000;

    /// <summary>The span's beginning.</summary>
    public DateTime At { get; init; }

    /// <summary>The span's length in minutes.</summary>
    public int Minutes { get; init; }
    public required string Endpoint { get; init; }
    public required string Model { get; init; }
    public int Arrived { get; set; }
    public int Completed { get; set; }
    public int Stopped { get; set; }

    /// <summary>Failures by <see cref="ReplyError"/>, a number each in the order of their declaration.</summary>
    public List<int> Failures { get; set; } = [];

    /// <summary>The most that waited at the end of one of its minutes.</summary>
    public int Waiting { get; set; }

    /// <summary>From the arrival to the start, for replies that started in this span: counts by length, written shortly.</summary>
    public string Waits { get; set; } = "";

    /// <summary>From the start to the end, for replies that were completed in this span.</summary>
    public string Durations { get; set; } = "";
    public long PromptTokens { get; set; }
    public long CompletionTokens { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<RollUp>
    {
        public void Configure(EntityTypeBuilder<RollUp> builder)
        {
            builder.ToTable("RollUps");
            builder.HasKey(row => new { row.At, row.Endpoint, row.Model });
            builder.Property(row => row.Endpoint).HasMaxLength(EndpointState.NameLength);
            builder.Property(row => row.Model).HasMaxLength(Reply.ModelLength);
            builder.Property(row => row.Waits).HasMaxLength(SketchLength);
            builder.Property(row => row.Durations).HasMaxLength(SketchLength);
        }
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatApp.Data;

/// <summary>Who may pick a model.</summary>
public enum ModelAudience
{
    Everyone,
    Admins,
    Nobody,

    /// <summary>The people in <see cref="ModelPerson"/>.</summary>
    Named,
}

/// <summary>What admins have decided about one model of an endpoint. Models without a row are open to everyone under their own name.</summary>
public sealed class ModelSetting
{
    public const int TitleLength = 80;
    public const int DescriptionLength = 200;

    public required string Endpoint { get; init; }
    public required string Model { get; init; }

    /// <summary>The name in the picker; null means the model's own.</summary>
    public string? Title { get; set; }
    public string? Description { get; set; }

    /// <summary>Whether pictures may be sent to it; null means that nobody has said so.</summary>
    public bool? SeesPictures { get; set; }
    public ModelAudience Audience { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<ModelSetting>
    {
        public void Configure(EntityTypeBuilder<ModelSetting> builder)
        {
            builder.ToTable("ModelSettings");
            builder.HasKey(setting => new { setting.Endpoint, setting.Model });
            builder.Property(setting => setting.Endpoint).HasMaxLength(EndpointState.NameLength);
            builder.Property(setting => setting.Model).HasMaxLength(Reply.ModelLength);
            builder.Property(setting => setting.Title).HasMaxLength(TitleLength);
            builder.Property(setting => setting.Description).HasMaxLength(DescriptionLength);
        }
    }
}

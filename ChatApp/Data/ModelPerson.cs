using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatApp.Data;

/// <summary>A person whom admins named for a model of <see cref="ModelAudience.Named"/>. Goes with the person.</summary>
public sealed class ModelPerson
{
    public required string Endpoint { get; init; }
    public required string Model { get; init; }
    public Guid UserId { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<ModelPerson>
    {
        public void Configure(EntityTypeBuilder<ModelPerson> builder)
        {
            builder.ToTable("ModelPeople");
            builder.HasKey(person => new { person.Endpoint, person.Model, person.UserId });
            builder.HasOne<ModelSetting>().WithMany().HasForeignKey(person => new { person.Endpoint, person.Model }).OnDelete(DeleteBehavior.Cascade);
            builder.HasOne<User>().WithMany().HasForeignKey(person => person.UserId).OnDelete(DeleteBehavior.Cascade);
        }
    }
}

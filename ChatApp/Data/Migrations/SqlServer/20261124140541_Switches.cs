using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ChatApp.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class Switches : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "ModelSettings",
                columns: table => new
                {
                    Endpoint = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    Model = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Title = table.Column<string>(type: "nvarchar(80)", maxLength: 80, nullable: true),
                    Description = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    SeesPictures = table.Column<bool>(type: "bit", nullable: true),
                    Audience = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ModelSettings", x => new { x.Endpoint, x.Model });
                });

            migrationBuilder.CreateTable(
                name: "Switches",
                columns: table => new
                {
                    Id = table.Column<int>(type: "int", nullable: false),
                    Version = table.Column<long>(type: "bigint", nullable: false),
                    Draining = table.Column<bool>(type: "bit", nullable: false),
                    RegistrationOpen = table.Column<bool>(type: "bit", nullable: true),
                    Announcement = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: true),
                    DefaultModel = table.Column<string>(type: "nvarchar(241)", maxLength: 241, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Switches", x => x.Id);
                });

            migrationBuilder.InsertData(
                table: "Switches",
                columns: new[] { "Id", "Announcement", "DefaultModel", "Draining", "RegistrationOpen", "Version" },
                values: new object[] { 1, null, null, false, null, 0L });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ModelSettings");

            migrationBuilder.DropTable(
                name: "Switches");
        }
    }
}

using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ChatApp.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class ModelPeople : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "ModelPeople",
                columns: table => new
                {
                    Endpoint = table.Column<string>(type: "nvarchar(40)", nullable: false),
                    Model = table.Column<string>(type: "nvarchar(200)", nullable: false),
                    UserId = table.Column<Guid>(type: "uniqueidentifier", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ModelPeople", x => new { x.Endpoint, x.Model, x.UserId });
                    table.ForeignKey(
                        name: "FK_ModelPeople_ModelSettings_Endpoint_Model",
                        columns: x => new { x.Endpoint, x.Model },
                        principalTable: "ModelSettings",
                        principalColumns: new[] { "Endpoint", "Model" },
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_ModelPeople_Users_UserId",
                        column: x => x.UserId,
                        principalTable: "Users",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_ModelPeople_UserId",
                table: "ModelPeople",
                column: "UserId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ModelPeople");
        }
    }
}

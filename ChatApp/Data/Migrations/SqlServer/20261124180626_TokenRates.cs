using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ChatApp.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class TokenRates : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "TokenRates",
                columns: table => new
                {
                    Boot = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Endpoint = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    TokensPerSecond = table.Column<double>(type: "float", nullable: false),
                    Tick = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TokenRates", x => new { x.Boot, x.Endpoint });
                    table.ForeignKey(
                        name: "FK_TokenRates_Nodes_Boot",
                        column: x => x.Boot,
                        principalTable: "Nodes",
                        principalColumn: "Boot",
                        onDelete: ReferentialAction.Cascade);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "TokenRates");
        }
    }
}

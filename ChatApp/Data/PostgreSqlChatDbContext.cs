using Microsoft.EntityFrameworkCore;

namespace ChatApp.Data;

public sealed class PostgreSqlChatDbContext(DbContextOptions<PostgreSqlChatDbContext> options) : ChatDbContext(options);

using Microsoft.EntityFrameworkCore;

namespace ChatApp.Data;

public sealed class SqlServerChatDbContext(DbContextOptions<SqlServerChatDbContext> options) : ChatDbContext(options);

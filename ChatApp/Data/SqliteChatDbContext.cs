using Microsoft.EntityFrameworkCore;

namespace ChatApp.Data;

public sealed class SqliteChatDbContext(DbContextOptions<SqliteChatDbContext> options) : ChatDbContext(options);

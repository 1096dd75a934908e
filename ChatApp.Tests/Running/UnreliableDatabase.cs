using ChatApp.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ChatApp.Tests.Running;

/// <summary>The app's own database, which a test can take away and give back.</summary>
internal sealed class UnreliableDatabase(IDbContextFactory<ChatDbContext> database) : IDbContextFactory<ChatDbContext>
{
    private const int CannotOpen = 14;
    private volatile bool isUnavailable;

    public bool IsUnavailable
    {
        get => isUnavailable;
        set => isUnavailable = value;
    }

    public static SqliteException Trouble() => new("The database file is gone.", CannotOpen);

    /// <summary>Takes the place of the app's factory.</summary>
    public static void Add(IServiceCollection services)
    {
        var own = services.Last(service => service.ServiceType == typeof(IDbContextFactory<ChatDbContext>));
        services.AddSingleton(app =>
            new UnreliableDatabase((IDbContextFactory<ChatDbContext>)own.ImplementationFactory!(app)));
        services.AddSingleton<IDbContextFactory<ChatDbContext>>(app => app.GetRequiredService<UnreliableDatabase>());
    }

    public ChatDbContext CreateDbContext() => IsUnavailable ? throw Trouble() : database.CreateDbContext();
}

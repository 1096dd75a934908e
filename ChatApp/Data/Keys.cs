using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Options;

namespace ChatApp.Data;

/// <summary>The keys of cookies and tokens: files that only the owner may read, or a table where several nodes share them.</summary>
internal static class Keys
{
    public static void AddKeys(this IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("ChatApp");
        services.AddOptions<KeyManagementOptions>().Configure<IServiceProvider, ILoggerFactory>((keys, app, loggers) =>
            keys.XmlRepository = app.GetRequiredService<IOptions<DatabaseOptions>>().Value.Provider is not DatabaseProvider.Sqlite
                ? new EntityFrameworkCoreXmlRepository<ChatDbContext>(app, loggers)
                : new FileSystemXmlRepository(StorageFolder.CreatePrivate(Path.Combine(app.GetRequiredService<IOptions<StorageOptions>>().Value.Path, "keys")), loggers));
    }
}

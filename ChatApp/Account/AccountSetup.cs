using System.Text.Json.Serialization;
using ChatApp.Data;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Identity;

namespace ChatApp.Account;

internal static class AccountSetup
{
    // OWASP's figure for PBKDF2 with SHA-512.
    private const int HashIterations = 210_000;

    public static void AddAccount(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<AccountsOptions>().BindConfiguration(AccountsOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(TimeProvider.System);
        services.AddSignIn();
        services.Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = HashIterations);
        services.AddSingleton<IPasswordHasher<User>, PasswordHasher<User>>();
        services.AddSingleton<ILookupNormalizer, EmailNormalizer>();
        services.AddSingleton<AttemptLimit>();
        services.AddSingleton<OpenSessions>();
        services.AddSingleton<OpenPages>();
        services.AddSingleton<PersonSessions>();
        services.AddSingleton<SessionGuard>();
        services.AddHostedService<SessionWatcher>();
        services.AddSingleton<PasswordCheck>();
        services.AddSingleton<Registrations>();
        services.AddSingleton<LogIns>();
        services.AddSingleton<Passwords>();
        services.AddSingleton<ResetLinks>();
        services.AddSingleton<AccountDeletion>();
        services.AddScoped<CircuitPerson>();
        services.AddScoped<AuthenticationStateProvider>(circuit => circuit.GetRequiredService<CircuitPerson>());
        services.AddScoped<CircuitHandler, CircuitPerson.Watch>();
        services.AddApiDocument();
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = false);
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
            json.SerializerOptions.AllowDuplicateProperties = false;
            json.SerializerOptions.RespectNullableAnnotations = true;
            json.SerializerOptions.RespectRequiredConstructorParameters = true;
        });
    }

    public static void MapAccount(this WebApplication app)
    {
        app.UseMiddleware<ApiErrors>();
        app.UseAuthentication();
        app.UseMiddleware<SessionCheck>();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.UseStaleForms();
        app.MapAuth();
        app.MapLogOut();
        app.MapApiDocument();
    }
}

namespace ChatApp.Shell;

/// <summary>HTTPS is insisted on where there is some: by this process itself, or by a known proxy in front of it.</summary>
internal static class TransportSecurity
{
    public static void UseTransportSecurity(this WebApplication app)
    {
        // Says something on encrypted requests only, and never for localhost.
        app.UseHsts();
        if (app.Configuration["https_port"] is not null || app.Configuration["https_ports"] is not null)
            app.UseHttpsRedirection();
    }
}

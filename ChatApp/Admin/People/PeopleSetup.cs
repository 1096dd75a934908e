namespace ChatApp.Admin.People;

internal static class PeopleSetup
{
    public static void AddPeople(this IServiceCollection services)
    {
        services.AddSingleton<PeopleReader>();
        services.AddScoped<PersonActs>();
    }
}

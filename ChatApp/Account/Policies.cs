namespace ChatApp.Account;

internal static class Policies
{
    /// <summary>Admins only.</summary>
    public const string Admin = "admin";
}

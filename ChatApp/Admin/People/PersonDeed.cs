namespace ChatApp.Admin.People;

/// <summary>What an admin may do to a person.</summary>
/// <param name="Name">As the audit log knows it.</param>
/// <param name="TakesSeat">Afterwards the person cannot act as an admin.</param>
/// <param name="EndsSessions">Afterwards the person is logged in nowhere.</param>
internal sealed record PersonDeed(string Name, bool TakesSeat = false, bool EndsSessions = false)
{
    public static readonly PersonDeed Promote = new("person.promote", EndsSessions: true);
    public static readonly PersonDeed Demote = new("person.demote", TakesSeat: true, EndsSessions: true);
    public static readonly PersonDeed Lock = new("person.lock", TakesSeat: true, EndsSessions: true);
    public static readonly PersonDeed Unlock = new("person.unlock");
    public static readonly PersonDeed ResetPassword = new("person.reset-link");
    public static readonly PersonDeed SignOut = new("person.sign-out", EndsSessions: true);
    public static readonly PersonDeed Limit = new("person.limit");
    public static readonly PersonDeed Delete = new("person.delete", TakesSeat: true);
}

namespace ChatApp.Chat;

/// <summary>Whose page it is; cascades to everything on it.</summary>
/// <param name="IsAdmin">As the log-in says; the server asks again wherever it matters.</param>
public sealed record ChatPerson(Guid Id, bool IsAdmin = false);

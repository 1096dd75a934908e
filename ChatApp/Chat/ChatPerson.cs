namespace ChatApp.Chat;

/// <summary>Whose page it is; cascades to everything on it.</summary>
public sealed record ChatPerson(Guid Id);

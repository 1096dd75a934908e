namespace ChatApp.LanguageModels;

/// <summary>Somebody who asks for a model.</summary>
internal readonly record struct ModelUser(Guid Id, bool IsAdmin);

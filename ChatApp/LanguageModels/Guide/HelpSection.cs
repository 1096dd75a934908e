namespace ChatApp.LanguageModels.Guide;

/// <summary>One section of the help page.</summary>
/// <param name="Words">What people call it, beyond the words of its title, in the form of <see cref="HelpWords"/>.</param>
internal sealed record HelpSection(string Title, string Body, IReadOnlySet<string> TitleWords, IReadOnlySet<string> Words, IReadOnlySet<string> BodyWords);

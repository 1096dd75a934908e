using Microsoft.Extensions.AI;

namespace ChatApp.Replies;

/// <param name="Messages">What stands in for a message that has files.</param>
internal sealed record FilesInPrompt(Dictionary<Guid, ChatMessage> Messages, List<FileNotice> Notices);

/// <param name="LeftOut">What the model does not get of the file, a sentence for people; null when it gets all.</param>
internal sealed record FileNotice(Guid MessageId, Guid FileId, string? LeftOut);

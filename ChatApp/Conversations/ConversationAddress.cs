namespace ChatApp.Conversations;

internal static class ConversationAddress
{
    /// <param name="path">Relative to the base address; a query and a fragment do not count.</param>
    /// <returns>The conversation at <c>c/{id}</c>; null anywhere else.</returns>
    public static Guid? IdOf(string path) =>
        path.Split('?', '#')[0].Split('/') is ["c", var id] && Guid.TryParse(id, out var guid) ? guid : null;
}

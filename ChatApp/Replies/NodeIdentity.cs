namespace ChatApp.Replies;

/// <summary>This start of this process; what it claims carries <see cref="Boot"/>.</summary>
internal sealed class NodeIdentity
{
    public Guid Boot { get; } = Guid.NewGuid();
}

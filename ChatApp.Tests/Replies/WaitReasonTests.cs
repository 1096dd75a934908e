using ChatApp.Replies;

namespace ChatApp.Tests.Replies;

public sealed class WaitReasonTests
{
    [Fact]
    public void WhoeverWaitsReadsOfTheirOwnRepliesAndAnAdminOfSomebodyElses()
    {
        Assert.Equal("after your other running replies", WaitReason.Of(Hindrance.PersonsLimit, running: 2, unreachable: false));
        Assert.All(Enum.GetValues<Hindrance>(), hindrance => Assert.DoesNotContain("your", WaitReason.ToOthers(WaitReason.Of(hindrance, running: 2, unreachable: false)), StringComparison.Ordinal));
        Assert.Equal("after their previous message", WaitReason.ToOthers(WaitReason.Of(Hindrance.PreviousMessage, running: 2, unreachable: false)));
    }
}

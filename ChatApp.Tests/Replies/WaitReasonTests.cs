using ChatApp.Replies;

namespace ChatApp.Tests.Replies;

public sealed class WaitReasonTests
{
    [Fact]
    public void WhoeverWaitsReadsOfTheirOwnRepliesAndAnAdminOfSomebodyElses()
    {
        Assert.Equal("after your other running replies", Of(Hindrance.PersonsLimit).ToWaiter);
        Assert.Equal("after their previous message", Of(Hindrance.PreviousMessage).ToOthers);
        Assert.All(Enum.GetValues<Hindrance>(), hindrance => Assert.DoesNotContain("your", Of(hindrance).ToOthers, StringComparison.Ordinal));
        Assert.All(Enum.GetValues<Hindrance>(), hindrance => Assert.DoesNotContain("their", Of(hindrance).ToWaiter, StringComparison.Ordinal));
    }

    private static WaitReason Of(Hindrance hindrance) => new(hindrance, Running: 2, Unreachable: false);
}

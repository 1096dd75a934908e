using ChatApp.Markup;

namespace ChatApp.Tests.Markup;

public sealed class GrowingListTests
{
    [Fact]
    public void OnlyTheLastItemOfAGrowingListIsDrawnAgain()
    {
        var document = Shown.Streamed("- one\n- two\n- three");
        document.Append(" more\n- four\n");
        var list = Assert.IsType<Element>(document.Blocks[0]);
        var first = list.Children[0];
        document.Append("- five\n");
        document.Append("- six");
        Assert.Same(first, Assert.IsType<Element>(document.Blocks[0]).Children[0]);
        Assert.Equal("<ul><li>one</li><li>two</li><li>three more</li><li>four</li><li>five</li><li>six</li></ul>", document.Blocks[0].Html());
    }

    [Fact]
    public void AnEmptyLineBetweenItemsMakesTheWholeListLoose()
    {
        var document = Shown.Streamed("1. one\n2. two\n");
        document.Append("3. three\n\n");
        document.Append("4. four\n");
        Assert.Equal("<ol><li><p>one</p></li><li><p>two</p></li><li><p>three</p></li><li><p>four</p></li></ol>", document.Blocks[0].Html());
    }
}

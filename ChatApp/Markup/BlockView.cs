using Microsoft.AspNetCore.Components;

namespace ChatApp.Markup;

/// <summary>Draws one block, and draws again only when it is another piece than before.</summary>
internal sealed class BlockView : IComponent
{
    private RenderHandle handle;
    private Piece? shown;

    [Parameter] public Piece Piece { get; set; } = default!;

    public void Attach(RenderHandle renderHandle) => handle = renderHandle;

    public Task SetParametersAsync(ParameterView parameters)
    {
        if (parameters.TryGetValue<Piece>(nameof(Piece), out var piece) && !ReferenceEquals(piece, shown))
        {
            shown = piece;
            handle.Render(shown.Build);
        }
        return Task.CompletedTask;
    }
}

using System.ComponentModel.DataAnnotations;

namespace ChatApp.Data;

/// <summary>Who this process is among those that share a database.</summary>
internal sealed class NodeOptions
{
    public const string Section = "Node";

    /// <summary>One running process per name.</summary>
    [Required(ErrorMessage = Sentence)]
    [RegularExpression("[A-Za-z0-9._-]{1,100}", ErrorMessage = Sentence)]
    public string Name { get; init; } = Environment.MachineName;

    private const string Sentence = "Node:Name must be 1 to 100 letters, digits, dots, dashes or underscores.";
}

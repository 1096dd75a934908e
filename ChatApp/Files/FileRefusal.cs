using ChatApp.Account;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ChatApp.Files;

/// <summary>Why a file is not taken, as the API and people read it.</summary>
/// <param name="Name">Of the problem type; stays the same for ever.</param>
internal sealed record FileRefusal(int Status, string Name, string Sentence)
{
    public static readonly FileRefusal Empty = new(422, "file-empty", "This file is empty.");
    public static readonly FileRefusal DiskFull = new(507, "disk-full", "The server has no room for this file now. Try again later, or tell whoever runs it.");
    public static readonly FileRefusal Broken = new(400, "upload-broken", "The upload broke off before its end. Try again.");
    public static readonly FileRefusal Gone = new(404, "file-gone", FileLoss.Sentence);
    public static readonly FileRefusal NotThere = new(404, "not-found", "There is nothing here.");

    public static FileRefusal Type(string sentence) => new(415, "file-type", sentence);

    public static FileRefusal TooLarge(long most) => new(413, "file-too-large", $"This file is too large: files of its kind may have {FileSize.Text(most)}.");

    public static FileRefusal Quota(long free) => new(413, "quota", $"Your files have no room left for this one ({FileSize.Text(Math.Max(0, free))} are free). Delete some under “My files”.");

    public static FileRefusal TooManyFiles(int most) => new(413, "too-many-files", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"You have {most:N0} files, as many as one person may have. Delete some under “My files”."));

    public static FileRefusal TooManyUploads(int most) => new(413, "too-many-uploads", $"You have {most} uploads that are not finished, as many as one person may have. Wait for them, or delete some under “My files”.");

    public ProblemHttpResult AsProblem() => ApiProblem.Of(Status, Name, Sentence);
}

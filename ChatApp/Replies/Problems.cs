using ChatApp.Account;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ChatApp.Replies;

/// <summary>Outcomes of commands as problems of the API.</summary>
internal static class Problems
{
    public static ProblemHttpResult Of(Outcome outcome) => outcome switch
    {
        Outcome.Conflict it => ApiProblem.Conflict(it.Sentence),
        Outcome.Invalid it => ApiProblem.Invalid(it.Sentence),
        _ => ApiProblem.NotFound(),
    };
}

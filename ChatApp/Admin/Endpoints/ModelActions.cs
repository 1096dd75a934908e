using ChatApp.Data;
using ChatApp.LanguageModels;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Admin.Endpoints;

/// <summary>What an admin decides about one model.</summary>
/// <param name="Title">In the picker; blank takes the model's own name.</param>
/// <param name="SeesPictures">Null leaves it to the settings.</param>
/// <param name="Emails">Of the people who may use it, as they were typed; counts for <see cref="ModelAudience.Named"/> alone.</param>
public sealed record ModelWish(string? Title, string? Description, bool? SeesPictures, ModelAudience Audience, string Emails = "");

/// <summary>Changes what admins decide about models.</summary>
internal sealed class ModelActions(AdminActions actions)
{
    /// <param name="named">Who may use it; counts for <see cref="ModelAudience.Named"/> alone.</param>
    public Task<Deed> SetAsync(ModelChoice model, ModelWish wish, IReadOnlyCollection<Guid> named, CancellationToken ct)
    {
        var (title, description) = (Line(wish.Title, ModelSetting.TitleLength), Line(wish.Description, ModelSetting.DescriptionLength));
        return actions.DoAsync("model.set", model.ToString(), async (db, ct) =>
        {
            var setting = await db.ModelSettings.SingleOrDefaultAsync(row => row.Endpoint == model.Endpoint && row.Model == model.Model, ct);
            var same = setting is not null && (setting.Title, setting.Description, setting.SeesPictures, setting.Audience) == (title, description, wish.SeesPictures, wish.Audience);
            setting ??= db.ModelSettings.Add(new() { Endpoint = model.Endpoint, Model = model.Model }).Entity;
            (setting.Title, setting.Description, setting.SeesPictures, setting.Audience) = (title, description, wish.SeesPictures, wish.Audience);
            await db.SaveChangesAsync(ct);
            var people = await NamedPeople.SetAsync(db, model, wish.Audience is ModelAudience.Named ? named : [], ct);
            return same && people.Length == 0 ? null : $"for {wish.Audience}, pictures {wish.SeesPictures?.ToString() ?? "as set"}{people}";
        }, ct);
    }

    /// <param name="model">Null leaves the default to the settings.</param>
    public Task<Deed> MakeDefaultAsync(ModelChoice? model, CancellationToken ct) => actions.DoAsync("model.default", model?.ToString() ?? "as set", async (db, ct) =>
    {
        var name = model?.ToString();
        return await db.Switches.Where(row => row.DefaultModel != name).ExecuteUpdateAsync(row => row.SetProperty(it => it.DefaultModel, name), ct) == 1 ? "" : null;
    }, ct);

    /// <summary>Leaves a trace of a call that costs something.</summary>
    public Task<Deed> NoteTestAsync(ModelChoice model, CancellationToken ct) => actions.DoAsync("model.test", model.ToString(), static (_, _) => Task.FromResult<string?>(""), ct);

    private static string? Line(string? text, int length)
    {
        var line = Conversation.OneLine(text ?? "");
        return line.Length == 0 ? null : line.Length > length ? line[..length] : line;
    }
}

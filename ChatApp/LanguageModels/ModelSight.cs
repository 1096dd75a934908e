using ChatApp.Data;

namespace ChatApp.LanguageModels;

/// <summary>Which models see pictures: what an admin decided, else what the settings say, else nobody knows.</summary>
internal sealed class ModelSight(ModelServers servers, SwitchWatch switches)
{
    /// <returns>Null when nobody has said so; it is sent pictures then, and may refuse them.</returns>
    public bool? SeesPictures(ModelChoice model) => model.Endpoint == ModelServers.Guide
        ? false
        : switches.SettingOf(model.Endpoint, model.Model)?.SeesPictures ?? servers.Find(model.Endpoint)?.Sees(model.Model);
}

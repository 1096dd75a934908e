using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using ChatApp.Tests.Running;

namespace ChatApp.Tests.Files;

/// <summary>What a program does with files.</summary>
internal static class FilesApi
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<HttpResponseMessage> TryUploadAsync(this HttpClient client, string name, byte[] bytes, string type = "application/octet-stream")
    {
        using var part = new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };
        using var form = new MultipartFormDataContent { { part, "file", name } };
        return await client.PostAsync("/api/files", form, Ct);
    }

    public static async Task<Uploaded> UploadAsync(this TestPerson person, string name, byte[] bytes)
    {
        using var answer = await person.Client.TryUploadAsync(name, bytes);
        Assert.Equal((HttpStatusCode.Created, ""), (answer.StatusCode, answer.IsSuccessStatusCode ? "" : await answer.Content.ReadAsStringAsync(Ct)));
        var uploaded = (await answer.Content.ReadFromJsonAsync<Uploaded>(Ct))!;
        Assert.Equal($"/api/files/{uploaded.Id}", answer.Headers.Location?.ToString());
        return uploaded;
    }

    public static Task<JsonElement> InfoAsync(this TestPerson person, string id) => person.Client.GetFromJsonAsync<JsonElement>($"/api/files/{id}/info", Ct);

    /// <summary>What became of a file once it was read.</summary>
    public static async Task<JsonElement> CheckedAsync(this TestPerson person, string id)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        while (true)
        {
            var info = await person.InfoAsync(id);
            if (info.GetProperty("state").GetString() is "ready" or "unreadable")
                return info;
            await Task.Delay(50, patience.Token);
        }
    }

    public static async Task<string> TextAsync(this TestPerson person, string id)
    {
        var text = await person.Client.GetFromJsonAsync<JsonElement>($"/api/files/{id}/text", Ct);
        return string.Join("\f", text.GetProperty("pages").EnumerateArray().Select(page => page.GetProperty("text").GetString()));
    }

    public static async Task<HttpResponseMessage> TusAsync(this HttpClient client, HttpMethod method, string path, HttpContent? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        request.Headers.Add("Tus-Resumable", "1.0.0");
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        return await client.SendAsync(request, Ct);
    }

    public static Task<HttpResponseMessage> AnnounceAsync(this HttpClient client, string name, long length) => client.TusAsync(
        HttpMethod.Post, "/api/files/uploads", null, ("Upload-Length", $"{length}"), ("Upload-Metadata", $"filename {Convert.ToBase64String(Encoding.UTF8.GetBytes(name))},filetype {Convert.ToBase64String("x/y"u8)}"));

    public static Task<HttpResponseMessage> AppendAsync(this HttpClient client, string path, long offset, byte[] bytes) => client.TusAsync(
        HttpMethod.Patch, path, new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/offset+octet-stream") } }, ("Upload-Offset", $"{offset}"));

    internal sealed record Uploaded(string Id, string Name, string Type, long Size);
}

using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;
using ChatApp.E2E.Infrastructure;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Fonts.Standard14Fonts;
using UglyToad.PdfPig.Writer;

namespace ChatApp.E2E.Measurements;

/// <summary>What uploads and the reading of files cost: the server's memory and speed, a document's text, and everybody else's replies meanwhile.</summary>
internal static class FilesMeasurement
{
    private const int Megabytes = 99;
    private const int Uploads = 10;
    private const int Runs = 5;
    private const int Viewers = 5;

    public static async Task RunAsync(CancellationToken ct)
    {
        await using var ground = await Ground.PrepareAsync(slots: Viewers, new Dictionary<string, string> { ["Files__QuotaBytes"] = "20000000000", ["Replies__MaxRunningPerPerson"] = "20" }, ct);
        using var person = await Person.RegisterAsync(ground.Address, "uploader", ct);
        var large = Path.GetTempFileName();
        try
        {
            // First, while nothing that was uploaded before is still being read.
            await TextAsync(person, ct);
            await WriteLargeAsync(large, ct);
            await MemoryAsync(ground, person, large, ct);
            await SpeedAsync(person, large, ct);
            await StreamingAsync(ground, person, ct);
        }
        finally
        {
            File.Delete(large);
        }
    }

    private static async Task SpeedAsync(Person person, string large, CancellationToken ct)
    {
        var target = large + ".bare";
        await using var bare = await BareUpload.StartAsync(target, ct);
        var (ours, theirs) = (new List<double>(), new List<double>());
        var header = $"Authorization: {person.Api.DefaultRequestHeaders.Authorization}";
        for (var run = 0; run < Runs; run++)
        {
            theirs.Add(await CurlAsync(ct, "-H", "Expect:", "-X", "POST", "-T", large, bare.Address.ToString()));
            ours.Add(await CurlAsync(ct, "-H", "Expect:", "-H", header, "-F", $"file=@{large};filename=large{run}.txt.pdf", new Uri(person.Address, "api/files").ToString()));
            await DeleteAllAsync(person, ct);
        }
        File.Delete(target);
        Measure.Print($"upload of {Megabytes} MB with curl, median of {Runs}", string.Create(CultureInfo.InvariantCulture, $"{Median(ours):0} MB/s; a bare endpoint {Median(theirs):0} MB/s: {Median(ours) / Median(theirs):0.00} of it"));
    }

    private static async Task MemoryAsync(Ground ground, Person person, string large, CancellationToken ct)
    {
        var memory = new ServerMemory(ground.World.App.Process.Id);
        var (before, most) = (memory.Resident(), 0L);
        var sending = Task.WhenAll(Enumerable.Range(0, Uploads).Select(number => UploadAsync(person, $"{number}.pdf", File.OpenRead(large), ct)));
        while (!sending.IsCompleted)
        {
            most = Math.Max(most, memory.Resident());
            await Task.WhenAny(sending, Task.Delay(20, ct));
        }
        await sending;
        Measure.Print($"memory of the server during {Uploads} uploads of {Megabytes} MB at once", $"{before / 1024} MB → at most {most / 1024} MB (+{(most - before) / 1024} MB)");
        await DeleteAllAsync(person, ct);
    }

    private static async Task TextAsync(Person person, CancellationToken ct)
    {
        var times = new List<double>();
        for (var run = 0; run < Runs; run++)
        {
            var report = new MemoryStream(Report(run));
            var began = Stopwatch.GetTimestamp();
            var id = await UploadAsync(person, "report.pdf", report, ct);
            await ReadyAsync(person, id, ct);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
        Measure.Print("a PDF of 50 pages, from upload to its text", string.Create(CultureInfo.InvariantCulture, $"median {Median(times):0} ms, first {times[0]:0} ms, longest {times.Max():0} ms"));
    }

    private static async Task StreamingAsync(Ground ground, Person person, CancellationToken ct)
    {
        await WatchAsync(ground, ct);
        var calm = await WatchAsync(ground, ct);
        var reports = Enumerable.Range(100, Uploads).Select(Report).ToList();
        var watching = WatchAsync(ground, ct);
        var ids = await Task.WhenAll(reports.Select((report, number) => UploadAsync(person, $"{number}.pdf", new MemoryStream(report), ct)));
        await Task.WhenAll(ids.Select(id => ReadyAsync(person, id, ct)));
        var read = watching.IsCompleted ? " (the replies ended first)" : "";
        var busy = await watching;
        Measure.Print($"lag of {Viewers} replies' words, p95", string.Create(CultureInfo.InvariantCulture, $"alone {calm:0.0} ms; while {Uploads} PDFs of 50 pages are read {busy:0.0} ms{read}"));
    }

    /// <summary>The 95th percentile of how late words arrive after the model sent them, in milliseconds.</summary>
    private static async Task<double> WatchAsync(Ground ground, CancellationToken ct)
    {
        var lags = await Task.WhenAll(Enumerable.Range(0, Viewers).Select(async _ =>
        {
            var name = Words.Unique("watch-");
            using var viewer = await Person.RegisterAsync(ground.Address, name, ct);
            var sent = await viewer.SendAsync($"{name} kind=prose tokens=600 rate=50", null, ct);
            var arrivals = new List<(int Offset, long At)>();
            await using var body = await viewer.Api.GetStreamAsync(new Uri($"api/chat/message/{sent.ReplyId}/events", UriKind.Relative), ct);
            await foreach (var item in SseParser.Create(body).EnumerateAsync(ct))
                if (item.EventType == "delta")
                    arrivals.Add((JsonSerializer.Deserialize<JsonElement>(item.Data).GetProperty("offset").GetInt32(), Stopwatch.GetTimestamp()));
            var call = (await ground.World.Model.CallsAsync(name, ct)).Single();
            // Words leave the model evenly, so their time follows from their place.
            var perCharacter = (call.LastWordAt - call.FirstWordAt) / (double)call.CharactersSent;
            return arrivals.Select(arrival => (arrival.At - call.FirstWordAt - (arrival.Offset * perCharacter)) * 1000 / Stopwatch.Frequency).ToList();
        }));
        var all = lags.SelectMany(lag => lag).Order().ToList();
        return all[all.Count * 95 / 100];
    }

    private static async Task<string> UploadAsync(Person person, string name, Stream content, CancellationToken ct)
    {
        using var part = new StreamContent(content) { Headers = { ContentType = new MediaTypeHeaderValue("application/pdf") } };
        using var form = new MultipartFormDataContent { { part, "file", name } };
        using var answer = await person.Api.PostAsync(new Uri("api/files", UriKind.Relative), form, ct);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(ct)).GetProperty("id").GetString()!;
    }

    private static async Task ReadyAsync(Person person, string id, CancellationToken ct)
    {
        while ((await person.Api.GetFromJsonAsync<JsonElement>(new Uri($"api/files/{id}/info", UriKind.Relative), ct)).GetProperty("state").GetString() is var state and not "ready")
        {
            if (state == "unreadable")
                throw new InvalidOperationException("A report could not be read.");
            await Task.Delay(20, ct);
        }
    }

    private static async Task DeleteAllAsync(Person person, CancellationToken ct)
    {
        var files = await person.Api.GetFromJsonAsync<JsonElement>(new Uri("api/files", UriKind.Relative), ct);
        foreach (var file in files.GetProperty("files").EnumerateArray())
            (await person.Api.DeleteAsync(new Uri($"api/files/{file.GetProperty("id").GetString()}", UriKind.Relative), ct)).Dispose();
    }

    // Begins as a PDF does; what follows is noise, which its reader gives up on.
    private static async Task WriteLargeAsync(string path, CancellationToken ct)
    {
        await using var file = File.Create(path);
        await file.WriteAsync("%PDF-1.4\n"u8.ToArray(), ct);
        var noise = new byte[1 << 20];
        for (var i = 0; i < Megabytes; i++)
        {
            new Random(i).NextBytes(noise);
            await file.WriteAsync(noise, ct);
        }
    }

    private static byte[] Report(int seed)
    {
        const string words = "the quick brown fox jumps over the lazy dog and writes a report about it in plain words";
        var builder = new PdfDocumentBuilder();
        var font = builder.AddStandard14Font(Standard14Font.Helvetica);
        for (var number = 1; number <= 50; number++)
        {
            var page = builder.AddPage(PageSize.A4);
            for (var line = 0; line < 50; line++)
                page.AddText($"{seed}.{number}.{line} {words}", 9, new(40, 800 - (line * 15)), font);
        }
        return builder.Build();
    }

    private static async Task<double> CurlAsync(CancellationToken ct, params string[] words)
    {
        using var curl = Process.Start(new ProcessStartInfo("curl", ["-s", "-f", "-o", "/dev/null", "-w", "%{speed_upload}", .. words]) { RedirectStandardOutput = true })!;
        var said = await curl.StandardOutput.ReadToEndAsync(ct);
        await curl.WaitForExitAsync(ct);
        return curl.ExitCode == 0 ? double.Parse(said, CultureInfo.InvariantCulture) / 1e6 : throw new InvalidOperationException($"curl ended with {curl.ExitCode}.");
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}

using System.Diagnostics;
using ChatApp.Tests.Running;

namespace ChatApp.Tests.Files;

/// <summary>Resumable uploads with a client that was not written here: <c>tus-js-client</c> in Node, where Node and its registry can be had.</summary>
[EveryDatabase]
public sealed class TusClientTests
{
    private const string Script = """
        const tus = require('tus-js-client'), [base, token] = process.argv.slice(2);
        const headers = { Authorization: 'Bearer ' + token }, bytes = Buffer.alloc(12 << 20, 'line of text\n'), seen = [];
        const run = (options, leaves) => new Promise((done, fail) => {
          const upload = new tus.Upload(bytes, {
            endpoint: base + 'api/files/uploads', headers, metadata: { filename: 'Grüße.csv', filetype: 'text/csv' }, retryDelays: [0, 200], ...options,
            onChunkComplete: () => leaves && upload.abort().then(() => done(upload.url)),
            onAfterResponse: (call, answer) => seen.push(call.getMethod() + ' ' + answer.getStatus()),
            onError: fail, onSuccess: () => done(upload.url) });
          upload.start();
        });
        (async () => {
          const url = await run({ chunkSize: 5 << 20 }, true);
          await run({ uploadUrl: url });
          const whole = await run({ chunkSize: 5 << 20 });
          await run({ metadata: { filename: 'a.exe' } }).catch(error => seen.push(JSON.parse(error.originalResponse.getBody()).type));
          console.log([...seen, url.split('/').pop(), whole.split('/').pop()].join('\n'));
        })().catch(error => { console.error(error); process.exit(1); });
        """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AForeignClientUploadsLeavesAndGoesOn()
    {
        var folder = Directory.CreateTempSubdirectory("chatapp-tus-");
        try
        {
            var (installed, _, _) = await RunAsync(folder, "npm", "install", "--no-audit", "--no-fund", "--prefix", folder.FullName, "tus-js-client@4");
            Assert.SkipUnless(installed == 0, "Node or its registry is not here.");
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "upload.cjs"), Script, Ct);
            await using var app = TestApp.Start(new() { ["Files:MaxTextBytes"] = "20000000" });
            var person = await app.NewPersonAsync();

            var (code, output, errors) = await RunAsync(folder, "node", "upload.cjs", app.Address.ToString(), person.Client.DefaultRequestHeaders.Authorization!.Parameter!);

            Assert.Equal((0, ""), (code, errors));
            var said = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(
                ["POST 201", "PATCH 204", "HEAD 200", "PATCH 204", "POST 201", "PATCH 204", "PATCH 204", "PATCH 204", "POST 415", "urn:chatapp:file-type"],
                said[..^2]);
            foreach (var id in said[^2..])
            {
                var bytes = await person.Client.GetByteArrayAsync($"/api/files/{id}", Ct);
                Assert.Equal((12 << 20, "Grüße.csv"), (bytes.Length, (await person.InfoAsync(id)).GetProperty("name").GetString()));
                Assert.Equal("line of text\nline"u8, bytes.AsSpan(0, 17));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(DirectoryInfo folder, string program, params string[] words)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, words) { WorkingDirectory = folder.FullName, RedirectStandardOutput = true, RedirectStandardError = true })!;
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(Ct), process.StandardError.ReadToEndAsync(Ct));
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
            patience.CancelAfter(TimeSpan.FromMinutes(1));
            await using var ending = patience.Token.Register(() => process.Kill(entireProcessTree: true));
            await process.WaitForExitAsync(CancellationToken.None);
            return (process.ExitCode, await output, await errors);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (-1, "", "");
        }
    }
}

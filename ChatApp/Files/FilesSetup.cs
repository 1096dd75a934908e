using ChatApp.Account;
using ChatApp.Queue;
using Microsoft.AspNetCore.Mvc;

namespace ChatApp.Files;

internal static class FilesSetup
{
    public static void AddFiles(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<FilesOptions>().BindConfiguration(FilesOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IFileStore, DiskFileStore>();
        services.AddSingleton<PartialFiles>();
        services.AddSingleton<PersonGates>();
        services.AddSingleton<FileChanges>();
        services.AddSingleton<FileRules>();
        services.AddSingleton<FileTaking>();
        services.AddSingleton<OpenUploads>();
        services.AddSingleton<FileUploads>();
        services.AddSingleton<FileLibrary>();
        services.AddSingleton<FileDeletion>();
        services.AddSingleton<FileAttachments>();
        services.AddSingleton<FileParts>();
        services.AddSingleton<Reader.ReaderProcess>();
        services.AddSingleton<FileReading>();
        services.AddSingleton<FileLoss>();
        services.AddSingleton<FileSweep>();
        services.AddHostedService(app => app.GetRequiredService<FileSweep>());
        services.AddSingleton<IRecurringWork>(app => app.GetRequiredService<FileSweep>());
    }

    public static void MapFiles(this WebApplication app)
    {
        // The rules say how large a file may be, and count while it comes.
        var anySize = new DisableRequestSizeLimitAttribute();
        var files = app.MapApi("/api/files").WithTags("Files");
        files.MapPost("", UploadEndpoint.UploadAsync).WithMetadata(anySize);
        files.MapGet("", FileEndpoints.ListAsync);
        files.MapGet("/limits", FileEndpoints.LimitsAsync);
        files.MapGet("/{fileId:guid}", FileContentEndpoints.DownloadAsync);
        files.MapDelete("/{fileId:guid}", FileEndpoints.DeleteAsync);
        files.MapGet("/{fileId:guid}/info", FileEndpoints.InfoAsync);
        files.MapGet("/{fileId:guid}/thumbnail", FileContentEndpoints.ThumbnailAsync);
        files.MapGet("/{fileId:guid}/picture", FileContentEndpoints.PictureAsync);
        files.MapGet("/{fileId:guid}/text", FileContentEndpoints.TextAsync);

        var uploads = files.MapGroup("/uploads").AddEndpointFilter<TusFilter>();
        uploads.MapMethods("", [HttpMethods.Options], TusEndpoints.Describe);
        uploads.MapPost("", TusEndpoints.BeginAsync);
        uploads.MapMethods("/{fileId:guid}", [HttpMethods.Head], TusEndpoints.LookAsync);
        uploads.MapPatch("/{fileId:guid}", TusEndpoints.AppendAsync).WithMetadata(anySize);
        uploads.MapDelete("/{fileId:guid}", TusEndpoints.EndAsync);
    }
}

using Microsoft.AspNetCore.Builder;

namespace Rma.ServiceDefaults;

/// <summary>What a service's program does: it runs the service, or one of the commands beside it.</summary>
public static class ServiceCommands
{
    /// <summary>
    /// Runs the service until it is stopped, or <c>rebuild …</c>, <c>verify …</c> or one of <see cref="RestoreCommands"/>.
    /// </summary>
    public static async Task RunOrCommand(this WebApplication app, string[] args)
    {
        switch (args)
        {
            case ["rebuild", ..]:
                await using (app) Environment.ExitCode = await app.Services.Rebuild(args.ElementAtOrDefault(1), Console.Out.WriteLine);
                break;
            case ["verify", .. var options]:
                await using (app) Environment.ExitCode = await app.Services.Verify(options, Console.Out.WriteLine);
                break;
            case [var command, .. var options] when RestoreCommands.Names.Contains(command):
                await using (app) Environment.ExitCode = await app.Services.Run(command, options, Console.Out.WriteLine);
                break;
            default:
                await app.RunAsync();
                break;
        }
    }
}

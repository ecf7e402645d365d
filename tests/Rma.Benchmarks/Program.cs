using Rma.Benchmarks;
using Rma.Demo;

// Exit code 0; 3 when a goal was not reached; 2 for invalid arguments.
try
{
    var (settings, asked) = (new Settings(), Asked.Read(args));
    var figures = await asked.Measure(settings);
    Console.WriteLine($"\n{Report.Table(figures)}");
    await Report.Publish(figures, settings.Folder, asked.Write);
    return figures.All(figure => figure.Reached) ? 0 : 3;
}
catch (FormatException exception)
{
    Console.Error.WriteLine($"✗ {exception.Message}\n{Asked.Usage}");
    return 2;
}

using Rma.Benchmarks;
using Rma.Demo;

// Ends with 0, with 3 when a goal was not reached, and with 2 when it does not understand what it is asked for.
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

using Rma.Benchmarks;
using Rma.Demo;

// ./rma bench [parts] [--rounds n] [--stored n,n,n] [--write folder]: parts are letters, all of them unless said.
var (settings, asked) = (new Settings(), Asked.Read(args));
var figures = await asked.Measure(settings);
Console.WriteLine($"\n{Report.Table(figures)}");
await Report.Publish(figures, settings.Folder, asked.Write);
return figures.All(figure => figure.Reached) ? 0 : 3;

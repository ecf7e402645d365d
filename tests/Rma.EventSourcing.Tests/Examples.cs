namespace Rma.EventSourcing.Tests;

public static class Examples
{
    /// <summary>Texts and amounts that event stores have lost or changed.</summary>
    public static TheoryData<string?, decimal> Difficult => new()
    {
        { "Kühlschrank 冷蔵庫 \u202Eevil\u202C 🎥 \"quoted\" \\ \r\n\t </script> ' -- %s {0}", 79_228_162_514_264.3375m },
        { "", 0m }, { null, -0.01m }, { "cents keep their zeros", 1_349.990m }, { "the greatest", decimal.MaxValue },
        { "the least", decimal.MinValue }, { "the smallest", 0.0000000000000000000000000001m },
    };
}

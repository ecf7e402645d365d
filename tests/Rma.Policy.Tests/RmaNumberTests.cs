using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Rma.Testing;
using static Rma.Policy.Tests.Examples;

namespace Rma.Policy.Tests;

public sealed class RmaNumberTests
{
    private static readonly Arbitrary<long> Sequences =
        Gen.Choose(0, (int)RmaNumber.Count - 1).Select(n => (long)n).ToArbitrary();

    [Fact]
    [Rule("P3/8", Shows.Accepted)]
    public void A_number_is_shown_with_prefix_and_check_symbol() =>
        Assert.Matches("^RMA-[2-9A-HJKMNP-Z]{6}-[2-9A-HJKMNP-Z]$", Number.ToString());

    [Fact]
    [Rule("P3/8", Shows.Accepted)]
    public void Numbers_never_change_once_printed() => Assert.Equal(
        ["RMA-AF9334-H", "RMA-PAB7PR-W"],
        [RmaNumber.FromSequence(0).ToString(), RmaNumber.FromSequence(RmaNumber.Count - 1).ToString()]);

    [Fact]
    [Rule("P3/8", Shows.Accepted)]
    public void Every_sequence_has_its_own_number()
    {
        Prop.ForAll(Sequences, Sequences, (n, m) => n == m || RmaNumber.FromSequence(n) != RmaNumber.FromSequence(m))
            .Holds();
        Assert.Equal(100_000, Enumerable.Range(0, 100_000).Select(n => RmaNumber.FromSequence(n)).Distinct().Count());
    }

    [Fact]
    [Rule("P3/8", Shows.Accepted)]
    public void Consecutive_numbers_differ_in_every_symbol() =>
        Prop.ForAll(Sequences, n =>
        {
            var (one, next) = (RmaNumber.FromSequence(n).ToString(), RmaNumber.FromSequence((n + 1) % RmaNumber.Count).ToString());
            return Enumerable.Range(4, 6).All(i => one[i] != next[i]);
        }).Holds();

    [Fact]
    public void S15_the_numbers_of_an_installation_are_a_permutation_under_its_key()
    {
        byte[] key = [1, 2, 3, 4], another = [1, 2, 3, 5];
        Assert.Equal(100_000, Enumerable.Range(0, 100_000).Select(n => RmaNumber.FromSequence(n, key)).Distinct().Count());
        Prop.ForAll(Sequences, Sequences, (n, m) => n == m || RmaNumber.FromSequence(n, key) != RmaNumber.FromSequence(m, key)).Holds();
        Assert.Equal(RmaNumber.FromSequence(7, key), RmaNumber.FromSequence(7, key));
        Assert.NotEqual(RmaNumber.FromSequence(7, another), RmaNumber.FromSequence(7, key));
        Assert.True(RmaNumber.FromSequence(7, key, isTicket: true).IsTicket);
        foreach (var n in new[] { 0, RmaNumber.Count - 1 })
            Assert.True(RmaNumber.TryRead(RmaNumber.FromSequence(n, key).ToString(), out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => RmaNumber.FromSequence(-1, [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => RmaNumber.FromSequence(RmaNumber.Count, [1]));
    }

    [Fact]
    public void S15_numbers_that_are_known_tell_nothing_of_their_neighbours()
    {
        // With the compiled-in sequence the distance between neighbours was one of two; under a key it is hardly ever the same twice.
        byte[] key = [9, 8, 7];
        var places = Enumerable.Range(0, 2_000).Select(n => Place(RmaNumber.FromSequence(n, key))).ToArray();
        var distances = places.Zip(places.Skip(1), (one, next) => (next - one + RmaNumber.Count) % RmaNumber.Count);
        Assert.InRange(distances.Distinct().Count(), 1_990, 1_999);

        static long Place(RmaNumber number) => number.ToString()[4..10].Aggregate(0L, (sum, symbol) =>
            sum * RmaNumber.Alphabet.Length + RmaNumber.Alphabet.IndexOf(symbol, StringComparison.Ordinal));
    }

    [Theory]
    [Rule("P3/8", Shows.Refused)]
    [InlineData(-1)]
    [InlineData(RmaNumber.Count)]
    public void There_is_no_number_beyond_the_last(long n) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => RmaNumber.FromSequence(n));

    [Fact]
    [Rule("P3/9", Shows.Accepted)]
    public void What_was_printed_is_read() =>
        Prop.ForAll(Sequences, n =>
        {
            var number = RmaNumber.FromSequence(n);
            var text = number.ToString();
            string[] forms =
            [
                text, text.ToLowerInvariant(), text.Replace("-", "", StringComparison.Ordinal), text[4..], $" {text}\r\n",
                text.Replace('-', '–'), string.Join(' ', text.AsEnumerable()),
            ];
            return forms.All(form => RmaNumber.TryRead(form, out var read) && read == number);
        }).Holds();

    [Fact]
    [Rule("P3/8", Shows.Refused)]
    public void Any_one_misread_symbol_is_noticed() =>
        Prop.ForAll(Sequences, n =>
        {
            var text = RmaNumber.FromSequence(n).ToString();
            return SymbolPlaces.All(i => RmaNumber.Alphabet.Where(c => c != text[i])
                .All(c => !RmaNumber.TryRead(text[..i] + c + text[(i + 1)..], out _)));
        }).Holds();

    [Fact]
    [Rule("P3/8", Shows.Refused)]
    public void Any_two_swapped_neighbours_are_noticed() =>
        Prop.ForAll(Sequences, n =>
        {
            var text = RmaNumber.FromSequence(n).ToString().Replace("-", "", StringComparison.Ordinal)[3..];
            return Enumerable.Range(0, 6).All(i => text[i] == text[i + 1]
                || !RmaNumber.TryRead($"{text[..i]}{text[i + 1]}{text[i]}{text[(i + 2)..]}", out _));
        }).Holds();

    [Theory]
    [Rule("P3/8", Shows.Refused)]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("RMA")]
    [InlineData("RMA-")]
    [InlineData("RMA-222222")]
    [InlineData("RMA-2222222-22")]
    [InlineData("RMA-22222O-2")]
    [InlineData("RMA_222222_2")]
    [InlineData("TKT-222222-2")]
    [InlineData("RMARMA2222222")]
    [InlineData("https://example.org/RMA-222222-2")]
    public void Anything_else_is_illegible(string? marking)
    {
        Assert.False(RmaNumber.TryRead(marking, out var number));
        Assert.Equal(default, number);
    }

    [Fact]
    [Rule("P3/8", Shows.Refused)]
    public void The_example_the_refusals_vary_is_itself_sound() => Assert.True(RmaNumber.TryRead("RMA-222222-2", out _));

    [Fact]
    [Rule("P3/8", Shows.Accepted)]
    public void Symbols_that_spell_the_prefix_are_no_prefix()
    {
        var spelling = RmaNumber.Alphabet.Select(check => $"RMA234{check}").Where(text => RmaNumber.TryRead(text, out _)).ToArray();
        Assert.True(RmaNumber.TryRead(Assert.Single(spelling), out var number));
        Assert.StartsWith("RMA-RMA234-", number.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    [Rule("P3/8", Shows.Accepted)]
    public void A_number_is_stored_as_printed()
    {
        Assert.Equal($"\"{Number}\"", JsonSerializer.Serialize(Number));
        Assert.Equal(Number, ThereAndBack(Number));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<RmaNumber>("\"RMA-222222-3\""));
    }

    private static IEnumerable<int> SymbolPlaces => [4, 5, 6, 7, 8, 9, 11];
}

namespace Rma.Chaos.Tests;

public sealed class OptionsTests
{
    [Theory]
    [InlineData("--faults", "")]
    [InlineData("--faults", "earthquake")]
    [InlineData("--kills", "-1")]
    [InlineData("--seed", "abc")]
    [InlineData("--lifecycles", "9")]
    [InlineData("--speed", "1")]
    public void What_is_not_understood_is_said_and_not_guessed(string name, string value) =>
        Assert.Throws<FormatException>(() => Options.Read([name, value]));

    [Fact]
    public void A_report_names_the_command_that_plays_it_again()
    {
        string[] arguments = ["--lifecycles", "500", "--kills", "9", "--seed", "7", "--faults", "kill,cut", "--clients", "20"];
        var options = Options.Read(arguments);
        Assert.Equal($"./rma chaos {string.Join(' ', arguments)}", options.Command);
        Assert.Equivalent(options, Options.Read(options.Command.Split(' ')[2..]));
    }

    [Theory]
    [InlineData("--from", "1a2b3c4d5e6f")]
    [InlineData("--brokers", "sid")]
    public void A_drill_of_an_upgrade_lets_returns_arrive_at_a_rate_and_names_its_command(string what, string value)
    {
        var options = Options.Read([what, value, "--rate", "3", "--seed", "7"]);
        Assert.Equal($"./rma drill upgrade {what} {value} --lifecycles 2000 --rate 3 --seed 7", options.Command);
        Assert.Equivalent(options, Options.Read(options.Command.Split(' ')[3..]));
        Assert.Throws<FormatException>(() => Options.Read(["--rate", "3"])); // faults come with a number of clients
    }

    [Fact]
    public void Whoever_asks_for_a_fault_gets_one_however_few_kills_there_are() =>
        Assert.Equal(["cut"], Schedule.Of(1, 2, ["cut"]).Select(fault => fault.Kind));
}

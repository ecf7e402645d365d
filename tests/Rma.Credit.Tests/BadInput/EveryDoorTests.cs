using Rma.Testing;

namespace Rma.Credit.Tests.BadInput;

/// <summary>No input causes an internal error, whatever route or message it is for.</summary>
public sealed class EveryDoorTests(CreditUnderTest service) : IClassFixture<CreditUnderTest>
{
    [Fact]
    public Task B2_every_request_gets_an_answer_with_a_code() => EveryDoor.AnswersEverything(service);

    [Fact]
    public Task Low_every_answer_makes_browsers_and_caches_careful() => EveryDoor.AnswersCarefully(service);

    [Fact]
    public Task B11_every_message_is_taken_or_put_aside_with_a_reason_that_names_the_member() => EveryDoor.ReadsEverything(service);
}

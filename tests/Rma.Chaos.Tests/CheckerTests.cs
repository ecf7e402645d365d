namespace Rma.Chaos.Tests;

/// <summary>The checker finds every kind of error, and reports nothing else.</summary>
public sealed class CheckerTests
{
    // printf 'ca:10.50:USD\ncb:20:USD\ncz:5:USD\n' | sha256sum
    private const string Hash = "6fd1b6760bfbca6e21941e9b14115caca0a14a328eb6abf2a9fea119f31ad655";

    private static readonly Evidence AllIsWell = new()
    {
        Promises = [new("A", 10.50m, "ra", true), new("B", 20m, "rb", true)],
        Deliveries = [Note("A", 10.50m), Note("B", 20m)],
        Issued = [new("ca", "A", 10.50m), new("cb", "B", 20m)],
        Posted = [new("ca", "A", 10m), new("cb", "B", 20m)],
        Booked = [(new("ca", "A", 10.50m), 10m), (new("cb", "B", 20m), 20m)],
        Returns = [new("ra", "A", "Closed", "credited", "ca"), new("rb", "B", "Closed", "credited", "cb")],
        Days = [new("2026-03-02", Hash, [new("USD", 3, 35.50m)], [Note("A", 10.50m), Note("B", 20m), Note("of somebody else", 5m, "cz")])],
        HeardTwice = [], Parked = [], Quarantined = [], Waiting = [], Crashed = [], EndedByWatchdog = [], Errors = [],
    };

    [Fact]
    public void When_all_is_well_nothing_is_found() => Assert.True(Checker.Compare(AllIsWell).Clean);

    [Fact]
    public void The_same_note_delivered_again_is_the_same_credit() =>
        Assert.True(Checker.Compare(AllIsWell with { Deliveries = [.. AllIsWell.Deliveries, Note("A", 10.50m)] }).Clean);

    [Fact]
    public void A_credit_that_finance_never_heard_of_is_lost()
    {
        var findings = Checker.Compare(AllIsWell with { Deliveries = [Note("A", 10.50m)] });
        Assert.Equal(["B"], findings.Lost);
        Assert.Equal(
            ["B: 20.00 in table of credits, not so in finance", "B: 20.00 in notes of 2026-03-02 read again, not so in finance"],
            findings.Differences);
    }

    [Fact]
    public void A_second_credit_for_a_unit_is_double() =>
        Assert.Single(Checker.Compare(AllIsWell with { Deliveries = [.. AllIsWell.Deliveries, Note("A", 10.50m, "cx")] }).Double);

    [Fact]
    public void One_credit_with_two_contents_is_double() =>
        Assert.Single(Checker.Compare(
            AllIsWell with { Deliveries = [.. AllIsWell.Deliveries, Note("A", 10.50m) with { Body = "another" }] }).Double);

    [Fact]
    public void One_credit_in_two_messages_is_double() =>
        Assert.Single(Checker.Compare(AllIsWell with { Deliveries = [.. AllIsWell.Deliveries, Note("A", 10.50m) with { MessageId = "n" }] })
            .Double);

    [Fact]
    public void Issued_or_posted_or_booked_twice_is_double()
    {
        Assert.Single(Checker.Compare(AllIsWell with { Issued = [.. AllIsWell.Issued, new("ca", "A", 10.50m)] }).Double);
        Assert.Single(Checker.Compare(AllIsWell with { Posted = [.. AllIsWell.Posted, new("ca", "A", 10m)] }).Double);
        Assert.Single(Checker.Compare(AllIsWell with { Booked = [.. AllIsWell.Booked, (new("ca", "A", 10.50m), 10m)] }).Double);
    }

    [Fact]
    public void A_message_that_was_dealt_with_twice_is_double() =>
        Assert.Single(Checker.Compare(AllIsWell with { HeardTwice = [new("issuance", "return-ra: message m")] }).Double);

    [Fact]
    public void A_saga_that_is_not_at_its_end_and_a_client_without_an_answer_are_stuck()
    {
        Standing waiting = new("rb", "B", "AwaitingCredit", null, null);
        var findings = Checker.Compare(
            AllIsWell with { Returns = [AllIsWell.Returns.First(), waiting],
            Promises = [.. AllIsWell.Promises, new("C", 1m, null, false)] });
        Assert.Equal(["B: AwaitingCredit", "C: its client got no answer"], findings.Stuck);
    }

    [Fact]
    public void Another_amount_than_was_paid_is_wrong_and_so_are_lines_that_do_not_add_up()
    {
        Assert.Single(Checker.Compare(AllIsWell with { Deliveries = [Note("A", 10.51m), Note("B", 20m)] }).WrongAmount);
        Assert.Single(Checker.Compare(AllIsWell with { Deliveries = [Note("A", 10.50m) with { LinesTotal = 10.49m }, Note("B", 20m)] })
            .WrongAmount);
        Assert.Single(Checker.Compare(AllIsWell with { Deliveries = [Note("A", 10.50m) with { Currency = "EUR" }, Note("B", 20m)] })
            .WrongAmount);
    }

    [Fact]
    public void Books_that_differ_by_a_cent_differ()
    {
        Assert.Equal(2, Checker.Compare(AllIsWell with { Posted = [new("ca", "A", 9.99m), new("cb", "B", 20m)] }).Differences.Count);
        Assert.Single(Checker.Compare(AllIsWell with { Returns = [AllIsWell.Returns.First(), new("rb", "B", "Closed", "denied", "cb")] })
            .Differences);
    }

    [Fact]
    public void A_control_total_that_is_not_that_of_the_notes_differs()
    {
        var day = AllIsWell.Days.Single();
        Assert.Equal(2, Differences(day with { Totals = [new("USD", 3, 35.51m)] }));
        Assert.Equal(2, Differences(day with { Totals = [new("USD", 4, 35.50m)] }));
        Assert.Equal(1, Differences(day with { Totals = [.. day.Totals, new("EUR", 1, 1m)] }));
        Assert.Equal(1, Differences(day with { Hash = Hash.Replace('a', 'b') }));
        Assert.Equal(1, Differences(day with { Hash = null }));
        Assert.Equal(4, Differences(day with { Notes = [.. day.Notes.Skip(1)] })); // the sums both ways, the hash, and the note at finance
    }

    [Fact]
    public void A_charge_is_counted_as_a_credit_is()
    {
        var charged = AllIsWell with
        {
            Promises = [.. AllIsWell.Promises, new("C", null, "rc", true, "repaired", 90m)], Charges = [Note("C", 90m)],
            Raised = [new("cc", "C", 90m)],
            Charged = [new("cc", "C", 90m)], Returns = [.. AllIsWell.Returns, new("rc", "C", "Closed", "repaired", null, "cc")],
        };
        Assert.True(Checker.Compare(charged).Clean);
        Assert.Equal(["C"], Checker.Compare(charged with { Charges = [] }).Lost);
        Assert.Single(Checker.Compare(charged with { Charges = [Note("C", 90m), Note("C", 90m, "cx")] }).Double);
        Assert.Single(Checker.Compare(charged with { Charges = [Note("C", 91m)] }).WrongAmount);
        Assert.Single(Checker.Compare(charged with { Deliveries = [.. AllIsWell.Deliveries, Note("C", 90m)] })
            .WrongAmount); // no credit was expected
        Assert.Single(Checker.Compare(charged with { Charged = [], Raised = [], Charges = [] }).Differences);
    }

    [Fact]
    public void More_than_a_line_of_an_invoice_or_an_order_has_is_counted()
    {
        Limited[] lines = [new("INV-A line 1", "price", 10m, 10m), new("PO-1 line 1", "quantity", 1m, 1m)];
        Assert.True(Checker.Compare(AllIsWell with { Lines = lines }).Clean);
        var findings = Checker.Compare(AllIsWell with { Lines = [lines[0] with { Credited = 10.01m }, lines[1] with { Credited = 2m }] });
        Assert.Equal(["INV-A line 1: 10.01 credited, its price is 10.00", "PO-1 line 1: 2.00 credited, its quantity is 1.00"],
            findings.OverLine);
    }

    [Fact]
    public void Another_end_than_the_expected_one_and_another_question_differ()
    {
        Assert.Equal(["A: closed as credited instead of nothing-due"], Differences(new Promise("A", 10.50m, "ra", true, "nothing-due")));
        Assert.Equal(["A: not in question (credit.line-moved), and should be"], Differences(new Promise("A", 10.50m, "ra", true,
            Question: "credit.line-moved")));
        Assert.Single(Checker.Compare(AllIsWell with { Questions = [("A", "credit.line-moved")] }).Differences);
        Assert.Single(Checker.Compare(AllIsWell with { Unreconciled = [new("reconciliation", "credit.differs")] }).Differences);
    }

    private static IReadOnlyList<string> Differences(Promise first) => Checker.Compare(AllIsWell with { Promises = [first,
        AllIsWell.Promises.Last()] }).Differences;

    [Fact]
    public void What_was_parked_put_aside_or_is_still_waiting_is_counted()
    {
        var findings = Checker.Compare(
            AllIsWell with { Parked = [new("credit", "x")], Quarantined = [new("repair", "y")], Waiting = [new("q", "1")] });
        Assert.Equal(["credit: x", "repair: y", "q: 1"], [.. findings.Parked, .. findings.Quarantined, .. findings.Waiting]);
    }

    [Fact]
    public void Who_ended_by_himself_and_who_said_500_is_counted()
    {
        var findings = Checker.Compare(AllIsWell with { Crashed = [new("credit", "status 134")], Errors = [new("repair 500", "3 times")] });
        Assert.Equal(["credit: status 134", "repair 500: 3 times"], [.. findings.Crashed, .. findings.Errors]);
        Assert.False(findings.Clean);
    }

    private static int Differences(BusinessDay day) => Checker.Compare(AllIsWell with { Days = [day] }).Differences.Count;

    private static Delivery Note(string serial, decimal amount, string? creditId = null) =>
        new("m", creditId ?? "c" + serial.ToLowerInvariant(), serial, amount, "USD", amount, "2026-03-02", $"{serial} {amount}");
}

using Npgsql;
using Rma.Testing;

namespace Rma.Chaos.Tests;

/// <summary>
/// The checker must find bugs of every kind that the platform is built to exclude. The bugs are simulated in the database: it is left in
/// the state that a crash would leave if the services had the bug. The services contain no switch for bugs.
/// </summary>
[Collection("stage")]
public sealed class DeliberateBugs(StageFixture fixture)
{
    private const int Times = 3;
    private static readonly Options Small = new(40, 0, 1, [], Patience: 20, OnlyCredits: true);

    /// <summary>A message sent without the outbox is lost when the process ends between the commit and the sending.</summary>
    [Fact]
    public async Task Publishing_outside_the_outbox_is_counted_as_lost()
    {
        await using var bug = await Bug.Play(fixture, "credit", "outbox", "insert", "new.exchange = 'finance'");
        var findings = (await fixture.Round(Small).Play(CancellationToken.None)).Findings;
        Assert.Equal(Times, findings.Lost.Count);
        Assert.Equal(2 * Times, findings.Differences.Count); // in the table and the control total, but not at finance
        Assert.Equal([0, 0, 0], [findings.Double.Count, findings.Stuck.Count, findings.WrongAmount.Count]);
    }

    /// <summary>
    /// A saga that is written after the commit keeps its old state when the process ends in between, while its history and its messages are
    /// further.
    /// </summary>
    [Fact]
    public async Task Committing_before_the_saga_is_counted_as_stuck()
    {
        await using var bug = await Bug.Play(fixture, "issuance", "sagas", "update", "new.state = 'Closed'");
        var findings = (await fixture.Round(Small).Play(CancellationToken.None)).Findings;
        Assert.Equal(Times, findings.Stuck.Count);
        Assert.Equal([0, 0, 0], [findings.Double.Count, findings.Lost.Count, findings.WrongAmount.Count]);
    }

    /// <summary>Without an inbox a redelivered message is processed again.</summary>
    [Fact]
    public async Task A_missing_inbox_is_counted_as_double()
    {
        await using var bug = await Bug.ForgetWhatWasHeard(fixture);
        var before = await bug.Closed();
        var course = await fixture.Round(Small).Play(CancellationToken.None, (participants, ct) => participants.Copies.Repeat(
            () => Wait.Until(bug.Closed, closed => closed >= before + Small.Lifecycles, "every return to end", 90), new Random(1),
            "Credit.V1:CreditIssued", ct));
        var findings = course.Findings;
        Assert.InRange(course.Copies, 1, Small.Lifecycles); // licenses are credited at once, some before the recording starts
        Assert.Equal(course.Copies, findings.Double.Count);
        Assert.Equal([0, 0, 0], [findings.Lost.Count, findings.Stuck.Count, findings.WrongAmount.Count]);
    }

    private sealed class Bug(StageFixture fixture, string service, string table) : IAsyncDisposable
    {
        /// <summary>The first few rows of a kind are never written, without an error.</summary>
        public static async Task<Bug> Play(StageFixture fixture, string service, string table, string deed, string when)
        {
            var bug = new Bug(fixture, service, table);
            await bug.Run($"""
                create table played (at timestamptz default now());
                create function play() returns trigger language plpgsql security definer set search_path from current as $body$
                begin
                    perform pg_advisory_xact_lock(4711);
                    if {when} and (select count(*) from played) < {Times} then
                        insert into played default values;
                        return null;
                    end if;
                    return new;
                end
                $body$;
                create trigger played before {deed} on {table} for each row execute function play();
                """);
            return bug;
        }

        public static async Task<Bug> ForgetWhatWasHeard(StageFixture fixture)
        {
            var bug = new Bug(fixture, "issuance", "inbox");
            await bug.Run("""
                create table played (at timestamptz default now());
                create function play() returns trigger language plpgsql security definer set search_path from current as $body$
                begin
                    delete from inbox where consumer = new.consumer and message_id = new.message_id;
                    return new;
                end
                $body$;
                create trigger played before insert on inbox for each row execute function play();
                """);
            return bug;
        }

        public async Task<long> Closed()
        {
            await using var connection = await fixture.Stage.Instance.Open("issuance");
            await using var command = new NpgsqlCommand("select count(*) from sagas where state = 'Closed'", connection);
            return (long)(await command.ExecuteScalarAsync())!;
        }

        public async ValueTask DisposeAsync() => await Run($"drop trigger played on {table}; drop function play(); drop table played;");

        private async Task Run(string sql)
        {
            await using var connection = await fixture.Stage.Instance.Open(service);
#pragma warning disable CA2100 // Fixed texts, above.
            await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
            await command.ExecuteNonQueryAsync();
        }
    }
}

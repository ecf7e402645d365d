using System.Text.Json.Nodes;
using static Rma.Policy.Tests.Examples;

namespace Rma.Policy.Tests;

public sealed class PolicyVersionTests
{
    [Fact]
    [Trait("Rule", "P1/A-50")]
    public void The_seed_version_says_where_it_comes_from_and_where_it_holds()
    {
        Assert.Equal("us-2026-01", Us.Id);
        Assert.Equal("US", Us.Jurisdiction);
        Assert.Equal("America/Los_Angeles", Us.TimeZone);
        Assert.Equal(new DateOnly(2015, 8, 1), Us.EffectiveFrom);
        Assert.Equal("0928658d8c487ad5b01c5f88e925bb0711849d5972d5244fc76b99d14b289e5b", Us.SourceHash);
    }

    [Fact]
    [Trait("Rule", "P1/A-50")]
    public void All_49_clauses_are_quoted()
    {
        Assert.Equal(49, Clauses.All.Distinct().Count());
        Assert.Equal(Clauses.All.Order(), Us.Clauses.Keys.Order());
        Assert.Equal("RMA numbers are valid for 30 days from date of issuance", Us.Clauses[Clauses.P4]);
    }

    [Fact]
    [Trait("Rule", "P4/A-50")]
    public void Every_setting_cites_its_clause_and_ambiguity()
    {
        Assert.Contains(new PolicySetting("freightCollectIsRefused", "true", "P2", "A-06", null), Us.Settings.All);
        Assert.Equal(
            [
                ("rmaValidityDays", "30", "P4", "A-01"), ("unknownNumberHoldHours", "24", "P3", null),
                ("creditWindowDays", "90", "C2", "A-41"),
            ],
            Us.Settings.All
                .Where(setting => setting.Name is "rmaValidityDays" or "creditWindowDays" or "unknownNumberHoldHours")
                .Select(setting => (setting.Name, setting.Value, setting.Clause, setting.Ambiguity)));
    }

    [Fact]
    [Trait("Rule", "V4/109")]
    public void The_settings_read_as_the_policy_says()
    {
        Assert.Equal(["distributor", "integrator"], Us.Settings.EligibleRoles);
        Assert.Equal((30, 90), (Us.Settings.RmaValidityDays, Us.Settings.CreditWindowDays));
        Assert.Equal((15m, 25m), (Us.Settings.RestockingFeeMinPercent, Us.Settings.RestockingFeeMaxPercent));
        Assert.Equal((15m, 25m), (Us.Settings.FeeOneTriggerPercent, Us.Settings.FeeTwoTriggersPercent));
        Assert.Equal((24, 48), (Us.Settings.UnknownNumberHoldHours, Us.Settings.LateScanGraceHours));
        var minorUnits = Us.Settings.CurrencyMinorUnits;
        Assert.Equal((2, 2, 0, 3), (minorUnits["USD"], minorUnits["EUR"], minorUnits["JPY"], minorUnits["KWD"]));
    }

    [Fact]
    [Trait("Rule", "P1/A-50")]
    public void Every_ambiguity_is_settled_by_a_choice_with_its_clause() =>
        Assert.Equal(
            Enumerable.Range(1, 55).Select(n => $"A-{n:00}"),
            Us.Choices.Select(choice => choice.Ambiguity).OfType<string>().Distinct().Order());

    [Theory]
    [Trait("Rule", "P4/A-50")]
    [InlineData("freightDeviationIsCharged", "\"half\"")]
    [InlineData("expiredNumberIsRevived", "true")]
    [InlineData("exclusionsReach", "[\"credit-return\"]")]
    [InlineData("otcShippedFrom", "\"2015-08\"")]
    [InlineData("otcShortWindowDays", "366")]
    [InlineData("diagnosisFee", "{\"USD\":75.001}")]
    [InlineData("diagnosisFee", "{\"CHF\":75}")]
    [InlineData("quoteEscalationDays", "6")]
    [InlineData("groundService", "\" \"")]
    [InlineData("openRemediesPerSerial", "2")]
    [InlineData("expiryNoticeDay", "31")]
    [InlineData("rmaValidityDays", "0")]
    [InlineData("rmaValidityDays", "30.5")]
    [InlineData("rmaValidityDays", "\"30\"")]
    [InlineData("creditWindowDays", "-1")]
    [InlineData("restockingFeeMinPercent", "-0.01")]
    [InlineData("restockingFeeMaxPercent", "14.99")]
    [InlineData("restockingFeeMaxPercent", "100.01")]
    [InlineData("feeOneTriggerPercent", "14")]
    [InlineData("feeTwoTriggersPercent", "26")]
    [InlineData("freightCollectIsRefused", "1")]
    [InlineData("unknownNumberHoldHours", "721")]
    [InlineData("lateScanGraceHours", "null")]
    [InlineData("eligibleRoles", "[]")]
    [InlineData("eligibleRoles", "[7]")]
    [InlineData("currencyMinorUnits", "{}")]
    [InlineData("currencyMinorUnits", "{\"usd\":2}")]
    [InlineData("currencyMinorUnits", "{\"USD\":5}")]
    public void A_setting_out_of_bounds_is_refused_by_name(string name, string value) =>
        Assert.Equal(name, Refused(document => document.Setting(name)["value"] = JsonNode.Parse(value)));

    [Fact]
    [Trait("Rule", "C3/A-33")]
    public void The_fee_for_two_triggers_is_not_below_the_fee_for_one() =>
        Assert.Equal("feeTwoTriggersPercent", Refused(document =>
        {
            document.Setting("feeOneTriggerPercent")["value"] = 20;
            document.Setting("feeTwoTriggersPercent")["value"] = 19.99;
        }));

    [Fact]
    [Trait("Rule", "P4/A-50")]
    public void A_missing_setting_and_an_unheard_of_one_are_refused_by_name()
    {
        Assert.Equal("creditWindowDays", Refused(document => document["settings"]!.AsObject().Remove("creditWindowDays")));
        Assert.Equal("creditWindowDay", Refused(document =>
            document["settings"]!["creditWindowDay"] = document.Setting("creditWindowDays").DeepClone()));
    }

    [Fact]
    [Trait("Rule", "P4/A-50")]
    public void A_setting_must_cite_a_clause_and_an_ambiguity_that_can_exist()
    {
        Assert.Equal("rmaValidityDays", Refused(document => document.Setting("rmaValidityDays")["clause"] = "P5"));
        Assert.Equal("rmaValidityDays", Refused(document => document.Setting("rmaValidityDays")["ambiguity"] = "A1"));
    }

    [Theory]
    [Trait("Rule", "P1/A-50")]
    [InlineData("id", " ")]
    [InlineData("jurisdiction", "")]
    [InlineData("timeZone", "America/Los_Diablos")]
    [InlineData("sourceHash", "0928")]
    public void An_entry_that_says_nothing_is_refused_by_name(string name, string value) =>
        Assert.Equal(name, Refused(document => document[name] = value));

    [Fact]
    [Trait("Rule", "P1/A-50")]
    public void Clauses_must_be_all_there_and_no_others()
    {
        Assert.Equal("clauses", Refused(document => document["clauses"]!.AsObject().Remove("W13")));
        Assert.Equal("clauses", Refused(document => document["clauses"]!["W13"] = " "));
        Assert.Equal("clauses", Refused(document => document["clauses"]!["X1"] = "unheard of"));
    }

    [Fact]
    [Trait("Rule", "P1/A-50")]
    public void An_unreadable_document_is_refused()
    {
        Assert.Equal("document", Refused(document => document["effectiveFrom"] = "soon"));
        Assert.Equal("document", Refused(document => document.Remove("sourceHash")));
        Assert.Equal("document", Refused(document => document["surprise"] = 1));
        Assert.Equal("document", Assert.Throws<InvalidPolicyException>(() => PolicyVersion.Parse("null")).Setting);
        Assert.Equal("document", Assert.Throws<InvalidPolicyException>(() => PolicyVersion.Parse("{")).Setting);
    }

    private static string Refused(Action<JsonObject> change) =>
        Assert.Throws<InvalidPolicyException>(() => Altered(change)).Setting;
}

using Rma.Policy;

namespace Rma.Credit.CreditCases;

/// <summary>Above this amount a second person of the same role must agree.</summary>
/// <param name="Role">Whose decision it limits.</param>
/// <param name="Remedy">One of <see cref="Remedies"/>; null for any.</param>
/// <param name="Currency">ISO 4217; null for any.</param>
/// <param name="Amount">In major units, net of tax; exactly this much needs one person.</param>
public sealed record ApprovalLimit(string Role, decimal Amount, string? Remedy = null, string? Currency = null);

/// <summary>
/// What one person may grant alone, from <c>Approvals:Limits</c>; the first limit that fits counts. A house rule, beside the policy, whose
/// bounds hold for everyone (C5). Without the setting it is 5000 for a credit analyst, in any currency; without a limit that fits it is any
/// amount.
/// </summary>
public sealed record ApprovalLimits(ValueList<ApprovalLimit> All)
{
    /// <summary>Those without a setting.</summary>
    public static ApprovalLimits Default { get; } = new([new(ServiceDefaults.Roles.CreditAnalyst, 5_000m)]);

    /// <exception cref="InvalidOperationException">A limit has no role, or a negative amount.</exception>
    public static ApprovalLimits From(IConfiguration configuration)
    {
        if (configuration.GetSection("Approvals:Limits").Get<ApprovalLimit[]>() is not { } set) return Default;
        return set.All(limit => !string.IsNullOrWhiteSpace(limit.Role) && limit.Amount >= 0m) ? new([.. set])
            : throw new InvalidOperationException("Approvals:Limits: each limit has a Role and an Amount of 0 or more.");
    }

    /// <summary>The limit that an amount exceeds; null when one person may grant it.</summary>
    public Money? ExceededBy(Money amount, string role, string? remedy) => All.FirstOrDefault(limit =>
        limit.Role == role && (limit.Remedy ?? remedy) == remedy && (limit.Currency ?? amount.Currency) == amount.Currency) is { } limit
        && amount.Amount > limit.Amount ? new Money(limit.Amount, amount.Currency) : null;
}

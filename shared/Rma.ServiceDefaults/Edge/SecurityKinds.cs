namespace Rma.ServiceDefaults;

/// <summary>What a security entry is about. Rules for alerts name these words, so they are stable.</summary>
public static class SecurityKinds
{
    /// <summary>401 without any credential.</summary>
    public const string NoCredential = "no-credential";

    /// <summary>Not of the form of a key, or its id is unknown, or its secret is wrong.</summary>
    public const string KeyMalformed = "key-malformed", KeyUnknown = "key-unknown", KeyWrongSecret = "key-wrong-secret";

    /// <summary>The key itself is right, but it does not count any more, or not yet.</summary>
    public const string KeyRevoked = "key-revoked", KeyExpired = "key-expired", KeyNotYetValid = "key-not-yet-valid";

    /// <summary>The file of keys has been broken for so long that no key counts.</summary>
    public const string KeysBroken = "keys-broken";

    /// <summary>A token that is not accepted, by the first thing that is wrong with it.</summary>
    public const string TokenMalformed = "token-malformed", TokenSignature = "token-wrong-signature", TokenExpired = "token-expired",
        TokenNotYetValid = "token-not-yet-valid", TokenOfOthers = "token-of-others", TokenRefused = "token-refused";

    /// <summary>The identity provider gave no keys, so no token could be checked.</summary>
    public const string TokenUnchecked = "token-unchecked";

    /// <summary>A signed link that was changed, made up or is over.</summary>
    public const string LinkUnusable = "link-unusable";

    /// <summary>403: the role or the site of the caller does not allow it.</summary>
    public const string NotAllowed = "not-allowed";

    /// <summary>404 about an object that is not there or not the caller's; which of both is not told, here neither.</summary>
    public const string ObjectNotFound = "object-not-found";

    /// <summary>A device read a number that nobody expects.</summary>
    public const string UnknownNumber = "unknown-number";

    /// <summary>Somebody tried to move the clock where it is fixed.</summary>
    public const string ClockRefused = "clock-refused";

    /// <summary>429: too much altogether, too many failed credentials of an address, too many unknown objects of a caller.</summary>
    public const string TooManyRequests = "too-many-requests", TooManyFailures = "too-many-failures", TooManyUnknown = "too-many-unknown";

    /// <summary>More entries of one kind from one address than are written in a minute; the rest is only counted.</summary>
    public const string ManyFromOneSource = "many-from-one-source";

    /// <summary>The file of keys changed and cannot be read.</summary>
    public const string KeyFileBroken = "key-file-broken";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        NoCredential, KeyMalformed, KeyUnknown, KeyWrongSecret, KeyRevoked, KeyExpired, KeyNotYetValid, KeysBroken, TokenMalformed,
        TokenSignature, TokenExpired, TokenNotYetValid, TokenOfOthers, TokenRefused, TokenUnchecked, LinkUnusable, NotAllowed,
        ObjectNotFound, UnknownNumber, ClockRefused, TooManyRequests, TooManyFailures, TooManyUnknown, ManyFromOneSource, KeyFileBroken,
    ];

    /// <summary>Happens on an honest day as well: noted, no warning.</summary>
    internal static bool IsOrdinary(string kind) => kind is NoCredential or ObjectNotFound or UnknownNumber;

    /// <summary>A person has to look at each of them.</summary>
    internal static bool IsAlarming(string kind) =>
        kind is KeyRevoked or KeysBroken or KeyFileBroken or TooManyFailures or TooManyUnknown or ManyFromOneSource;
}

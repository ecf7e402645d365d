# Tokens for people and the platform's clock: for developers who act in a role and on a date.
# shellcheck shell=bash

# As in shared/Rma.ServiceDefaults/Roles.cs; a test checks that they match.
ROLES=(partner returns-desk scanner inspector technician credit-analyst finance system operator auditor)

make_token() { # role [--name N] [--account A]
    local role=${1:-} name account='' now payload signed
    [[ " ${ROLES[*]} " == *" $role "* && -n $role ]] || fail "There is no role '$role'. ./rma token <role> [--name N] [--account A]; a role is one of: ${ROLES[*]}"
    name=$role
    shift
    while (($#)); do
        [[ $# -ge 2 && $2 =~ ^[A-Za-z0-9\ ._@-]+$ ]] || fail "A name or an account is made of letters, digits and . _ @ -"
        case $1 in
            --name) name=$2 ;;
            --account) account=$2 ;;
            *) fail "./rma token <role> [--name N] [--account A]" ;;
        esac
        shift 2
    done
    now=$(date +%s)
    payload="{\"iss\":\"rma-platform-dev\",\"aud\":\"rma-platform\",\"sub\":\"$name\",\"roles\":[\"$role\"]"
    if [[ -n $account ]]; then payload+=",\"account\":\"$account\""; fi
    payload+=",\"iat\":$now,\"nbf\":$now,\"exp\":$((now + 8 * 3600))}"
    signed=$(printf '{"alg":"RS256","typ":"JWT","kid":"dev"}' | base64url).$(printf '%s' "$payload" | base64url)
    printf '%s.%s\n' "$signed" "$(printf '%s' "$signed" | openssl dgst -sha256 -sign "$HERE/secrets/jwt-private.pem" | base64url)"
}

# ── clock: GET and PUT /platform/clock speak {"offsetSeconds": N}; the answer also says "now" ────────────────────────

call_clock() { # service, curl arguments…
    local service=$1
    shift
    curl -sS --fail-with-body --max-time 10 -H @<(printf 'X-Api-Key: %s\n' "$RMA_OPERATOR_KEY") "$@" "$(service_url "$service")/platform/clock"
}

clock_offset_of() { # service → seconds
    local answer offset
    answer=$(call_clock "$1" 2>&1) || fail "$1 does not tell its clock: $answer"
    offset=$(grep -oE '"offsetSeconds" *: *-?[0-9]+' <<<"$answer" | grep -oE -- '-?[0-9]+$') || fail "$1 answered without offsetSeconds: $answer"
    printf '%s\n' "$offset"
}

seconds_in() { # 31d, 2h, 45m, 10s or a row of them: 1d12h
    local text=$1 total=0
    while [[ $text =~ ^([0-9]+)([dhms])(.*)$ ]]; do
        case ${BASH_REMATCH[2]} in d) total=$((total + BASH_REMATCH[1] * 86400)) ;; h) total=$((total + BASH_REMATCH[1] * 3600)) ;;
            m) total=$((total + BASH_REMATCH[1] * 60)) ;; s) total=$((total + BASH_REMATCH[1])) ;; esac
        text=${BASH_REMATCH[3]}
    done
    [[ -z $text && -n $1 ]] || fail "A time span looks like +31d, +2h, +45m or +1d12h."
    printf '%s\n' "$total"
}

# The offset is computed once and sent to all services, so that all have the same date.
set_clocks() { # offset in seconds
    local service answer
    for service in "${COMPONENTS[@]}"; do
        answer=$(call_clock "$service" -X PUT -H 'Content-Type: application/json' -H "Idempotency-Key: clock-$(cat /proc/sys/kernel/random/uuid)" \
            --data "{\"offsetSeconds\":$1}" 2>&1) || fail "$service did not take the clock: $answer"
    done
}

show_clocks() {
    local service offset
    for service in "${COMPONENTS[@]}"; do
        offset=$(clock_offset_of "$service")
        say "$(printf '  %-12s %s  (%+d s)' "$service" "$(date -u -d "@$(($(date +%s) + offset))" +%Y-%m-%dT%H:%M:%SZ)" "$offset")"
    done
}

change_clock() { # show | +31d | set <instant> | real
    local current span instant
    case ${1:-show} in
        show) ;;
        real) set_clocks 0 ;;
        set)
            if [[ -z ${2:-} ]] || ! instant=$(date -u -d "$2" +%s 2>/dev/null); then fail "./rma clock set 2026-12-24T08:00:00Z"; fi
            set_clocks $((instant - $(date +%s))) ;;
        +*)
            span=$(seconds_in "${1#+}")
            current=$(clock_offset_of "${SERVICES[0]}")
            set_clocks $((current + span)) ;;
        *) fail "./rma clock [show | +31d | +2h | set 2026-12-24T08:00:00Z | real]" ;;
    esac
    show_clocks
}

# The platform attacked with each of its credentials: the tests that play an attacker, and how much they tried.
# shellcheck shell=bash

attack_platform() {
    local kind status=0
    export RMA_ATTACK_LOG=$ROOT/.rma/attack.log
    mkdir -p "$ROOT/.rma"
    : >"$RMA_ATTACK_LOG"
    run_all_tests 'Attack~on-' || status=$?
    say "Tried"
    for kind in broker database messages doors; do
        say "$(awk -v "kind=on-$kind" '$1 == kind { tried += $2; succeeded += $3 } END { printf "  %-10s %6d attempts, %d with an effect\n", substr(kind, 4), tried, succeeded }' "$RMA_ATTACK_LOG")"
    done
    return "$status"
}

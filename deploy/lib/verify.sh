# The stored history of every service, checked against its proofs and seals and against what finance was told.
# shellcheck shell=bash

verify_history() { # [service] [--anchors FILE] [--unproven-until TIME]
    local service failed=0 chosen=("${SERVICES[@]}")
    if is_service "${1:-}"; then chosen=("$1") && shift; fi
    if [[ ${1:-} == --anchors && ${2:-} != /* ]]; then set -- "$1" "$PWD/${2:-}" "${@:3}"; fi
    [[ -f $(program_of issuance) ]] || build_solution
    for service in "${chosen[@]}"; do run_service_command "$service" verify "$@" || failed=$((failed + 1)); done
    if ((failed)); then fail "The history of $failed of ${#chosen[@]} services is not as it was left: shared/docs/operations.md says what to do."; fi
    good "the history is as the services left it"
}

# Read models, made again from the events while the services go on.
# shellcheck shell=bash

rebuild_read_models() { # [name|all]
    local service names chosen=()
    if [[ ${1:-} == console ]]; then rebuild_console; return; fi
    [[ -f $(program_of issuance) ]] || build_solution
    for service in "${SERVICES[@]}"; do
        names=$(run_service_command "$service" rebuild) || fail "$service does not tell the names of its read models: $names"
        if (($# == 0)); then say "$(printf '%-10s %s' "$service" "${names//$'\n'/ }")"; fi
        if [[ ${1:-} == all || $'\n'$names$'\n' == *$'\n'"${1:-?}"$'\n'* ]]; then chosen+=("$service"); fi
    done
    if (($# == 0)); then say "./rma rebuild <name>|all makes them again from the events; ./rma rebuild console makes the whole read side again."; return; fi
    ((${#chosen[@]})) || fail "There is no read model '$1'. ./rma rebuild lists them."
    for service in "${chosen[@]}"; do run_service_command "$service" rebuild "$1" || fail "The rebuild in $service did not end; it can be repeated."; done
}

# The read side: made of what the services tell of their past, in a second slot, and compared with what was read until then.
rebuild_console() {
    local answer id stage folded told found before=''
    answer=$(call_as_operator console -X POST -H 'Content-Type: application/json' -H "Idempotency-Key: rebuild-$(cat /proc/sys/kernel/random/uuid)" --data '{}' --fail-with-body /rebuilds) \
        || fail "The console does not begin a rebuild: $answer"
    while :; do
        IFS=$'\t' read -r id stage folded told found < <(call_as_operator console --fail-with-body -H 'Accept: text/plain' '/rebuilds?limit=1') || true
        if [[ $stage$folded$told != "$before" ]]; then say "  $stage: $told; $folded requests made again"; fi
        before=$stage$folded$told
        if [[ $stage == ended ]]; then break; fi
        if [[ $stage == abandoned ]]; then fail "Somebody gave the rebuild $id up."; fi
        sleep 1
    done
    good "rebuild $id is read now: $found"
}

run_service_command() { # service, command, arguments
    (
        export_settings_of "$1"
        export Logging__LogLevel__Default=Warning Telemetry__SpanFolder=
        as_service "$1"
        if ((${#AS_USER[@]})); then export HOME=/nonexistent; fi
        cd "$ROOT/services/${PROJECTS[$1]}" || exit
        exec "${AS_USER[@]}" dotnet "$(program_of "$1")" "${@:2}"
    )
}

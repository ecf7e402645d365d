# Read models, made again from the events while the services go on.
# shellcheck shell=bash

rebuild_read_models() { # [name|all]
    local service names chosen=()
    [[ -f $(program_of issuance) ]] || build_solution
    for service in "${SERVICES[@]}"; do
        names=$(run_rebuild "$service") || fail "$service does not tell the names of its read models: $names"
        if (($# == 0)); then say "$(printf '%-10s %s' "$service" "${names//$'\n'/ }")"; fi
        if [[ ${1:-} == all || $'\n'$names$'\n' == *$'\n'"${1:-?}"$'\n'* ]]; then chosen+=("$service"); fi
    done
    if (($# == 0)); then say "./rma rebuild <name>|all makes them again from the events."; return; fi
    ((${#chosen[@]})) || fail "There is no read model '$1'. ./rma rebuild lists them."
    for service in "${chosen[@]}"; do run_rebuild "$service" "$1" || fail "The rebuild in $service did not end; it can be repeated."; done
}

run_rebuild() { # service [name|all]
    (
        export_settings_of "$1"
        export Logging__LogLevel__Default=Warning Telemetry__SpanFolder=
        cd "$ROOT/services/${PROJECTS[$1]}" || exit
        exec dotnet "$(program_of "$1")" rebuild "${@:2}"
    )
}

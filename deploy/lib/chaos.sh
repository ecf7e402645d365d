# Fault injection under load, from scratch, in an instance of its own, with a final check.
# shellcheck shell=bash

show_chaos_help() {
    cat <<'HELP'
./rma chaos [--lifecycles 3000] [--kills 25] [--seed 1] [--faults kill,restart,freeze,blackhole,cut,sessions,disk,copies,clock,forget] [--clients 84]
RMA_TOPOLOGY=cluster ./rma chaos …     on a cluster, also with leader,two-nodes,partition,empty,promote,switch-over
./rma chaos --fail-points <repeats>    every service dies at every place of a commit
./rma chaos --outages <seconds>        every service, the broker and the database are away for that long, one after the other
HELP
}

play_chaos() { # arguments of Rma.Chaos
    if [[ ${1:-} == @(-h|--help|help) ]]; then show_chaos_help; return; fi
    RMA_INSTANCE=$INSTANCE "$RMA" reset >/dev/null
    say "Build"
    build_solution
    say "Servers"
    # shellcheck disable=SC2069  # its words, not the path that it prints
    RMA_INSTANCE=$INSTANCE RMA_INFRA=native "$RMA" servers 2>&1 >/dev/null || exit 1 # it kills their processes
    read_settings "$HERE/platform.env" export
    exec dotnet "$ROOT/artifacts/bin/Rma.Chaos/release/Rma.Chaos.dll" "$@"
}

show_drill_help() {
    cat <<'DRILL'
./rma drill restore [--lifecycles 2000] [--seed 1] [--clients 84] [--only everything|service]
    everything   all is lost under load (the instance's folder, broker and databases) and comes back from its backups
    service      credit alone is restored to an earlier moment, while the others go on
./rma drill upgrade --from <commit> [--lifecycles 2000] …     two replicas of each service go from that release to this one and back, one after the other
RMA_TOPOLOGY=cluster RMA_SERVERS=trixie ./rma drill upgrade --brokers sid …    all brokers are exchanged for those of that Debian release
DRILL
}

# The same load and the same counts as of the faults, with something else in their place.
play_drill() { # restore or upgrade, arguments of Rma.Chaos
    local what=${1:-} how=("${@:2}")
    if [[ ${2:-} == @(-h|--help|help) ]]; then show_drill_help; return; fi
    case $what:${2:-} in
        restore:*) how=(--restore "${@:2}") ;;
        upgrade:--from | upgrade:--brokers) [[ -n ${3:-} ]] || fail "$2 needs a value." ;;
        *) show_drill_help; fail "Which drill?" ;;
    esac
    RMA_INSTANCE=$INSTANCE "$RMA" reset >/dev/null
    rm -rf "$ROOT/.rma/backups/$INSTANCE"
    say "Build"
    build_solution
    if [[ $what:$2 == upgrade:--from ]]; then
        build_release "$3"
        how[1]=$RELEASE
        export RMA_RELEASE=$RELEASE RMA_REPLICAS=${RMA_REPLICAS:-2}
    fi
    say "Servers"
    # shellcheck disable=SC2069  # its words, not the path that it prints
    RMA_INSTANCE=$INSTANCE RMA_INFRA=native "$RMA" servers 2>&1 >/dev/null || exit 1
    read_settings "$HERE/platform.env" export
    exec dotnet "$ROOT/artifacts/bin/Rma.Chaos/release/Rma.Chaos.dll" "${how[@]}"
}

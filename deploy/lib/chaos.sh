# Faults under load, from nothing, in an instance of its own; and the count afterwards.
# shellcheck shell=bash

play_chaos() { # arguments of Rma.Chaos
    RMA_INSTANCE=$INSTANCE "$RMA" reset >/dev/null
    say "Build"
    build_solution
    say "Servers"
    RMA_INSTANCE=$INSTANCE RMA_INFRA=native "$RMA" servers 2>&1 >/dev/null || exit 1
    read_settings "$HERE/platform.env" export
    exec dotnet "$ROOT/artifacts/bin/Rma.Chaos/release/Rma.Chaos.dll" "$@"
}

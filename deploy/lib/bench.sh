# Benchmarks: the kernel against its floor, on this machine. Uses an instance of its own, which is kept until ./rma reset.
# shellcheck shell=bash

run_bench() { # arguments of Rma.Benchmarks
    local status=0
    "$RMA" up
    require_instance
    read_settings "$HERE/platform.env" export
    read_settings "$HERE/secrets/secrets.env"
    export RMA_ISSUANCE_USER=issuance RMA_ISSUANCE_PASSWORD=${BROKER_ISSUANCE_PASSWORD:?} # the dock expects what issuance announces
    say ""
    dotnet "$ROOT/artifacts/bin/Rma.Benchmarks/release/Rma.Benchmarks.dll" "$@" || status=$?
    if ((status == 3)); then say "A goal was not reached; the table says which."; return 0; fi
    return "$status"
}

# Benchmarks: the kernel against its floor, on this machine. Uses an instance of its own, which is kept until ./rma reset.
# shellcheck shell=bash

run_bench() { # arguments of Rma.Benchmarks
    local status=0
    "$RMA" up
    require_instance
    read_settings "$HERE/platform.env" export
    say ""
    dotnet "$ROOT/artifacts/bin/Rma.Benchmarks/release/Rma.Benchmarks.dll" "$@" || status=$?
    if ((status == 3)); then say "A goal was not reached; the table says which."; return 0; fi
    return "$status"
}

# Policy tooling: test coverage of the policy, the impact of a draft, and a replay of all stored decisions.
# shellcheck shell=bash

policy_tools() {
    local tools=$ROOT/artifacts/bin/Rma.PolicyTools/release/Rma.PolicyTools.dll
    [[ -f $tools ]] || build_solution
    dotnet "$tools" "$@"
}

ask_policy() { # map|check|add|replay|impact|histories|properties, arguments
    local verb=${1:-}
    if (($#)); then shift; fi
    case $verb in
        map) policy_tools map "$@" ;;
        check) [[ -f ${1:-} ]] || fail "There is no policy document '${1:-}'. ./rma policy check <file>"
            policy_tools check "$1" ;;
        add) add_policy "${1:-}" ;;
        replay | impact)
            require_instance
            read_settings "$HERE/platform.env" export
            policy_tools "$verb" "$@" ;;
        histories) RMA_HISTORIES=${1:-20000} RMA_SEED=${2:-$RANDOM$RANDOM} "$RMA" test Histories ;;
        properties) RMA_PROPERTIES=${1:-20000} RMA_SEED=${2:-$RANDOM$RANDOM} "$RMA" test Rma.Policy ;;
        *) fail "policy map [--write] | check <file> | add <file> | replay | impact <file> [from] [through] | histories|properties [how many] [seed]" ;;
    esac
}

# A new version is a file in the instance's policy folder; running services load it within seconds. An existing file is never overwritten.
add_policy() { # file
    local name
    [[ -f $1 ]] || fail "Which document? ./rma policy add <file>"
    require_instance
    policy_tools check "$1"
    name=$(basename "$1")
    [[ ! -e $HERE/policies/$name ]] || fail "$name is already there: a version that decided something is never changed, give the new one its own name."
    mkdir -p "$HERE/policies"
    cp "$1" "$HERE/policies/.$name.new"
    if ((EUID == 0)); then chgrp "$SERVICE_GROUP" "$HERE/policies/.$name.new"; chmod 640 "$HERE/policies/.$name.new"; fi
    if in_containers; then read_instance; ask_secrets policy "$name" <"$1" >/dev/null || fail "The containers do not take $name."; fi
    mv "$HERE/policies/.$name.new" "$HERE/policies/$name"
    good "$name is added; from its date on it decides (./rma policy replay still finds every older decision as it was)"
}

# All tests from scratch: own servers, one project after the other, everything removed afterwards, and a total.
# shellcheck shell=bash
# shellcheck disable=SC2034  # read in ./rma

TEST_INSTANCES=(test stories browser kill runbooks chaos-test chaos-cluster) # tests start all but the first through ./rma themselves
TEST_FORMS=short # whole: with those that take too long for the suite

run_all_tests() { # [part of a project's name | filter expression of dotnet test]
    local filter=${1:-} project projects=() began=$SECONDS
    PASSED=0 FAILED=0 SKIPPED=0
    exec {only_one}>"$ROOT/.rma/locks/.test"
    flock -n "$only_one" || fail "Another ./rma test runs in this working copy."
    for project in "$ROOT"/tests/*.Tests/; do
        project=$(basename "$project")
        if [[ -z $filter || ${project,,} == *"${filter,,}"* ]]; then projects+=("$project"); fi
    done
    if ((${#projects[@]})); then filter=''; else mapfile -t projects < <(cd "$ROOT/tests" && printf '%s\n' *.Tests); fi

    ON_EXIT_TAKE_DOWN_TESTS=yes
    for_test_instances reset
    say "Build"
    build_solution
    if [[ -z ${1:-} ]]; then check_spelling; check_packages; fi
    say "Servers"
    if [[ " ${projects[*]} " == *" Rma.Browser.Tests "* ]]; then need_commands chromium:chromium; fi
    prepare_test_servers
    say "Tests"
    export RMA_NO_BUILD=1 RMA_INSTANCE=test
    mkdir -p "$HERE/results" "$HERE/logs"
    for project in "${projects[@]}"; do run_test_project "$project" "$filter"; done
    take_down_test_instances
    say "  ($((SECONDS - began)) s in all)"
    if ((SKIPPED)); then say "$PASSED passed, $FAILED failed, $SKIPPED skipped"; else say "$PASSED passed, $FAILED failed"; fi
    ((FAILED == 0))
}

# Counts as one test. Words that it does not know are in .codespellignore.
check_spelling() {
    local found
    need_commands codespell:codespell
    if found=$(cd "$ROOT" && codespell --quiet-level 3 2>&1); then PASSED=$((PASSED + 1)) && good "spelling"; return; fi
    FAILED=$((FAILED + 1))
    bad "spelling (codespell)"
    printf '    │ %s\n' "${found//$'\n'/$'\n    │ '}" >&"$SAY_TO"
}

# Counts as one test as well.
check_packages() { if run_audit; then PASSED=$((PASSED + 1)); else FAILED=$((FAILED + 1)); fi; }

# Own containers per test project, one pair of native servers for all, or what the environment provides.
prepare_test_servers() {
    local infrastructure=${RMA_TEST_INFRA:-}
    if [[ -z $infrastructure ]]; then
        if [[ ${Testcontainers:-true} == true && ${RMA_INFRA:-docker} == docker ]] && docker_can_be_used; then infrastructure=containers; else infrastructure=native; fi
    fi
    case $infrastructure in
        containers) good "containers: each project starts postgres:17 and rabbitmq:4 for itself (RMA_TEST_INFRA=native for Debian's packages)" ;;
        native)
            RMA_INSTANCE="test" RMA_INFRA=native "$RMA" servers {only_one}>&- 2>&1 >/dev/null || exit 1
            read_settings "$HERE/platform.env" export
            infrastructure=given ;;
        given) [[ -n ${RMA_POSTGRES_PORT:-} && -n ${RMA_RABBITMQ_PORT:-} ]] || fail "RMA_TEST_INFRA=given needs the variables of a platform.env (see ./rma env)."
            good "given: PostgreSQL at ${RMA_POSTGRES_HOST:-?}:$RMA_POSTGRES_PORT, RabbitMQ at ${RMA_RABBITMQ_HOST:-?}:$RMA_RABBITMQ_PORT" ;;
        *) fail "RMA_TEST_INFRA is containers, native or given, not '$infrastructure'." ;;
    esac
    export RMA_TEST_INFRA=$infrastructure
}

# The result file is authoritative; a project without one, or one that failed without a failed test, counts as one failure.
run_test_project() { # project, filter
    local project=$1 filter=$2 results=$HERE/results/$1.trx log=$HERE/logs/$1.log status=0 began=$SECONDS counters total executed passed failed
    local arguments=(--no-build -c Release --nologo --results-directory "$HERE/results" --logger "trx;LogFileName=$project.trx"
        --logger 'console;verbosity=minimal' --blame-hang-timeout 15m --blame-hang-dump-type none)
    if [[ $TEST_FORMS == short ]]; then filter="Form!=whole${filter:+&($filter)}"; fi
    if [[ -n $filter ]]; then arguments+=(--filter "$filter"); fi
    rm -f "$results"
    : >"$log"
    show_progress_quietly_while "$project" "$log" dotnet test "$ROOT/tests/$project/$project.csproj" "${arguments[@]}" || status=$?
    counters=$(grep -m 1 -o '<Counters [^>]*>' "$results" 2>/dev/null || true)
    total=$(counter total) executed=$(counter executed) passed=$(counter passed) failed=$(counter failed)
    if ((total == 0)) && [[ -n $2 && $status == 0 ]]; then return; fi # the filter names no test of this project
    if ((status != 0 && failed == 0 || total == 0)); then failed=$((failed + 1)); fi
    PASSED=$((PASSED + passed)) FAILED=$((FAILED + failed)) SKIPPED=$((SKIPPED + total - executed))
    if ((failed == 0)); then good "$(printf '%-32s %5d passed, %4d skipped %4d s' "$project" "$passed" "$((total - executed))" "$((SECONDS - began))")"; return; fi
    bad "$(printf '%-32s %5d passed, %4d failed %4d s' "$project" "$passed" "$failed" "$((SECONDS - began))")"
    if ((total == 0)); then say "    No results: the project has no tests, or its run broke off."; fi
    { grep -vE '^\s*$|^(Results File|Attachments|Test run for|A total of|Data collector|  Determining|  All projects)' "$log" || true; } | tail -n 200 | sed 's/^/    │ /' >&"$SAY_TO"
}

counter() { # attribute of the result file's counters → number
    local number
    number=$(sed -nE "s/.* $1=\"([0-9]+)\".*/\1/p" <<<"$counters")
    printf '%s' "${number:-0}"
}

for_test_instances() { # verb
    local instance
    for instance in "${TEST_INSTANCES[@]}"; do
        if [[ -d $ROOT/.rma/$instance ]]; then RMA_INSTANCE=$instance "$RMA" "$1" {only_one}>&- >/dev/null || bad "./rma $1 of instance $instance failed"; fi
    done
}

take_down_test_instances() {
    ON_EXIT_TAKE_DOWN_TESTS=
    for_test_instances down
    good "instances ${TEST_INSTANCES[*]} are down (their logs stay in .rma)"
}

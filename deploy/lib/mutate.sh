# Mutation tests: changes one place of the code after the other and looks whether a test notices. Never part of ./rma test.
# shellcheck shell=bash

declare -A MUTATED_BY=( # project → the project of its tests; deploy/mutation/<project>.json says which files and which tests
    [Rma.Policy]=Rma.Policy.Tests
    [Rma.Messaging]=Rma.Messaging.Tests
    [Rma.Issuance]=Rma.Issuance.Tests
    [Rma.Receiving]=Rma.Receiving.Tests
    [Rma.Repair]=Rma.Repair.Tests
    [Rma.Credit]=Rma.Credit.Tests
)

run_mutation_tests() { # [project] [arguments of dotnet stryker]
    local project projects=("${!MUTATED_BY[@]}")
    if [[ -n ${1:-} && $1 != -* ]]; then
        projects=()
        for project in "${!MUTATED_BY[@]}"; do if [[ ${project,,} == *"${1,,}"* ]]; then projects+=("$project"); fi; done
        ((${#projects[@]})) || fail "No project with mutation tests is called '$1'. There are: ${!MUTATED_BY[*]}"
        shift
    fi
    need_commands jq:jq
    (cd "$ROOT" && dotnet tool restore >/dev/null) || fail "dotnet tool restore did not get dotnet-stryker (.config/dotnet-tools.json)."
    for project in "${projects[@]}"; do mutate_project "$project" "$@"; done
}

# Stryker builds Debug, so that a run that breaks off leaves nothing changed in the release build of ./rma.
mutate_project() { # project [arguments of dotnet stryker]
    local project=$1 reports=$ROOT/artifacts/mutation/$1
    shift
    say "Mutation tests of $project"
    mkdir -p "$reports"
    (cd "$ROOT/tests/${MUTATED_BY[$project]}" && nice -n 15 dotnet stryker --config-file "$ROOT/deploy/mutation/$project.json" \
        --output "$reports" --concurrency "${RMA_MUTATE_CONCURRENCY:-1}" --skip-version-check "$@") || fail "Stryker failed on $project."
    show_mutation_score "$reports/reports/mutation-report.json"
}

# Texts are the mutants of string literals, logic is all others. Those that do not compile or are ignored do not count. Edges are apart:
# types named …Endpoint, …Routes, …Consumer, …Reader and When…, whose tests need servers.
show_mutation_score() { # report
    jq -r '
        def counted: select(.status == "Killed" or .status == "Timeout" or .status == "Survived" or .status == "NoCoverage");
        def left: select(.status == "Survived" or .status == "NoCoverage");
        def type($lines): [$lines[:.location.start.line][] | capture("^[a-z ]*(class|record|record struct|interface) (?<type>\\w+)").type] | last;
        [.files | to_entries[] | .key as $file | (.value.source | split("\n")) as $lines | .value.mutants[] | counted
            | . + {file: $file, kind: (if type($lines) // "" | test("(Endpoints?|Routes|Consumers?|Reader)$|^When[A-Z]") then "edges"
                elif .mutatorName | test("string"; "i") then "texts" else "logic" end)}]
        | (sort_by(.file, .location.start.line)[] | left | select(.kind != "edges")
            | "    left: \(.file):\(.location.start.line) \(.mutatorName) → \(.replacement // "" | gsub("\\s+"; " ") | .[:100])"),
          (group_by(.kind)[] | (map(left) | length) as $left
            | "  \(.[0].kind): \(length - $left) of \(length) killed (\((length - $left) * 1000 / length | floor / 10) %)")
    ' "$1" >&"$SAY_TO"
    good "report: ${1%.json}.html"
}

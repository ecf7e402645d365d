# What the platform is made of: a list of its packages (SBOM), and what is wrong with them: known vulnerabilities, licenses, unpinned images.
# shellcheck shell=bash

sbom_file() { printf '%s/artifacts/sbom/rma-platform.cdx.json' "$ROOT"; }

# CycloneDX, of everything but the tests. Made again when a lock file has changed.
write_sbom() {
    local file log=$ROOT/.rma/sbom.log stamp
    file=$(sbom_file)
    stamp=$(cd "$ROOT" && cat Directory.Packages.props {shared,services,deploy/tools}/*/packages.lock.json | openssl dgst -sha256 -r | cut -d' ' -f1)
    if [[ -s $file && $(cat "$file.made-of" 2>/dev/null) == "$stamp" ]]; then return; fi
    mkdir -p "$(dirname "$file")" "$ROOT/.rma"
    : >"$log"
    { show_progress_quietly_while "restoring the tools" "$log" dotnet tool restore --tool-manifest "$ROOT/.config/dotnet-tools.json" &&
        show_progress_while "listing the packages" "$log" env -C "$ROOT" dotnet dotnet-CycloneDX "$ROOT/Rma.Platform.sln" --exclude-test-projects --output-format Json \
            --disable-package-restore --no-serial-number --set-name Rma.Platform --set-version "$(git -C "$ROOT" describe --tags --always 2>/dev/null || printf 0.0.0)" \
            --output "$(dirname "$file")" --filename "$(basename "$file")"; } || return 1
    printf '%s\n' "$stamp" >"$file.made-of"
}

show_sbom() {
    need_commands jq:jq
    write_sbom || { show_tail_of "$ROOT/.rma/sbom.log"; fail "The SBOM could not be made."; }
    good "$(jq '.components | length' "$(sbom_file)") packages: artifacts/sbom/rma-platform.cdx.json"
}

run_audit() {
    local began=$SECONDS
    AUDIT_FAILED=0
    need_commands jq:jq
    check_licenses
    check_advisories
    if ((AUDIT_FAILED == 0)); then good "audit ($((SECONDS - began)) s)"; fi
    ((AUDIT_FAILED == 0))
}

audit_failure() { bad "$1"; AUDIT_FAILED=$((AUDIT_FAILED + 1)); }

# Each license of a package has to be in deploy/licenses.txt, or the package itself, with the reason.
check_licenses() {
    local name license file=$ROOT/deploy/licenses.txt
    if ! write_sbom; then say "  · the tool for the SBOM cannot be had here: licenses are not checked (.rma/sbom.log says why)"; return; fi
    while IFS=$'\t' read -r name license; do
        if grep -qxF "$license" <(sed 's/ *#.*//' "$file") || grep -qxF "package $name" <(sed 's/ *#.*//' "$file"); then continue; fi
        audit_failure "$name has the license '$license', which is not in deploy/licenses.txt"
    done < <(jq -r '.components[] | .name as $name | (.licenses // [{license: {id: "none"}}])[] | [$name, (.expression // .license.id // .license.name // "none")] | @tsv' "$(sbom_file)")
}

# The advisories come with the package feed: one that is away or has none leaves this unchecked, with a word.
check_advisories() {
    local report=$ROOT/.rma/advisories.json found
    if ! timeout 300 dotnet list "$ROOT/Rma.Platform.sln" package --vulnerable --include-transitive --no-restore --format json >"$report" 2>/dev/null ||
        ! jq -e '.projects | length > 0' "$report" >/dev/null 2>&1 || jq -e '[.problems[]?] | length > 0' "$report" >/dev/null 2>&1; then
        say "  · no advisories can be had from this package feed: known vulnerabilities are not checked"
        return
    fi
    found=$(jq -r '[.projects[].frameworks[]? | (.topLevelPackages // [])[], (.transitivePackages // [])[] | "\(.id) \(.resolvedVersion): " + ([.vulnerabilities[]? | .severity + " " + .advisoryurl] | join(", "))] | unique[]' "$report")
    while read -r found; do
        if [[ -n $found ]]; then audit_failure "$found"; fi
    done <<<"$found"
    found=$(timeout 300 dotnet list "$ROOT/Rma.Platform.sln" package --deprecated --no-restore --format json 2>/dev/null |
        jq -r '[.projects[]?.frameworks[]?.topLevelPackages[]? | "\(.id) \(.resolvedVersion) (\(.deprecationReasons | join(", ")))"] | unique | join(", ")' 2>/dev/null || true)
    if [[ -n $found ]]; then say "  · deprecated by their makers: $found"; fi
}

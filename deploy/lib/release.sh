# An earlier release beside this one, for going from one to the other and back under load.
# shellcheck shell=bash

# Services and definitions of the broker are this working copy's, or with RMA_RELEASE those of an earlier commit that was built before.
release_root() { if [[ -n ${RMA_RELEASE:-} ]]; then printf '%s' "$ROOT/.rma/releases/$RMA_RELEASE"; else printf '%s' "$ROOT"; fi; }

# The services only; what drives and checks them is always of this release.
build_release() { # commit → RELEASE, its name
    local log=$ROOT/.rma/build.log folder service
    RELEASE=$(git -C "$ROOT" rev-parse --verify --quiet --short=12 "$1^{commit}") || fail "This working copy has no commit '$1'."
    folder=$ROOT/.rma/releases/$RELEASE
    if [[ ! -f $folder/.complete ]]; then
        ( umask 022; rm -rf "$folder"; mkdir -p "$folder"; git -C "$ROOT" archive "$RELEASE" | tar -x -C "$folder" )
        for service in "${SERVICES[@]}"; do
            show_progress_while "building $service of $RELEASE" "$log" bash -c 'umask 022; cd "$1"; exec dotnet build "services/$2" -c Release -p:RunAnalyzers=false --nologo -v minimal --disable-build-servers' - "$folder" "${PROJECTS[$service]}" ||
                { show_tail_of "$log" 12; fail "$service of $RELEASE could not be built; all of it is in .rma/build.log."; }
        done
        chmod 711 "$ROOT/.rma/releases"
        : >"$folder/.complete"
    fi
}

#!/usr/bin/env bash
# In a container, the service `secrets` of docker-compose.yml: passwords, keys and certificates are made here once and kept in /secrets; what a
# service needs of them is in its own folder below /secrets/for, which is the volume that it mounts. The functions are those of ./rma.
set -euo pipefail

ROOT=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
HERE=${RMA_SECRETS_FOLDER:-/secrets} INSTANCE=${RMA_INSTANCE:-compose} INFRASTRUCTURE=docker TLS=on
export HERE INSTANCE INFRASTRUCTURE TLS
for part in talking topology users cluster instance certificates release rabbitmq compose services access keys; do
    # shellcheck source=/dev/null
    source "$ROOT/deploy/lib/$part.sh"
done
umask 077
lock_instance() { :; } # this script is alone already

show_help() {
    cat <<'HELP'
docker compose run --rm secrets <verb>

  env                    addresses, users, passwords and keys for clients, as KEY=VALUE lines
  token <role> [--name N] [--account A]      a development token for a person
  key [list]             the keys of devices and systems; key revoke <id> ends one at once
  key add <name> <role> [--site S] [--account A] [--until T]     a new one, shown once; services know it with the next request
  certificates [renew]   whose certificate is good until when; each `docker compose up` renews those with less than a third of their life left
  policy <name>.json     puts the document on standard input in place, which services load within seconds (docker compose run --rm -T secrets policy …)
  export                 all but the authority's key as a tar archive: certificates for tools, public keys (… -T secrets export | tar -x -C folder)
HELP
}

make_what_is_missing() {
    make_secrets_once
    keep_certificates
    render_broker_files rabbitmq
    give_services_their_own
    write_platform_env
    chmod 755 "$HERE/policies" # other users read it
}

show_settings() { grep -vE '^RMA_INSTANCE|_FILE=' "$HERE/platform.env"; printf 'RMA_GRAFANA_PASSWORD=%s\n' "$GRAFANA_PASSWORD"; } # no paths: they are in here

take_policy() { # file name; the document on standard input
    local file=$HERE/policies/${1:-}
    [[ ${1:-} =~ ^[a-z0-9][a-z0-9.-]*\.json$ ]] || fail "A policy document is named <name>.json, in small letters, not '${1:-}'."
    [[ ! -e $file ]] || fail "$1 is already there: a version that decided something is never changed, give the new one its own name."
    cat >"$HERE/policies/.$1.new"
    [[ -s $HERE/policies/.$1.new ]] || { rm "$HERE/policies/.$1.new"; fail "Standard input is empty: docker compose run --rm -T secrets policy $1 <document"; }
    chmod 644 "$HERE/policies/.$1.new"
    mv "$HERE/policies/.$1.new" "$file"
    good "$1 is added"
}

choose_topology
name_components
mkdir -p "$HERE/policies"
exec {alone}>"$HERE/lock"
flock "$alone"
verb=${1:-help}
if (($#)); then shift; fi
case $verb in
    make | env | token | key | certificates | policy | export) make_what_is_missing ;;
esac
case $verb in
    make) good "secrets are ready; docker compose run --rm secrets help says what can be asked" ;;
    env) show_settings ;;
    token) make_token "$@" ;;
    key) handle_keys "$@"; give_services_their_own ;;
    certificates)
        [[ ${1:-} == @(|renew) ]] || fail "certificates [renew]"
        keep_certificates "${1:+all}"
        give_services_their_own
        list_certificates ;;
    policy) take_policy "$@" ;;
    export) tar -c -C "$HERE/secrets" --exclude=./tls/authority.key . ;;
    help | -h | --help) show_help ;;
    *) show_help >&2; fail "There is no verb '$verb'." ;;
esac

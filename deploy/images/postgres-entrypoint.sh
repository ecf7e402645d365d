#!/usr/bin/env bash
# What docker-compose.yml relies on of the official image's entry point: the first start makes the cluster as the user postgres, with
# POSTGRES_PASSWORD_FILE and POSTGRES_INITDB_ARGS; then the database takes this process's place.
set -euo pipefail

if [[ ${1:-} != postgres ]]; then exec "$@"; fi
if ((EUID == 0)); then
    install -d -m 700 -o postgres -g postgres "$PGDATA"
    exec setpriv --reuid=postgres --regid=postgres --init-groups "${BASH_SOURCE[0]}" "$@"
fi
if [[ ! -s $PGDATA/PG_VERSION ]]; then
    # shellcheck disable=SC2086  # several arguments
    initdb --pgdata="$PGDATA" --username=postgres --pwfile=<(cat "${POSTGRES_PASSWORD_FILE:?}") ${POSTGRES_INITDB_ARGS:-}
    printf "listen_addresses = '*'\n" >>"$PGDATA/postgresql.conf"
    printf 'host all all all scram-sha-256\n' >>"$PGDATA/pg_hba.conf"
fi
exec "$@"

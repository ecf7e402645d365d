#!/usr/bin/env bash
# In a container: PostgreSQL wants its key to be its own and closed, which a mounted secret is not, and a working copy may be closed to its user.
# serve-with-tls.sh postgres …       copies it, then starts the image's own entry point
# serve-with-tls.sh --check          tells whether the database answers; copies a renewed one and lets the database read it
set -euo pipefail

folder=/var/lib/postgresql/tls
mounted=/run/secrets/database-certificate
take_certificate() {
    install -d -m 700 -o postgres -g postgres "$folder"
    install -m 600 -o postgres -g postgres "$(dirname "${BASH_SOURCE[0]}")/pg_hba.conf" "$folder/pg_hba.conf"
    install -m 600 -o postgres -g postgres "$mounted" "$folder/database.pem"
}

if [[ ${1:-} != --check ]]; then take_certificate; exec docker-entrypoint.sh "$@"; fi
if ! cmp -s "$mounted" "$folder/database.pem"; then take_certificate; kill -HUP 1; fi
exec pg_isready -q -U postgres -h 127.0.0.1

#!/usr/bin/env bash
# In a container: PostgreSQL wants its key to be its own and closed, which a mounted secret is not.
# serve-with-tls.sh postgres …       copies it, then starts the image's own entry point
# serve-with-tls.sh --again          copies the renewed one and lets the running database read it
set -euo pipefail

folder=/var/lib/postgresql/tls
install -d -m 700 -o postgres -g postgres "$folder"
install -m 600 -o postgres -g postgres /run/secrets/database-certificate "$folder/database.pem"
if [[ ${1:-} == --again ]]; then kill -HUP 1; else exec docker-entrypoint.sh "$@"; fi

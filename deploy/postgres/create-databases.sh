#!/usr/bin/env bash
# In a container: creates the database and the role of each service, or updates the role's password.
# create-databases.sh <host> <service>…; passwords are files: /run/secrets/postgres-superuser and /run/secrets/role-<service>, owner-<service>
set -euo pipefail

host=$1
shift
PGPASSWORD=$(cat /run/secrets/postgres-superuser)
export PGPASSWORD
for service in "$@"; do
    ROLE_PASSWORD=$(cat "/run/secrets/role-$service") OWNER_PASSWORD=$(cat "/run/secrets/owner-$service") psql --no-psqlrc -h "$host" -U postgres -d postgres -v ON_ERROR_STOP=1 --quiet \
        -v "name=rma_$service" -v "connections=${CONNECTIONS:-120}" -f "$(dirname "$0")/service-database.sql"
done

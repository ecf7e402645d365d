# PostgreSQL of an instance: durable, on 127.0.0.1 only, one database and two roles per service (its owner and the running service).
# shellcheck shell=bash

# The programs of the version that created the data, or of the newest one installed.
postgres_programs() {
    local newest
    if [[ -f $HERE/postgres/PG_VERSION ]]; then printf '/usr/lib/postgresql/%s/bin' "$(cat "$HERE/postgres/PG_VERSION")"
    else
        newest=$(compgen -G "$SERVER_ROOT/usr/lib/postgresql/*/bin" | sort -V | tail -n 1)
        printf '%s' "${newest#"$SERVER_ROOT"}"
    fi
}

start_postgres_natively() {
    local data
    end_orphans_of_a_killed_postmaster
    prepare_database_folder
    data=$(realpath "$HERE/postgres")
    if [[ ! -s $data/PG_VERSION || ! -f $data/.complete ]]; then create_database_cluster "$data"; fi
    write_access_rules "$data"
    archive_settings
    ( export LANG=C.UTF-8
      start_detached postgres / "${AS_DATABASE_USER[@]}" "$(postgres_programs)/postgres" -D "$data" -p "$POSTGRES_PORT" -c "max_connections=$(max_connections)" \
          -c "ssl=$TLS" "${ARCHIVING[@]}" )
}

# Every process of a service has a pool of 55; the rest is for people and tests.
max_connections() { printf '%s' "$((60 + 60 * ${#SERVICES[@]} * REPLICAS))"; }

# A clone below /root, for example, is not accessible to the user postgres: then the data is in the temporary folder and .rma links to it.
prepare_database_folder() {
    local elsewhere
    if [[ -L $HERE/postgres ]]; then
        mkdir -p "$(readlink "$HERE/postgres")"
    elif ((EUID == 0)) && ! "${AS_DATABASE_USER[@]}" test -x "$HERE"; then
        elsewhere=${TMPDIR:-/tmp}/rma-$(printf '%s' "$ROOT" | openssl dgst -sha256 -r | cut -c 1-12)/$INSTANCE
        mkdir -p "$elsewhere/postgres"
        "${AS_DATABASE_USER[@]}" test -x "$elsewhere" || fail "The user postgres can enter neither $HERE nor $elsewhere: set TMPDIR to a folder open to all."
        ln -s "$elsewhere/postgres" "$HERE/postgres"
    else
        mkdir -p "$HERE/postgres"
    fi
    chmod 700 "$HERE/postgres/"
    if ((EUID == 0)); then chown "$DATABASE_IDS" "$HERE/postgres/"; fi
}

create_database_cluster() { # data folder
    local log=$HERE/logs/initdb.log password_file status=0
    password_file=$(dirname "$1")/.superuser-password # initdb's user must be able to open it
    ( umask 077; printf '%s\n' "$POSTGRES_SUPERUSER_PASSWORD" >"$password_file" )
    if ((EUID == 0)); then chown "$DATABASE_IDS" "$password_file"; fi
    find "$1" -mindepth 1 -delete # of an initdb that was interrupted
    (cd / && "${AS_DATABASE_USER[@]}" "$(postgres_programs)/initdb" -D "$1" --username=postgres --encoding=UTF8 --locale=C.UTF-8 \
        --auth=scram-sha-256 --pwfile="$password_file" >"$log" 2>&1 </dev/null) || status=$?
    rm -f "$password_file"
    if ((status != 0)); then show_tail_of "$log"; fail "initdb failed."; fi
    cat "$ROOT/deploy/postgres/postgresql.conf" >>"$1/postgresql.conf"
    : >"$1/.complete"
}

# Who may connect, and with which certificate the database answers.
write_access_rules() { # data folder
    if [[ $TLS == on ]]; then
        install_certificate database "$1" "$DATABASE_IDS"
        cat "$ROOT/deploy/postgres/pg_hba.conf" >"$1/pg_hba.conf"
    else
        printf '%s\n' '# RMA_TLS=off' 'host all all 127.0.0.1/32 scram-sha-256' 'host replication postgres 127.0.0.1/32 scram-sha-256' >"$1/pg_hba.conf"
    fi
}

# After kill -9 of the postmaster its child processes keep the shared memory for a moment, and a new postmaster refuses to start. A recycled
# pid in postmaster.pid would prevent the start as well. Both are only removed when the own postmaster is certainly gone.
end_orphans_of_a_killed_postmaster() {
    local pid
    is_running postgres && return
    wait_until "the killed database's last processes end" 5 no_database_processes || true
    for pid in $(database_processes); do kill -KILL "$pid" 2>/dev/null || true; done
    wait_until "the killed database's last processes end" 10 no_database_processes || fail "Processes of the old database do not end: $(database_processes | tr '\n' ' ')"
    rm -f "$HERE/postgres/postmaster.pid"
}

# The working directory of all PostgreSQL processes is the data folder, whatever their names.
database_processes() {
    local link data
    data=$(realpath -q "$HERE/postgres") || return 0
    for link in /proc/[0-9]*/cwd; do
        if [[ $(readlink "$link" 2>/dev/null) == "$data" ]]; then link=${link#/proc/}; printf '%s\n' "${link%/cwd}"; fi
    done
}

no_database_processes() { [[ -z $(database_processes) ]]; }

superuser_psql() { # psql arguments…; the script on standard input
    if [[ $INFRASTRUCTURE == docker ]]; then
        PGPASSWORD=$POSTGRES_SUPERUSER_PASSWORD compose exec -T -e PGPASSWORD -e ROLE_PASSWORD -e OWNER_PASSWORD -e PGSSLMODE=require postgres \
            psql --no-psqlrc -h 127.0.0.1 -U postgres -d postgres -v ON_ERROR_STOP=1 --quiet "$@"
    else
        if [[ $TLS == on ]]; then local -x PGSSLMODE=verify-full PGSSLROOTCERT; PGSSLROOTCERT=$(tls_folder)/authority.pem; fi
        PGPASSWORD=$POSTGRES_SUPERUSER_PASSWORD PGCONNECT_TIMEOUT=5 PGHOSTADDR=127.0.0.1 "${IN_SERVERS[@]}" "$(postgres_programs)/psql" --no-psqlrc -h localhost -p "$POSTGRES_PORT" \
            -U postgres -d postgres -v ON_ERROR_STOP=1 --quiet "$@"
    fi
}

postgres_answers() {
    is_running postgres || return 2
    superuser_psql -c 'select 1' </dev/null >/dev/null 2>&1 || return 1
}

create_service_databases() {
    local service password owner_password log=$HERE/logs/databases.log
    for service in "${SERVICES[@]}"; do
        password=DATABASE_${service^^}_PASSWORD owner_password=OWNER_${service^^}_PASSWORD
        ROLE_PASSWORD=${!password} OWNER_PASSWORD=${!owner_password} superuser_psql -v "name=rma_$service" -v "connections=$((60 * REPLICAS))" <"$ROOT/deploy/postgres/service-database.sql" >"$log" 2>&1 ||
            { show_tail_of "$log"; fail "The database of $service could not be created."; }
    done
}

start_postgres() {
    local began=$SECONDS
    if ! is_running postgres; then
        if [[ $INFRASTRUCTURE == docker ]]; then start_container postgres; else start_postgres_natively; fi
    fi
    wait_until "PostgreSQL starts" 60 postgres_answers || { show_tail_of "$HERE/logs/postgres.log"; fail "PostgreSQL did not start."; }
    create_service_databases
    if [[ $INFRASTRUCTURE == native ]]; then start_wal_receiver; fi
    good "PostgreSQL answers on port $POSTGRES_PORT ($((SECONDS - began)) s)"
}

# SIGINT is PostgreSQL's fast shutdown: closes connections and writes a checkpoint.
stop_postgres() {
    if [[ $INFRASTRUCTURE == docker ]]; then stop_container postgres; else stop_process postgres INT 45; fi
}

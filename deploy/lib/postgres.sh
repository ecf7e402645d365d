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

start_postgres_natively() { # node
    local data
    end_orphans_of_a_killed_postmaster "$1"
    prepare_database_folder "$1"
    data=$(realpath "$HERE/$1")
    if [[ $1 != "$(primary_database)" ]]; then
        if [[ ! -f $data/standby.signal ]]; then make_standby "$1"; fi
    elif [[ ! -s $data/PG_VERSION || ! -f $data/.complete ]]; then create_database_cluster "$data"; fi
    write_access_rules "$data"
    archive_settings "$data"
    ( export LANG=C.UTF-8 HOME=/nonexistent # the standby looks there for certificates of its own
      start_detached "$1" / "${AS_DATABASE_USER[@]}" "$(postgres_programs)/postgres" -D "$data" -p "$(own_port POSTGRES "$1")" -c "max_connections=$(max_connections)" \
          -c "ssl=$TLS" -c "cluster_name=$1" -c wal_retrieve_retry_interval=1s "${ARCHIVING[@]}" )
}

# Every process of a service has a pool of 55; the rest is for people and tests.
max_connections() { printf '%s' "$((60 + 60 * ${#SERVICES[@]} * REPLICAS))"; }

# A clone below /root, for example, is not accessible to the user postgres: then the data is in the temporary folder and .rma links to it.
prepare_database_folder() { # node
    local elsewhere
    if [[ -L $HERE/$1 ]]; then
        mkdir -p "$(readlink "$HERE/$1")"
    elif ((EUID == 0)) && ! "${AS_DATABASE_USER[@]}" test -x "$HERE"; then
        elsewhere=${TMPDIR:-/tmp}/rma-$(printf '%s' "$ROOT" | openssl dgst -sha256 -r | cut -c 1-12)/$INSTANCE
        mkdir -p "$elsewhere/$1"
        "${AS_DATABASE_USER[@]}" test -x "$elsewhere" || fail "The user postgres can enter neither $HERE nor $elsewhere: set TMPDIR to a folder open to all."
        ln -s "$elsewhere/$1" "$HERE/$1"
    else
        mkdir -p "$HERE/$1"
    fi
    chmod 700 "$HERE/$1/"
    if ((EUID == 0)); then chown "$DATABASE_IDS" "$HERE/$1/"; fi
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
    if ((EUID == 0)); then chown "$DATABASE_IDS" "$1/.complete"; fi # a standby copies all that is there
}

# Who may connect, and with which certificate the database answers.
write_access_rules() { # data folder
    if [[ $TLS == on ]]; then
        install_certificate database "$1" "$DATABASE_IDS"
        cat "$ROOT/deploy/postgres/pg_hba.conf" >"$1/pg_hba.conf"
        if [[ $TOPOLOGY == cluster ]]; then printf 'hostssl replication standby 127.0.0.1/32 scram-sha-256\n' >>"$1/pg_hba.conf"; fi
    else
        printf '%s\n' '# RMA_TLS=off' 'host all all 127.0.0.1/32 scram-sha-256' 'host replication standby,postgres 127.0.0.1/32 scram-sha-256' >"$1/pg_hba.conf"
    fi
}

# After kill -9 of the postmaster its child processes keep the shared memory for a moment, and a new postmaster refuses to start. A recycled
# pid in postmaster.pid would prevent the start as well. Both are only removed when the own postmaster is certainly gone.
end_orphans_of_a_killed_postmaster() { # node
    local pid
    is_running "$1" && return
    wait_until "the killed database's last processes end" 5 no_database_processes "$1" || true
    for pid in $(database_processes "$1"); do kill -KILL "$pid" 2>/dev/null || true; done
    wait_until "the killed database's last processes end" 10 no_database_processes "$1" || fail "Processes of the old database do not end: $(database_processes "$1" | tr '\n' ' ')"
    rm -f "$HERE/$1/postmaster.pid"
}

# The working directory of all PostgreSQL processes is the data folder, whatever their names.
database_processes() { # node
    local link data
    data=$(realpath -q "$HERE/$1") || return 0
    for link in /proc/[0-9]*/cwd; do
        if [[ $(readlink "$link" 2>/dev/null) == "$data" ]]; then link=${link#/proc/}; printf '%s\n' "${link%/cwd}"; fi
    done
}

no_database_processes() { [[ -z $(database_processes "$1") ]]; } # node

superuser_psql() { superuser_psql_on "$(primary_database)" "$@"; } # psql arguments…; the script on standard input

superuser_psql_on() { # node, psql arguments…; the script on standard input
    local node=$1
    shift
    if [[ $INFRASTRUCTURE == docker ]]; then
        PGPASSWORD=$POSTGRES_SUPERUSER_PASSWORD compose exec -T -e PGPASSWORD -e ROLE_PASSWORD -e OWNER_PASSWORD -e PGSSLMODE=require postgres \
            psql --no-psqlrc -h 127.0.0.1 -U postgres -d postgres -v ON_ERROR_STOP=1 --quiet "$@"
    else superuser_program "$node" psql --no-psqlrc -d postgres -v ON_ERROR_STOP=1 --quiet "$@"; fi
}

superuser_program() { # node, psql or another client program of PostgreSQL, its arguments
    local node=$1 program=$2
    shift 2
    if [[ $TLS == on ]]; then local -x PGSSLMODE=verify-full PGSSLROOTCERT; PGSSLROOTCERT=$(tls_folder)/authority.pem; fi
    PGPASSWORD=$POSTGRES_SUPERUSER_PASSWORD PGCONNECT_TIMEOUT=5 PGHOSTADDR=127.0.0.1 "${IN_SERVERS[@]}" "$(postgres_programs)/$program" -h localhost -p "$(own_port POSTGRES "$node")" \
        -U postgres "$@"
}

postgres_answers() { # node
    is_running "$1" || return 2
    superuser_psql_on "$1" -c 'select 1' </dev/null >/dev/null 2>&1 || return 1
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
    start_database "$(primary_database)"
    if [[ $TOPOLOGY == cluster ]]; then start_standby; start_balancer; fi
    create_service_databases
    if [[ $INFRASTRUCTURE == native ]]; then start_wal_receiver; fi
    good "PostgreSQL answers on port $POSTGRES_PORT ($((SECONDS - began)) s)"
}

start_database() { # node
    if ! is_running "$1"; then
        if [[ $INFRASTRUCTURE == docker ]]; then start_container "$1"; else start_postgres_natively "$1"; fi
    fi
    wait_until "PostgreSQL starts" 60 postgres_answers "$1" || { show_tail_of "$HERE/logs/$1.log"; fail "PostgreSQL did not start."; }
}

# From here on nothing is committed that the standby has not.
start_standby() {
    local node
    node=$(standby_database)
    start_database "$node"
    wait_for_standby_at_commit on
    wait_until "$node catches up" 60 standby_is_in_step || { show_tail_of "$HERE/logs/$node.log"; fail "$node does not follow the primary."; }
    rm -f "$HERE/alone"
}

start_one_database() { # node
    if [[ $1 == "$(standby_database)" ]]; then start_standby; good "$1 is the standby"; return; fi
    start_database "$1"
    good "$1 answers on port $(own_port POSTGRES "$1")"
}

# SIGINT is PostgreSQL's fast shutdown: closes connections and writes a checkpoint. A standby that is stopped on purpose is not waited for.
stop_postgres() { # [node]
    if [[ $INFRASTRUCTURE == docker ]]; then stop_container postgres; return; fi
    if [[ $1 == "$(standby_database)" ]] && is_running "$(primary_database)"; then wait_for_standby_at_commit off; : >"$HERE/alone"; fi
    stop_process "$1" INT 45
}

# The primary first: it ends when its standby has everything.
stop_databases() {
    local node
    stop_postgres "$(primary_database)"
    for node in "${DATABASES[@]}"; do stop_process "$node" INT 45; done
    if [[ $TOPOLOGY == cluster ]]; then stop_process balancer TERM 5; fi
}

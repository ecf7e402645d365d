# The way back: a whole instance from its backups, or one service alone to an earlier moment. shared/docs/restore.md and decision 30.
# shellcheck shell=bash

ASIDE=() # folders of databases that a restore has moved away

show_restore_help() {
    cat <<'HELP'
./rma restore [--to TIME [--finance FILE]]                   the whole instance, as of the end of its log or a moment, e.g. 2026-11-30T15:00:00Z
./rma restore --from <folder> --secrets <file> [--to TIME]   onto an empty instance, from a folder of backups and the file of ./rma backup secrets
./rma restore --service <service> --to TIME [--finance FILE] [--accept-differences]
                                                             one service, while the others go on; takes over what it had told since
./rma restore --again [--finance FILE] [--accept-differences]   goes on with a restore of one service that stopped at differences
    --margin 24h    how long before that moment what was told is told again (what was in the broker's queues is gone)
HELP
}

handle_restore() {
    local to='' from='' secrets='' service='' finance='' margin=24h again='' accept=()
    while (($#)); do
        case $1 in
            --accept-differences) accept=("$1"); shift; continue ;;
            --again) again=yes; shift; continue ;;
            -h | --help | help) show_restore_help; return ;;
        esac
        if [[ $# -lt 2 || -z $2 ]]; then show_restore_help >&2; fail "$1 needs a value."; fi
        case $1 in
            --to) to=$2 ;; --from) from=$2 ;; --secrets) secrets=$2 ;; --service) service=$2 ;; --finance) finance=$2 ;; --margin) margin=$2 ;;
            *) show_restore_help >&2; fail "There is no $1." ;;
        esac
        shift 2
    done
    if [[ -n $to ]]; then to=$(moment "$to"); fi
    MARGIN=$(seconds_in "$margin")
    if [[ -n $finance ]]; then [[ -r $finance ]] || fail "$finance cannot be read."; finance=$(realpath "$finance"); fi
    lock_instance
    if [[ -n $again ]]; then go_on_with_service "$finance" "${accept[@]}"
    elif [[ -n $service ]]; then restore_service "$service" "$to" "$finance" "${accept[@]}"
    else restore_everything "$to" "$from" "$secrets" "$finance" "${accept[@]}"; fi
}

moment() { # TIME, with its zone
    local text=$1
    [[ $text =~ ^[0-9]{4}-[0-9]{2}-[0-9]{2}[T\ ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?(Z|[+-][0-9]{2}:?[0-9]{2})$ ]] || fail "A moment has its zone, such as 2026-11-30T15:00:00Z, not '$text'."
    date -u -d "$text" +%FT%T.%6NZ || fail "There is no moment '$text'."
}

# Before anything is stopped: whether the backups reach that moment.
check_moment() { # to
    local first
    if [[ -z $1 ]]; then return; fi
    first=$(pgbackrest info --output=json | grep -oE '"timestamp":\{"start":[0-9]+,"stop":[0-9]+' | grep -oE '[0-9]+$' | sort -n | head -n 1) || true
    [[ -n $first ]] || fail "There is no backup in $(backup_folder)."
    # pgBackRest compares whole seconds, and wants a backup that had ended before.
    if (($(date -u -d "$1" +%s) <= first)); then fail "The first backup is of $(date -u -d "@$first" +%FT%TZ); nothing goes back to $1."; fi
    if (($(date -u -d "$1" +%s) > $(date -u +%s))); then fail "$1 is in the future."; fi
}

before() { date -u -d "@$(($(date -u -d "$1" +%s) - MARGIN))" +%FT%TZ; } # moment → the margin earlier

# ── everything ───────────────────────────────────────────────────────────────────────────────────────────────────────

restore_everything() { # to, from, secrets, finance, --accept-differences
    local to=$1 from=$2 secrets=$3 began=$SECONDS reached
    if [[ -n $from ]]; then prepare_empty_instance "$from" "$secrets"
    else
        require_instance
        read_instance
        need_backups
        check_moment "$to"
        build_solution
        if [[ -n $to ]] && is_running "$(primary_database)"; then let_log_pass_moment; fi
        say "Stop"
        take_down
    fi
    say "Servers"
    need_commands curl:curl openssl:openssl
    prepare_instance
    [[ $INFRASTRUCTURE == native ]] || fail "The database runs in a container: shared/docs/restore.md says how it comes back there."
    need_native_servers
    need_pgbackrest
    write_pgbackrest_settings
    if [[ -n $from ]]; then check_moment "$to"; fi
    put_aside_what_is_there
    rm -f "$HERE/primary"
    prepare_database_folder "${DATABASES[0]}"
    fetch_database "$(realpath "$HERE/${DATABASES[0]}")" "$to"
    recover_database
    reached=${to:-$(superuser_psql -At -c "select to_char(coalesce(pg_last_committed_xact_time, now()) at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.USZ') from (select (pg_last_committed_xact()).timestamp as pg_last_committed_xact_time) last" </dev/null)}
    start_postgres
    good "the databases are as of $reached"
    start_rabbitmq
    restore_what_no_database_has
    say "Services"
    write_down_restore "$reached" "the whole instance" "${SERVICES[@]}"
    # Finance is outside, and knows what came after that moment: credit learns it before it opens.
    if [[ -n $4 ]]; then printf '%s\n' credit "$reached" "$began" >"$HERE/restoring"; fi
    start_services
    retell_everything "$(before "$reached")"
    if [[ -n $4 ]]; then go_on_with_service "${@:4}"; fi
    good "instance $INSTANCE is back as of $reached ($((SECONDS - began)) s)"
    say "  Next: ./rma backup full; publishers tell the feed again what they told since $(before "$reached"); ./rma stuck and ./rma doctor (shared/docs/restore.md)."
}

prepare_empty_instance() { # folder of backups, file of secrets
    [[ -d $1/repo ]] || fail "There are no backups in $1."
    [[ -r $2 ]] || fail "--from needs --secrets, the file of ./rma backup secrets: without it nothing in the repository can be read."
    if [[ -e $HERE/postgres || -e $HERE/secrets ]]; then fail "Instance $INSTANCE is not empty: ./rma reset, or another RMA_INSTANCE."; fi
    build_solution
    mkdir -p "$HERE"
    ( umask 077; tar -C "$HERE" -xzf "$2" ) || fail "$2 is not a file of ./rma backup secrets."
    printf '%s\n' "$(realpath "$1")" >"$HERE/backup"
    choose_instance "$INSTANCE" # its number of replicas and its release came with the secrets
}

# Nothing is deleted: a restore to the wrong moment can be followed by another.
put_aside_what_is_there() {
    local stamp data node
    stamp=$(date -u +%Y%m%dT%H%M%SZ)
    for node in "${DATABASES[@]}"; do
        if [[ ! -s $HERE/$node/PG_VERSION ]]; then continue; fi
        data=$(realpath "$HERE/$node")
        mv "$data" "$data.before-$stamp"
        ASIDE+=("$data.before-$stamp")
        say "  · the databases of before are in $data.before-$stamp"
    done
    PRIMARY_OF_BEFORE=$(primary_database)
    for node in "${BROKERS[@]}"; do # its messages do not belong to the moment that comes back
        rm -rf "$HERE/$node/mnesia"
        rm -f "$HERE/$node/.member"
    done
}

take_back_what_was_there() {
    local data
    if ((${#ASIDE[@]} == 0)); then return; fi
    stop_process "${DATABASES[0]}" INT 45
    for data in "${ASIDE[@]}"; do
        rm -rf "${data%.before-*}"
        mv "$data" "${data%.before-*}"
    done
    printf '%s\n' "$PRIMARY_OF_BEFORE" >"$HERE/primary"
    say "  · the databases of before are in their place again: ./rma up"
}

# Asks the archive first, then what had not come there yet. A segment under way has the name *.partial.
fetch_database() { # data folder, to
    local target=() log=$HERE/logs/restore.log began=$SECONDS wal
    open_backup_folder
    write_pgbackrest_settings
    wal=$(backup_folder)/wal
    if [[ -n $2 ]]; then target=(--type=time "--target=${2/T/ }" --target-action=promote); target[1]=${target[1]/Z/+00}; fi
    pgbackrest restore "--pg1-path=$1" "${target[@]}" "--recovery-option=restore_command=$(restore_command "$1" "$wal")" "${@:3}" >>"$log" 2>&1 ||
        { show_tail_of "$log"; take_back_what_was_there; fail "pgBackRest could not restore."; }
    good "the files of the databases are here ($((SECONDS - began)) s)"
}

restore_command() { # data folder, folder of segments that were not archived yet
    printf '%s' "/usr/bin/pgbackrest --config=$(pgbackrest_settings) --stanza=$STANZA --pg1-path=$1 archive-get %f \"%p\" || cp \"$2/%f\" \"%p\" 2>/dev/null || cp \"$2/%f.partial\" \"%p\" 2>/dev/null"
}

recover_database() {
    local began=$SECONDS wal node=${DATABASES[0]} setting
    start_postgres_natively "$node"
    wait_until "the database reads its log" 86400 is_recovered "$node" ||
        { show_tail_of "$HERE/logs/$node.log" 8; take_back_what_was_there; fail "The database did not come to that moment: is it later than the last commit? Without --to it goes to the end of its log."; }
    wal=$(backup_folder)/wal # of a history that ends here
    find "$wal" -mindepth 1 -delete
    # A standby is a copy of this one: it is to stop at no moment, and nobody waits for it before it is there.
    for setting in restore_command recovery_target_time recovery_target_action recovery_target_timeline; do
        superuser_psql -c "alter system reset $setting" </dev/null
    done
    if [[ $TOPOLOGY == cluster ]]; then wait_for_standby_at_commit off </dev/null; fi
    good "the log is read ($((SECONDS - began)) s)"
}

is_recovered() { # node
    is_running "$1" || return 2
    [[ $(superuser_psql_on "$1" -At -c 'select not pg_is_in_recovery()' </dev/null 2>/dev/null) == t ]]
}

restore_what_no_database_has() {
    local folder photo stamp
    folder=$(backup_folder)
    mkdir -p "$HERE/photos"
    while IFS= read -r -d '' photo; do
        photo=${photo%.enc}
        if [[ -s $HERE/photos/$photo ]]; then continue; fi
        mkdir -p "$(dirname "$HERE/photos/$photo")"
        unseal <"$folder/photos/$photo.enc" >"$HERE/photos/$photo.new" || fail "The photo $photo cannot be read: is it the right key?"
        mv "$HERE/photos/$photo.new" "$HERE/photos/$photo"
    done < <(cd "$folder/photos" && find . -name '*.enc' -printf '%P\0')
    stamp=$(cat "$folder/other/last")
    unseal <"$folder/other/$stamp-policies.tar.gz.enc" | tar -C "$HERE" -xz --no-same-owner || fail "The policies cannot be read."
    unseal <"$folder/other/$stamp-broker.json.enc" | import_definitions || fail "The broker does not take the definitions of the backup."
    close_files
    good "photos, policies and the broker's definitions are back"
}

# From here on the ids of messages are others than those that a lost history had given; a newer release migrates first.
write_down_restore() { # moment, reason, service…
    local service
    for service in "${@:3}"; do
        if ! service_programs_fit "$service"; then
            ( export Schema__AtStart=MigrateAndEnd; run_service_command "$service" ) >>"$HERE/logs/restore.log" 2>&1 || { show_tail_of "$HERE/logs/restore.log"; fail "The schema of $service could not be migrated."; }
        fi
    done
    in_each_service "${*:3}" restored --to "$1" --reason "$2"
}

# Whether the restored schema is the one of this release.
service_programs_fit() { ! run_service_command "$1" retell --since 2999-01-01T00:00:00Z | grep -q 'The schema lacks'; } # service

# All at once: each waits for nothing but its own database.
in_each_service() { # services, command…
    local service failed='' list asked=()
    read -r -a list <<<"$1"
    for service in "${list[@]}"; do
        { run_service_command "$service" "${@:2}" >"$HERE/run/$service.said" 2>&1 || printf 'failed\n' >>"$HERE/run/$service.said"; } &
        asked+=($!)
    done
    wait "${asked[@]}" # servers that this shell has started go on
    for service in "${list[@]}"; do
        while IFS= read -r line; do if [[ $line == failed ]]; then failed+=" $service"; else say "  · $service: $line"; fi; done <"$HERE/run/$service.said"
        rm -f "$HERE/run/$service.said"
    done
    if [[ -n $failed ]]; then fail "Not so in$failed; it can be repeated."; fi
}

# Who lacks a message takes it, who knows it drops it: what was in queues that are gone comes back.
retell_everything() { in_each_service "${SERVICES[*]}" retell --since "$1"; } # since

# ── one service ──────────────────────────────────────────────────────────────────────────────────────────────────────

restore_service() { # service, to, finance, --accept-differences
    local service=$1 to=$2 began=$SECONDS
    is_service "$service" || fail "Which service? One of: ${SERVICES[*]}"
    [[ -n $to ]] || fail "--service needs --to: the moment it shall have."
    require_instance
    read_instance
    need_backups
    need_pgbackrest
    check_moment "$to"
    for other in "${SERVICES[@]}"; do
        if [[ $other != "$service" ]] && ! service_is_ready "$other"; then fail "$other has to be ready: it knows what $service had told."; fi
    done
    say "Stop $service"
    drain_outbox_of "$service"
    for component in $(components_of "$service"); do stop_service "$component" TERM 45; done
    say "Its database as of $to"
    bring_database_alone "$service" "$to"
    write_down_restore "$to" "$service alone" "$service"
    printf '%s\n' "$service" "$to" "$began" >"$HERE/restoring"
    go_on_with_service "${@:3}"
}

# What it has decided leaves first, so that the others know of it.
drain_outbox_of() { # service
    if ! wait_until "what $1 has decided leaves" 60 outbox_is_empty "$1"; then
        say "  · not everything that $1 has decided has left; what finance has of it is compared with --finance FILE only"
    fi
}
outbox_is_empty() { [[ $(superuser_psql -d "rma_$1" -At -c "select count(*) from \"$1\".outbox where visible_at <= now() and parked_at is null and exchange not like '%-heartbeat'" </dev/null 2>/dev/null) == 0 ]]; }

# A recovery stops at the first commit after its moment, and fails where the log has none: after a quiet time there would be none yet.
let_log_pass_moment() { superuser_psql -c 'select pg_current_xact_id()' -c 'select pg_switch_wal()' </dev/null >/dev/null; }

# The whole cluster as of then, aside, and from there this one database beside the others; the one of before keeps another name. Not with
# pgBackRest's --db-include: the log of the databases that it leaves empty can end the recovery ("references to invalid pages").
bring_database_alone() { # service, to
    local service=$1 database=rma_$1 folder=$HERE/restore-scratch log=$HERE/logs/restore.log before
    if [[ -L $HERE/postgres ]]; then folder=$(database_folder)/restore-scratch; fi
    rm -rf "$folder"
    mkdir -m 700 "$folder"
    if ((EUID == 0)); then chown "$DATABASE_IDS" "$folder"; fi
    let_log_pass_moment
    fetch_database "$folder" "$2" --archive-mode=off
    SCRATCH_PORT=$(free_port)
    ( export LANG=C.UTF-8
      start_detached restore-scratch / "${AS_DATABASE_USER[@]}" "$(postgres_programs)/postgres" -D "$folder" -p "$SCRATCH_PORT" -c "max_connections=$(max_connections)" \
          -c "ssl=$TLS" -c archive_mode=off -c synchronous_standby_names= )
    wait_until "the log is read" 86400 is_recovered restore-scratch || { show_tail_of "$HERE/logs/restore-scratch.log"; rm -rf "$folder"
        fail "The database did not come to $2: is the moment in its log? The one of $service is as it was: ./rma up starts it again."; }
    before=${database}_before_$(date -u +%Y%m%d%H%M%S)
    superuser_psql -c "create database \"${database}_restored\" owner \"${database}_owner\"" </dev/null
    superuser_program restore-scratch pg_dump "$database" | superuser_psql -d "${database}_restored" -o /dev/null >>"$log" 2>&1 ||
        { show_tail_of "$log"; superuser_psql -c "drop database \"${database}_restored\"" </dev/null; fail "The database could not be taken over; the one of before is untouched."; }
    stop_process restore-scratch INT 45
    rm -rf "$folder"
    superuser_psql -c "select pg_terminate_backend(pid) from pg_stat_activity where datname = '$database'" -c "alter database \"$database\" rename to \"$before\"" \
        -c "alter database \"${database}_restored\" rename to \"$database\"" </dev/null >/dev/null
    create_service_databases
    good "$database is as of $2; the one of before is $before"
}

free_port() {
    local port
    for ((port = 19000; port < 20000; port++)); do
        if ! something_listens_on "$port"; then printf '%s' "$port"; return; fi
    done
    fail "No port between 19000 and 20000 is free."
}

# Before it works again it learns what it had told: nobody is paid twice because somebody has forgotten.
go_on_with_service() { # finance, --accept-differences
    local service to began since folder words before other others='' given=()
    require_instance
    read_instance
    [[ -s $HERE/restoring ]] || fail "No restore of one service is under way."
    { read -r service; read -r to; read -r began; } <"$HERE/restoring"
    since=$(before "$to") folder=$HERE/restore-$service
    say "What the others know of $service"
    wait_until "the console hears the last of it" 120 queue_is_empty console-listener || fail "The console does not hear everything; ./rma restore --again goes on."
    rm -rf "$folder"
    ( umask 027; mkdir "$folder" )
    run_service_command console heard --of "$service" >"$folder/told" || fail "The console does not tell: $(tail -n 1 "$folder/told")"
    : >"$folder/asked"
    for other in "${SERVICES[@]}"; do
        if [[ $other != "$service" ]]; then run_service_command "$other" sent --to "$service" --since "$since" >>"$folder/asked" || fail "$other does not tell what it sent."; fi
    done
    if [[ -n ${1:-} ]]; then cp "$1" "$folder/finance"; given=(--finance "$folder/finance"); fi
    if before=$(database_of_before "$service") && [[ -n $before ]]; then
        lost_events "$service" "$before" >"$folder/lost"
        given+=(--lost "$folder/lost")
    fi
    if ((EUID == 0)); then chown -R "$(user_of_service "$service"):$SERVICE_GROUP" "$folder"; fi
    run_service_command "$service" reconcile --told "$folder/told" --asked "$folder/asked" "${given[@]}" "${@:2}" >"$folder.txt" || words=yes
    sed 's/^/  · /' "$folder.txt" >&"$SAY_TO"
    name_work_of_people "$service"
    if [[ -n ${words:-} ]]; then
        fail "$service stays closed: a person has to decide (shared/docs/restore.md). Then: ./rma restore --again [--finance FILE] [--accept-differences]"
    fi
    say "Start $service"
    OPENING=$service
    start_services
    for other in "${SERVICES[@]}"; do if [[ $other != "$service" ]]; then others+=" $other"; fi; done
    in_each_service "$others" retell --since "$since" --to "$service"
    wait_until "$service hears what it was told" 600 hears_nothing_more "$service" || fail "$service is still hearing; look at ./rma stuck."
    rebuild_console
    rm -rf "$HERE/restoring" "$folder"
    good "$service is back as of $to, and knows what it had told since ($((SECONDS - began)) s)"
}

# A service that has not learned yet what it had told is started by nothing else.
stays_closed() { # service
    [[ -s $HERE/restoring && ${OPENING:-} != "$1" && $(head -n 1 "$HERE/restoring") == "$1" ]]
}

queue_is_empty() { # queue
    [[ $(messages_in_queues | awk -v queue="$1" '$1 == queue { print $2 }') == 0 ]]
}

hears_nothing_more() { # service
    local service
    for service in "${SERVICES[@]}"; do outbox_is_empty "$service" || return 1; done
    [[ -z $(messages_in_queues | awk -v service="$1" 'index($1, service "-") == 1 && $1 !~ /heartbeat$/ && $2 != 0') ]]
}

database_of_before() { superuser_psql -At -c "select datname from pg_database where datname like 'rma_$1_before_%' order by 1 desc limit 1" </dev/null; } # service
last_event_of() { superuser_psql -d "rma_$1" -At -c "select last_event from \"$1\".history_restores order by number desc limit 1" </dev/null; }     # service

# One a line, as the service's program reads them.
lost_events() { # service, database of before
    superuser_psql -d "$2" -At -c "select json_build_object('sequence', seq_id, 'streamKey', stream_id, 'version', version, 'id', id, 'name', type, 'data', data::text, 'timestamp', timestamp,
        'headers', headers::text) from \"$1\".mt_events where seq_id > $(last_event_of "$1") order by seq_id" </dev/null
}

# What people did there after that moment and nobody was told: only the database of before knows it, and it may be wrong in itself.
name_work_of_people() { # service
    local before
    before=$(database_of_before "$1")
    if [[ -z $before ]]; then return; fi
    superuser_psql -d "$before" -At -F ' ' -c "select 'in $before, by a person: ' || type, stream_id, 'at', to_char(timestamp at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS\"Z\"'), 'by', headers->>'actor'
        from \"$1\".mt_events where seq_id > $(last_event_of "$1") and type not in ('restocking_fee_chosen', 'charge_fee_chosen')
        and headers->>'actor' <> all (string_to_array('${SERVICES[*]} ${BROKER_USERS[*]} unknown', ' ')) and headers->>'actor' !~ '^(service|message):'
        order by seq_id limit 200" </dev/null | sed 's/^/  · /' >&"$SAY_TO"
}

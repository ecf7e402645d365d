# Backups of an instance: its databases with pgBackRest (full and incremental, every segment of the log, encrypted), and beside them what no
# database has: photos, policies, the broker's definitions. Secrets go elsewhere. shared/docs/restore.md tells how they come back.
# shellcheck shell=bash
# shellcheck disable=SC2034  # read in postgres.sh

STANZA=rma
KEEP_FULL=2 # with what was made between them and since

show_backup_help() {
    cat <<'HELP'
./rma backup [full|incr]             one backup; the first is full, and restarts the database once to begin to archive its log
./rma backup list                    which there are, and how far back one can go
./rma backup check                   archives a segment of the log and reads it again; then verifies every file of the repository
./rma backup secrets <file>          secrets and settings as one file, which belongs to another place than the backups
HELP
}

handle_backup() { # [full|incr|list|check|secrets <file>]
    case ${1:-incr} in
        full | incr) make_backup "${1:-incr}" ;;
        list) need_backups; pgbackrest info ;;
        check) need_backups; check_backups ;;
        secrets) [[ $# -eq 2 ]] || fail "./rma backup secrets <file>"; save_secrets "$2" ;;
        -h | --help | help) show_backup_help ;;
        *) show_backup_help >&2; printf '\n' >&2; fail "There is no backup '$1'." ;;
    esac
}

# ── where ────────────────────────────────────────────────────────────────────────────────────────────────────────────

backups_are_on() { [[ -s $HERE/backup ]]; }
need_backups() { backups_are_on || fail "Instance $INSTANCE has no backups yet: ./rma backup makes the first."; }
backup_folder() { cat "$HERE/backup"; }
database_folder() { dirname "$(realpath "$HERE/postgres")"; } # where the database's user may keep files of its own
pgbackrest_settings() { printf '%s/pgbackrest.conf' "$(database_folder)"; }

# Once: where backups go. Below this working copy, because servers of another release see nothing else.
choose_backup_folder() {
    local folder=${RMA_BACKUP_FOLDER:-$ROOT/.rma/backups/$INSTANCE}
    [[ $folder == /* ]] || fail "RMA_BACKUP_FOLDER is a whole path, not '$folder'."
    if [[ $SERVERS != debian && $folder != "$ROOT"/* ]]; then fail "The servers of $SERVERS see this working copy only: RMA_BACKUP_FOLDER below $ROOT."; fi
    if [[ -d $folder/repo/backup ]]; then fail "There are backups in $folder already: ./rma restore --from $folder, or another RMA_BACKUP_FOLDER."; fi
    printf '%s\n' "$folder" >"$HERE/backup"
    open_backup_folder
}

open_backup_folder() {
    local folder
    folder=$(backup_folder)
    mkdir -p "$folder"/{repo,wal,photos,other}
    if ((EUID != 0)); then return; fi
    chmod 711 "$(dirname "$folder")" "$folder"
    chown "$DATABASE_IDS" "$folder/repo" "$folder/wal"
    "${AS_DATABASE_USER[@]}" test -w "$folder/repo" || fail "The database's user cannot write to $folder: set RMA_BACKUP_FOLDER to a folder whose parents it may enter."
}

need_pgbackrest() {
    if [[ $SERVERS == debian ]]; then need_commands pgbackrest:pgbackrest; return; fi
    if [[ ! -x $SERVER_ROOT/usr/bin/pgbackrest ]]; then
        show_progress_while "pgBackRest of Debian $SERVERS" "$ROOT/.rma/servers/$SERVERS.log" "${IN_SERVERS[@]}" env DEBIAN_FRONTEND=noninteractive \
            apt-get install -y --no-install-recommends pgbackrest || { show_tail_of "$ROOT/.rma/servers/$SERVERS.log"; fail "pgBackRest could not be unpacked."; }
    fi
}

# The cipher's key is among the secrets: whoever has only the repository reads nothing.
write_pgbackrest_settings() {
    local file folder database
    file=$(pgbackrest_settings) folder=$(backup_folder) database=$(database_folder)
    mkdir -p "$database/pgbackrest"
    ( umask 077; cat >"$file" <<SETTINGS
[global]
repo1-path=$folder/repo
repo1-cipher-type=aes-256-cbc
repo1-cipher-pass=$BACKUP_CIPHER_PASSWORD
repo1-retention-full=$KEEP_FULL
repo1-bundle=y
compress-type=zst
compress-level=3
start-fast=y
log-level-console=warn
log-level-file=off
log-path=$database/pgbackrest
lock-path=$database/pgbackrest
spool-path=$database/pgbackrest

[$STANZA]
pg1-path=$(realpath "$HERE/$(primary_database)")
pg1-port=$(own_port POSTGRES "$(primary_database)")
pg1-user=postgres
pg1-database=postgres
SETTINGS
    )
    if [[ $TLS == on ]]; then cp "$(tls_folder)/authority.pem" "$database/pgbackrest/"; fi
    if ((EUID == 0)); then chown -R "$DATABASE_IDS" "$file" "$database/pgbackrest"; fi
}

pgbackrest() ( # command and options
    export_superuser
    cd / && "${AS_DATABASE_USER[@]}" /usr/bin/pgbackrest "--config=$(pgbackrest_settings)" "--stanza=$STANZA" "$@"
)

# For programs that the database's user runs: how they reach the database. In a subshell.
export_superuser() {
    export PGHOST=localhost PGHOSTADDR=127.0.0.1 PGPORT=$POSTGRES_PORT PGUSER=postgres PGPASSWORD=$POSTGRES_SUPERUSER_PASSWORD HOME
    HOME=$(database_folder)/pgbackrest # not root's, whose client certificate nobody else may read
    if [[ $TLS == on ]]; then export PGSSLMODE=verify-full PGSSLROOTCERT=$HOME/authority.pem; fi
}

# ── the log ──────────────────────────────────────────────────────────────────────────────────────────────────────────

# → ARCHIVING, for the start of a node. A segment that is archived is not needed beside it any more. A standby archives when it is promoted.
archive_settings() { # data folder
    ARCHIVING=()
    if ! backups_are_on; then return; fi
    open_backup_folder
    write_pgbackrest_settings
    ARCHIVING=(-c archive_mode=on -c archive_timeout=60 -c
        "archive_command=/usr/bin/pgbackrest --config=$(pgbackrest_settings) --stanza=$STANZA --pg1-path=$1 archive-push %p && rm -f '$(backup_folder)/wal/%f'")
}

# What the archive does not have yet, since a segment is archived when it is full or a minute old: follows commits within a moment.
start_wal_receiver() {
    if ! backups_are_on || is_running wal-receiver; then return; fi
    ( export_superuser
      start_detached wal-receiver / "${AS_DATABASE_USER[@]}" "$(postgres_programs)/pg_receivewal" -D "$(backup_folder)/wal" --synchronous --no-password )
}

# What the primary of before had not archived, the one that takes over believes to be archived. And the segment under way is of a history
# that has ended: the one that takes over has it under its own name.
follow_new_primary() {
    local segment
    if ! backups_are_on; then return; fi
    stop_process wal-receiver INT 10
    write_pgbackrest_settings
    for segment in "$(backup_folder)"/wal/*; do
        if [[ $segment == *.partial ]]; then rm -f "$segment"
        elif [[ ${segment##*/} =~ ^[0-9A-F]{24}$ ]] && pgbackrest archive-push "$segment" >>"$HERE/logs/backup.log" 2>&1; then rm -f "$segment"; fi
    done
    start_wal_receiver
}

# ── making one ───────────────────────────────────────────────────────────────────────────────────────────────────────

make_backup() { # full|incr
    local began=$SECONDS log=$HERE/logs/backup.log kind=$1
    if [[ $INFRASTRUCTURE == docker ]]; then fail "The database runs in a container: shared/docs/restore.md says how it is backed up there."; fi
    if ! is_running "$(primary_database)" || ! is_running balancer && ! is_running "${BROKERS[0]}"; then fail "Database and broker have to run: ./rma servers, or ./rma up."; fi
    need_pgbackrest
    if ! backups_are_on; then begin_backups; fi
    start_wal_receiver
    write_pgbackrest_settings
    : >>"$log"
    pgbackrest "--type=$kind" backup >>"$log" 2>&1 || { show_tail_of "$log"; fail "pgBackRest made no backup."; }
    # Archived by now: pgBackRest has waited for the end of its own.
    find "$(backup_folder)/wal" -type f ! -name '*.partial' ! -name '*.history' -mmin +10 -delete
    save_what_no_database_has "$kind"
    describe_secrets
    good "backup in $(backup_folder) ($((SECONDS - began)) s)"
}

begin_backups() {
    need_backup_key
    choose_backup_folder
    say "  · the database starts once again, to archive its log from now on"
    if [[ $TOPOLOGY == cluster ]]; then stop_postgres "$(standby_database)"; fi
    stop_postgres "$(primary_database)"
    start_postgres
    write_pgbackrest_settings
    pgbackrest stanza-create >>"$HERE/logs/backup.log" 2>&1 || { show_tail_of "$HERE/logs/backup.log"; rm -f "$HERE/backup"; fail "pgBackRest could not begin a repository."; }
}

need_backup_key() {
    if [[ -z ${BACKUP_CIPHER_PASSWORD:-} ]]; then
        printf 'BACKUP_CIPHER_PASSWORD=%s\n' "$(openssl rand -base64 36)" >>"$HERE/secrets/secrets.env"
        read_settings "$HERE/secrets/secrets.env"
    fi
}

# Photos are named by their content and never change: each is saved once. The rest is small and saved whole each time.
save_what_no_database_has() { # full|incr
    local folder photo name stamp
    folder=$(backup_folder) stamp=$(date -u +%Y%m%dT%H%M%SZ)
    while IFS= read -r -d '' photo; do
        name=${photo#"$HERE/photos/"}
        if [[ -s $folder/photos/$name.enc ]]; then continue; fi
        mkdir -p "$(dirname "$folder/photos/$name")"
        seal <"$photo" >"$folder/photos/$name.new"
        mv "$folder/photos/$name.new" "$folder/photos/$name.enc"
    done < <(find "$HERE/photos" -type f -print0)
    broker_api definitions | seal >"$folder/other/$stamp-broker.json.enc" || fail "The broker does not tell its definitions."
    tar -C "$HERE" -cz policies | seal >"$folder/other/$stamp-policies.tar.gz.enc"
    printf '%s\n' "$stamp" >"$folder/other/last"
    if [[ $1 == full ]]; then forget_old_files "$folder"; fi
}

# Of what is not in a database, as much as thirty days back.
forget_old_files() { # folder
    local photo
    find "$1/other" -name '*.enc' -mtime +30 ! -name "$(cat "$1/other/last")-*" -delete
    while IFS= read -r -d '' photo; do
        if [[ ! -e $HERE/photos/${photo%.enc} ]]; then rm -f "$1/photos/$photo"; fi
    done < <(cd "$1/photos" && find . -name '*.enc' -mtime +30 -printf '%P\0')
}

# The key is read from a file descriptor: it is on no command line.
seal() { openssl enc -aes-256-cbc -pbkdf2 -salt -pass fd:3 3<<<"$BACKUP_CIPHER_PASSWORD"; }
unseal() { openssl enc -d -aes-256-cbc -pbkdf2 -pass fd:3 3<<<"$BACKUP_CIPHER_PASSWORD"; }

check_backups() {
    local log=$HERE/logs/backup.log
    is_running "$(primary_database)" || fail "The database has to run."
    pgbackrest check >>"$log" 2>&1 || { show_tail_of "$log"; fail "The log is not archived: pgBackRest says why."; }
    good "the log is archived"
    if pgbackrest verify --help >/dev/null 2>&1; then
        pgbackrest verify >>"$log" 2>&1 || { show_tail_of "$log"; fail "The repository has files that are not as they were written."; }
        good "every file of the repository is as it was written"
    fi
}

# ── secrets ──────────────────────────────────────────────────────────────────────────────────────────────────────────

# What a restore needs beside the repository. The list may lie with the backups; what is in it may not.
describe_secrets() {
    local file
    {
        printf 'Secrets and settings of instance %s, as of %s. They are NOT in this folder: ./rma backup secrets <file> writes them as one\n' "$INSTANCE" "$(date -u +%FT%TZ)"
        printf 'file for another place. Without the key of the backups (BACKUP_CIPHER_PASSWORD in secrets.env) nothing here can be read.\n\n'
        while IFS= read -r file; do
            printf '%s  %s\n' "$(openssl dgst -sha256 -r "$HERE/$file" | cut -c 1-16)" "$file"
        done < <(list_secrets)
        printf '\nOf secrets.env the names:\n'
        sed -nE 's/^([A-Z0-9_]+)=.*/  \1/p' "$HERE/secrets/secrets.env"
    } >"$(backup_folder)/SECRETS.txt"
}

list_secrets() { (cd "$HERE" && find secrets -type f | sort; for file in ports.env replicas servers tls; do if [[ -f $file ]]; then printf '%s\n' "$file"; fi; done); }

save_secrets() { # file
    need_backup_key
    ( umask 077; list_secrets | tar -C "$HERE" -czf "$1" -T - ) || fail "$1 could not be written."
    good "secrets and settings are in $1; keep it elsewhere than the backups"
}

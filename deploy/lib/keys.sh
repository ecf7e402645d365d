# API keys of devices and systems, and the passwords of services and users. A key is shown once, when it is made; the services know its hash.
# shellcheck shell=bash

handle_keys() { # list | add … | revoke <id> | restore | make …
    case ${1:-list} in
        make) make_key "${@:2}" ;;
        list) require_instance; list_keys ;;
        add) require_instance; lock_instance; add_key "${@:2}" ;;
        revoke)
            (($# == 2)) || fail "./rma key revoke takes one id: ./rma key list"
            require_instance; lock_instance; revoke_key "$2" ;;
        restore) require_instance; lock_instance; restore_keys ;;
        *) fail "./rma key [list | add <name> <role> [--site S] [--account A] [--until 2027-12-31T00:00:00Z] | revoke <id> | restore | make …]" ;;
    esac
}

# Format rma_<id>_<secret>: the secret may contain underscores, the id never.
new_key() { # name, role, site, account, end → NEW_KEY, NEW_ENTRY
    local id secret hash
    id=$(random_hex 4)
    secret=$(openssl rand 32 | base64url)
    hash=$(printf '%s' "$secret" | openssl dgst -sha256 -r | cut -d' ' -f1)
    NEW_KEY=rma_${id}_$secret
    NEW_ENTRY="{\"id\":\"$id\",\"secretSha256\":\"$hash\",\"name\":\"$1\",\"roles\":[\"$2\"]"
    if [[ -n ${3:-} ]]; then NEW_ENTRY+=",\"site\":\"$3\""; fi
    if [[ -n ${4:-} ]]; then NEW_ENTRY+=",\"account\":\"$4\""; fi
    if [[ -n ${5:-} ]]; then NEW_ENTRY+=",\"notAfter\":\"$5\""; fi
    NEW_ENTRY+='}'
}

key_from_arguments() { # name role [--site S] [--account A] [--until T] → NEW_KEY, NEW_ENTRY
    local name=${1:-} role=${2:-} site='' account='' until=''
    [[ $name =~ ^[A-Za-z0-9._@-]{1,64}$ ]] || fail "A name is made of 1 to 64 letters, digits and . _ @ -, not '$name'."
    [[ -n $role && " ${ROLES[*]} " == *" $role "* ]] || fail "There is no role '$role'; it is one of: ${ROLES[*]}"
    shift 2
    while (($#)); do
        [[ $# -ge 2 && $2 =~ ^[A-Za-z0-9._:@-]{1,64}$ ]] || fail "A site and an account are made of letters, digits and . _ @ -, an end looks like 2027-12-31T00:00:00Z."
        case $1 in
            --site) site=$2 ;;
            --account) account=$2 ;;
            --until) until=$2; [[ $until =~ ^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z$ ]] && date -u -d "$until" >/dev/null 2>&1 || fail "An end looks like 2027-12-31T00:00:00Z." ;;
            *) fail "There is no $1: --site, --account or --until." ;;
        esac
        shift 2
    done
    if [[ $role == scanner && -z $site ]]; then fail "A scanner is bound to a site: --site."; fi
    if [[ $role == partner && -z $account ]]; then fail "A partner is bound to an account: --account."; fi
    new_key "$name" "$role" "$site" "$account" "$until"
}

make_key() { # as add_key; for an installation whose file of keys is elsewhere
    key_from_arguments "$@"
    printf 'key    %s\nentry  %s\n' "$NEW_KEY" "$NEW_ENTRY"
}

add_key() { # name role [--site S] [--account A] [--until T]
    key_from_arguments "$@"
    read_keys
    KEYS+=("$NEW_ENTRY")
    write_keys
    SAY_TO=2 good "services know it with the next request; it is not shown again"
    printf '%s\n' "$NEW_KEY"
}

revoke_key() { # id
    local index
    read_keys
    for index in "${!KEYS[@]}"; do
        if [[ $(member_of "${KEYS[index]}" id) != "$1" ]]; then continue; fi
        if [[ ${KEYS[index]} == *'"revoked":true'* ]]; then good "$1 was revoked before"; return; fi
        KEYS[index]="${KEYS[index]%\}},\"revoked\":true}"
        write_keys
        good "$1 ($(member_of "${KEYS[index]}" name)) is revoked; whoever uses it now causes the alert RevokedKeyUsed"
        return
    done
    fail "There is no key '$1': ./rma key list"
}

list_keys() {
    local key bound
    read_keys
    for key in "${KEYS[@]}"; do
        bound=$(member_of "$key" site)$(member_of "$key" account)
        say "$(printf '%-8s  %-24s %-14s %-16s %s' "$(member_of "$key" id)" "$(member_of "$key" name)" "$(member_of "$key" roles)" "$bound" \
            "$(member_of "$key" notAfter)$([[ $key == *'"revoked":true'* ]] && printf revoked)")"
    done
}

# One key a line. A file that somebody wrote otherwise is left as it is.
read_keys() { # → KEYS
    mapfile -t KEYS < <(sed -nE 's/^ *(\{.*\}),?$/\1/p' "$HERE/secrets/api-keys.json")
    [[ $(tr -d ' \n' <"$HERE/secrets/api-keys.json") == "$(keys_as_json | tr -d ' \n')" ]] ||
        fail ".rma/$INSTANCE/secrets/api-keys.json has not one key a line: change it by hand (shared/docs/access.md has its members)."
}

keys_as_json() {
    local key separator=''
    printf '[\n'
    for key in "${KEYS[@]}"; do printf '%s  %s' "$separator" "$key"; separator=$',\n'; done
    printf '\n]\n'
}

write_keys() {
    local file=$HERE/secrets/api-keys.json
    keys_as_json >"$file.new"
    keep_owner_of "$file"
    mv "$file.new" "$file"
    keep_copy_of_keys
}

# What ./rma wrote last, for the day on which somebody writes it by hand.
keep_copy_of_keys() { ( umask 077; cp "$HERE/secrets/api-keys.json" "$HERE/secrets/api-keys.last.json" ); }

restore_keys() {
    local file=$HERE/secrets/api-keys.json
    if in_containers; then fail "The containers' keys are changed by ./rma key add and revoke only: nobody writes that file by hand."; fi
    if [[ ! -f $HERE/secrets/api-keys.last.json ]]; then fail "./rma has written no keys here since it keeps a copy: take those of ./rma backup secrets."; fi
    if cmp -s "$file" "$HERE/secrets/api-keys.last.json"; then good "the keys are as ./rma wrote them"; return; fi
    ( umask 077; cp "$file" "$file.broken" )
    cp "$HERE/secrets/api-keys.last.json" "$file.new"
    keep_owner_of "$file"
    mv "$file.new" "$file"
    good "the keys are as ./rma wrote them last; what was there instead is in .rma/$INSTANCE/secrets/api-keys.json.broken"
}

member_of() { # entry, member; of roles the first
    if [[ $1 =~ \"$2\":\[?\"([^\"]*)\" ]]; then printf '%s' "${BASH_REMATCH[1]}"; fi
}

# ── passwords ────────────────────────────────────────────────────────────────────────────────────────────────────────

# A service has one at the broker and two at the database, and gets them when it starts. Whoever is connected with the one before is not any more.
change_password() { # user of the broker, a service among them
    local user=${1:-} name names=() component
    if in_containers; then fail "The containers' passwords are made once, for the life of their volume: docker compose run --rm secrets help"; fi
    if [[ -z $user || " ${BROKER_USERS[*]} " != *" $user "* ]]; then fail "Whose password? One of: ${BROKER_USERS[*]}"; fi
    is_running "$(running_broker)" && is_running "$(primary_database)" || fail "Database and broker have to run: ./rma up"
    names=("BROKER_${user^^}")
    if is_service "$user"; then names+=("DATABASE_${user^^}" "OWNER_${user^^}"); fi
    for name in "${names[@]}"; do sed -i "s/^${name}_PASSWORD=.*/${name}_PASSWORD=$(random_hex 20)/" "$HERE/secrets/secrets.env"; done
    read_settings "$HERE/secrets/secrets.env"
    give_password_to_broker "$user"
    write_platform_env
    if is_service "$user"; then
        create_service_databases
        superuser_psql -c "select pg_terminate_backend(pid) from pg_stat_activity where usename in ('rma_$user', 'rma_${user}_owner')" </dev/null >/dev/null
        for component in $(components_of "$user"); do restart_service "$component"; done
        good "$user has other passwords"
    else good "$user has another password: ./rma env"; fi
}

give_password_to_broker() { # user
    local password=BROKER_${1^^}_PASSWORD node
    printf '%s\n' "${!password}" | control_rabbitmq change_password "$1" >/dev/null || fail "The broker does not take the password: ./rma password $1 can be repeated."
    for node in "${BROKERS[@]}"; do # which read their definitions again at their next start
        if [[ ! -d $HERE/$node ]]; then continue; fi
        render_broker_files "$node"
        as_broker "$node"
        if ((${#AS_USER[@]})); then chown -R "$BROKER_IDS" "$HERE/$node"; fi
    done
    control_rabbitmq close_all_user_connections "$1" "its password was changed" >/dev/null || true
}

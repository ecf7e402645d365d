# API keys of devices and systems. A key is shown once, when it is made; the services know its hash.
# shellcheck shell=bash

handle_keys() { # list | add … | revoke <id> | make …
    case ${1:-list} in
        make) make_key "${@:2}" ;;
        list) require_instance; list_keys ;;
        add) require_instance; lock_instance; add_key "${@:2}" ;;
        revoke)
            (($# == 2)) || fail "./rma key revoke takes one id: ./rma key list"
            require_instance; lock_instance; revoke_key "$2" ;;
        *) fail "./rma key [list | add <name> <role> [--site S] [--account A] [--until 2027-12-31T00:00:00Z] | revoke <id> | make …]" ;;
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
}

member_of() { # entry, member; of roles the first
    if [[ $1 =~ \"$2\":\[?\"([^\"]*)\" ]]; then printf '%s' "${BASH_REMATCH[1]}"; fi
}

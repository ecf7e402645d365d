# One running platform: its folder, ports, secrets and processes. All files are in .rma/<instance>/.
# shellcheck shell=bash

choose_instance() { # name
    INSTANCE=$1
    [[ $INSTANCE =~ ^[a-z][a-z0-9-]{0,30}$ ]] || fail "An instance name is lower-case letters, digits and dashes, not '$INSTANCE'."
    HERE=$ROOT/.rma/$INSTANCE
    choose_topology
    name_components
    choose_servers
}

# A service's first replica has its name, the others are <service>-2, <service>-3 and so on. Their number is stored.
name_components() {
    local replica service
    REPLICAS=${RMA_REPLICAS:-$(cat "$HERE/replicas" 2>/dev/null || printf 1)}
    [[ $REPLICAS =~ ^[1-8]$ ]] || fail "RMA_REPLICAS is a number from 1 to 8, not '$REPLICAS'."
    COMPONENTS=("${SERVICES[@]}")
    for ((replica = 2; replica <= REPLICAS; replica++)); do
        for service in "${SERVICES[@]}"; do COMPONENTS+=("$service-$replica"); done
    done
    PORT_OWNERS=(EPMD:epmd DOOR:console)
    name_server_ports
    for service in "${COMPONENTS[@]}"; do PORT_OWNERS+=("$(variable_name "$service"):$service"); done
}

variable_name() { local name=${1^^}; printf '%s' "${name//-/_}"; } # component → its prefix in settings
service_of() { printf '%s' "${1%%-*}"; }                           # component → the service that it is a replica of
components_of() { local component; for component in "${COMPONENTS[@]}"; do if [[ $(service_of "$component") == "$1" ]]; then printf '%s\n' "$component"; fi; done; } # service

remember_replicas() {
    local before component
    before=$(cat "$HERE/replicas" 2>/dev/null || printf 1)
    for ((; before > REPLICAS; before--)); do
        for component in "${SERVICES[@]}"; do stop_service "$component-$before" TERM 45; done
    done
    printf '%s\n' "$REPLICAS" >"$HERE/replicas"
}

# Two scripts must not start or stop the same instance at the same time. The lock is outside of the folder that `reset` deletes.
lock_instance() {
    if [[ ${LOCKED:-} == "$INSTANCE" ]]; then return; fi
    LOCKED=$INSTANCE
    mkdir -p "$ROOT/.rma/locks"
    exec {LOCK}>"$ROOT/.rma/locks/$INSTANCE"
    flock -n "$LOCK" && return
    say "  … another ./rma works on instance $INSTANCE; waiting for it"
    flock -w 300 "$LOCK" || fail "Another ./rma has been working on instance $INSTANCE for 5 minutes."
}

prepare_instance() {
    mkdir -p "$HERE/run" "$HERE/logs"
    remember_replicas
    choose_infrastructure
    printf '%s\n' "$SERVERS" >"$HERE/servers"
    printf '%s\n' "$TOPOLOGY" >"$HERE/topology"
    if [[ $TOPOLOGY == cluster && $INFRASTRUCTURE == docker ]]; then fail "RMA_TOPOLOGY=cluster is for native servers: RMA_INFRA=native"; fi
    choose_tls
    keep_or_choose_ports
    if [[ $INFRASTRUCTURE == docker ]]; then
        write_compose_settings
        fetch_secrets
    else
        make_secrets_once
        keep_certificates
    fi
    close_files
    give_renewed_certificates
    write_platform_env
}

require_instance() { [[ -f $HERE/platform.env ]] || fail "There is no instance '$INSTANCE' yet: ./rma servers, ./rma up or ./rma compose up makes it."; }

# KEY=VALUE lines are read, not sourced: a value may hold anything but a line break.
read_settings() { # file, [export]
    local key value
    while IFS='=' read -r key value; do
        [[ $key =~ ^[A-Z][A-Z0-9_]*$ ]] || continue
        printf -v "$key" '%s' "$value"
        if [[ ${2:-} == export ]]; then export "${key?}"; fi
    done <"$1"
}

# ── ports ────────────────────────────────────────────────────────────────────────────────────────────────────────────

something_listens_on() { # port
    local hex
    printf -v hex '%04X' "$1"
    grep -qsE "^ *[0-9]+: [0-9A-F]+:$hex [0-9A-F]+:[0-9A-F]+ 0A " /proc/net/tcp /proc/net/tcp6
}

# The ports of a killed process are released a moment after its pid.
is_taken_for_long() { # port
    local _
    for _ in {1..30}; do
        something_listens_on "$1" || return 1
        sleep 0.1
    done
}

another_instance_has() { # port
    local file
    for file in "$ROOT"/.rma/*/ports.env; do
        if [[ $file != "$HERE/ports.env" ]] && grep -qs "=$1\$" "$file"; then return 0; fi
    done
    return 1
}

# Ports stay the same for the life of an instance, unless one was taken while nothing of the instance was running.
keep_or_choose_ports() {
    local entry taken='' running=''
    if [[ $INFRASTRUCTURE == docker ]]; then keep_ports_of_containers; fi
    if [[ -f $HERE/ports.env ]]; then
        read_settings "$HERE/ports.env"
        add_ports_of_new_components
        for entry in "${PORT_OWNERS[@]}"; do
            local port=${entry%%:*}_PORT
            if is_running "${entry##*:}"; then running=${entry##*:}
            elif is_taken_for_long "${!port}"; then taken="${!port} (${entry%%:*})"; fi
        done
        if [[ -z $taken ]]; then return; fi
        if [[ -n $running ]]; then fail "Port $taken of instance $INSTANCE is taken by another program while $running runs: ./rma down, then again."; fi
    fi
    choose_ports
    read_settings "$HERE/ports.env"
}

keep_ports_of_containers() {
    local published
    published=$(ports_of_containers)
    if [[ -z $published ]]; then return; fi
    [[ -f $HERE/ports.env ]] || choose_ports
    { grep -vE "^($(cut -d= -f1 <<<"$published" | paste -sd '|'))=" "$HERE/ports.env" || true; printf '%s\n' "$published"; } >"$HERE/ports.env.new"
    mv "$HERE/ports.env.new" "$HERE/ports.env"
}

# A replica or service that the instance did not have before.
add_ports_of_new_components() {
    local entry variable port
    port=$(cut -d= -f2 "$HERE/ports.env" | sort -n | tail -n 1)
    for entry in "${PORT_OWNERS[@]}"; do
        variable=${entry%%:*}_PORT
        if [[ -n ${!variable:-} ]]; then continue; fi
        port=$((port + 1))
        if something_listens_on "$port" || another_instance_has "$port"; then fail "Port $port for ${entry##*:} is taken: ./rma reset, then again."; fi
        printf '%s=%s\n' "$variable" "$port" >>"$HERE/ports.env"
        printf -v "$variable" '%s' "$port"
    done
}

# Below 32768, where Linux's ports of outgoing connections begin; every clone starts its search at another port.
choose_ports() (
    exec {search}>"$ROOT/.rma/locks/.ports"
    flock "$search"
    hash=$(printf '%s' "$HERE" | cksum | cut -d' ' -f1)
    for ((attempt = 0; attempt < 300; attempt++)); do
        port=$((20000 + (hash + attempt) % 300 * 40))
        lines=''
        for entry in "${PORT_OWNERS[@]}"; do
            if something_listens_on "$port" || another_instance_has "$port"; then continue 2; fi
            lines+="${entry%%:*}_PORT=$((port++))"$'\n'
        done
        printf '%s' "$lines" >"$HERE/ports.env"
        exit 0
    done
    fail "No free block of ports between 20000 and 32000."
)

# ── secrets ──────────────────────────────────────────────────────────────────────────────────────────────────────────

random_hex() { openssl rand -hex "$1"; }
base64url() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }

make_secrets_once() {
    if [[ ! -d $HERE/secrets ]]; then
        rm -rf "$HERE/secrets.new"
        ( umask 077; mkdir "$HERE/secrets.new"; cd "$HERE/secrets.new" || exit; make_secrets_here )
        mv "$HERE/secrets.new" "$HERE/secrets"
    fi
    add_missing_passwords
    add_missing_sender_keys
    add_missing_history_keys
    read_settings "$HERE/secrets/secrets.env"
}

# Also for a service or user that the instance did not have before.
add_missing_passwords() {
    local name
    for name in "${SERVICES[@]/#/DATABASE_}" "${SERVICES[@]/#/OWNER_}" "${BROKER_USERS[@]/#/BROKER_}" POSTGRES_STANDBY GRAFANA; do
        grep -q "^${name^^}_PASSWORD=" "$HERE/secrets/secrets.env" && continue
        printf '%s_PASSWORD=%s\n' "${name^^}" "$(random_hex 20)" >>"$HERE/secrets/secrets.env"
    done
}

# Each service signs its messages with a key of its own; all know the public halves.
add_missing_sender_keys() {
    local service folder=$HERE/secrets/senders
    ( umask 077; mkdir -p "$folder" )
    for service in "${SERVICES[@]}"; do
        if [[ -s $folder/$service.pem ]]; then continue; fi
        ( umask 077; openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$folder/$service.pem.new" 2>/dev/null
          mv "$folder/$service.pem.new" "$folder/$service.pem" )
    done
    write_sender_keys
}

# With these a service proves the events that it stores. A new key goes to the front; the old ones stay for what they proved.
add_missing_history_keys() {
    local service folder=$HERE/secrets/history
    ( umask 077; mkdir -p "$folder" )
    for service in "${SERVICES[@]}"; do
        if [[ -s $folder/$service.json ]]; then continue; fi
        ( umask 077; printf '{"keys":[{"id":"%s","secret":"%s"}]}\n' "$(date -u +%Y-%m-%d)" "$(openssl rand -base64 32)" >"$folder/$service.json.new"
          mv "$folder/$service.json.new" "$folder/$service.json" )
    done
}

# A JSON Web Key Set of every key in secrets/senders: <service>.pem signs now, <service>.before.pem signed before.
write_sender_keys() {
    local file service key separator='' folder=$HERE/secrets/senders
    {
        printf '{"keys":[\n'
        for file in "$folder"/*.pem; do
            service=${file##*/} service=${service%%.*}
            key=$(openssl pkey -in "$file" -pubout -outform DER | openssl base64 -A)
            printf '%s  {"kty":"EC","crv":"P-256","use":"sig","sender":"%s","kid":"%s-%s","x":"%s","y":"%s"}' "$separator" "$service" "$service" \
                "$(openssl base64 -d -A <<<"$key" | openssl dgst -sha256 -r | cut -c 1-12)" \
                "$(openssl base64 -d -A <<<"$key" | tail -c 64 | head -c 32 | base64url)" "$(openssl base64 -d -A <<<"$key" | tail -c 32 | base64url)"
            separator=$',\n'
        done
        printf '\n]}\n'
    } >"$HERE/secrets/sender-keys.json.new"
    if [[ -f $HERE/secrets/sender-keys.json ]]; then keep_owner_of "$HERE/secrets/sender-keys.json"; fi
    mv "$HERE/secrets/sender-keys.json.new" "$HERE/secrets/sender-keys.json"
}

make_secrets_here() {
    printf 'POSTGRES_SUPERUSER_PASSWORD=%s\nERLANG_COOKIE=%s\n' "$(random_hex 20)" "$(random_hex 20)" >secrets.env
    openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out jwt-private.pem 2>/dev/null ||
        openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out jwt-private.pem 2>/dev/null
    openssl pkey -in jwt-private.pem -pubout -out jwt-public.pem
    {
        printf '[\n'
        make_api_key SCANNER dock-scanner-1 scanner; printf ',\n'
        make_api_key SYSTEM order-system system; printf ',\n'
        make_api_key FINANCE finance-reader finance; printf ',\n'
        make_api_key OPERATOR platform-operator operator; printf '\n]\n'
    } >api-keys.json
    cp api-keys.json api-keys.last.json
}

# Services only get the hash; the key itself is for the clients.
make_api_key() { # variable, name, role
    new_key "$2" "$3" main
    printf 'RMA_%s_KEY=%s\n' "$1" "$NEW_KEY" >>secrets.env
    printf '  %s' "$NEW_ENTRY"
}

write_platform_env() {
    local component
    {
        printf '%s=%s\n' \
            RMA_INSTANCE "$INSTANCE" RMA_INSTANCE_DIR "$HERE" \
            RMA_POSTGRES_HOST 127.0.0.1 RMA_POSTGRES_PORT "$POSTGRES_PORT" \
            RMA_POSTGRES_SUPERUSER postgres RMA_POSTGRES_SUPERUSER_PASSWORD "$POSTGRES_SUPERUSER_PASSWORD" \
            RMA_RABBITMQ_HOST 127.0.0.1 RMA_RABBITMQ_PORT "$RABBITMQ_PORT" \
            RMA_RABBITMQ_MANAGEMENT_PORT "$MANAGEMENT_PORT" RMA_RABBITMQ_VHOST rma \
            RMA_RABBITMQ_ADMIN_USER operator RMA_RABBITMQ_ADMIN_PASSWORD "$BROKER_OPERATOR_PASSWORD" \
            RMA_FEED_USER feed RMA_FEED_PASSWORD "$BROKER_FEED_PASSWORD" \
            RMA_FINANCE_USER finance RMA_FINANCE_PASSWORD "$BROKER_FINANCE_PASSWORD" \
            RMA_SENDER_KEYS_FILE "$HERE/secrets/sender-keys.json"
        if [[ $TLS == on ]]; then printf '%s=%s\n' RMA_TLS_AUTHORITY_FILE "$(tls_folder)/authority.pem" RMA_TLS_CERTIFICATE_FILE "$(tls_folder)/tools.pem"; fi
        if [[ $TOPOLOGY == cluster ]]; then printf '%s=%s\n' RMA_POSTGRES_PORTS "$(own_ports POSTGRES "${DATABASES[@]}")" RMA_RABBITMQ_PORTS "$(own_ports RABBITMQ "${BROKERS[@]}")"; fi
        for component in "${COMPONENTS[@]}"; do printf 'RMA_%s_URL=%s\n' "$(variable_name "$component")" "$(service_url "$component")"; done
        printf '%s=%s\n' \
            RMA_DOOR_URL "$(door_url)" RMA_JWT_PRIVATE_KEY_FILE "$HERE/secrets/jwt-private.pem" RMA_JWT_PUBLIC_KEY_FILE "$HERE/secrets/jwt-public.pem" \
            RMA_SCANNER_KEY "$RMA_SCANNER_KEY" RMA_SYSTEM_KEY "$RMA_SYSTEM_KEY" \
            RMA_FINANCE_KEY "$RMA_FINANCE_KEY" RMA_OPERATOR_KEY "$RMA_OPERATOR_KEY"
    } >"$HERE/platform.env.new"
    chmod 600 "$HERE/platform.env.new"
    mv "$HERE/platform.env.new" "$HERE/platform.env" # at once: a client never reads half a file
}

# ── processes ────────────────────────────────────────────────────────────────────────────────────────────────────────
# Each is marked with an environment variable, so that a recycled pid is never mistaken for an own process and `down` finds processes
# without a pid file.
# The supervisor of a service (see services.sh) is <service>.keeper: it has its own pid file, and the mark and log of the service.

start_detached() { # name, working directory, command… that ends in exec, so that the pid file holds the real program's pid
    local name=$1 directory=$2 limit pid
    shift 2
    (
        cd "$directory" || exit
        exec {LOCK}>&- # a server that kept the lock would lock the instance for as long as it lives
        limit=$(ulimit -Hn)
        if [[ $limit == unlimited ]] || ((limit > 65536)); then limit=65536; fi # Erlang allocates a table of this size
        ulimit -Sn "$limit"
        RMA_STARTED_AS=$HERE/${name%.keeper} exec setsid "$@" </dev/null >>"$HERE/logs/${name%.keeper}.log" 2>&1
    ) &
    pid=$!
    printf '%s\n' "$pid" >"$HERE/run/$name.pid"
    until running_pid "$name" >/dev/null || ! kill -0 "$pid" 2>/dev/null; do sleep 0.02; done # from here on "not running" means ended
}

running_pid() { # name → its pid, or status 1
    local pid environment state attempt
    pid=$(cat "$HERE/run/$1.pid" 2>/dev/null) && [[ $pid =~ ^[0-9]+$ ]] || return 1
    for attempt in {1..50}; do
        environment=$(tr '\0' '\n' 2>/dev/null <"/proc/$pid/environ") 2>/dev/null || return 1
        if [[ -n $environment ]]; then break; fi
        # Empty for a zombie, and for a moment during exec.
        state=$(cat "/proc/$pid/stat" 2>/dev/null) || return 1
        if [[ $state == *') '[ZX]' '* ]]; then return 1; fi
        sleep 0.02
    done
    if [[ $'\n'$environment$'\n' != *$'\n'"RMA_STARTED_AS=$HERE/${1%.keeper}"$'\n'* ]]; then return 1; fi
    printf '%s\n' "$pid"
}

is_running() { # component
    if [[ $1 == @(postgres|rabbitmq|epmd) && ${INFRASTRUCTURE:-native} == docker ]]; then container_is_running "$1"
    elif running_pid "$1" >/dev/null; then return 0
    else [[ ${INFRASTRUCTURE:-native} == docker && $1 != *.keeper ]] && container_is_running "$1"; fi
}

is_stopped() { ! is_running "$1"; }

# Sends SIGTERM, waits, then sends SIGKILL.
stop_process() { # name, signal, seconds to wait before SIGKILL
    local pid
    if pid=$(running_pid "$1"); then
        kill -s "$2" "$pid" 2>/dev/null || true
        if ! wait_until "$1 stops" "$3" is_stopped "$1"; then
            say "  … $1 did not stop within $3 s: killed"
            kill -KILL "$pid" 2>/dev/null || true
            wait_until "$1 ends" 10 is_stopped "$1" || fail "Process $pid ($1) does not end."
        fi
    fi
    rm -f "$HERE/run/$1.pid"
}

leftover_processes() {
    local file
    { grep -lszF "RMA_STARTED_AS=$HERE/" /proc/[0-9]*/environ || true; } | while IFS=/ read -r _ _ file _; do printf '%s\n' "$file"; done
    for file in "${DATABASES[@]}"; do database_processes "$file"; done
}

end_leftover_processes() {
    local pids
    mapfile -t pids < <(leftover_processes | sort -u)
    if ((${#pids[@]} == 0)); then return; fi
    say "  … without a pid file but of this instance, killed: ${pids[*]}"
    kill -KILL "${pids[@]}" 2>/dev/null || true
}

# RabbitMQ of an instance: on 127.0.0.1 only; users, permissions and initial topology from definitions.json.
# shellcheck shell=bash

# Definitions contain a salted hash: base64(salt + sha256(salt + password)). The passwords are random and long.
broker_password_hash() { # password
    local salt hash
    salt=$(printf 'salt of %s' "$1" | openssl dgst -sha256 -r | cut -c 1-8) # the same password gives the same file
    hash=$({ bytes_of "$salt"; printf '%s' "$1"; } | openssl dgst -sha256 -r | cut -d' ' -f1)
    bytes_of "$salt$hash" | openssl base64 -A
}

bytes_of() { printf '%b' "$(printf '%s' "$1" | sed 's/../\\x&/g')"; } # hexadecimal text

# A container listens on its own network, and compose binds that to 127.0.0.1 of this machine.
render_broker_files() { # node
    local user password substitutions=() without_tls=() folder=$HERE/$1
    mkdir -p "$folder"
    for user in "${BROKER_USERS[@]}"; do
        password=BROKER_${user^^}_PASSWORD
        substitutions+=(-e "s|@${user^^}_PASSWORD_HASH@|$(broker_password_hash "${!password}")|")
    done
    sed "${substitutions[@]}" "$(release_root)/deploy/rabbitmq/definitions.json" >"$folder/definitions.json"
    if [[ $INFRASTRUCTURE == docker ]]; then
        sed -e 's|@ADDRESS@|0.0.0.0|' -e 's|@AUTHORITY@|/run/secrets/authority|' -e 's|@CERTIFICATE@|/run/secrets/broker-certificate|' -e 's|@AMQP_PORT@|5672|' -e 's|@MANAGEMENT_PORT@|15672|' -e 's|@DEFINITIONS@|/run/secrets/definitions.json|' \
            "$ROOT/deploy/rabbitmq/rabbitmq.conf" >"$folder/rabbitmq.conf"
    else
        if [[ $TLS == on ]]; then install_certificate broker "$folder" "$(broker_user "$1")"
        else without_tls=(-e '/^listeners.tcp = none/d' -e '/^ssl_options/d' -e '/^# A client/d' -e 's/^listeners.ssl/listeners.tcp/'); fi
        sed "${without_tls[@]}" -e 's|@ADDRESS@|127.0.0.1|' -e "s|@AUTHORITY@|$folder/authority.pem|" -e "s|@CERTIFICATE@|$folder/broker.pem|" -e "s|@AMQP_PORT@|$(own_port RABBITMQ "$1")|" -e "s|@MANAGEMENT_PORT@|$(own_port MANAGEMENT "$1")|" -e "s|@DEFINITIONS@|$folder/definitions.json|" \
            "$ROOT/deploy/rabbitmq/rabbitmq.conf" >"$folder/rabbitmq.conf"
        if [[ $TOPOLOGY == cluster ]]; then write_cluster_settings "$1" >>"$folder/rabbitmq.conf"; fi
    fi
    # In a container the broker has the metrics port for itself; several brokers on one machine would conflict.
    if [[ $INFRASTRUCTURE == docker ]]; then printf '[rabbitmq_management,rabbitmq_prometheus].\n' >"$folder/enabled_plugins"
    else cp "$ROOT/deploy/rabbitmq/enabled_plugins" "$folder/enabled_plugins"; fi
    ( umask 077; printf 'user = "operator:%s"\n' "$BROKER_OPERATOR_PASSWORD" >"$HERE/secrets/operator.curl" )
}

# A minority of the nodes stops serving, so that there are never two brokers. Queues get members on all nodes by themselves from version 4 on.
write_cluster_settings() { # node
    local node
    # A new node joins those that run; one that does not run it would wait for.
    printf '\ncluster_formation.peer_discovery_backend = classic_config\n'
    for node in "${BROKERS[@]}"; do
        if [[ $node == "$1" ]] || is_running "$node"; then printf 'cluster_formation.classic_config.nodes.%s = %s\n' "$(number_of "$node")" "$(broker_node_name "$node")"; fi
    done
    printf 'cluster_partition_handling = pause_minority\n'
    if grows_queues_itself "$1"; then printf 'quorum_queue.continuous_membership_reconciliation.%s\n' 'enabled = true' "target_group_size = ${#BROKERS[@]}" 'interval = 10000'; fi
}

grows_queues_itself() { as_broker "$1"; compgen -G "$BROKER_ROOT/usr/lib/rabbitmq/lib/rabbitmq_server-[4-9]*" >/dev/null; } # node

broker_node_name() { # node
    if [[ $1 == rabbitmq ]]; then printf 'rma-%s@localhost' "$INSTANCE"; else printf 'rma-%s-%s@localhost' "$INSTANCE" "$(number_of "$1")"; fi
}

broker_user() { as_broker "$1"; if ((${#AS_USER[@]})); then printf '%s' "$BROKER_IDS"; fi; } # node

# RUNNING_UNDER_SYSTEMD makes the start script exec the broker instead of waiting for it, so that the pid is the broker's.
# Nothing of a system-wide RabbitMQ is used: neither its settings, nor its cookie, nor its port mapper.
start_rabbitmq_natively() { # node
    local folder=$HERE/$1
    if [[ ! -f $folder/.erlang.cookie ]]; then ( umask 077; printf '%s' "$ERLANG_COOKIE" >"$folder/.erlang.cookie"; chmod 400 "$folder/.erlang.cookie" ); fi
    : >"$folder/rabbitmq-env.conf"
    as_broker "$1"
    if ((${#AS_USER[@]})); then chown -R "$BROKER_IDS" "$folder"
    elif ((EUID == 0)); then say "  · RabbitMQ runs as root: its user cannot enter $HERE"; fi
    (
        export HOME=$folder LANG=C.UTF-8 RUNNING_UNDER_SYSTEMD=1
        export ERL_EPMD_PORT=$EPMD_PORT ERL_EPMD_ADDRESS=127.0.0.1 ERL_CRASH_DUMP=$folder/erl_crash.dump
        export RABBITMQ_NODENAME RABBITMQ_DIST_PORT
        RABBITMQ_NODENAME=$(broker_node_name "$1") RABBITMQ_DIST_PORT=$(own_port DISTRIBUTION "$1")
        export RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS='-kernel inet_dist_use_interface {127,0,0,1}'
        export RABBITMQ_MNESIA_BASE=$folder/mnesia RABBITMQ_LOGS=- RABBITMQ_LOG_BASE=$folder/log RABBITMQ_PID_FILE=$folder/broker.pid
        export RABBITMQ_CONF_ENV_FILE=$folder/rabbitmq-env.conf RABBITMQ_CONFIG_FILE=$folder/rabbitmq.conf
        export RABBITMQ_ADVANCED_CONFIG_FILE=$folder/advanced.config RABBITMQ_ENABLED_PLUGINS_FILE=$folder/enabled_plugins
        export RABBITMQ_GENERATED_CONFIG_DIR=$folder/generated RABBITMQ_SCHEMA_DIR=$folder/schema
        if ! is_running epmd; then
            start_detached epmd / "${AS_USER[@]}" epmd -port "$EPMD_PORT" -address 127.0.0.1
            wait_until "epmd starts" 10 something_listens_on "$EPMD_PORT" || fail "The Erlang port mapper did not start."
        fi
        start_detached "$1" "$folder" "${AS_USER[@]}" /usr/lib/rabbitmq/bin/rabbitmq-server
    )
}

# The AMQP 0-9-1 handshake: the broker answers the protocol header with a method frame (type 1).
rabbitmq_answers() { # node
    local greeting='' port
    is_running "$1" || return 2
    port=$(own_port RABBITMQ "$1")
    if [[ $TLS == on ]]; then
        greeting=$({ printf 'AMQP\0\0\x09\x01' || true; } 2>/dev/null | timeout 5 openssl s_client -quiet -connect "127.0.0.1:$port" -verify_ip 127.0.0.1 -verify_return_error \
            -CAfile "$(tls_folder)/authority.pem" 2>/dev/null | head -c 1) || true
    else
        {
            exec {connection}<>"/dev/tcp/127.0.0.1/$port" || return 1
            printf 'AMQP\0\0\x09\x01' >&"$connection"
            IFS= read -r -t 3 -n 1 greeting <&"$connection" || true
            exec {connection}>&-
        } 2>/dev/null
    fi
    [[ $greeting == $'\x01' ]] && { broker_api_of "$1" exchanges/rma/finance >/dev/null 2>&1 || return 1; } # the definitions are imported
}

broker_api() { broker_api_of "$(running_broker)" "$1"; } # path
broker_api_of() { curl -fsS --max-time 5 -K "$HERE/secrets/operator.curl" "http://127.0.0.1:$(own_port MANAGEMENT "$1")/api/$2"; } # node, path

# The first node that serves clients, which one in a minority does not; else the first that runs; when none does, the first.
running_broker() {
    local node
    for node in "${BROKERS[@]}"; do
        if is_running "$node" && something_listens_on "$(own_port RABBITMQ "$node")"; then printf '%s' "$node"; return; fi
    done
    for node in "${BROKERS[@]}"; do
        if is_running "$node"; then printf '%s' "$node"; return; fi
    done
    printf '%s' "${BROKERS[0]}"
}

start_rabbitmq() {
    local began=$SECONDS node running=''
    for node in "${BROKERS[@]}"; do if is_running "$node"; then running=1; fi; done
    # New nodes join one after the other. Those that were there before wait for each other while they start.
    for node in "${BROKERS[@]}"; do
        if is_running "$node"; then continue; fi
        start_broker "$node"
        if [[ $TOPOLOGY == cluster && ! -f $HERE/$node/.member ]]; then wait_for_broker "$node"; fi
    done
    for node in "${BROKERS[@]}"; do wait_for_broker "$node"; done
    if [[ -n $running ]]; then bring_broker_up_to_date; fi
    if [[ $TOPOLOGY == cluster ]]; then give_queues_members "${BROKERS[@]}"; fi
    good "RabbitMQ answers on port $RABBITMQ_PORT ($((SECONDS - began)) s)"
}

start_broker() { # node
    if [[ $INFRASTRUCTURE == docker ]]; then start_container "$1"; return; fi
    if [[ $TOPOLOGY == cluster && ! -d $HERE/$1/mnesia/$(broker_node_name "$1") ]]; then forget_broker "$1"; fi
    render_broker_files "$1"
    start_rabbitmq_natively "$1"
}

wait_for_broker() { # node
    wait_until "RabbitMQ starts" 240 rabbitmq_answers "$1" || { show_tail_of "$HERE/logs/$1.log"; fail "RabbitMQ did not start."; }
    if [[ $TOPOLOGY == cluster ]]; then : >"$HERE/$1/.member"; fi
}

start_one_broker() { # node
    local running
    running=$(is_running "$1" && printf 1) || true
    if [[ -z $running ]]; then start_broker "$1"; fi
    wait_for_broker "$1"
    if [[ -n $running ]]; then bring_broker_up_to_date; fi
    if [[ $TOPOLOGY == cluster ]] && ! grows_queues_itself "$1"; then give_queues_members "$1"; fi
    good "$1 answers on port $(own_port RABBITMQ "$1")"
}

# A node without its data is another node with the same name: the others forget the one before, or it could not join them.
forget_broker() { # node
    local log=$HERE/logs/$1.log name
    rm -f "$HERE/$1/.member"
    is_running "$(running_broker)" || return 0
    name=$(broker_node_name "$1")
    broker_tool rabbitmq-queues shrink "$name" --errors-only >>"$log" 2>&1 || true
    control_rabbitmq forget_cluster_node "$name" >>"$log" 2>&1 || true # it was none of theirs yet
}

# A queue has its members on the nodes that ran when it was declared, and no others until somebody says so.
give_queues_members() { # node…
    local node
    for node in "$@"; do broker_tool rabbitmq-queues grow "$(broker_node_name "$node")" all --vhost-pattern '^rma$' --errors-only >>"$HERE/logs/$node.log" 2>&1 || true; done
}

# name, how many members it has, how many of them are there; one queue a line
queue_members() {
    control_rabbitmq list_queues --vhost rma --quiet --no-table-headers name type members online 2>/dev/null |
        awk -F'\t' '$2 ~ /quorum/ { print $1, split($3, all, ","), split($4, there, ",") }'
}

messages_in_queues() { control_rabbitmq list_queues --vhost rma --quiet --no-table-headers name messages 2>/dev/null; } # name and number; one queue a line

# A broker reads its definitions only when it starts; users, permissions and bindings of a newer release are given to a running one.
bring_broker_up_to_date() {
    local node
    if [[ $INFRASTRUCTURE == docker ]]; then control_rabbitmq import_definitions /run/secrets/definitions.json >/dev/null || fail "The broker does not take its definitions."; return; fi
    node=$(running_broker)
    render_broker_files "$node"
    import_definitions <"$HERE/$node/definitions.json"
}

# From standard input, into the node that serves.
import_definitions() {
    curl -fsS --max-time 60 -K "$HERE/secrets/operator.curl" -H 'Content-Type: application/json' -X POST --data-binary @- \
        "http://127.0.0.1:$(own_port MANAGEMENT "$(running_broker)")/api/definitions" >/dev/null || fail "The broker does not take its definitions."
}

stop_brokers() {
    local node pid
    if [[ $INFRASTRUCTURE == docker ]]; then stop_container rabbitmq; return; fi
    for node in "${BROKERS[@]}"; do if pid=$(running_pid "$node"); then kill -TERM "$pid" 2>/dev/null || true; fi; done
    for node in "${BROKERS[@]}"; do stop_process "$node" TERM 60; done
    stop_process epmd TERM 5
}

stop_broker() { # node
    if [[ $INFRASTRUCTURE == docker ]]; then stop_container "$1"; else stop_process "$1" TERM 60; fi
}

# rabbitmqctl for this instance's broker, with its own cookie and port mapper.
control_rabbitmq() { broker_tool rabbitmqctl "$@"; } # arguments of rabbitmqctl

broker_tool() { # rabbitmqctl, rabbitmq-queues, rabbitmq-diagnostics; arguments
    local tool=$1 node
    node=${RMA_BROKER_NODE:-$(running_broker)}
    shift
    is_running "$node" || fail "RabbitMQ of instance $INSTANCE does not run."
    if [[ $INFRASTRUCTURE == docker ]]; then compose exec -T rabbitmq "$tool" "$@"; return; fi
    as_broker "$node"
    HOME=$HERE/$node ERL_EPMD_PORT=$EPMD_PORT RABBITMQ_CONF_ENV_FILE=$HERE/$node/rabbitmq-env.conf \
        "${AS_USER[@]}" "/usr/lib/rabbitmq/bin/$tool" --node "$(broker_node_name "$node")" --timeout 30 "$@"
}

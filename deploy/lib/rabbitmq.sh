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
render_broker_files() {
    local user password substitutions=() without_tls=() folder=$HERE/rabbitmq
    mkdir -p "$folder"
    for user in "${BROKER_USERS[@]}"; do
        password=BROKER_${user^^}_PASSWORD
        substitutions+=(-e "s|@${user^^}_PASSWORD_HASH@|$(broker_password_hash "${!password}")|")
    done
    sed "${substitutions[@]}" "$ROOT/deploy/rabbitmq/definitions.json" >"$folder/definitions.json"
    if [[ $INFRASTRUCTURE == docker ]]; then
        sed -e 's|@ADDRESS@|0.0.0.0|' -e 's|@AUTHORITY@|/run/secrets/authority|' -e 's|@CERTIFICATE@|/run/secrets/broker-certificate|' -e 's|@AMQP_PORT@|5672|' -e 's|@MANAGEMENT_PORT@|15672|' -e 's|@DEFINITIONS@|/run/secrets/definitions.json|' \
            "$ROOT/deploy/rabbitmq/rabbitmq.conf" >"$folder/rabbitmq.conf"
    else
        if [[ $TLS == on ]]; then install_certificate broker "$folder" "$(broker_user)"
        else without_tls=(-e '/^listeners.tcp = none/d' -e '/^ssl_options/d' -e '/^# A client/d' -e 's/^listeners.ssl/listeners.tcp/'); fi
        sed "${without_tls[@]}" -e 's|@ADDRESS@|127.0.0.1|' -e "s|@AUTHORITY@|$folder/authority.pem|" -e "s|@CERTIFICATE@|$folder/broker.pem|" -e "s|@AMQP_PORT@|$RABBITMQ_PORT|" -e "s|@MANAGEMENT_PORT@|$MANAGEMENT_PORT|" -e "s|@DEFINITIONS@|$folder/definitions.json|" \
            "$ROOT/deploy/rabbitmq/rabbitmq.conf" >"$folder/rabbitmq.conf"
    fi
    # In a container the broker has the metrics port for itself; several brokers on one machine would conflict.
    if [[ $INFRASTRUCTURE == docker ]]; then printf '[rabbitmq_management,rabbitmq_prometheus].\n' >"$folder/enabled_plugins"
    else cp "$ROOT/deploy/rabbitmq/enabled_plugins" "$folder/enabled_plugins"; fi
    ( umask 077; printf 'user = "operator:%s"\n' "$BROKER_OPERATOR_PASSWORD" >"$HERE/secrets/operator.curl" )
}

broker_user() { as_broker; if ((${#AS_USER[@]})); then printf '%s' "$BROKER_IDS"; fi; }

# RUNNING_UNDER_SYSTEMD makes the start script exec the broker instead of waiting for it, so that the pid is the broker's.
# Nothing of a system-wide RabbitMQ is used: neither its settings, nor its cookie, nor its port mapper.
start_rabbitmq_natively() {
    local folder=$HERE/rabbitmq
    if [[ ! -f $folder/.erlang.cookie ]]; then ( umask 077; printf '%s' "$ERLANG_COOKIE" >"$folder/.erlang.cookie"; chmod 400 "$folder/.erlang.cookie" ); fi
    : >"$folder/rabbitmq-env.conf"
    as_broker
    if ((${#AS_USER[@]})); then chown -R "$BROKER_IDS" "$folder"
    elif ((EUID == 0)); then say "  · RabbitMQ runs as root: its user cannot enter $HERE"; fi
    (
        export HOME=$folder LANG=C.UTF-8 RUNNING_UNDER_SYSTEMD=1
        export ERL_EPMD_PORT=$EPMD_PORT ERL_EPMD_ADDRESS=127.0.0.1 ERL_CRASH_DUMP=$folder/erl_crash.dump
        export RABBITMQ_NODENAME=rma-$INSTANCE@localhost RABBITMQ_DIST_PORT=$DISTRIBUTION_PORT
        export RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS='-kernel inet_dist_use_interface {127,0,0,1}'
        export RABBITMQ_MNESIA_BASE=$folder/mnesia RABBITMQ_LOGS=- RABBITMQ_LOG_BASE=$folder/log RABBITMQ_PID_FILE=$folder/broker.pid
        export RABBITMQ_CONF_ENV_FILE=$folder/rabbitmq-env.conf RABBITMQ_CONFIG_FILE=$folder/rabbitmq.conf
        export RABBITMQ_ADVANCED_CONFIG_FILE=$folder/advanced.config RABBITMQ_ENABLED_PLUGINS_FILE=$folder/enabled_plugins
        export RABBITMQ_GENERATED_CONFIG_DIR=$folder/generated RABBITMQ_SCHEMA_DIR=$folder/schema
        if ! is_running epmd; then
            start_detached epmd / "${AS_USER[@]}" epmd -port "$EPMD_PORT" -address 127.0.0.1
            wait_until "epmd starts" 10 something_listens_on "$EPMD_PORT" || fail "The Erlang port mapper did not start."
        fi
        start_detached rabbitmq "$folder" "${AS_USER[@]}" /usr/lib/rabbitmq/bin/rabbitmq-server
    )
}

# The AMQP 0-9-1 handshake: the broker answers the protocol header with a method frame (type 1).
rabbitmq_answers() {
    local greeting=''
    is_running rabbitmq || return 2
    if [[ $TLS == on ]]; then
        greeting=$({ printf 'AMQP\0\0\x09\x01' || true; } 2>/dev/null | timeout 5 openssl s_client -quiet -connect "127.0.0.1:$RABBITMQ_PORT" -verify_ip 127.0.0.1 -verify_return_error \
            -CAfile "$(tls_folder)/authority.pem" 2>/dev/null | head -c 1) || true
    else
        {
            exec {connection}<>"/dev/tcp/127.0.0.1/$RABBITMQ_PORT" || return 1
            printf 'AMQP\0\0\x09\x01' >&"$connection"
            IFS= read -r -t 3 -n 1 greeting <&"$connection" || true
            exec {connection}>&-
        } 2>/dev/null
    fi
    [[ $greeting == $'\x01' ]] && { broker_api exchanges/rma/finance >/dev/null 2>&1 || return 1; } # the definitions are imported
}

broker_api() { curl -fsS --max-time 5 -K "$HERE/secrets/operator.curl" "http://127.0.0.1:$MANAGEMENT_PORT/api/$1"; } # path

start_rabbitmq() {
    local began=$SECONDS running=''
    if is_running rabbitmq; then running=1
    else
        if [[ $INFRASTRUCTURE == docker ]]; then start_container rabbitmq; else render_broker_files; start_rabbitmq_natively; fi
    fi
    wait_until "RabbitMQ starts" 120 rabbitmq_answers || { show_tail_of "$HERE/logs/rabbitmq.log"; fail "RabbitMQ did not start."; }
    if [[ -n $running ]]; then bring_broker_up_to_date; fi
    good "RabbitMQ answers on port $RABBITMQ_PORT ($((SECONDS - began)) s)"
}

# A broker reads its definitions only when it starts; users, permissions and bindings of a newer release are given to a running one.
bring_broker_up_to_date() {
    if [[ $INFRASTRUCTURE == docker ]]; then control_rabbitmq import_definitions /run/secrets/definitions.json >/dev/null || fail "The broker does not take its definitions."; return; fi
    render_broker_files
    curl -fsS --max-time 60 -K "$HERE/secrets/operator.curl" -H 'Content-Type: application/json' -X POST --data-binary "@$HERE/rabbitmq/definitions.json" \
        "http://127.0.0.1:$MANAGEMENT_PORT/api/definitions" >/dev/null || fail "The broker does not take its definitions."
}

stop_rabbitmq() {
    if [[ $INFRASTRUCTURE == docker ]]; then stop_container rabbitmq; return; fi
    stop_process rabbitmq TERM 60
    stop_process epmd TERM 5
}

# rabbitmqctl for this instance's broker, with its own cookie and port mapper.
control_rabbitmq() { # arguments of rabbitmqctl
    is_running rabbitmq || fail "RabbitMQ of instance $INSTANCE does not run."
    if [[ $INFRASTRUCTURE == docker ]]; then compose exec -T rabbitmq rabbitmqctl "$@"; return; fi
    as_broker
    HOME=$HERE/rabbitmq ERL_EPMD_PORT=$EPMD_PORT RABBITMQ_CONF_ENV_FILE=$HERE/rabbitmq/rabbitmq-env.conf \
        "${AS_USER[@]}" /usr/lib/rabbitmq/bin/rabbitmqctl --node "rma-$INSTANCE@localhost" --timeout 30 "$@"
}

# The whole platform in containers. Its secrets are made and kept by the service `secrets` of docker-compose.yml, here or with plain
# `docker compose`; .rma/<instance>/ has a copy for clients, and for services that run beside containers.
# shellcheck shell=bash

in_containers() { [[ $(cat "$HERE/infrastructure" 2>/dev/null) == docker ]]; }

run_compose() { # arguments of docker compose
    timeout 10 docker compose version >/dev/null 2>&1 || fail "This needs a Docker engine with compose."
    lock_instance
    need_commands curl:curl openssl:openssl
    export RMA_INFRA=docker RMA_REPLICAS=1
    name_components
    if [[ " up create start restart run " == *" ${1:-} "* ]]; then prepare_instance
    else
        mkdir -p "$HERE/logs"
        choose_infrastructure
        keep_or_choose_ports
        write_compose_settings
    fi
    compose "$@"
}

# All input of the compose file. What is in the environment would go before a file, so it is put there.
compose() { # arguments of docker compose
    ( read_settings "$HERE/compose.env" export; docker compose --file "$ROOT/docker-compose.yml" "$@" {LOCK}>&- )
}

write_compose_settings() {
    local service port
    {
        printf '%s=%s\n' COMPOSE_PROJECT_NAME "rma-$INSTANCE" RMA_INSTANCE "$INSTANCE" RMA_MAX_CONNECTIONS "$(max_connections)" \
            RMA_POSTGRES_PORT "$POSTGRES_PORT" RMA_RABBITMQ_PORT "$RABBITMQ_PORT" RMA_RABBITMQ_MANAGEMENT_PORT "$MANAGEMENT_PORT" RMA_GRAFANA_PORT "$EPMD_PORT" RMA_DOOR_PORT "$DOOR_PORT"
        for service in "${SERVICES[@]}"; do port=${service^^}_PORT; printf 'RMA_%s_PORT=%s\n' "${service^^}" "${!port}"; done
    } >"$HERE/compose.env"
}

# What plain `docker compose` published counts: <variable>=<port> lines.
ports_of_containers() {
    local service published pair
    docker ps --filter "label=com.docker.compose.project=rma-$INSTANCE" --format '{{.Label "com.docker.compose.service"}} {{.Ports}}' | while read -r service published; do
        while read -r pair; do
            case $service:${pair#*->} in
                postgres:*) printf 'POSTGRES_PORT=%s\n' "${pair%->*}" ;;
                rabbitmq:5672) printf 'RABBITMQ_PORT=%s\n' "${pair%->*}" ;;
                rabbitmq:15672) printf 'MANAGEMENT_PORT=%s\n' "${pair%->*}" ;;
                grafana:*) printf 'EPMD_PORT=%s\n' "${pair%->*}" ;;
                *:8080) printf '%s_PORT=%s\n' "${service^^}" "${pair%->*}" ;;
                *) printf 'DOOR_PORT=%s\n' "${pair%->*}" ;;
            esac
        done < <(grep -oE '[0-9]+->[0-9]+' <<<"$published")
    done
}

ask_secrets() { compose run --rm -T secrets "$@"; } # verb of deploy/secrets.sh

change_keys_in_containers() { # add … | revoke <id>
    ask_secrets key "$@" </dev/null
    fetch_secrets
    close_files
}

# Makes what is missing there, and copies it.
fetch_secrets() {
    local folder=$HERE/secrets.new
    if [[ -d $HERE/secrets/compose ]]; then fail "Instance $INSTANCE is of a release that kept its containers' secrets in .rma: ./rma reset, then again."; fi
    rm -rf "$folder"
    ( umask 077; mkdir "$folder" )
    ask_secrets export </dev/null 2>>"$HERE/logs/docker.log" | tar -x --no-same-owner -C "$folder" || { show_tail_of "$HERE/logs/docker.log"; fail "The containers' secrets could not be made."; }
    rm -rf "$HERE/secrets"
    mv "$folder" "$HERE/secrets"
    read_settings "$HERE/secrets/secrets.env"
}

# ── in the container ─────────────────────────────────────────────────────────────────────────────────────────────────

# Each folder is the volume that one container mounts at /run/secrets.
give_services_their_own() {
    local service password owner_password broker_password file
    for service in "${SERVICES[@]}"; do
        password=DATABASE_${service^^}_PASSWORD broker_password=BROKER_${service^^}_PASSWORD owner_password=OWNER_${service^^}_PASSWORD
        give "$service" ConnectionStrings__Postgres <<<"Host=postgres;Database=rma_$service;Username=rma_$service;Password=${!password};Ssl Mode=VerifyFull"
        give "$service" ConnectionStrings__Migration <<<"Host=postgres;Database=rma_$service;Username=rma_${service}_owner;Password=${!owner_password};Ssl Mode=VerifyFull"
        give "$service" ConnectionStrings__RabbitMq <<<"amqps://$service:${!broker_password}@rabbitmq:5672/rma"
        give "$service" signing-key <"$HERE/secrets/senders/$service.pem"
        give "$service" history-keys <"$HERE/secrets/history/$service.json"
        give "$service" certificate <"$(tls_folder)/$service.pem"
        give "$service" api-keys <"$HERE/secrets/api-keys.json"
        give "$service" jwt-public <"$HERE/secrets/jwt-public.pem"
        give "$service" sender-keys <"$HERE/secrets/sender-keys.json"
        give databases "role-$service" <<<"${!password}"
        give databases "owner-$service" <<<"${!owner_password}"
    done
    give console jwt-private <"$HERE/secrets/jwt-private.pem" # with which it signs for the people whom one may choose to be
    for service in "${SERVICES[@]}" rabbitmq postgres databases; do give "$service" authority <"$(tls_folder)/authority.pem"; done
    for service in postgres databases; do give "$service" postgres-superuser <<<"$POSTGRES_SUPERUSER_PASSWORD"; done
    give postgres database-certificate <"$(tls_folder)/database.pem"
    give rabbitmq broker-certificate <"$(tls_folder)/broker.pem"
    for file in rabbitmq.conf enabled_plugins definitions.json; do give rabbitmq "$file" <"$HERE/rabbitmq/$file"; done
    give grafana grafana-admin <<<"$GRAFANA_PASSWORD"
}

# Readable for the container's user, whatever its number: nobody else mounts the volume. What is the same stays untouched.
give() { # to whom, file; its content on standard input
    local folder=$HERE/for/$1
    mkdir -p "$folder"
    chmod 755 "$folder"
    cat >"$folder/.$2.new"
    chmod 644 "$folder/.$2.new"
    if cmp -s "$folder/.$2.new" "$folder/$2"; then rm "$folder/.$2.new"; else mv "$folder/.$2.new" "$folder/$2"; fi
}

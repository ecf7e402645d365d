# The whole platform in containers: prepares the files for docker-compose.yml under .rma/<instance>/, then runs docker compose.
# shellcheck shell=bash

prepare_compose() {
    timeout 10 docker compose version >/dev/null 2>&1 || fail "This needs a Docker engine with compose."
    lock_instance
    need_commands curl:curl openssl:openssl
    export RMA_INFRA=docker RMA_REPLICAS=1
    name_components
    prepare_instance
    [[ -f $HERE/rabbitmq/definitions.json ]] || render_broker_files rabbitmq
    write_compose_secrets
    write_compose_settings
    chmod -R a+rX "$HERE/policies" # the containers read it as another user
}

# Readable for the containers' users, in a folder that is closed for other users of this machine. Written into the same files again, because
# those are what is mounted.
write_compose_secrets() {
    local folder=$HERE/secrets/compose service password owner_password broker_password
    mkdir -p "$folder"
    for service in "${SERVICES[@]}"; do
        password=DATABASE_${service^^}_PASSWORD broker_password=BROKER_${service^^}_PASSWORD owner_password=OWNER_${service^^}_PASSWORD
        printf '%s' "${!password}" >"$folder/role-$service"
        printf 'Host=postgres;Database=rma_%s;Username=rma_%s;Password=%s;Ssl Mode=VerifyFull' "$service" "$service" "${!password}" >"$folder/$service-postgres"
        printf '%s' "${!owner_password}" >"$folder/owner-$service"
        printf 'Host=postgres;Database=rma_%s;Username=rma_%s_owner;Password=%s;Ssl Mode=VerifyFull' "$service" "$service" "${!owner_password}" >"$folder/$service-migration"
        printf 'amqps://%s:%s@rabbitmq:5672/rma' "$service" "${!broker_password}" >"$folder/$service-rabbitmq"
        cp "$HERE/secrets/senders/$service.pem" "$folder/$service-signing-key"
        cp "$HERE/secrets/history/$service.json" "$folder/$service-history-keys"
        cp "$(tls_folder)/$service.pem" "$folder/$service-certificate"
    done
    cp "$(tls_folder)/broker.pem" "$folder/broker-certificate"
    cp "$(tls_folder)/database.pem" "$folder/database-certificate"
    cp "$(tls_folder)/authority.pem" "$folder/authority"
    cp "$HERE/secrets/api-keys.json" "$folder/api-keys"
    cp "$HERE/secrets/jwt-public.pem" "$folder/jwt-public"
    cp "$HERE/secrets/sender-keys.json" "$folder/sender-keys"
    [[ -f $folder/grafana-admin ]] || random_hex 12 >"$folder/grafana-admin"
    chmod 644 "$folder"/*
}

write_compose_settings() {
    local service port
    {
        printf '%s=%s\n' COMPOSE_PROJECT_NAME "rma-$INSTANCE" RMA_INSTANCE_DIR "$HERE" RMA_MAX_CONNECTIONS "$(max_connections)" \
            RMA_POSTGRES_PORT "$POSTGRES_PORT" RMA_RABBITMQ_PORT "$RABBITMQ_PORT" RMA_RABBITMQ_MANAGEMENT_PORT "$MANAGEMENT_PORT" RMA_GRAFANA_PORT "$EPMD_PORT" RMA_DOOR_PORT "$DOOR_PORT"
        for service in "${SERVICES[@]}"; do port=${service^^}_PORT; printf 'RMA_%s_PORT=%s\n' "${service^^}" "${!port}"; done
    } >"$HERE/compose.env"
}

run_compose() { # arguments of docker compose
    prepare_compose
    docker compose --env-file "$HERE/compose.env" --file "$ROOT/docker-compose.yml" "$@" {LOCK}>&-
}

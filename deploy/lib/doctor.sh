# Checks the environment and the instance, and suggests what to do.
# shellcheck shell=bash

examine_everything() {
    TROUBLES=0
    examine_machine
    if [[ -f $HERE/platform.env ]]; then examine_instance; else say "  · instance $INSTANCE does not exist yet (./rma up)"; fi
    say ""
    if ((TROUBLES)); then say "$TROUBLES to look at."; return 1; fi
    say "All in order."
}

trouble() { bad "$*"; TROUBLES=$((TROUBLES + 1)); }

examine_machine() {
    local tool version free
    if version=$(cd "$ROOT" && dotnet --version 2>/dev/null) && [[ $version == 10.* ]]; then good ".NET SDK $version"
    else trouble ".NET 10 SDK is missing: install it from https://dot.net"; fi
    for tool in curl openssl flock setsid; do
        if command -v "$tool" >/dev/null; then good "$tool"; else trouble "$tool is missing: ./rma up installs it on Debian"; fi
    done
    if timeout 10 docker info >/dev/null 2>&1 && docker compose version >/dev/null 2>&1; then good "Docker engine (used when the images can be had)"
    else say "  · no Docker engine with compose: native servers are used"; fi
    if [[ -x /usr/lib/rabbitmq/bin/rabbitmq-server ]] && compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null; then good "RabbitMQ and PostgreSQL packages"
    else say "  · RabbitMQ or PostgreSQL packages are not installed: ./rma up installs them when there is no Docker"; fi
    if [[ -f $ROOT/artifacts/bin/Rma.Issuance/release/Rma.Issuance.dll ]]; then good "event store of the last build: $(built_event_store)"; fi
    free=$(df -Pm "$ROOT" | { read -r _; read -r _ _ _ free _; printf '%s' "$free"; })
    if ((free >= 2048)); then good "$((free / 1024)) GB of disk free"; else trouble "only $free MB of disk free: make room, the broker blocks publishers below 200 MB"; fi
}

examine_instance() {
    local service entry port
    read_settings "$HERE/ports.env"
    read_settings "$HERE/secrets/secrets.env"
    choose_infrastructure
    say "  Instance $INSTANCE ($INFRASTRUCTURE servers)"
    for entry in "${PORT_OWNERS[@]}"; do
        port=${entry%%:*}_PORT
        if [[ -z ${!port:-} ]]; then continue; fi # of a service that is new since the last start
        if ! is_running "${entry##*:}" && something_listens_on "${!port}"; then trouble "port ${!port} of ${entry%%:*} is taken by another program: ./rma down, ./rma up chooses new ones"; fi
    done
    if ! is_running postgres; then trouble "PostgreSQL does not run: ./rma up"
    elif postgres_answers; then good "PostgreSQL answers on port $POSTGRES_PORT"
    else trouble "PostgreSQL runs but does not answer: see .rma/$INSTANCE/logs/postgres.log"; fi
    if ! is_running rabbitmq; then trouble "RabbitMQ does not run: ./rma up"
    elif rabbitmq_answers; then good "RabbitMQ answers on port $RABBITMQ_PORT"; examine_queues
    else trouble "RabbitMQ runs but does not answer: see .rma/$INSTANCE/logs/rabbitmq.log"; fi
    for service in "${COMPONENTS[@]}"; do
        if ! is_running "$service"; then trouble "$service does not run: ./rma up (its last words: .rma/$INSTANCE/logs/$service.log)"
        elif service_is_ready "$service"; then good "$service is ready at $(service_url "$service")"
        else trouble "$service runs but is not ready: $(service_url "$service")/health/ready says why"; fi
    done
}

examine_queues() {
    local object name depth waiting=0 queues
    queues=$(broker_api 'queues/rma?columns=name,messages' | grep -oE '\{[^}]*\}' || true)
    while read -r object; do
        name=$(sed -E 's/.*"name":"([^"]*)".*/\1/' <<<"$object")
        depth=$(sed -nE 's/.*"messages":([0-9]+).*/\1/p' <<<"$object")
        waiting=$((waiting + ${depth:-0}))
        if ((${depth:-0} == 0)); then continue; fi
        case $name in
            *quarantine*) trouble "$depth in $name: bad input is parked there; look at it over the service's HTTP API and replay it" ;;
            dead) trouble "$depth in dead: delivered 50 times and never finished; the x-death header names the queue that gave up" ;;
            *_error | *_skipped) trouble "$depth in $name: messages nobody could handle; the service's log says why" ;;
            unrouted) trouble "$depth in unrouted: somebody publishes to an exchange without a consumer" ;;
            finance.*) say "  · $depth in $name wait for finance" ;;
            *) say "  · $depth in $name" ;;
        esac
    done <<<"$queues"
    good "$(wc -l <<<"$queues") queues, $waiting messages waiting"
}

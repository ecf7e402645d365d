# PostgreSQL and RabbitMQ in containers, when a Docker engine answers and the images are available.
# shellcheck shell=bash

IMAGES=(rabbitmq:4-management postgres:17)

# Decided at an instance's first start and stored, because its data stays there.
choose_infrastructure() {
    local remembered=''
    if [[ -f $HERE/infrastructure ]]; then remembered=$(cat "$HERE/infrastructure"); fi
    INFRASTRUCTURE=${RMA_INFRA:-$remembered}
    if [[ $TOPOLOGY == cluster ]]; then INFRASTRUCTURE=${INFRASTRUCTURE:-native}; fi # compose has one server of each kind
    case $INFRASTRUCTURE in
        native | docker) ;;
        '') if docker_can_be_used; then INFRASTRUCTURE=docker; else INFRASTRUCTURE=native; fi ;;
        *) fail "RMA_INFRA is native or docker, not '$INFRASTRUCTURE'." ;;
    esac
    if [[ -n $remembered && $remembered != "$INFRASTRUCTURE" ]]; then
        fail "Instance $INSTANCE keeps its data in $remembered servers: ./rma reset first, or leave RMA_INFRA away."
    fi
    printf '%s\n' "$INFRASTRUCTURE" >"$HERE/infrastructure"
}

docker_can_be_used() {
    local image
    command -v docker >/dev/null || return 1
    timeout 10 docker info >/dev/null 2>&1 || return 1
    timeout 10 docker compose version >/dev/null 2>&1 || return 1
    for image in "${IMAGES[@]}"; do
        timeout 10 docker image inspect "$image" >/dev/null 2>&1 && continue
        show_progress_while "docker pull $image" "$ROOT/.rma/docker.log" timeout "${RMA_PULL_SECONDS:-240}" docker pull -q "$image" || {
            say "  … image $image cannot be had: native servers instead"
            return 1
        }
    done
}

has_container() { [[ -n $(docker ps --all --quiet "${@:2}" --filter "label=com.docker.compose.project=rma-$INSTANCE" --filter "label=com.docker.compose.service=$1" 2>/dev/null) ]]; } # component, more filters

container_is_running() { # component
    if [[ $1 == epmd ]]; then # the mapper is inside the one; its port here is the other's
        container_is_running rabbitmq || container_is_running grafana
    else has_container "$1" --filter status=running; fi
}

start_container() { # service
    compose up --detach --no-deps "$1" >>"$HERE/logs/docker.log" 2>&1 || { show_tail_of "$HERE/logs/docker.log"; fail "docker compose could not start $1."; }
}

stop_container() { compose stop --timeout 45 "$1" >>"$HERE/logs/docker.log" 2>&1; } # service
kill_container() { compose kill "$1" >>"$HERE/logs/docker.log" 2>&1; }              # service

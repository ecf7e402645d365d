# `./rma test containers`: the platform as a newcomer starts it, with plain `docker compose` in a fresh clone, and what must hold from then on.
# shellcheck shell=bash
# shellcheck disable=SC2034  # read in ./rma

# The project of plain `docker compose`, its containers, volumes and networks.
left_of_compose() {
    docker ps --all --quiet --filter label=com.docker.compose.project=rma-compose
    docker volume ls --quiet --filter label=com.docker.compose.project=rma-compose
    docker network ls --quiet --filter label=com.docker.compose.project=rma-compose
}

test_containers() {
    local service
    PASSED=0 FAILED=0
    if ! timeout 10 docker info >/dev/null 2>&1 || ! timeout 10 docker compose version >/dev/null 2>&1; then
        say "  · no Docker engine with compose answers: nothing was tried"
        say "0 passed, 0 failed, 1 skipped"
        return
    fi
    if [[ -n $(left_of_compose) ]]; then fail "There is a platform of plain docker compose, which this test would delete: docker compose down -v first."; fi
    build_solution
    CLONE=$(mktemp -d "${TMPDIR:-/var/tmp}/rma-containers-XXXXXX")
    ON_EXIT_TAKE_DOWN_CONTAINERS=yes
    git clone --quiet "$ROOT" "$CLONE"
    mkdir -p "$CLONE/artifacts/bin"
    cp -r "$ROOT/artifacts/bin/Rma.Demo" "$CLONE/artifacts/bin/"
    for service in "${SERVICES[@]}"; do docker image rm --force "rma-$service" >/dev/null 2>&1 || true; done # so that it is built

    say "A fresh clone"
    holds "docker compose up --wait" plain up --wait
    if ((FAILED)); then fail "Nothing else was tried."; fi
    holds "every service is healthy" all_are_healthy
    holds "RabbitMQ 4 and PostgreSQL 17" versions_are
    holds "nobody mounts what is another's" mounts_are_separate
    holds "a token of the service secrets opens what is closed without" token_opens
    holds "./rma demo --compose" demo

    say "Again"
    FINGERPRINT=$(fingerprint) NUMBERS=$(numbers)
    holds "a second up" plain up --wait
    holds "keeps the secrets" same_secrets
    holds "keeps the data" same_numbers
    for service in rabbitmq postgres "${SERVICES[@]}"; do holds "$service stopped and started" restart "$service"; done
    for service in rabbitmq postgres "${SERVICES[@]}"; do holds "$service killed and started" kill_and_start "$service"; done
    holds "all stopped, and up again" stop_all_and_start
    holds "./rma demo --compose after all that" demo
    holds "a renewed certificate reaches the database" certificate_is_taken
    show_footprint

    say "Nothing stays"
    holds "docker compose down -v" plain down -v
    holds "leaves no container, volume or network" nothing_is_left
    holds "docker compose up --wait" plain up --wait
    holds "with other secrets" other_secrets
    remove_containers
    say "$PASSED passed, $FAILED failed"
    ((FAILED == 0))
}

holds() { # what, command…
    local log=$ROOT/.rma/containers.log began=$SECONDS
    printf '\n── %s\n' "$1" >>"$log"
    if "${@:2}" </dev/null >>"$log" 2>&1; then PASSED=$((PASSED + 1)); good "$1 ($((SECONDS - began)) s)"
    else FAILED=$((FAILED + 1)); bad "$1 ($((SECONDS - began)) s)"; show_tail_of "$log" 12; fi
}

remove_containers() {
    ON_EXIT_TAKE_DOWN_CONTAINERS=
    plain down -v --remove-orphans >/dev/null 2>&1
    rm -rf "$CLONE"
}

# Without a variable of this project, as somebody has it who knows nothing of ./rma.
plain() { ( cd "$CLONE" && env -i "PATH=$PATH" "HOME=$HOME" ${DOCKER_HOST:+"DOCKER_HOST=$DOCKER_HOST"} docker compose "$@" ); }
in_clone() { ( cd "$CLONE" && RMA_INSTANCE=compose RMA_NO_BUILD=1 ./rma "$@" ); }
demo() { in_clone demo --compose; }

all_are_healthy() {
    local service
    for service in rabbitmq postgres "${SERVICES[@]}"; do
        [[ $(plain ps --format '{{.Health}}' "$service") == healthy ]] || { printf '%s is not healthy\n' "$service"; return 1; }
    done
}

versions_are() {
    [[ $(plain exec -T rabbitmq rabbitmqctl version) == 4.* ]] && [[ $(plain exec -T postgres postgres --version) == *' 17.'* ]]
}

mounts_are_separate() {
    local service mounted
    for service in rabbitmq postgres "${SERVICES[@]}"; do
        mounted=$(docker inspect --format '{{range .Mounts}}{{if eq .Type "volume"}}{{.Name}} {{end}}{{end}}' "$(plain ps --quiet "$service")" | tr ' ' '\n' | grep secrets)
        [[ $mounted == "rma-compose_secrets-$service" ]] || { printf '%s mounts %s\n' "$service" "$mounted"; return 1; }
    done
}

url_of() { plain run --rm secrets env | sed -n "s/^RMA_${1}_URL=//p"; } # SERVICE
status_of() { curl -sS -o /dev/null -w '%{http_code}' --max-time 20 "$@"; }
token_opens() {
    local stuck
    stuck=$(url_of ISSUANCE)/platform/stuck
    [[ $(status_of "$stuck") == 401 && $(status_of -H "Authorization: Bearer $(plain run --rm secrets token operator)" "$stuck") == 200 ]]
}

fingerprint() { plain run --rm -T secrets export 2>/dev/null | tar -x --to-command 'sha256sum' | sort | sha256sum; }
same_secrets() { [[ $(fingerprint) == "$FINGERPRINT" ]]; }
other_secrets() { all_are_healthy && [[ $(fingerprint) != "$FINGERPRINT" ]]; }
# shellcheck disable=SC2016  # expanded in the container
numbers() { plain exec -T postgres bash -c 'PGPASSWORD=$(cat /run/secrets/postgres-superuser) psql -h 127.0.0.1 -U postgres -d rma_issuance -Atc "select count(*), max(seq_id) from issuance.mt_events"'; }
same_numbers() { [[ -n $NUMBERS && $(numbers) == "$NUMBERS" ]]; }

# A fact goes from a client through the broker to issuance, and from there to the console, where it is found.
fact_arrives() {
    local account
    account=TRIAL-$RANDOM$RANDOM
    in_clone publish AccountChanged - <<<"{\"accountId\":\"$account\",\"revision\":1,\"name\":\"Trial $account\",\"role\":\"integrator\",\"authorized\":true,\"effectiveFrom\":\"2026-01-01\",\"occurredAt\":\"2026-01-01T12:00:00Z\"}" || return 1
    TOKEN=$(in_clone token operator) ADDRESS=$(url_of CONSOLE)
    wait_until "$account is found" 90 is_found "$account"
}
is_found() { curl -sS --max-time 10 -H "Authorization: Bearer $TOKEN" "$ADDRESS/find?q=$1" | grep -q "$1"; }

restart() { plain stop "$1" && plain start "$1" && plain up --wait && all_are_healthy && fact_arrives; }
kill_and_start() { docker kill "$(plain ps --quiet "$1")" && plain up --wait && all_are_healthy && fact_arrives; }
stop_all_and_start() { plain down && plain up --wait && all_are_healthy && same_secrets && fact_arrives; }
nothing_is_left() { [[ -z $(left_of_compose) ]]; }

served_certificate() { openssl s_client -connect localhost:5432 -starttls postgres </dev/null 2>/dev/null | openssl x509 -noout -serial; }
has_other_certificate() { [[ $(served_certificate) != "$SERIAL" ]]; }
certificate_is_taken() {
    SERIAL=$(served_certificate)
    plain run --rm secrets certificates renew && wait_until "another certificate" 30 has_other_certificate && fact_arrives
}

show_footprint() {
    local service
    say "  resident memory and size of the image:"
    for service in rabbitmq postgres "${SERVICES[@]}"; do
        say "$(printf '    %-10s %10s %8s' "$service" "$(docker stats --no-stream --format '{{.MemUsage}}' "$(plain ps --quiet "$service")" | cut -d/ -f1)" \
            "$(docker image inspect --format '{{.Size}}' "$(docker inspect --format '{{.Image}}' "$(plain ps --quiet "$service")")" | numfmt --to=si)")"
    done
}

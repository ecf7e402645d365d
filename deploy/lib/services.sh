# The services: built once, started detached, left alone while they run, restarted when they end by themselves.
# shellcheck shell=bash

# Testcontainers are optional: without their packages the tests use native servers, with a message.
choose_testcontainers() { # log file
    local before
    if [[ -n ${Testcontainers:-} ]]; then return; fi
    before=$(wc -c <"$1")
    if show_progress_quietly_while "looking for Testcontainers in the package feed" "$1" \
        dotnet restore "$ROOT/tests/Rma.Testing/Rma.Testing.csproj" --disable-build-servers --nologo; then return; fi
    tail -c "+$before" "$1" | grep -qE 'NU110[123]: .*(Testcontainers|Docker\.DotNet|SSH\.NET|SharpZipLib|BouncyCastle)' || return 0 # the build will say what is wrong
    export Testcontainers=false
    say "  … this package feed does not carry Testcontainers: tests use native servers"
}

# The version that the services contain, from the list of assemblies that they load.
built_event_store() {
    grep -m 1 -oE '"Marten/[0-9.]+"' "$ROOT/artifacts/bin/Rma.Issuance/release/Rma.Issuance.deps.json" 2>/dev/null | tr -d '"' | tr / ' '
}

build_solution() {
    local log=$ROOT/.rma/build.log status=0 building
    if [[ ${RMA_NO_BUILD:-} == 1 ]]; then return 0; fi
    command -v dotnet >/dev/null || fail "dotnet is missing: install the .NET 10 SDK (https://dot.net), then again."
    mkdir -p "$ROOT/.rma/locks"
    exec {building}>"$ROOT/.rma/locks/.build" # two builds of one working copy write the same files
    flock "$building"
    : >"$log"
    choose_testcontainers "$log"
    # Build servers would stay running for minutes. What is built may be read by the users that run it.
    show_progress_while "building the solution" "$log" bash -c 'umask 022; exec "$@"' - dotnet build "$ROOT/Rma.Platform.sln" -c Release --nologo -v minimal --disable-build-servers || status=$?
    exec {building}>&-
    if ((status != 0)); then
        { grep -E '(error|warning) [A-Za-z]+[0-9]+:' "$log" || true; } | sort -u | head -n 20 >&2
        show_tail_of "$log" 12
        fail "The build failed; all of it is in .rma/build.log."
    fi
    good "event store: $(built_event_store)"
}

# A build overwrites files that a running service has mapped: while any service is running, `up` only starts the missing ones.
build_unless_services_run() {
    local service
    for service in "${COMPONENTS[@]}"; do
        if is_running "$service" || is_running "$service.keeper"; then
            say "  · $service is running, so nothing is built (./rma down first to run new code)"
            return
        fi
    done
    build_solution
}

is_service() { [[ " ${SERVICES[*]} " == *" $1 "* ]]; } # name

program_of() { # service
    local project=${PROJECTS[$1]}
    printf '%s' "$(release_root)/artifacts/bin/$project/release/$project.dll"
}

export_settings_of() { # component
    local component=$1 service port password owner_password broker_password database_port broker_port scheme=amqp
    service=$(service_of "$component")
    database_port=RMA_${service^^}_VIA_POSTGRES_PORT broker_port=RMA_${service^^}_VIA_RABBITMQ_PORT # a fault test's proxies stand in between
    port=$(variable_name "$component")_PORT password=DATABASE_${service^^}_PASSWORD broker_password=BROKER_${service^^}_PASSWORD
    owner_password=OWNER_${service^^}_PASSWORD
    export ASPNETCORE_ENVIRONMENT=Development ASPNETCORE_URLS=http://127.0.0.1:${!port} DOTNET_gcServer=0
    export ConnectionStrings__Postgres ConnectionStrings__Migration ConnectionStrings__RabbitMq
    ConnectionStrings__Postgres="$(database_hosts "${!database_port:-$(known_ports POSTGRES "${DATABASES[@]}")}");Database=rma_$service;Username=rma_$service;Password=${!password}"
    ConnectionStrings__Migration="$(database_hosts "$(known_ports POSTGRES "${DATABASES[@]}")");Database=rma_$service;Username=rma_${service}_owner;Password=${!owner_password}"
    if [[ $TLS == on ]]; then
        scheme=amqps ConnectionStrings__Postgres+=';Ssl Mode=VerifyFull' ConnectionStrings__Migration+=';Ssl Mode=VerifyFull'
        export Tls__AuthorityFile Tls__CertificateFile
        Tls__AuthorityFile=$(tls_folder)/authority.pem Tls__CertificateFile=$(tls_folder)/$service.pem
    fi
    ConnectionStrings__RabbitMq="$scheme://$service:${!broker_password}@$(broker_hosts "${!broker_port:-$(known_ports RABBITMQ "${BROKERS[@]}")}")/rma"
    export Security__ApiKeysFile=$HERE/secrets/api-keys.json Security__JwtPublicKeyFile=$HERE/secrets/jwt-public.pem
    export Messaging__SigningKeyFile=$HERE/secrets/senders/$service.pem Messaging__SenderKeysFile=$HERE/secrets/sender-keys.json
    export Messaging__FeedOwners__feed=order-system
    export History__KeysFile=$HERE/secrets/history/$service.json
    export Telemetry__SpanFolder=${RMA_SPAN_FOLDER-$HERE/traces} Photos__Folder=$HERE/photos
    export Policy__Folder=$HERE/policies Http__PublicAddress
    Http__PublicAddress=$(door_url) # for quote links
    export Security__DevelopmentIssuer
    Security__DevelopmentIssuer=$(door_url)/ # of the people whom one may choose to be
    if [[ $component == console ]]; then export_door; else export ForwardedHeaders__KnownNetworks__0=127.0.0.0/8; fi # what the door says
}

# A service knows every node of a cluster, and finds the one that answers; RMA_ADDRESSES=one gives it the balancer's address instead.
known_ports() { # POSTGRES or RABBITMQ, its nodes…
    local address=$1_PORT
    if [[ ${RMA_ADDRESSES:-each} == one ]]; then printf '%s' "${!address}"; else own_ports "$@"; fi
}

database_hosts() { # ports with commas
    if [[ $1 == *,* ]]; then printf 'Host=%s;Target Session Attributes=primary;Host Recheck Seconds=1' "127.0.0.1:${1//,/,127.0.0.1:}"; else printf 'Host=127.0.0.1;Port=%s' "$1"; fi
}

broker_hosts() { printf '%s' "127.0.0.1:${1//,/,127.0.0.1:}"; } # ports with commas

# The console has the public door at a port of its own; whoever opens its pages chooses whom to be. What it forwards goes to any replica of a service.
export_door() {
    local service component further
    ASPNETCORE_URLS+=";$(door_url)"
    export Door__Port=$DOOR_PORT SignIn__Development=true SignIn__DevelopmentKeyFile=$HERE/secrets/jwt-private.pem
    export ShipTo__0="Returns dock" ShipTo__1="1 Example Way" ShipTo__2="Springfield, NY 00000"
    for service in "${SERVICES[@]}"; do
        further=''
        for component in $(components_of "$service"); do if [[ $component != "$service" ]]; then further+=,$(service_url "$component"); fi; done
        export "Door__Services__$service=$(service_url "$service")" "Door__Replicas__$service=${further#,}"
    done
}

start_service() { # component; whatever else the caller has in the environment (OTEL_*, settings) reaches it too
    local component=$1 service project program
    service=$(service_of "$component")
    project=${PROJECTS[$service]} program=$(program_of "$service")
    if stays_closed "$service"; then fail "$service was restored to an earlier moment and does not know yet what it had told: ./rma restore --again"; fi
    [[ -f $program ]] || fail "$program is not there: build first (./rma up without RMA_NO_BUILD=1)."
    stop_service "$component" TERM 45 # nothing, or a keeper that is about to start it again
    (
        export_settings_of "$component"
        become_service "$service" "$component"
        if [[ -n ${RMA_FAIL_POINT:-} && $RMA_FAIL_POINT != *,* ]]; then start_detached "$component" "$(release_root)/services/$project" "${AS_USER[@]}" dotnet "$program"; exit; fi # it is meant to stay dead
        start_detached "$component.keeper" "$(release_root)/services/$project" "${AS_USER[@]}" "$ROOT/deploy/keeper.sh" "$HERE/run/$component.pid" dotnet "$program"
        until is_running "$component" || ! is_running "$component.keeper"; do sleep 0.02; done
    )
}

restart_service() { # component
    if [[ $INFRASTRUCTURE == docker ]] && has_container "$1"; then stop_container "$1"; start_container "$1"; else start_service "$1"; fi # which stops the one before
    wait_for_service "$1"
}

stop_service() { # service, signal, seconds to wait before SIGKILL; its keeper first, or it would be back
    stop_process "$1.keeper" TERM 2
    stop_process "$@"
}

service_url() { local port; port=$(variable_name "$1")_PORT; printf 'http://127.0.0.1:%s' "${!port}"; } # component

door_url() { printf 'http://127.0.0.1:%s' "$DOOR_PORT"; }

service_is_ready() { # service
    is_running "$1" || return 2
    curl -fs --max-time 3 -o /dev/null "$(service_url "$1")/health/ready" || return 1
}

wait_for_service() { # service
    wait_until "$1 gets ready" "${RMA_READY_SECONDS:-90}" service_is_ready "$1" && { good "$1 is ready at $(service_url "$1")"; return; }
    show_tail_of "$HERE/logs/$1.log"
    is_running "$1" || { stop_process "$1.keeper" TERM 2; fail "$1 ended instead of getting ready."; }
    curl -s --max-time 3 "$(service_url "$1")/health/ready" | { head -c 1000; echo; } | sed 's/^/    │ /' >&2 || true
    fail "$1 did not get ready within ${RMA_READY_SECONDS:-90} s."
}

start_services() {
    local service started=()
    for service in "${COMPONENTS[@]}"; do
        if stays_closed "$(service_of "$service")"; then bad "$service stays closed until ./rma restore --again"; continue; fi
        is_running "$service" || { start_service "$service"; started+=("$service"); }
    done
    for service in "${COMPONENTS[@]}"; do
        if ! stays_closed "$(service_of "$service")"; then wait_for_service "$service"; fi
    done
}

# All are stopped at the same time; each may take the time that its last messages need.
stop_services() {
    local service pid
    for service in "${COMPONENTS[@]}"; do stop_process "$service.keeper" TERM 2; done
    for service in "${COMPONENTS[@]}"; do
        if pid=$(running_pid "$service"); then kill -TERM "$pid" 2>/dev/null || true; fi
    done
    for service in "${COMPONENTS[@]}"; do stop_process "$service" TERM 45; done
}

show_where_everything_is() {
    local service databases
    printf -v databases 'rma_%s, ' "${SERVICES[@]}"
    say ""
    say "Rma.Platform, instance $INSTANCE"
    for service in "${COMPONENTS[@]}"; do say "$(printf '  %-12s %s' "$service" "$(service_url "$service")")"; done
    say "  console      $(door_url)/console · open it and choose whom to be: the returns desk, an inspector, a partner, …"
    say "  public door  $(door_url) · what partners, scanners and holders of a link may use; its contract: $(door_url)/docs"
    say "  broker       $([[ $TLS == on ]] && printf amqps || printf amqp)://127.0.0.1:$RABBITMQ_PORT/rma · management http://127.0.0.1:$MANAGEMENT_PORT (user operator)"
    say "  database     127.0.0.1:$POSTGRES_PORT · ${databases%, } (user postgres)"
    say "  event store  $(built_event_store)"
    say "  logs         .rma/$INSTANCE/logs"
    say "  for clients  .rma/$INSTANCE/platform.env (addresses, users, passwords, keys); ./rma token <role> makes a token for a person"
}

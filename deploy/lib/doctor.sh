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
    if [[ $SERVERS != debian ]]; then say "  · RabbitMQ and PostgreSQL of Debian $SERVERS, unpacked in .rma/servers/$SERVERS"
    elif [[ -x /usr/lib/rabbitmq/bin/rabbitmq-server ]] && compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null; then good "RabbitMQ and PostgreSQL packages"
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
    read_tls
    say "  Instance $INSTANCE ($INFRASTRUCTURE servers)"
    for entry in "${PORT_OWNERS[@]}"; do
        port=${entry%%:*}_PORT
        if [[ -z ${!port:-} ]]; then continue; fi # of a service that is new since the last start
        if ! is_running "${entry##*:}" && something_listens_on "${!port}"; then trouble "port ${!port} of ${entry%%:*} is taken by another program: ./rma down, ./rma up chooses new ones"; fi
    done
    examine_certificates
    for entry in "${DATABASES[@]}"; do examine_server "$entry" PostgreSQL "$(own_port POSTGRES "$entry")" postgres_answers; done
    for entry in "${BROKERS[@]}"; do examine_server "$entry" RabbitMQ "$(own_port RABBITMQ "$entry")" rabbitmq_answers; done
    if rabbitmq_answers "$(running_broker)"; then examine_alarms; examine_topology; examine_queues; fi
    if [[ $TOPOLOGY == cluster ]]; then examine_cluster; fi
    for service in "${COMPONENTS[@]}"; do
        if ! is_running "$service"; then trouble "$service does not run: ./rma up (its last words: .rma/$INSTANCE/logs/$service.log)"
        elif service_is_ready "$service"; then good "$service is ready at $(service_url "$service")"
        else trouble "$service runs but is not ready: $(service_url "$service")/health/ready says why"; fi
    done
    examine_stuck
    examine_backups
}

# How old the last one is, and whether the log is archived.
examine_backups() {
    local last failed
    if ! backups_are_on; then say "  · no backups: ./rma backup makes the first"; return; fi
    if stays_closed "$(head -n 1 "$HERE/restoring" 2>/dev/null || true)"; then trouble "$(head -n 1 "$HERE/restoring") stays closed: ./rma restore --again"; fi
    last=$(stat -c %Y "$(backup_folder)/other/last" 2>/dev/null || printf 0)
    if (($(date +%s) - last > 2 * 86400)); then trouble "the last backup is of $(date -u -d "@$last" +%FT%TZ): ./rma backup"
    else good "the last backup is of $(date -u -d "@$last" +%FT%TZ)"; fi
    if ! is_running "$(primary_database)"; then return; fi
    failed=$(superuser_psql -At -c "select last_failed_wal from pg_stat_archiver where last_failed_time > coalesce(last_archived_time, '-infinity')" </dev/null 2>/dev/null) || true
    if [[ -n $failed ]]; then trouble "the segment $failed of the log is not archived: see .rma/$INSTANCE/logs/$(primary_database).log"; fi
    if ! is_running wal-receiver; then trouble "the last minute of the log is not followed: ./rma up"; fi
}

examine_server() { # component, what, its port, how to ask it
    if ! is_running "$1"; then trouble "$2 ($1) does not run: ./rma up"
    elif "$4" "$1"; then good "$2 ($1) answers on port $3"
    else trouble "$2 ($1) runs but does not answer: see .rma/$INSTANCE/logs/$1.log"; fi
}

# With an alarm of one node all of them take no messages; outboxes keep what there is to say.
examine_alarms() {
    local alarms
    alarms=$(curl -sS --max-time 5 -K "$HERE/secrets/operator.curl" "http://127.0.0.1:$(own_port MANAGEMENT "$(running_broker)")/api/health/checks/alarms" 2>/dev/null) || return 0
    if [[ $alarms != *'"alarms":['* ]]; then return; fi
    trouble "RabbitMQ takes no messages until there is room again:$(grep -oE '"(resource|node)":"[^"]*"' <<<"$alarms" | cut -d'"' -f4 | sort -u | sed 's/^/ /' | tr -d '\n')"
}

# What a cluster is for: one node may be lost, and nothing with it.
examine_cluster() {
    local name all there queues=0 few=0
    if is_running balancer; then good "one address each: PostgreSQL $POSTGRES_PORT, RabbitMQ $RABBITMQ_PORT"; else trouble "the balancer does not run: ./rma start balancer"; fi
    if standby_is_in_step; then good "$(standby_database) has everything that $(primary_database) commits"
    elif [[ -f $HERE/alone ]]; then trouble "$(primary_database) goes on without a standby, and what it commits is nowhere else: ./rma start $(standby_database)"
    else trouble "commits wait for $(standby_database): ./rma start $(standby_database), or ./rma stop $(standby_database) to go on without it"; fi
    while read -r name all there; do
        queues=$((queues + 1))
        if ((there < ${#BROKERS[@]})); then
            few=$((few + 1))
            if ((few <= 5)); then trouble "queue $name has $all members, $there of them there, of ${#BROKERS[@]}: ./rma up starts the nodes and adds what is missing"; fi
        fi
    done < <(queue_members)
    if ((few > 5)); then trouble "$((few - 5)) more queues have too few members"; fi
    if ((few == 0 && queues > 0)); then good "$queues queues on ${#BROKERS[@]} nodes each"; fi
}

examine_stuck() {
    local count
    if ! count=$(count_stuck); then say "  · not all services tell what is stuck"
    elif ((count)); then trouble "$count stuck: ./rma stuck lists them"
    else good "nothing is stuck"; fi
}

examine_certificates() {
    local owner worn=()
    if [[ $TLS == off ]]; then say "  · broker and database speak without TLS (RMA_TLS=off)"; return; fi
    while read -r owner; do
        if ! certificate_counts "$(tls_folder)" "$owner"; then worn+=("$owner"); fi
    done < <(certificate_owners)
    if ((${#worn[@]})); then trouble "certificates to renew: ${worn[*]}: ./rma certificates"; else good "TLS; no certificate is to be renewed"; fi
}

# An exchange, a queue or a binding that somebody deleted causes no error anywhere: what should flow does not.
examine_topology() {
    local missing part
    if ! missing=$(missing_at_broker rma); then trouble "RabbitMQ does not tell what it has: see .rma/$INSTANCE/logs/rabbitmq.log"; return; fi
    if [[ -z $missing ]]; then good "every exchange, queue and binding of the topology is there"; return; fi
    while read -r part; do trouble "RabbitMQ lacks the $part: ./rma up puts it back; find out who deleted it"; done <<<"$missing"
}

# What the definitions (made of deploy/topology.json) have and the broker's virtual host has not, one a line.
missing_at_broker() { # virtual host
    local exchanges queues bindings
    exchanges=$(broker_api "exchanges/$1?columns=name") || return 1
    queues=$(broker_api "queues/$1?columns=name") || return 1
    bindings=$(broker_api "bindings/$1?columns=source,destination,destination_type,routing_key") || return 1
    comm -23 <(name_parts <"$ROOT/deploy/rabbitmq/definitions.json" | LC_ALL=C sort -u) \
        <({ one_a_line exchange <<<"$exchanges"; one_a_line queue <<<"$queues"; one_a_line binding <<<"$bindings"; } | name_parts | LC_ALL=C sort -u)
}

one_a_line() { grep -oE '\{[^}]*\}' | sed "s/^/$1 /"; } # kind; the API's answer has objects without objects in them

# The definitions have one object a line, and its members say of what kind it is.
name_parts() {
    awk '
        function member(name) { return match($0, "\"" name "\":\"[^\"]*\"") ? substr($0, RSTART + length(name) + 4, RLENGTH - length(name) - 5) : "" }
        /^binding / || /"destination_type":/ {
            if (member("source") == "") next
            key = member("routing_key")
            print "binding of " member("source") " to the " member("destination_type") " " member("destination") (key == "" ? "" : " with the key " key)
            next
        }
        /^exchange / || /"internal":/ { print "exchange " member("name"); next }
        /^queue / || /"x-queue-type":/ { print "queue " member("name") }'
}

# The queues say it themselves: the management's figures can be off.
examine_queues() {
    local name depth waiting=0 queues
    if ! queues=$(control_rabbitmq list_queues --vhost rma --quiet --no-table-headers name messages 2>&1); then trouble "RabbitMQ does not tell how long its queues are: $queues"; return; fi
    while read -r name depth; do
        waiting=$((waiting + ${depth:-0}))
        if ((${depth:-0} == 0)); then continue; fi
        case $name in
            *quarantine*) trouble "$depth in $name: bad input is parked there; look at it over the service's HTTP API and replay it" ;;
            dead) trouble "$depth in dead: a service's own dead letters could not take them; the x-death header names the queue that gave up" ;;
            *-given-up) trouble "$depth in $name: they become dead letters of that service when it runs" ;;
            feed-rejections.*) say "  · $depth in $name wait for their publisher" ;;
            *_error | *_skipped) trouble "$depth in $name: messages nobody could handle; the service's log says why" ;;
            unrouted) trouble "$depth in unrouted: somebody publishes to an exchange without a consumer" ;;
            finance.*) say "  · $depth in $name wait for finance" ;;
            *) say "  · $depth in $name" ;;
        esac
    done <<<"$queues"
    good "$(wc -l <<<"$queues") queues, $waiting messages waiting"
}

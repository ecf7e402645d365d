# One server of each kind, or a cluster of native ones on loopback: three nodes of RabbitMQ, and PostgreSQL with a synchronous standby, each kind
# behind one address. RMA_TOPOLOGY=cluster decides at an instance's first start.
# shellcheck shell=bash
# shellcheck disable=SC2034  # read in the other parts

TOPOLOGIES=(single cluster)

choose_topology() {
    local before
    before=$(cat "$HERE/topology" 2>/dev/null || printf single)
    TOPOLOGY=${RMA_TOPOLOGY:-$before}
    if [[ " ${TOPOLOGIES[*]} " != *" $TOPOLOGY "* ]]; then fail "RMA_TOPOLOGY is one of ${TOPOLOGIES[*]}, not '$TOPOLOGY'."; fi
    if [[ $TOPOLOGY != "$before" && -d $HERE/postgres ]]; then fail "Instance $INSTANCE has the topology $before. ./rma reset makes it anew, or choose another RMA_INSTANCE."; fi
    BROKERS=(rabbitmq) DATABASES=(postgres) BALANCERS=()
    if [[ $TOPOLOGY == cluster ]]; then BROKERS+=(rabbitmq-2 rabbitmq-3) DATABASES+=(postgres-2) BALANCERS=(balancer); fi
    SERVERS_OF_ALL_KINDS=("${BROKERS[@]}" "${DATABASES[@]}" "${BALANCERS[@]}")
}

# The addresses that everybody knows belong to the only server, or to the balancer; then each node has ports of its own.
name_server_ports() { # → PORT_OWNERS
    local node
    if [[ $TOPOLOGY == single ]]; then PORT_OWNERS+=(POSTGRES:postgres RABBITMQ:rabbitmq MANAGEMENT:rabbitmq DISTRIBUTION:rabbitmq); return; fi
    PORT_OWNERS+=(POSTGRES:balancer RABBITMQ:balancer MANAGEMENT:balancer)
    for node in "${BROKERS[@]}"; do PORT_OWNERS+=("RABBITMQ_$(number_of "$node"):$node" "MANAGEMENT_$(number_of "$node"):$node" "DISTRIBUTION_$(number_of "$node"):$node"); done
    for node in "${DATABASES[@]}"; do PORT_OWNERS+=("POSTGRES_$(number_of "$node"):$node"); done
}

number_of() { # rabbitmq is the first, rabbitmq-2 the second
    if [[ $1 == *-* ]]; then printf '%s' "${1##*-}"; else printf 1; fi
}

own_port() { # POSTGRES, RABBITMQ, MANAGEMENT or DISTRIBUTION; node
    local variable=$1
    if [[ $2 == restore-scratch ]]; then printf '%s' "$SCRATCH_PORT"; return; fi
    if [[ $TOPOLOGY == cluster ]]; then variable+=_$(number_of "$2"); fi
    variable+=_PORT
    printf '%s' "${!variable}"
}

own_ports() { # the same, node…: with commas
    local kind=$1 node ports=''
    shift
    for node in "$@"; do ports+=,$(own_port "$kind" "$node"); done
    printf '%s' "${ports#,}"
}

# ── the database's roles ─────────────────────────────────────────────────────────────────────────────────────────────

primary_database() { cat "$HERE/primary" 2>/dev/null || printf '%s' "${DATABASES[0]}"; }

standby_database() { # → the other node; nothing in a topology without one
    local node
    for node in "${DATABASES[@]}"; do if [[ $node != "$(primary_database)" ]]; then printf '%s' "$node"; fi; done
}

# Until the standby has what the primary commits, nobody is told that it is committed. A standby that was stopped on purpose is not waited for.
# By name: whoever else reads the log, for a backup, takes over from nobody.
wait_for_standby_at_commit() { # on|off
    local names
    printf -v names '"%s",' "${DATABASES[@]}"
    names="'ANY 1 (${names%,})'"
    if [[ $1 == off ]]; then names="''"; fi
    superuser_psql -c "alter system set synchronous_standby_names = $names" -c 'select pg_reload_conf()' >/dev/null
}

standby_is_in_step() {
    is_running "$(standby_database)" || return 2
    [[ $(superuser_psql -At -c "select count(*) from pg_stat_replication where state = 'streaming' and sync_state in ('sync', 'quorum')" 2>/dev/null) == 1 ]]
}

# A copy of the primary, as long as it is one: whoever was the primary before, and whoever has no data, begins anew.
make_standby() { # node
    local data origin log=$HERE/logs/$1.log
    data=$(realpath "$HERE/$1") origin=$(realpath "$HERE/$(primary_database)")
    find "$data" -mindepth 1 -delete
    superuser_psql -v "password=$POSTGRES_STANDBY_PASSWORD" <<'SQL' >>"$log" 2>&1
set synchronous_commit = local;
select 'create role standby' where not exists (select from pg_roles where rolname = 'standby') \gexec
alter role standby with login replication password :'password';
SQL
    if [[ $TLS == on ]]; then local -x PGSSLMODE=verify-ca PGSSLROOTCERT=authority.pem; fi # of the folder in which it is started, now and later
    HOME=/nonexistent PGPASSWORD=$POSTGRES_STANDBY_PASSWORD "${AS_DATABASE_USER[@]}" env --chdir="$origin" "$(postgres_programs)/pg_basebackup" -h 127.0.0.1 -p "$(own_port POSTGRES "$(primary_database)")" -U standby \
        -D "$data" --wal-method=stream --checkpoint=fast --write-recovery-conf --no-password >>"$log" 2>&1 </dev/null ||
        { show_tail_of "$log"; fail "$1 could not be made of $(primary_database)."; }
}

# The standby takes over: after the primary was lost, or in exchange with it. The one before is a standby as soon as it is started again.
promote_standby() {
    local before after
    before=$(primary_database) after=$(standby_database)
    [[ -n $after ]] || fail "Instance $INSTANCE has no standby: RMA_TOPOLOGY=cluster, for an instance that is new."
    is_running "$after" || fail "$after does not run: there is nothing to promote. ./rma start $before"
    if is_running "$before"; then
        # Asked of a primary that can still tell. What it committed alone would be lost.
        wait_until "$after has everything" 30 standby_is_in_step || fail "$after does not have all that $before committed: ./rma doctor says why. Nothing was changed."
        stop_process "$before" INT 45 # it ends when the standby has everything
    elif [[ -f $HERE/alone ]]; then fail "$before went on without $after before it was lost: only $before has everything. ./rma start $before"; fi
    superuser_psql_on "$after" -c 'select pg_promote(true, 30)' </dev/null >/dev/null || fail "$after does not take over: see .rma/$INSTANCE/logs/$after.log"
    printf '%s\n' "$after" >"$HERE/primary"
    wait_for_standby_at_commit off
    : >"$HERE/alone"
    aim_balancer
    follow_new_primary
    good "$after is the primary; ./rma start $before makes $before its standby"
}

# ── one address each ─────────────────────────────────────────────────────────────────────────────────────────────────

start_balancer() {
    if [[ $TOPOLOGY == single ]] || is_running balancer; then return; fi
    write_balancer_settings
    start_detached balancer "$HERE" haproxy -W -f "$HERE/balancer.cfg"
    wait_until "the balancer starts" 10 something_listens_on "$RABBITMQ_PORT" || { show_tail_of "$HERE/logs/balancer.log"; fail "The balancer did not start."; }
}

# Connections to the database that is no longer the primary end at once.
aim_balancer() {
    local pid
    write_balancer_settings
    if pid=$(running_pid balancer); then kill -USR2 "$pid"; fi
}

write_balancer_settings() {
    local node name check='check inter 1s fall 2 rise 1 on-marked-down shutdown-sessions' greeting='' identity=''
    if [[ $TLS == on ]]; then greeting=' check-ssl verify none'; fi
    if ((EUID == 0)); then identity=$'\n    user haproxy\n    group haproxy'; fi
    {
        printf 'global\n    maxconn 8000\n    hard-stop-after 1s%s\ndefaults\n    mode tcp\n    log global\n    option clitcpka\n    option srvtcpka\n' "$identity"
        printf '    timeout connect 3s\n    timeout client 1h\n    timeout server 1h\n    timeout check 3s\n'
        printf 'listen rabbitmq\n    bind 127.0.0.1:%s\n    balance leastconn\n' "$RABBITMQ_PORT"
        for node in "${BROKERS[@]}"; do printf '    server %s 127.0.0.1:%s %s%s\n' "$node" "$(own_port RABBITMQ "$node")" "$check" "$greeting"; done
        printf 'listen management\n    bind 127.0.0.1:%s\n    mode http\n    option httpchk GET /\n' "$MANAGEMENT_PORT"
        for node in "${BROKERS[@]}"; do printf '    server %s 127.0.0.1:%s %s\n' "$node" "$(own_port MANAGEMENT "$node")" "$check"; done
        name=$(primary_database)
        printf 'listen postgres\n    bind 127.0.0.1:%s\n    server %s 127.0.0.1:%s\n' "$POSTGRES_PORT" "$name" "$(own_port POSTGRES "$name")"
    } >"$HERE/balancer.cfg"
}

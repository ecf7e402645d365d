# All brokers of an instance exchanged at once for those of another Debian release, which cannot stand beside the ones before, while the services go
# on: what waited in the queues is told again by whoever had told it. shared/docs/upgrades.md tells when.
# shellcheck shell=bash

exchange_brokers() { # release [--since TIME]
    local release=${1:-} since='' component node began=$SECONDS definitions=$HERE/run/definitions.json stamp
    [[ " ${RELEASES[*]} " == *" $release "* ]] || fail "./rma brokers RELEASE [--since TIME]: a release is one of ${RELEASES[*]}"
    if [[ ${2:-} == --since && -n ${3:-} ]]; then since=$(date -u -d "$3" +%FT%TZ 2>/dev/null) || fail "'$3' is no time such as 2026-11-30T12:00:00Z."
    elif (($# > 1)); then fail "./rma brokers RELEASE [--since TIME]"; fi
    require_instance
    lock_instance
    read_instance
    [[ $INFRASTRUCTURE == native ]] || fail "Brokers in containers have the release of their image: shared/docs/upgrades.md."
    if [[ $(servers_of_broker "${BROKERS[0]}") == "$release" ]]; then fail "The brokers are those of $release already."; fi
    for node in "${BROKERS[@]}"; do is_running "$node" || fail "$node does not run: ./rma start $node. Nothing was changed."; done
    for component in "${COMPONENTS[@]}"; do service_is_ready "$component" || fail "$component is not ready, so nobody knows how long its messages have waited. Nothing was changed."; done
    nothing_waits_for_others "$since"
    need_servers_of "$release"
    ( umask 077; broker_api definitions >"$definitions" ) || fail "The broker does not tell its definitions."

    say "The feed"
    close_feed
    wait_until "the services read what it told" 120 feed_is_read || { import_definitions <"$definitions"; fail "The feed's queues did not get empty: ./rma doctor. It is open again, and nothing was changed."; }
    good "the feed is closed, and read"
    say "The brokers"
    stop_brokers
    stamp=$(date -u +%Y%m%dT%H%M%SZ)
    for node in "${BROKERS[@]}"; do
        mv "$HERE/$node/mnesia" "$HERE/$node/mnesia.before-$stamp"
        rm -f "$HERE/$node/.member"
        printf '%s\n' "$release" >"$HERE/$node.servers"
    done
    start_rabbitmq
    import_definitions <"$definitions" # users and permissions too, those that somebody made beside ours among them
    rm -f "$definitions"
    say "What waited"
    retell_everything "${since:-$(date -u -d '-1 day' +%FT%TZ)}"
    good "the brokers are those of $release ($((SECONDS - began)) s); what was in the queues of before stays in .rma/$INSTANCE/<node>/mnesia.before-$stamp until you delete it"
}

# Services read their queues all the time; how old something is that others have not read only a person knows. What is dead nobody would tell again.
nothing_waits_for_others() { # since
    local waiting
    waiting=$(messages_in_queues | awk '$2 != 0 && ($1 == "dead" || $1 == "unrouted") { print $1 ": " $2 }') || fail "RabbitMQ does not tell what waits in its queues. Nothing was changed."
    if [[ -n $waiting ]]; then fail "There are messages nobody would tell again ($waiting): shared/docs/alerts.md, GivenUp. Nothing was changed."; fi
    waiting=$(messages_in_queues | awk '$2 != 0 && $1 ~ /^(finance|feed-rejections)\./ { printf "%s%s: %s", sep, $1, $2; sep = ", " }') || fail "RabbitMQ does not tell what waits in its queues. Nothing was changed."
    if [[ -n $waiting && -z $1 ]]; then fail "Others have not read everything ($waiting): let them read it, or say with --since from when on it is told again. Nothing was changed."; fi
}

# Whoever may write to the exchanges of the feed may not any more, and is told so: a publisher tries again until it is open.
close_feed() {
    local user allowed
    allowed=$(feed_exchanges)
    while IFS= read -r user; do
        control_rabbitmq clear_permissions --vhost rma "$user" >/dev/null
        control_rabbitmq close_all_user_connections "$user" "the brokers are exchanged" >/dev/null
    done < <(permissions | FEED=$allowed awk -F'\t' '$3 == ENVIRON["FEED"] { print $1 }')
    FEED_QUEUES=$(control_rabbitmq list_bindings --vhost rma --quiet --no-table-headers source_name destination_name | FEED=$allowed awk -F'\t' '$1 ~ ENVIRON["FEED"] { print $2 }')
}
feed_exchanges() { permissions | awk -F'\t' '$1 == "feed" { print $3 }'; } # → pattern
permissions() { control_rabbitmq list_permissions --vhost rma --quiet --no-table-headers; } # user, configure, write, read; one user a line

feed_is_read() {
    [[ -z $(messages_in_queues | FEED=$FEED_QUEUES awk -F'\t' '
        BEGIN { split(ENVIRON["FEED"], names, "\n"); for (i in names) of_feed[names[i]] = 1 } $1 in of_feed && $2 != 0') ]]
}

# Stuck items of all services, and retrying them.
# shellcheck shell=bash

handle_stuck() { # [list] | retry|settle <id> --reason <words>
    local verb=${1:-list}
    if (($#)); then shift; fi
    case $verb in
        list) list_stuck ;;
        retry) retry_stuck "$@" ;;
        settle) settle_stuck "$@" ;;
        *) fail "./rma stuck | ./rma stuck retry <id> --reason \"why it will work now\" | ./rma stuck settle <id> --reason \"what was done instead\"" ;;
    esac
}

# The retry is recorded with its operator, so a person's token is used and not the platform's key.
call_as_operator() { # service, curl arguments, path last
    local service=$1 token
    shift
    token=$(make_token operator --name "${ACTING_AS:-$(id -un)}") || return 1
    curl -sS --max-time 20 -H @<(printf 'Authorization: Bearer %s\n' "$token") "${@:1:$#-1}" "$(service_url "$service")${*: -1}"
}

list_stuck() {
    local service lines id kind age what cause count=0
    for service in "${SERVICES[@]}"; do
        lines=$(call_as_operator "$service" --fail-with-body -H 'Accept: text/plain' '/platform/stuck?limit=200' 2>&1) || { bad "$service does not tell: $lines"; continue; }
        while IFS=$'\t' read -r id kind age what cause; do
            [[ -n $id ]] || continue
            count=$((count + 1))
            say "$(printf '  %-10s %-11s %-9s %s\n             %s: %s' "$service" "$kind" "$(as_age "$age")" "$id" "$what" "$cause")"
        done <<<"$lines"
    done
    if ((count)); then
        say "$count stuck. ./rma stuck retry <id> --reason \"…\" retries one; what is quarantined and will never be right as it is, ./rma stuck settle <id> --reason \"…\" closes."
    else say "Nothing is stuck."; fi
}

# How many there are, for doctor: a number, or nothing where a service does not tell.
count_stuck() {
    local service lines count=0
    for service in "${SERVICES[@]}"; do
        lines=$(call_as_operator "$service" --fail-with-body -H 'Accept: text/plain' '/platform/stuck?limit=200' 2>/dev/null) || return 1
        if [[ -n $lines ]]; then count=$((count + $(wc -l <<<"$lines"))); fi
    done
    printf '%d' "$count"
}

as_age() { # seconds
    if (($1 >= 172800)); then printf '%d d' $(($1 / 86400)); elif (($1 >= 7200)); then printf '%d h' $(($1 / 3600)); elif (($1 >= 120)); then printf '%d min' $(($1 / 60)); else printf '%d s' "$1"; fi
}

retry_stuck() { # <id> --reason <words>
    post_reason retry 'why it will work now' /platform/stuck/@/retry "$@" || fail "Nothing with the id $1 is stuck in any service."
    case $STATUS in
        202)
            if [[ $ANSWER == *second-person-needed* ]]; then good "$ANSWERING has noted your wish; money follows from $1, so a second person has to confirm it (--as <name>)"
            else good "$ANSWERING retries $1; who, when and why are written down"; fi ;;
        200) good "$ANSWERING has retried $1 before; nothing was changed" ;;
        *) fail "$ANSWERING answered $STATUS: $ANSWER" ;;
    esac
}

# A dead letter whose sender has sent it again, right this time: nothing is done with it any more.
settle_stuck() { # <id> --reason <words>
    post_reason settle 'what was done instead' /dead-letters/@/settlement "$@" || fail "No service has a dead letter with the id $1."
    case $STATUS in
        200 | 204) good "$ANSWERING has settled $1; who, when and why are written down" ;;
        *) fail "$ANSWERING answered $STATUS: $ANSWER" ;;
    esac
}

# To the service that knows the item → ANSWERING, STATUS, ANSWER; status 1 when none does.
post_reason() { # verb, such a reason, path with @ for the id, <id> --reason <words> [--as <name>]
    local verb=$1 example=$2 id=${4:-} path reason=${6:-} service answer
    [[ $id =~ ^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$ && ${5:-} == --reason && -n $reason ]] || fail "./rma stuck $verb <id> --reason \"$example\" [--as <name>]"
    if [[ ${7:-} == --as && -n ${8:-} ]]; then ACTING_AS=$8; fi
    path=${3/@/$id}
    reason=${reason//\\/\\\\}
    reason=${reason//\"/\\\"}
    for service in "${SERVICES[@]}"; do
        answer=$(call_as_operator "$service" -w '\n%{http_code}' -X POST -H 'Content-Type: application/json' \
            -H "Idempotency-Key: stuck-$(cat /proc/sys/kernel/random/uuid)" --data "{\"reason\":\"$reason\"}" "$path" 2>&1) || { bad "$service does not answer: $answer"; continue; }
        ANSWERING=$service STATUS=${answer##*$'\n'} ANSWER=${answer%$'\n'*}
        if [[ $STATUS != 404 ]]; then return; fi
    done
    return 1
}

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
    local id=${1:-} service answer status
    [[ $id =~ ^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$ && ${2:-} == --reason && -n ${3:-} ]] || fail "./rma stuck retry <id> --reason \"why it will work now\" [--as <name>]"
    if [[ ${4:-} == --as && -n ${5:-} ]]; then ACTING_AS=$5; fi
    for service in "${SERVICES[@]}"; do
        answer=$(post_reason "$service" "$3" "/platform/stuck/$id/retry") || { bad "$service does not answer: $answer"; continue; }
        status=${answer##*$'\n'}
        case $status in
            202)
                if [[ $answer == *second-person-needed* ]]; then good "$service has noted your wish; money follows from $id, so a second person has to confirm it (--as <name>)"
                else good "$service retries $id; who, when and why are written down"; fi
                return ;;
            200) good "$service has retried $id before; nothing was changed"; return ;;
            404) ;;
            *) fail "$service answered $status: ${answer%$'\n'*}" ;;
        esac
    done
    fail "Nothing with the id $id is stuck in any service."
}

# A dead letter whose sender has sent it again, right this time: nothing is done with it any more.
settle_stuck() { # <id> --reason <words>
    local id=${1:-} service answer status
    [[ $id =~ ^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$ && ${2:-} == --reason && -n ${3:-} ]] || fail "./rma stuck settle <id> --reason \"what was done instead\" [--as <name>]"
    if [[ ${4:-} == --as && -n ${5:-} ]]; then ACTING_AS=$5; fi
    for service in "${SERVICES[@]}"; do
        answer=$(post_reason "$service" "$3" "/dead-letters/$id/settlement") || { bad "$service does not answer: $answer"; continue; }
        status=${answer##*$'\n'}
        case $status in
            200 | 204) good "$service has settled $id; who, when and why are written down"; return ;;
            404) ;;
            *) fail "$service answered $status: ${answer%$'\n'*}" ;;
        esac
    done
    fail "No service has a dead letter with the id $id."
}

post_reason() { # service, reason, path
    local reason=${2//\\/\\\\}
    reason=${reason//\"/\\\"}
    call_as_operator "$1" -w '\n%{http_code}' -X POST -H 'Content-Type: application/json' \
        -H "Idempotency-Key: stuck-$(cat /proc/sys/kernel/random/uuid)" --data "{\"reason\":\"$reason\"}" "$3" 2>&1
}

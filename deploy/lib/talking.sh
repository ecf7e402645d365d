# Console output: short lines, progress of long steps, the tail of a log after a failure.
# shellcheck shell=bash

SAY_TO=1        # verbs whose standard output is read by programs (servers, env, token) set this to 2
RUNNING_STEP=   # process of the step in progress, so that an interrupted script does not leave it behind

say() { printf '%s\n' "$*" >&"$SAY_TO"; }
good() { say "  ✓ $*"; }
bad() { say "  ✗ $*"; }
fail() { printf '✗ %s\n' "$*" >&2; exit 1; }

show_tail_of() { # log file, lines
    [[ -s $1 ]] || return 0
    { printf '    ── last lines of %s\n' "${1#"$ROOT"/}"; tail -n "${2:-30}" "$1" | sed 's/^/    │ /'; } >&2
}

# On a terminal one line counts the seconds; in a CI log a line is added every 20 seconds.
tick() { # what, second at which it began
    local seconds=$((SECONDS - $2))
    if [[ -t $SAY_TO ]]; then
        printf '\r  … %s (%d s) ' "$1" "$seconds" >&"$SAY_TO"
    elif ((seconds >= LAST_TICK + 20)); then
        LAST_TICK=$seconds
        say "  … $1 ($seconds s)"
    fi
}

clear_tick() { LAST_TICK=0; if [[ -t $SAY_TO ]]; then printf '\r\033[K' >&"$SAY_TO"; fi; }
LAST_TICK=0

show_progress_while() { # what, log file, command…
    local began=$SECONDS
    show_progress_quietly_while "$@" || return
    good "$1 ($((SECONDS - began)) s)"
}

# Runs a command with its output in a log and shows its progress; returns the command's status.
# The command gets its own session, so that all its processes can be ended when this script is interrupted.
show_progress_quietly_while() { # what, log file, command…
    local what=$1 log=$2 began=$SECONDS status=0 session=(setsid)
    shift 2
    if [[ $1 == sudo ]]; then session=(); fi # sudo remembers its password by terminal
    "${session[@]}" "$@" </dev/null >>"$log" 2>&1 {LOCK}>&- &
    RUNNING_STEP=$!
    while kill -0 "$RUNNING_STEP" 2>/dev/null; do
        tick "$what" "$began"
        sleep 0.2
    done
    wait "$RUNNING_STEP" || status=$?
    RUNNING_STEP=
    clear_tick
    return "$status"
}

end_running_step() {
    [[ -n $RUNNING_STEP ]] || return 0
    kill -TERM -- "-$RUNNING_STEP" 2>/dev/null || kill -TERM "$RUNNING_STEP" 2>/dev/null || true
    RUNNING_STEP=
}

# Repeats a check until it succeeds. Status 1: timeout. A check that returns 2 ends the wait.
wait_until() { # what, seconds, command…
    local what=$1 limit=$2 began=$SECONDS status=0
    shift 2
    while true; do
        "$@" && break || status=$?
        if ((status == 2 || SECONDS - began >= limit)); then clear_tick; return 1; fi
        tick "$what" "$began"
        sleep 0.2
    done
    clear_tick
}

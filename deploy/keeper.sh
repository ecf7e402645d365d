#!/usr/bin/env bash
# Supervisor: runs a program and restarts it 2 s after it ended with an error. Its pid is always in the pid file; to stop the program for
# good, end this loop first. A normal exit (status 0) ends the loop too.
# keeper.sh <pid file> <program> <arguments…>
set -u

pid_file=$1 ended=''
shift
trap 'ended=yes' TERM
exec {nothing}<> <(:) # to wait on without a process of its own

while [[ -z $ended ]]; do
    "$@" &
    printf '%s\n' "$!" >"$pid_file"
    if wait "$!"; then break; else status=$?; fi
    if [[ -n $ended ]]; then break; fi
    printf '%s keeper: ended with status %d, started again in 2 s\n' "$(date -u +%FT%TZ)" "$status"
    read -rt 2 -u "$nothing"
done

#!/usr/bin/env bash
# What docker-compose.yml relies on of the official image's entry point: the broker runs as the user rabbitmq, to whom its data belongs.
set -euo pipefail

if [[ ${1:-} == rabbitmq-server ]] && ((EUID == 0)); then
    find /var/lib/rabbitmq \! -user rabbitmq -exec chown rabbitmq '{}' +
    exec setpriv --reuid=rabbitmq --regid=rabbitmq --init-groups "${BASH_SOURCE[0]}" "$@"
fi
exec "$@"

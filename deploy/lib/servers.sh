# The Debian release whose RabbitMQ and PostgreSQL an instance has: debian is this machine's own. Packages of another release are unpacked into
# .rma/servers/<release>, which the servers see as their root; nothing is installed over what the machine has.
# shellcheck shell=bash
# shellcheck disable=SC2034  # read in postgres.sh and rabbitmq.sh

RELEASES=(debian trixie sid)

choose_servers() {
    local before
    before=$(cat "$HERE/servers" 2>/dev/null || printf debian)
    SERVERS=${RMA_SERVERS:-$before}
    if [[ " ${RELEASES[*]} " != *" $SERVERS "* ]]; then fail "RMA_SERVERS is one of ${RELEASES[*]}, not '$SERVERS'."; fi
    if [[ $SERVERS != "$before" && -d $HERE/postgres ]]; then fail "Instance $INSTANCE has the servers of $before. ./rma reset makes it anew, or choose another RMA_INSTANCE."; fi
    SERVER_ROOT=''
    IN_SERVERS=()
    DATABASE_IDS=postgres:postgres BROKER_IDS=rabbitmq:rabbitmq
    AS_DATABASE_USER=()
    if [[ $SERVERS != debian ]]; then enter_server_root
    elif ((EUID == 0)); then AS_DATABASE_USER=(setpriv --reuid=postgres --regid=postgres --clear-groups); fi # PostgreSQL refuses to run as root
}

# Brokers that were exchanged have another release than the database; until then they have the instance's.
servers_of_broker() { cat "$HERE/$1.servers" 2>/dev/null || printf '%s' "$SERVERS"; } # node

need_servers_of() { # release
    local SERVERS=$1 SERVER_ROOT='' IN_SERVERS DATABASE_IDS BROKER_IDS AS_DATABASE_USER
    if [[ $1 != debian ]]; then enter_server_root; need_server_root; elif [[ ! -x /usr/lib/rabbitmq/bin/rabbitmq-server ]]; then install_debian_packages rabbitmq-server; fi
}

# The root sees this working copy at its own path, and has the machine's network and processes.
enter_server_root() {
    SERVER_ROOT=$ROOT/.rma/servers/$SERVERS
    IN_SERVERS=(unshare --mount --propagation private bash -ec
        'umask 022; mkdir -p "$1$2"; mount --rbind "$2" "$1$2"; mount --rbind /dev "$1/dev"; mount -t proc proc "$1/proc"; root=$1; shift 2; exec chroot "$root" "$@"' enter "$SERVER_ROOT" "$ROOT")
    if [[ ! -f $SERVER_ROOT/.complete ]]; then return; fi
    DATABASE_IDS=$(ids_in_servers postgres)
    BROKER_IDS=$(ids_in_servers rabbitmq)
    AS_DATABASE_USER=("${IN_SERVERS[@]}" setpriv "--reuid=${DATABASE_IDS%:*}" "--regid=${DATABASE_IDS#*:}" --clear-groups)
}

ids_in_servers() { awk -F: -v user="$1" '$1 == user { print $3 ":" $4 }' "$SERVER_ROOT/etc/passwd"; } # user

# → AS_USER, BROKER_IDS and BROKER_ROOT
as_broker() { # node
    local servers
    servers=$(servers_of_broker "$1")
    local SERVERS=$servers SERVER_ROOT='' IN_SERVERS=() DATABASE_IDS AS_DATABASE_USER
    BROKER_IDS=rabbitmq:rabbitmq
    if [[ $SERVERS != debian ]]; then enter_server_root; fi
    BROKER_ROOT=$SERVER_ROOT
    if [[ -z $SERVER_ROOT ]]; then as_user rabbitmq rabbitmq
    else AS_USER=("${IN_SERVERS[@]}" setpriv "--reuid=${BROKER_IDS%:*}" "--regid=${BROKER_IDS#*:}" --clear-groups --no-new-privs --inh-caps=-all); fi
}

# Where apt gets the machine's own packages from is where the others come from too.
need_server_root() {
    local log=$ROOT/.rma/servers/$SERVERS.log mirror
    if [[ ! -f $SERVER_ROOT/.complete ]]; then
        if ((EUID != 0)); then fail "RMA_SERVERS=$SERVERS unpacks packages and changes the root folder of its servers, which only root may."; fi
        need_commands debootstrap:debootstrap
        mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' | grep -v security | head -n 1)
        [[ -n $mirror ]] || fail "apt does not say where packages come from."
        mkdir -p "$ROOT/.rma/servers"
        rm -rf --one-file-system "$SERVER_ROOT" # of an attempt that was interrupted
        umask 022 # its files are read by the users of its servers; what is above is closed
        show_progress_while "unpacking a small Debian $SERVERS" "$log" debootstrap --variant=minbase "$SERVERS" "$SERVER_ROOT" "$mirror" ||
            { show_tail_of "$log"; fail "Debian $SERVERS could not be unpacked."; }
        printf '#!/bin/sh\nexit 101\n' >"$SERVER_ROOT/usr/sbin/policy-rc.d" # no package starts its server
        chmod 755 "$SERVER_ROOT/usr/sbin/policy-rc.d"
        printf '127.0.0.1 localhost\n' >"$SERVER_ROOT/etc/hosts"
        show_progress_while "its RabbitMQ and PostgreSQL" "$log" "${IN_SERVERS[@]}" env DEBIAN_FRONTEND=noninteractive \
            apt-get install -y --no-install-recommends rabbitmq-server postgresql || { show_tail_of "$log"; fail "The servers of Debian $SERVERS could not be unpacked."; }
        umask 077
        : >"$SERVER_ROOT/.complete"
    fi
    enter_server_root
}

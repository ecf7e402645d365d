# Whose files and processes these are. Nothing is open to other users of this machine. Started by root, nothing of the platform runs as root:
# the servers have the users of their packages, each service has one of its own, and reads only what is its own.
# shellcheck shell=bash

umask 077

# Numbers suffice: no entry in /etc/passwd is made. They are of a range that distributions leave to programs for short-lived users.
SERVICE_GROUP=61650
user_of_service() { # service
    local index
    for index in "${!SERVICES[@]}"; do
        if [[ ${SERVICES[index]} == "$1" ]]; then printf '%s' "$((SERVICE_GROUP + 1 + index))"; return; fi
    done
}

# Root gives its power away; others keep what they have. A clone in a folder that is closed to others (/root) cannot be read by another user.
as_user() { # user, group, what the user must be able to read… → AS_USER
    local file become=(setpriv "--reuid=$1" "--regid=$2" --clear-groups --no-new-privs --inh-caps=-all)
    AS_USER=()
    if ((EUID != 0)) || ! "${become[@]}" test -x "$HERE"; then return; fi
    for file in "${@:3}"; do
        if [[ -e $file ]] && ! "${become[@]}" test -r "$file"; then return; fi
    done
    AS_USER=("${become[@]}")
}

as_service() { as_user "$(user_of_service "$1")" "$SERVICE_GROUP" "$RMA" "$(program_of "$1")" "$(readlink -f "$(command -v dotnet || true)")"; } # service

# Folders may be passed through by the users of servers and services, and be looked into by nobody.
close_files() {
    local folder service folders=(logs traces photos policies secrets)
    for folder in traces photos policies; do mkdir -p "$HERE/$folder"; done
    find "$ROOT/.rma" "$HERE" "$HERE/run" -maxdepth 1 -type f -exec chmod go-rwx {} +
    chmod 700 "$ROOT/.rma/locks"
    for folder in "${BROKERS[@]}"; do if [[ -d $HERE/$folder ]]; then folders+=("$folder"); fi; done
    if ((EUID != 0)); then
        chmod 700 "$ROOT/.rma" "$HERE" "$HERE/run"
        for folder in "${folders[@]}"; do chmod -R go-rwx "$HERE/$folder"; done
        return
    fi
    chmod 711 "$ROOT/.rma" "$HERE" "$HERE/run"
    for folder in "${folders[@]}"; do chmod -R o-rwx "$HERE/$folder"; done
    chmod 700 "$HERE/logs"
    for service in "${SERVICES[@]}"; do open_files_for "$service"; done
}

# What a service reads with the others, and what it has for itself. Root may always read it.
open_files_for() { # service
    local user secrets=$HERE/secrets file
    user=$(user_of_service "$1")
    as_service "$1"
    if ((${#AS_USER[@]} == 0)); then return; fi
    chgrp "$SERVICE_GROUP" "$secrets" "$secrets/senders" "$HERE/policies" "$HERE/traces"
    chmod 710 "$secrets" "$secrets/senders"
    chmod 750 "$HERE/policies"
    chmod 1770 "$HERE/traces"
    if [[ -d $secrets/tls ]]; then chgrp "$SERVICE_GROUP" "$secrets/tls"; chmod 710 "$secrets/tls"; fi
    for file in "$secrets"/{api-keys.json,jwt-public.pem,sender-keys.json,tls/authority.pem} "$HERE/policies"/*; do
        if [[ -f $file ]]; then chgrp "$SERVICE_GROUP" "$file"; chmod 640 "$file"; fi
    done
    if [[ -d $secrets/history ]]; then chgrp "$SERVICE_GROUP" "$secrets/history"; chmod 710 "$secrets/history"; fi
    for file in "$secrets/senders/$1.pem" "$secrets/tls/$1.pem" "$secrets/history/$1.json"; do
        if [[ -f $file ]]; then chown "$user" "$file"; chmod 600 "$file"; fi
    done
    find "$HERE/traces" -name "$1*" -exec chown "$user:$SERVICE_GROUP" {} +
    if [[ $1 == console ]]; then chown "$user" "$secrets/jwt-private.pem"; fi # with which it signs for the people whom one may choose to be
    if [[ $1 == receiving ]]; then chown -R "$user:$SERVICE_GROUP" "$HERE/photos"; fi
}

# For the commands that follow: AS_USER, and a pid file that the service's keeper may write.
become_service() { # service, component
    open_files_for "$1"
    if ((EUID != 0)); then return; fi
    if ((${#AS_USER[@]} == 0)); then say "  · $2 runs as root: another user cannot enter $ROOT or start dotnet"; return; fi
    export HOME=/nonexistent
    if [[ -n ${RMA_FAIL_POINT_MARKER:-} ]]; then open_folder_of_markers "$(dirname "$RMA_FAIL_POINT_MARKER")"; fi
    : >"$HERE/run/$2.pid"
    chown "$(user_of_service "$1")" "$HERE/run/$2.pid"
}

# Where a service that is made to die (fault tests) says at which place it did.
open_folder_of_markers() { # folder of this instance
    if [[ $1 != "$HERE"/?* ]]; then return; fi
    mkdir -p "$1"
    chgrp "$SERVICE_GROUP" "$1"
    chmod 1770 "$1"
    local above=$1
    while above=$(dirname "$above") && [[ $above != "$HERE" ]]; do chmod o+x "$above"; done
}

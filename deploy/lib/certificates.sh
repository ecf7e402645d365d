# Certificates of an instance: an authority of its own, and one certificate with its key for the broker, the database, each service and the
# tools. Each is made and renewed here; whoever uses it takes the new one without a restart.
# shellcheck shell=bash

CERTIFICATE_DAYS=90 AUTHORITY_DAYS=3650
tls_folder() { printf '%s/secrets/tls' "$HERE"; }

# Stored at an instance's first start: its servers listen one way only. RMA_TLS=off is for measurements.
choose_tls() {
    local remembered='' running='' server
    if [[ $INFRASTRUCTURE == docker ]]; then
        if [[ ${RMA_TLS:-on} != on ]]; then fail "RMA_TLS=$RMA_TLS is for native servers."; fi
        TLS=on
        printf '%s\n' "$TLS" >"$HERE/tls"
        return
    fi
    for server in "${SERVERS_OF_ALL_KINDS[@]}"; do if is_running "$server"; then running=yes; fi; done
    if [[ -f $HERE/tls ]]; then remembered=$(cat "$HERE/tls")
    elif [[ -n $running ]]; then remembered=off; fi # of a release without TLS, until its next start
    TLS=${RMA_TLS:-${remembered:-on}}
    [[ $TLS == @(on|off) ]] || fail "RMA_TLS is on or off, not '$TLS'."
    if [[ -z $running ]]; then printf '%s\n' "$TLS" >"$HERE/tls"
    elif [[ $remembered != "$TLS" ]]; then fail "The servers of instance $INSTANCE run with RMA_TLS=$remembered: ./rma down first."; fi
}

# For verbs that start no server: as they run now.
read_tls() { TLS=$(cat "$HERE/tls" 2>/dev/null || printf off); }

# Who is called how: the name in the container's network, and this machine's.
certificate_owners() { printf '%s\n' broker database tools "${SERVICES[@]}"; }
names_of_owner() { # owner
    case $1 in
        broker) printf 'DNS:rabbitmq,DNS:localhost,IP:127.0.0.1' ;;
        database) printf 'DNS:postgres,DNS:localhost,IP:127.0.0.1' ;;
        *) printf 'DNS:%s,DNS:localhost,IP:127.0.0.1' "$1" ;;
    esac
}

# Makes what is not there and renews what has less than a third of its life left. The servers get it when they start, or now when they run.
keep_certificates() { # [all]: renews every certificate
    local owner folder
    RENEWED=()
    if [[ $TLS == off ]]; then return; fi
    folder=$(tls_folder)
    ( umask 077; mkdir -p "$folder" )
    keep_authority "$folder"
    while read -r owner; do
        if [[ ${1:-} != all ]] && certificate_counts "$folder" "$owner"; then continue; fi
        make_certificate "$folder" "$owner"
        RENEWED+=("$owner")
    done < <(certificate_owners)
}

keep_authority() { # folder
    local folder=$1
    if [[ -s $folder/authority.crt ]] && has_a_third_left "$folder/authority.crt"; then return; fi
    ( umask 077
      openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days "$AUTHORITY_DAYS" -subj "/O=Rma.Platform/CN=authority of instance $INSTANCE" \
          -addext keyUsage=critical,keyCertSign,cRLSign -keyout "$folder/authority.key.new" -out "$folder/authority.crt.new" 2>/dev/null
      mv "$folder/authority.key.new" "$folder/authority.key"
      # Those of before are believed for as long as certificates of theirs may be in use.
      { cat "$folder/authority.crt.new"; cat "$folder/authority.crt" 2>/dev/null || true; } >"$folder/authority.pem.new"
      if [[ -f $folder/authority.pem ]]; then keep_owner_of "$folder/authority.pem"; fi
      mv "$folder/authority.pem.new" "$folder/authority.pem"
      mv "$folder/authority.crt.new" "$folder/authority.crt" )
}

# One file, so that certificate and key are replaced at once. For server and client: a service is both.
make_certificate() { # folder, owner
    local folder=$1 owner=$2
    ( umask 077
      openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/O=Rma.Platform/CN=$owner" -keyout "$folder/$owner.key.new" 2>/dev/null |
          openssl x509 -req -CA "$folder/authority.crt" -CAkey "$folder/authority.key" -set_serial "0x$(random_hex 16)" -days "$CERTIFICATE_DAYS" -extfile <(
              printf 'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=serverAuth,clientAuth\nsubjectAltName=%s\n' "$(names_of_owner "$owner")"
          ) -out "$folder/$owner.crt.new" 2>/dev/null || fail "The certificate of $owner could not be made."
      cat "$folder/$owner.crt.new" "$folder/$owner.key.new" >"$folder/$owner.pem.new"
      if [[ -f $folder/$owner.pem ]]; then keep_owner_of "$folder/$owner.pem"; fi
      rm "$folder/$owner.crt.new" "$folder/$owner.key.new"
      mv "$folder/$owner.pem.new" "$folder/$owner.pem" )
}

keep_owner_of() { chown --reference="$1" "$1.new"; chmod --reference="$1" "$1.new"; } # file, of which <file>.new takes the place

certificate_counts() { # folder, owner
    [[ -s $1/$2.pem ]] && has_a_third_left "$1/$2.pem" && openssl verify -CAfile "$1/authority.crt" "$1/$2.pem" >/dev/null 2>&1
}

second_of() { date -d "$(openssl x509 -noout "-$1date" -in "$2" | cut -d= -f2)" +%s; } # start|end, file
has_a_third_left() { # file
    local from to
    from=$(second_of start "$1") to=$(second_of end "$1")
    (((to - $(date +%s)) * 3 >= to - from))
}

# The servers keep copies that their own users may read.
install_certificate() { # owner, the server's folder, its user and group when this is root
    local folder target=$2
    folder=$(tls_folder)
    install -m 600 "$folder/$1.pem" "$target/$1.pem.new"
    install -m 600 "$folder/authority.pem" "$target/authority.pem.new"
    if ((EUID == 0)) && [[ -n ${3:-} ]]; then chown "$3" "$target/$1.pem.new" "$target/authority.pem.new"; fi
    mv "$target/$1.pem.new" "$target/$1.pem"
    mv "$target/authority.pem.new" "$target/authority.pem"
}

# The database reads its files again at SIGHUP; the broker looks every two minutes, or now. Containers have their own way.
give_renewed_certificates() {
    local node
    if [[ $INFRASTRUCTURE == docker ]] || ((${#RENEWED[@]} == 0)); then return; fi
    if [[ " ${RENEWED[*]} " == *' database '* ]]; then
        for node in "${DATABASES[@]}"; do
            if ! is_running "$node"; then continue; fi
            install_certificate database "$(realpath "$HERE/$node")" "$DATABASE_IDS"
            kill -HUP "$(running_pid "$node")"
        done
    fi
    if [[ " ${RENEWED[*]} " == *' broker '* ]]; then
        for node in "${BROKERS[@]}"; do
            if ! is_running "$node"; then continue; fi
            install_certificate broker "$HERE/$node" "$(broker_user "$node")"
            RMA_BROKER_NODE=$node control_rabbitmq eval 'ssl:clear_pem_cache().' >/dev/null
        done
    fi
    if [[ -f $HERE/platform.env ]]; then say "  · certificates renewed: ${RENEWED[*]}"; fi
}

handle_certificates() { # [renew]
    [[ ${1:-} == @(|renew) ]] || fail "./rma certificates [renew]"
    if [[ $TLS == off ]]; then say "  · instance $INSTANCE runs without TLS (RMA_TLS=off)"; return; fi
    if [[ $INFRASTRUCTURE == docker ]]; then # the database looks with each check of its health, the broker every two minutes
        ask_secrets certificates "$@" </dev/null >>"$HERE/logs/docker.log" 2>&1 || { show_tail_of "$HERE/logs/docker.log"; fail "The containers' certificates could not be renewed."; }
        fetch_secrets
        close_files
        if [[ -n ${1:-} ]] && is_running rabbitmq; then control_rabbitmq eval 'ssl:clear_pem_cache().' >/dev/null; fi
    else
        keep_certificates "${1:+all}"
        give_renewed_certificates
    fi
    list_certificates
}

list_certificates() {
    local owner file
    while read -r owner; do
        file=$(tls_folder)/$owner.pem
        say "$(printf '  %-10s until %s  %s' "$owner" "$(date -u -d "@$(second_of end "$file")" +%Y-%m-%d)" "$(names_of_owner "$owner")")"
    done < <(certificate_owners)
    file=$(tls_folder)/authority.crt
    say "$(printf '  %-10s until %s' authority "$(date -u -d "@$(second_of end "$file")" +%Y-%m-%d)")"
}

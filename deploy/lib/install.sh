# Installs packages that a bare Debian machine lacks, without starting system-wide services.
# shellcheck shell=bash
# shellcheck disable=SC2034  # read in ./rma

POLICY=/usr/sbin/policy-rc.d

# Programs only: a function of the same name (pgbackrest) is no program.
need_commands() { # command:package…
    local pair missing=()
    for pair in "$@"; do
        type -P "${pair%%:*}" >/dev/null || missing+=("${pair##*:}")
    done
    if ((${#missing[@]})); then install_debian_packages "${missing[@]}"; fi
}

need_native_servers() {
    local missing=()
    if [[ $SERVERS != debian ]]; then need_server_root; return; fi
    [[ -x /usr/lib/rabbitmq/bin/rabbitmq-server ]] && command -v epmd >/dev/null || missing+=(rabbitmq-server)
    compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql)
    if ((${#missing[@]})); then install_debian_packages "${missing[@]}"; fi
}

install_debian_packages() { # package…
    local log=$ROOT/.rma/install.log as_root=() status=0
    command -v apt-get >/dev/null || fail "Missing: $*. There is no apt-get here; please install them, or start a Docker engine."
    if ((EUID != 0)); then
        command -v sudo >/dev/null || fail "Missing: $*. As root: apt-get update && apt-get install $*"
        say "  Installing $* needs sudo."
        sudo -v || fail "Without sudo, please run as root: apt-get update && apt-get install $*"
        as_root=(sudo)
    fi
    mkdir -p "$ROOT/.rma"
    : >"$log"
    show_progress_while "apt-get update" "$log" "${as_root[@]}" apt-get -o DPkg::Lock::Timeout=300 update ||
        { show_tail_of "$log"; fail "apt-get update failed."; }
    keep_new_packages_from_starting_servers
    show_progress_while "installing $*" "$log" "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "$@" || status=$?
    restore_start_policy
    if ((status != 0)); then show_tail_of "$log"; fail "apt-get could not install $*."; fi
    keep_new_servers_from_starting_at_boot "$@"
}

# Debian starts a server as soon as its package is installed, unless policy-rc.d returns 101. An existing policy-rc.d is restored
# afterwards; after an interrupted run the next one cleans up.
keep_new_packages_from_starting_servers() {
    restore_start_policy
    if [[ -e $POLICY || -L $POLICY ]]; then "${as_root[@]}" mv "$POLICY" "$POLICY.before-rma"; fi
    printf '#!/bin/sh\n# written by ./rma while it installs packages\nexit 101\n' | "${as_root[@]}" tee "$POLICY" >/dev/null
    "${as_root[@]}" chmod 755 "$POLICY"
    ON_EXIT_RESTORE_POLICY=yes
}

restore_start_policy() {
    if [[ -e $POLICY.before-rma || -L $POLICY.before-rma ]]; then "${as_root[@]}" mv -f "$POLICY.before-rma" "$POLICY"
    elif grep -qs 'written by ./rma' "$POLICY"; then "${as_root[@]}" rm -f "$POLICY"; fi
    ON_EXIT_RESTORE_POLICY=
}

# Only for packages installed by this script: a server that is in use must not be touched.
keep_new_servers_from_starting_at_boot() { # package…
    local package
    [[ -d /run/systemd/system ]] || return 0
    for package in "$@"; do
        if [[ $package == @(rabbitmq-server|postgresql) ]]; then
            "${as_root[@]}" systemctl disable --quiet "$package.service" >>"$ROOT/.rma/install.log" 2>&1 || true
        fi
    done
}

#!/usr/bin/env bash
# Images of Debian's packages and of this machine's .NET, under the names that docker-compose.yml and deploy/Dockerfile want: for a machine that
# reaches no image registry. deploy/images/README.md says what they are good for. make.sh [postgres|rabbitmq|sdk|aspnet]…, all without a name
set -euo pipefail

HERE=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
RELEASE=trixie
work=$(mktemp -d "${TMPDIR:-/var/tmp}/rma-images-XXXXXX")
trap 'rm -rf --one-file-system "$work"' EXIT
umask 022

fail() { printf '✗ %s\n' "$*" >&2; exit 1; }

((EUID == 0)) || fail "Only root may unpack a Debian."
docker info >/dev/null || fail "There is no Docker engine."
for tool in debootstrap tar; do command -v "$tool" >/dev/null || fail "$tool is missing: apt-get install $tool"; done

# Where apt gets this machine's own packages from is where the others come from too.
unpack_debian() {
    local mirror
    # shellcheck disable=SC2016  # apt's own variable
    mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' | grep -v security | head -n 1)
    debootstrap --variant=minbase --include=ca-certificates "$RELEASE" "$work/debian" "$mirror" >"$work/log" || { tail "$work/log" >&2; fail "Debian $RELEASE could not be unpacked."; }
    printf '#!/bin/sh\nexit 101\n' >"$work/debian/usr/sbin/policy-rc.d" # no package starts its server
    chmod 755 "$work/debian/usr/sbin/policy-rc.d"
}

root_with() { # name, package…
    local root=$work/$1
    cp -a "$work/debian" "$root"
    chroot "$root" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${@:2}" >"$work/log" 2>&1 || { tail "$work/log" >&2; fail "${*:2} could not be installed."; }
    rm -rf "$root"/var/cache/apt/* "$root"/var/lib/apt/lists/* "$root"/usr/share/{doc,man,locale}/*
}

import() { # name of the root, image, instruction…
    local changes=() change
    for change in "${@:3}"; do changes+=(--change "$change"); done
    tar -c --numeric-owner -C "$work/$1" . | docker import "${changes[@]}" - "$2" >/dev/null
    rm -rf "${work:?}/$1"
    printf '  ✓ %-52s %s\n' "$2" "$(docker image inspect --format '{{.Size}}' "$2" | numfmt --to=si)"
}

make_postgres() {
    root_with postgres postgresql-17 postgresql-client-17
    install -m 755 "$HERE/postgres-entrypoint.sh" "$work/postgres/usr/local/bin/docker-entrypoint.sh"
    rm -rf "$work"/postgres/etc/postgresql/* "$work"/postgres/var/lib/postgresql/*
    install -d -o 0 -g 0 "$work/postgres/var/lib/postgresql"
    import postgres postgres:17 'ENV PATH=/usr/lib/postgresql/17/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' 'ENV LANG=C.UTF-8' \
        'ENV PGDATA=/var/lib/postgresql/data' 'VOLUME /var/lib/postgresql/data' 'ENTRYPOINT ["docker-entrypoint.sh"]' 'CMD ["postgres"]' 'EXPOSE 5432'
}

make_rabbitmq() {
    root_with rabbitmq rabbitmq-server
    install -m 755 "$HERE/rabbitmq-entrypoint.sh" "$work/rabbitmq/usr/local/bin/docker-entrypoint.sh"
    rm -rf "$work"/rabbitmq/var/lib/rabbitmq/{.erlang.cookie,mnesia}
    import rabbitmq rabbitmq:4-management 'ENV PATH=/usr/lib/rabbitmq/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' 'ENV LANG=C.UTF-8' \
        'ENV HOME=/var/lib/rabbitmq' 'ENV RABBITMQ_LOGS=-' 'VOLUME /var/lib/rabbitmq' 'ENTRYPOINT ["docker-entrypoint.sh"]' 'CMD ["rabbitmq-server"]' 'EXPOSE 5671 5672 15672 15692'
}

# Both have the .NET of this machine; the one that builds also the packages that were restored here, for builds without a feed.
dotnet_root() { dirname "$(readlink -f "$(command -v dotnet)")"; }
NET_PACKAGES=(libicu76 libssl3t64 libstdc++6 zlib1g tzdata)

make_sdk() {
    local packages=${NUGET_PACKAGES:-$HOME/.nuget/packages}
    root_with sdk "${NET_PACKAGES[@]}"
    cp -a "$(dotnet_root)" "$work/sdk/usr/share/dotnet"
    ln -s ../share/dotnet/dotnet "$work/sdk/usr/bin/dotnet"
    mkdir -p "$work/sdk/usr/share/packages" "$work/sdk/root/.nuget/NuGet"
    (cd "$packages" && find . -mindepth 3 -maxdepth 3 \( -name '*.nupkg' -o -name '*.nuspec' -o -name '*.sha512' \) -print0 | tar -c --null -T -) | tar -x -C "$work/sdk/usr/share/packages"
    printf '<configuration><packageSources><clear /><add key="of this machine" value="/usr/share/packages" /></packageSources></configuration>\n' >"$work/sdk/root/.nuget/NuGet/NuGet.Config"
    import sdk mcr.microsoft.com/dotnet/sdk:10.0-noble 'ENV DOTNET_RUNNING_IN_CONTAINER=true' 'CMD ["bash"]'
}

make_aspnet() {
    root_with aspnet "${NET_PACKAGES[@]}"
    mkdir -p "$work/aspnet/usr/share/dotnet"
    cp -a "$(dotnet_root)"/{dotnet,host,shared} "$work/aspnet/usr/share/dotnet/"
    ln -s ../share/dotnet/dotnet "$work/aspnet/usr/bin/dotnet"
    chroot "$work/aspnet" useradd --uid 1654 --user-group --create-home app
    import aspnet mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-extra 'ENV DOTNET_RUNNING_IN_CONTAINER=true' 'ENV APP_UID=1654' 'ENV ASPNETCORE_HTTP_PORTS=8080' 'USER 1654'
}

if (($# == 0)); then set -- postgres rabbitmq sdk aspnet; fi
for image in "$@"; do [[ $image == @(postgres|rabbitmq|sdk|aspnet) ]] || fail "There is no image '$image': postgres, rabbitmq, sdk or aspnet."; done
unpack_debian
for image in "$@"; do "make_$image"; done

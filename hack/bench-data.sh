#!/usr/bin/env bash
# Measures configure and publish against the best tools of their kind. Servers and tools are built or come from Debian's
# packages; nginx is only unpacked, so that none is started on this machine's own port.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
cache=${OPERATOR_ENGINE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/operator-engine}
say() { printf '\033[1m==> %s\033[0m\n' "$*" >&2; }

if ! command -v aria2c >/dev/null || ! command -v curl >/dev/null; then
	say "Installing aria2 and curl from Debian's packages (once)"
	apt-get -q update >/dev/null || say "apt-get update failed; going on with the lists that are there"
	DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends aria2 curl >/dev/null
fi

nginx=$cache/bench-data/nginx
if [[ ! -x $nginx/usr/sbin/nginx ]]; then
	say "Unpacking Debian's nginx (once)"
	mkdir -p "$cache/bench-data"
	new=$(mktemp -d "$nginx.XXXXXX")
	trap 'rm -rf "$new"' EXIT
	(cd "$new" && apt-get -q -o APT::Sandbox::User=root download nginx >/dev/null && dpkg-deb -x nginx_*.deb .)
	mv -T "$new" "$nginx"
fi

cd "$root"
mkdir -p bin/bench-data
CGO_ENABLED=0 go build -trimpath -ldflags "-s -w" -o bin/bench-data/ ./cmd/configure ./cmd/publish
CGO_ENABLED=0 go build -trimpath -o bin/bench-data/data ./test/bench/data
assets=$("$root/hack/cluster/tool.sh" cluster programs ipfs versitygw s5cmd)
PATH="$root/bin/bench-data:$assets:$nginx/usr/sbin:$PATH" bin/bench-data/data "$@"

#!/usr/bin/env bash
# Runs the example receivers against the operator's sender. The one in JavaScript needs node, npm and ethers: what is
# missing comes from Debian's packages, and ethers from the npm registry, once for each state of the lock file.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
js=$root/test/receivers/js
cache=${OPERATOR_ENGINE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/operator-engine}
say() { printf '\033[1m==> %s\033[0m\n' "$*"; }

# The oldest that the receiver runs on is Debian 12's.
usable() { command -v npm >/dev/null && node -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 18 ? 0 : 1)' 2>/dev/null; }
if ! usable; then
	say "Installing node and npm from Debian's packages (once)"
	apt-get -q update >/dev/null || say "apt-get update failed; going on with the lists that are there"
	DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends nodejs npm >/dev/null
fi

packages=$cache/receivers/$(cat "$js/package.json" "$js/package-lock.json" | sha256sum | cut -c1-16)
if [[ ! -d $packages ]]; then
	say "Installing ethers from the npm registry (once)"
	mkdir -p "$cache/receivers"
	new=$(mktemp -d "$packages.XXXXXX")
	trap 'rm -rf "$new"' EXIT
	cp "$js/package.json" "$js/package-lock.json" "$new"
	npm --prefix "$new" ci --ignore-scripts --no-audit --no-fund --loglevel=error
	mv -T "$new" "$packages" 2>/dev/null || [[ -d $packages ]] # Another checkout may have been quicker.
fi

cd "$root"
RECEIVERS_NODE_MODULES=$packages/node_modules go test -count=1 ./test/receivers/... "$@"

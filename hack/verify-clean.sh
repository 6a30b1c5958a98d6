#!/usr/bin/env bash
# Fails if generating, formatting or tidying has changed a file that git tracks, or made one that it does not.
set -euo pipefail
cd "$(dirname "$0")/.."
dirty=$(git status --porcelain)
if [ -n "$dirty" ]; then
	echo "verify: these files are not as 'make generate format tidy' leaves them; commit what it changed:" >&2
	echo "$dirty" >&2
	git --no-pager diff >&2
	exit 1
fi
echo "verify: everything is generated, formatted, tidied and linted"

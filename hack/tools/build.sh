#!/usr/bin/env bash
# Builds one tool from its module in hack/tools into the cache. Usage: build.sh <module folder> <package> <target file>
set -euo pipefail
cd "$(dirname "$0")/$1"
mkdir -p "$(dirname "$3")"
go build -mod=readonly -trimpath -ldflags "-s -w" -o "$3.$$" "$2"
mv "$3.$$" "$3"

#!/usr/bin/env bash
# Raises the version, which stands in VERSION, and stamps it into the manifests. Usage: bump.sh major|minor|patch
set -euo pipefail
cd "$(dirname "$0")/.."
old=$(cat VERSION)
IFS=. read -r major minor patch <<<"${old#v}"
case "${1:-}" in
major) new="v$((major + 1)).0.0" ;;
minor) new="v$major.$((minor + 1)).0" ;;
patch) new="v$major.$minor.$((patch + 1))" ;;
*)
	echo "bump: say which part to raise: make bump PART=major, PART=minor or PART=patch" >&2
	exit 1
	;;
esac
echo "$new" >VERSION
files=$(git grep -lF "$old" -- config README.md || true)
for f in $files; do sed -i "s/${old//./\\.}/$new/g" "$f"; done
echo "bump: $old -> $new in VERSION ${files//$'\n'/ }"

#!/usr/bin/env bash
# Prints the path of a second Slack to test against (npm's emulate), or nothing without npm.
# As root on Debian it installs npm. With CI=true a missing one is an error.
set -euo pipefail

PACKAGE="emulate@0.12.2"
SHA512="cHz1ITT3xm3HJM6qSks7+ME5Bw/W7zp7ky2Ve4M4ANls46EfeAy0m/nWOjTLJEgLEQcA9gW+L3cWjuUcklJxtQ=="
NODE=20
CACHE="${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/deskhand/${PACKAGE/@/-}"
API="$CACHE/dist/api.js"

has_npm() {
    command -v npm > /dev/null && command -v node > /dev/null \
        && [ "$(node -p 'process.versions.node.split(".")[0]')" -ge "$NODE" ]
}

# One exact package, whose contents are what they were when this was written.
fetch() {
    local work packed
    mkdir -p "$(dirname "$CACHE")"
    work="$(mktemp -d "$(dirname "$CACHE")/new.XXXXXX")"
    trap 'rm -rf "$work"' RETURN
    packed="$(cd "$work" && npm pack "$PACKAGE" --silent --ignore-scripts < /dev/null)" || return 1
    if [ "$(node -p 'crypto.createHash("sha512").update(fs.readFileSync(process.argv[1])).digest("base64")' \
        "$work/$packed")" != "$SHA512" ]; then
        echo "$PACKAGE is not what it was: its checksum is another." >&2
        return 1
    fi
    tar -xzf "$work/$packed" -C "$work"
    [ -d "$CACHE" ] || mv "$work/package" "$CACHE" 2> /dev/null || [ -f "$API" ]
}

if ! has_npm && [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; then
    echo "Installing npm for the second opinion on Slack (a few minutes) ..." >&2
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends nodejs npm; } < /dev/null > /dev/null 2>&1 || true
fi
if has_npm && { [ -f "$API" ] || fetch; }; then
    echo "$API"
    exit
fi
if [ "${CI:-}" = true ]; then
    echo "No $PACKAGE here, and with CI=true nothing may be skipped: install Node $NODE and npm." >&2
    exit 1
fi
cat >&2 <<WORDS
========================================================================
SKIPPED: the second opinion on Slack ($PACKAGE), because there is no
npm with Node $NODE here, or it could not fetch the package.
========================================================================
WORDS

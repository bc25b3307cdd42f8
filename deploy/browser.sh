#!/usr/bin/env bash
# Prints the path of a Chromium for the browser tests, or nothing if there is none.
# As root on Debian it installs one. With CI=true a missing browser is an error.
set -euo pipefail

find_browser() {
    local name
    for name in "${BROWSER_PATH:-}" chromium chromium-browser google-chrome google-chrome-stable \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" \
        "/Applications/Chromium.app/Contents/MacOS/Chromium"; do
        if [ -n "$name" ] && command -v "$name" 2> /dev/null; then
            return
        fi
    done
    return 1
}

find_browser && exit
if [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; then
    echo "Installing chromium for the browser tests (a few minutes) ..." >&2
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends chromium; } < /dev/null > /dev/null 2>&1 || true
    find_browser && exit
fi
if [ "${CI:-}" = true ]; then
    echo "No Chromium here, and with CI=true nothing may be skipped: install chromium." >&2
    exit 1
fi
cat >&2 <<'WORDS'
========================================================================
SKIPPED: all browser tests, because there is no Chromium here.
Install chromium (or Chrome), or name it with BROWSER_PATH, to run them.
========================================================================
WORDS

#!/usr/bin/env bash
# Sets up .venv from the hashed lock. Used by `make install` and `make test`.
#   deploy/setup.sh run    what running Deskhand needs, and the `deskhand` command
#   deploy/setup.sh dev    the tools for tests and checks as well
# Does nothing when the lock has not changed since the last time.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

kind="${1:-run}"
lock=requirements.txt
[ "$kind" = dev ] && lock=requirements-dev.txt
venv=.venv
log="$venv/setup.log"
stamp="$venv/.installed-$kind"

say() { printf '%s\n' "$*"; }
fail() { printf '\n%s\n' "$*" >&2; exit 1; }
checksum() { cksum < "$lock"; }

is_debian_root() { [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; }

apt_install() {
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "$@"; } < /dev/null > /dev/null 2>&1
}

is_recent() {
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2])' > /dev/null 2>&1
}

find_python() {
    local name
    for name in "${PYTHON:-}" python3 python3.13 python3.12 python3.11 python3.14; do
        if [ -n "$name" ] && command -v "$name" > /dev/null && is_recent "$name"; then
            command -v "$name"
            return
        fi
    done
    return 1
}

create_venv() {
    local python
    if ! python="$(find_python)"; then
        if is_debian_root; then
            say "Installing Python 3 ..."
            apt_install python3 python3-venv || true
        fi
        python="$(find_python)" \
            || fail "Python 3.11 or newer is missing: install it, or name it with PYTHON=/path/to/python3 make install."
    fi
    say "Creating $venv with $("$python" --version) ..."
    "$python" -m venv --clear "$venv" > /dev/null 2>&1 && return
    if is_debian_root; then
        say "Installing python3-venv ..."
        apt_install python3-venv "$(basename "$(readlink -f "$python")")-venv" \
            || apt_install python3-venv || true
        "$python" -m venv --clear "$venv" > /dev/null 2>&1 && return
    fi
    rm -rf "$venv"
    if command -v apt-get > /dev/null; then
        fail "Python's venv module is missing: run 'sudo apt-get install python3-venv', then this again."
    fi
    fail "Python's venv module is missing from $python: install it, then run this again."
}

count_packages() {
    # One line that counts, for people; nothing in a log file.
    if [ -t 1 ]; then
        awk -v total="$1" '
            /^(Collecting|Requirement already satisfied)/ { printf "\r  %d of %d", ++n, total }
            /^Installing collected/ { printf "\r  unpacking %d    ", total }
            { fflush() }
            END { printf "\r                    \r" }'
    else
        cat > /dev/null
    fi
}

install_lock() {
    local total
    total="$(grep -c '^[a-zA-Z0-9]' "$lock")"
    say "Installing $total packages from $lock (some minutes the first time) ..."
    if command -v uv > /dev/null && uv pip install --quiet --python "$venv/bin/python" \
        --no-deps --require-hashes -r "$lock" < /dev/null > "$log" 2>&1; then
        return
    fi
    "$venv/bin/python" -m pip install --disable-pip-version-check --no-input \
        --no-deps --require-hashes -r "$lock" < /dev/null 2> "$log" \
        | tee -a "$log" | count_packages "$total" \
        || { grep -i '^ *error' "$log" | tail -n 5 >&2 || true
             fail "Installing failed; all that pip said is in $log."; }
}

write_command() {
    # -P: a folder that happens to be called 'core' or 'bot' where the user stands is not ours.
    cat > "$venv/bin/deskhand" <<SCRIPT
#!/bin/sh
here=\$(CDPATH= cd -- "\$(dirname -- "\$(readlink -f -- "\$0")")/../.." && pwd)
PYTHONPATH="\$here\${PYTHONPATH:+:\$PYTHONPATH}" exec "\$here/.venv/bin/python" -P -m bot "\$@"
SCRIPT
    chmod 755 "$venv/bin/deskhand"
}

umask 022 # the embedded Postgres reads its programs from here, as root as another user
"$venv/bin/python" -m pip --version > /dev/null 2>&1 || create_venv
if [ "$(cat "$stamp" 2> /dev/null)" != "$(checksum)" ]; then
    install_lock
    checksum > "$stamp"
fi
[ -x "$venv/bin/deskhand" ] || write_command

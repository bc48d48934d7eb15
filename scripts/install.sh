#!/bin/sh
# Install what the project runs on into .tools, .venv and node_modules; nothing else.
#
#   scripts/install.sh runtime      what serving needs (Python packages only)
#   scripts/install.sh everything   also the checkers, the test tools, Node and its packages
#
# Needs python3 (3.11 or newer, with venv) and a way to the package registries; no sudo.
# Does nothing when the lock files are not newer than the last installation.
# The last line tells how many seconds went into downloading and installing.
set -eu
cd "$(dirname "$0")/.."
UV_VERSION=0.13.9 # the only place; raise it together with uv.lock

# Trust whom the machine trusts, where it says so: some networks sign with their own
# authority. Without such a file each tool uses the list it brings along.
if [ -e /etc/ssl/certs/ca-certificates.crt ]; then
    export UV_SYSTEM_CERTS=1 NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt
fi

bring_uv() {
    if [ -x .tools/bin/uv ] && [ -e ".tools/uv-$UV_VERSION" ]; then return; fi
    if ! python3 -m venv .tools; then
        echo "python3 cannot make virtual environments here; install its venv module" \
            "(on Debian: apt-get install python3-venv) and run this again." >&2
        exit 1
    fi
    .tools/bin/python -m pip install --quiet --disable-pip-version-check "uv==$UV_VERSION"
    touch ".tools/uv-$UV_VERSION"
}

# older_than_the_locks STAMP LOCK...: true when STAMP is missing or a LOCK is newer.
older_than_the_locks() {
    stamp=$1
    shift
    if ! [ -e "$stamp" ]; then return 0; fi
    for lock in "$@"; do
        if [ "$lock" -nt "$stamp" ]; then return 0; fi
    done
    return 1
}

install_runtime() {
    bring_uv
    # --inexact: a checkout that has the checkers keeps them.
    .tools/bin/uv sync --quiet --frozen --no-default-groups --inexact
    touch .venv/.has-runtime
}

install_everything() {
    bring_uv
    .tools/bin/uv sync --quiet --frozen
    touch .venv/.has-runtime .venv/.has-everything
    # The Node of the lock file, whatever the machine has. npm's children look it up by name.
    PATH="$PWD/.venv/bin:$PATH" npm ci --silent
    touch node_modules/.has-everything
}

began=$(date +%s)
case "${1:-}" in
runtime)
    if ! older_than_the_locks .venv/.has-runtime uv.lock pyproject.toml; then exit 0; fi
    echo "Downloading and installing what serving needs ..."
    install_runtime
    ;;
everything)
    if ! older_than_the_locks .venv/.has-everything uv.lock pyproject.toml &&
        ! older_than_the_locks node_modules/.has-everything package-lock.json; then
        exit 0
    fi
    echo "Downloading and installing everything that developing needs ..."
    install_everything
    ;;
*)
    echo "Say what to install: runtime or everything." >&2
    exit 2
    ;;
esac
echo "Downloads and installation took $(($(date +%s) - began)) s."

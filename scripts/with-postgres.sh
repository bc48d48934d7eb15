#!/bin/sh
# Run a command beside a PostgreSQL of its own, and throw that away afterwards.
#
#   scripts/with-postgres.sh COMMAND [ARGUMENT...]
#
# The command finds the server's address in CONSENSUS_TEST_POSTGRES (a SQLAlchemy URL of a
# superuser). The server listens on a Unix socket only, so runs side by side never meet.
# The exit code is the command's.
set -eu
system="/usr/sbin:/usr/bin:/sbin:/bin"
bin=$(PATH="$PATH:$system"; ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
if [ -z "$bin" ]; then
    echo "No PostgreSQL server is installed; scripts/install-test-system.sh brings one." >&2
    exit 1
fi

# Not under TMPDIR: a socket's whole path may have 107 bytes at most.
place=$(mktemp -d /tmp/consensus-postgres.XXXXXXXX)
as_owner=""
if [ "$(id -u)" = 0 ]; then # PostgreSQL refuses to run as root
    chown postgres "$place"
    as_owner="/usr/sbin/runuser -u postgres --"
fi

throw_away() {
    (cd / && $as_owner "$bin/pg_ctl" -D "$place/data" -m immediate stop) >/dev/null 2>&1 || true
    rm -rf "$place"
}
trap throw_away EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

start() {
    cd / # the owner may not be allowed to read the directory we were called from
    $as_owner "$bin/initdb" -D "$place/data" -U postgres -A trust --no-sync \
        -E UTF8 --locale=C.UTF-8
    # What makes it survive a power cut is off: it lives for one command.
    $as_owner "$bin/pg_ctl" -D "$place/data" -w -l "$place/log" start -o "-k $place \
        -c listen_addresses= -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
}
if ! (start) >"$place.start" 2>&1; then
    cat "$place.start" >&2
    rm -f "$place.start"
    exit 1
fi
rm -f "$place.start"

CONSENSUS_TEST_POSTGRES="postgresql+psycopg://postgres@/postgres?host=$place" "$@"

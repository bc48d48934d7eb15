#!/bin/sh
# Install the programs that `make test` runs against, through apt, where they are missing:
# Chromium, a PostgreSQL server, a Redis server and pdftotext. None is needed for serving.
set -eu
PATH="$PATH:/usr/sbin:/usr/bin:/sbin:/bin"

missing=""
[ -x /usr/bin/chromium ] || missing="$missing chromium"
[ -n "$(find /usr/lib/postgresql -name initdb 2>/dev/null)" ] || missing="$missing postgresql"
[ -x /usr/bin/redis-server ] || missing="$missing redis-server"
[ -x /usr/bin/pdftotext ] || missing="$missing poppler-utils"
if [ -z "$missing" ]; then exit 0; fi

if ! [ -x /usr/bin/apt-get ]; then
    echo "make test needs these programs, and only knows how to install them with apt:" \
        "$missing. Install them by hand, then run it again. (make check and make unit" \
        "do without them.)" >&2
    exit 1
fi
as_root=""
if [ "$(id -u)" != 0 ]; then as_root=sudo; fi
began=$(date +%s)
echo "Installing with apt:$missing ..."
$as_root apt-get -qq update
# shellcheck disable=SC2086 # one word per package is meant
$as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get -qq install -y --no-install-recommends $missing >/dev/null
echo "Installing the test programs took $(($(date +%s) - began)) s."

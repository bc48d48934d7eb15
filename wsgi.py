"""The server's entry: `gunicorn -k gevent wsgi:app`."""

from gevent import monkey

monkey.patch_all()

from consensus.cli import serving  # noqa: E402 - after patching, so nothing blocks

app = serving()

"""The server's entry: `gunicorn -k gevent wsgi:app`."""

from gevent import monkey

monkey.patch_all()

from consensus.app import create_app  # noqa: E402 - after patching, so nothing blocks

app = create_app()

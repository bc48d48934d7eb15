"""
The clock's minute: what is due is done inside the server, or by hand.

Features hand in jobs with `every_minute`; `tick` runs them all once. Nothing is
remembered here: whether something is due is read from the database, so a tick may be
late, doubled or cut short and nothing happens twice.
"""

import fcntl
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from gevent import monkey
from huey import RedisHuey, SqliteHuey, crontab
from huey.api import Huey
from huey.consumer import Consumer
from redis import Redis
from redis.exceptions import LockError

log = logging.getLogger(__name__)

Job = Callable[[Flask], None]

_JOBS = "consensus-jobs"
_LONGEST_TICK = 600
"""Seconds after which Redis lets another process tick although this one has not ended;
a lock file has no such limit, it goes with its process."""


def every_minute(app: Flask, job: Job) -> None:
    """
    Let a job run at every tick, after those that were handed in before.

    The job is called outside any application context, opens its own, and must be safe
    to repeat.
    """
    app.extensions.setdefault(_JOBS, []).append(job)


def tick(app: Flask) -> bool:
    """
    Do all that is due now, each job in turn.

    Returns False, having done nothing, while another process is at it. A job that
    fails is logged and holds up no other; the next tick tries it again.
    """
    with _alone(app.config["SETTINGS"].clock_store) as alone:
        for job in app.extensions.get(_JOBS, []) if alone else []:
            try:
                job(app)
            except Exception:  # whatever it is, the other jobs must still run
                log.exception("A job of the clock failed and will be tried again.")
    return alone


def start_clock(app: Flask) -> Consumer:
    """
    Tick every minute from now on, inside this process, the first time at once.

    For the server, after it forked. Handles no signals: the server does, and whatever
    a stop cuts short is done after the next start. `stop(graceful=True)` ends it.
    """
    huey = clock_of(app)
    # Under gevent a blocking worker would hold up every request.
    kind = "greenlet" if monkey.is_module_patched("socket") else "thread"
    consumer = _Embedded(huey, workers=1, worker_type=kind)
    threading.Thread(target=consumer.run, name="clock", daemon=True).start()
    return consumer


def clock_of(app: Flask) -> Huey:
    """
    A Huey on the store of the settings (a file, or redis://…) whose only task is the
    tick. A tick that could not start within a minute is dropped: the next one is due.
    """
    store = app.config["SETTINGS"].clock_store
    if _is_redis(store):
        huey = RedisHuey("consensus", url=store, results=False)
    else:
        Path(store).absolute().parent.mkdir(parents=True, exist_ok=True)
        huey = SqliteHuey("consensus", filename=store, results=False)
    huey.periodic_task(crontab(minute="*"), name="tick", expires=60)(lambda: tick(app))
    return huey


class _Embedded(Consumer):  # type: ignore[misc] # Huey is published without types
    """A consumer inside a server that has signal handlers of its own."""

    def _set_signal_handlers(self) -> None:
        pass


@contextmanager
def _alone(store: str) -> Iterator[bool]:
    """
    Keep every other process from ticking; False if one of them is at it.

    Not for the deeds, which lock their document's chain, but so that no two processes
    send the same mail.
    """
    with _redis_lock(store) if _is_redis(store) else _file_lock(store) as alone:
        yield alone


@contextmanager
def _file_lock(store: str) -> Iterator[bool]:
    path = Path(f"{store}.lock").absolute()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True  # closing the file, or the process's end, lets go of it


@contextmanager
def _redis_lock(store: str) -> Iterator[bool]:
    with Redis.from_url(store) as redis:
        lock = redis.lock("consensus:tick", timeout=_LONGEST_TICK, blocking=False)
        alone = bool(lock.acquire())
        try:
            yield alone
        finally:
            if alone:
                _let_go(lock)


def _let_go(lock: object) -> None:
    try:
        lock.release()  # type: ignore[attr-defined]
    except LockError:
        log.warning("A tick took longer than %s seconds.", _LONGEST_TICK)


def _is_redis(store: str) -> bool:
    return store.startswith(("redis://", "rediss://"))

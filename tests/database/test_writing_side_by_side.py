"""Two deeds in one gevent process: the second waits without stopping the first."""

import subprocess
import sys
from pathlib import Path

TWO_WRITERS = """
from gevent import monkey
monkey.patch_all()
import sys
import gevent
from gevent.event import Event
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session
from consensus.db import begin_writing, make_durable

engine = create_engine(f"sqlite:///{sys.argv[1]}")
make_durable(engine)
with engine.begin() as connection:
    connection.execute(text("CREATE TABLE deed (who TEXT)"))
writing = Event()

def write(who, pause):
    with Session(engine) as session:
        begin_writing(session)
        writing.set()
        gevent.sleep(pause)
        session.execute(text("INSERT INTO deed VALUES (:who)"), {"who": who})
        session.commit()

first = gevent.spawn(write, "first", 0.1)
writing.wait()
second = gevent.spawn(write, "second", 0)
gevent.joinall([first, second], raise_error=True)
with engine.begin() as connection:
    print(*connection.execute(text("SELECT who FROM deed")).scalars())
"""


def test_a_second_deed_waits_for_the_first_in_the_same_process(tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-c", TWO_WRITERS, str(tmp_path / "deeds.sqlite")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.stdout.split() == ["first", "second"], told.stderr

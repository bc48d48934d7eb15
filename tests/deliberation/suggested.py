"""The words that are suggested in tests, and what the record says of them."""

from sqlalchemy import select

from consensus.archive.models import Chain, Entry
from tests.deliberation.stories import Story

BETTER = "Every notice is read out twice."


def entry(story: Story, verb: str) -> Entry:
    """The last entry of the record with a verb."""
    with story.at_work() as (session, _):
        wanted = select(Entry).join(Chain).where(Entry.verb == verb)
        found = session.scalars(wanted.order_by(Entry.seq.desc())).first()
        assert found is not None, verb
        assert [one.part for one in found.payloads]
        return found

"""Record custodians and suspensions, as the operator and coordinators make them."""

from datetime import timedelta

from werkzeug.test import TestResponse

from consensus.accounts.models import Account
from consensus.coalitions.models import Role
from consensus.coalitions.site_roles import give_site_role
from tests.deliberation.stories import Story
from tests.world import RIVERS, Person, World

REASON = "He called others fools, three times."


def on_site(world: World, name: str, role: Role = Role.CUSTODIAN) -> Person:
    """Somebody who sits in no coalition and holds a role on the site."""
    person = world.account(name)
    with world.session() as session:
        give_site_role(session, session.get_one(Account, person.account_id), role)
    return person


def suspends(story: Story, by: Person, whom: Person, **fields: str) -> TestResponse:
    """Send the form that suspends somebody's posting for thirty days."""
    until = (story.world.now + timedelta(days=30)).strftime("%Y-%m-%d")
    sent = {"member": str(whom.member_id), "rule": "insult", "reason": REASON}
    address = f"/coalitions/{RIVERS}/conduct/suspensions"
    return by.post(address, **{**sent, "until": until, **fields})

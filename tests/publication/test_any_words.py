"""Whatever people write is printed as they wrote it, or nothing could be published."""

from hypothesis import given
from hypothesis import strategies as st

from consensus.publication.verify import faults_in
from tests.publication.bundles import bundle_of, edition_from, finished
from tests.publication.logs import Log
from tests.publication.stories import contested

FULL = {"objections": 3, "people": 3, "unconfirmed": 1}
ANY_WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60) | st.text(
    "<>&;#'\"/-!= \r\n\x00abc", max_size=30
)


def said(words: str) -> Log:
    """The story, with these words as the reason of O-1 and in an answer to it."""
    log = contested()
    given_words = {"reason": words, "harm_to": words, "would_resolve": words}
    facts = {"objection": 1, "holder": 1}
    log.sign_for("objection.edited", "O-1", facts, given_words, "P5")
    log.answer(1, words, [], round=2)
    return finished(log, FULL)


@given(words=ANY_WORDS)
def test_inv_2_any_words_are_printed_and_the_bundle_holds(words: str) -> None:
    log = said(words)
    assert edition_from(log.lines).annex.entries[1].reason == words
    assert faults_in(bundle_of(log)) == []

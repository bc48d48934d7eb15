"""
The authorisation matrix (SEC-20): what guards every rule of the routing table and
every socket event. What is not listed here is refused by test_matrix.
"""

from collections.abc import Set
from dataclasses import dataclass
from enum import StrEnum

from consensus.coalitions.models import Role
from consensus.documents.access import EVERY_STAGE, RULES, Act
from consensus.documents.models import Stage

SEATED = frozenset({Role.VISITOR, Role.MEMBER})
ACTORS: dict[str, frozenset[Role]] = {
    "visitor": frozenset({Role.VISITOR}),
    "other": frozenset({Role.VISITOR}),  # signed in, member of another coalition
    "former": frozenset({Role.VISITOR}),
    "observer": frozenset({Role.VISITOR, Role.OBSERVER}),
    "member": SEATED,
    "editor": SEATED | {Role.EDITOR},
    "caller": SEATED | {Role.CALLER},
    "coordinator": SEATED | {Role.COORDINATOR},
}
"""Everybody who may ask, with the roles they hold towards the scene's documents."""


class Guard(StrEnum):
    """What guards an address that is about no document's text."""

    PUBLIC = "everybody"
    SIGNED_IN = "whoever has signed in"
    SEATED = "whoever has a seat in the coalition"
    MEMBER = "members of the coalition"
    COORDINATOR = "coordinators of the coalition"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Row:
    """
    A guard and, where a thing is somebody's own, the actors whose own it is.

    Others are then told that they may not or, as well, that there is no such thing.
    """

    guard: Act | Guard
    only: frozenset[str] | None = None

    def admits(self, actor: str) -> bool:
        """Whether the row lets an actor do it, at some stage."""
        is_own = self.only is None or actor in self.only
        return is_own and self.knows(actor)

    def knows(self, actor: str) -> bool:
        """Whether the actor has the role for it, whoever's own the thing is."""
        if isinstance(self.guard, Act):
            return bool(ACTORS[actor] & RULES[self.guard].roles)
        return actor in _ADMITTED[self.guard]

    @property
    def stages(self) -> Set[Stage]:
        """The stages of a document at which it can be done."""
        return RULES[self.guard].stages if isinstance(self.guard, Act) else EVERY_STAGE


_MEMBERS = frozenset({"member", "editor", "caller", "coordinator"})
_ADMITTED: dict[Guard, frozenset[str]] = {
    Guard.PUBLIC: frozenset(ACTORS),
    Guard.SIGNED_IN: frozenset(ACTORS) - {"visitor"},
    Guard.SEATED: _MEMBERS | {"observer"},
    Guard.MEMBER: _MEMBERS,
    Guard.COORDINATOR: frozenset({"coordinator"}),
    Guard.NOBODY: frozenset(),
}


def _own(guard: Act | Guard, *actors: str) -> Row:
    return Row(guard, frozenset(actors))


_GUARDS: dict[Act | Guard, str] = {
    Guard.PUBLIC: """
        GET static
        GET accounts.show_sign_in         POST accounts.send_link
        GET accounts.show_link            POST accounts.sign_in
        POST accounts.sign_out            POST choose_theme
        GET oidc.start_sign_in            GET oidc.finish_sign_in
        POST oidc.join
        GET coalitions.show_coalition     GET coalitions.show_charter
        GET coalitions.show_roles         GET coalitions.show_record
        GET conduct.show_conduct          GET workspace.show_role_table
        GET workspace.show_home           GET workspace.show_how
        GET publication.list_outputs      GET publication.show_output
        GET publication.download_page     GET publication.download_bundle
        GET publication.show_edition      GET publication.download_edition_page
        GET publication.download_edition_bundle
        """,
    Guard.SIGNED_IN: """
        GET accounts.show_account         POST accounts.rename
        POST accounts.send_confirmation   POST accounts.end_all_sessions
        GET accounts.show_confirmation    POST accounts.confirm_address
        GET oidc.start_linking            POST oidc.link_identity
        POST oidc.unlink_identity
        GET coalitions.show_seat          POST coalitions.save_seat
        GET workspace.list_my_positions
        POST deliberation.close_own_account
        """,
    Guard.SEATED: """
        GET deliberation.show_leaving     POST deliberation.leave_coalition
        """,
    Guard.MEMBER: "GET drafting.show_new_document  POST drafting.create_document",
    Guard.COORDINATOR: """
        POST coalitions.save_charter      POST coalitions.give_coalition_role
        POST coalitions.end_coalition_role
        POST conduct.suspend_posting      POST conduct.end_suspension
        """,
    Guard.NOBODY: "POST conduct.mark_status",  # the Secretariat, who is not here
    Act.READ: """
        GET statements.list_statements    GET statements.show_statement
        GET workspace.show_document       GET workspace.show_people
        GET workspace.show_draft          GET workspace.show_stages
        GET workspace.show_history        GET workspace.show_state
        GET workspace.compare_states      GET workspace.play_history
        GET workspace.show_paragraph_history
        GET deliberation.list_suggestions GET deliberation.show_suggestion
        GET deliberation.show_panel       GET deliberation.show_document_panel
        GET comments.list_comments        GET comments.show_comment
        GET comments.show_table           GET comments.download_csv
        GET comments.download_xlsx
        GET moderation.list_hidden        GET moderation.show_words
        GET moderation.show_through       GET moderation.show_custody
        GET desk.show_desk                GET deliberation.show_reopenings
        GET challenges.show_challenges
        GET live_draft.show_state
        GET sense_checks.list_checks
        GET deliberation.show_map         GET deliberation.download_map
        GET participation.show_statement  GET participation.download_statement
        GET publication.show_checklist    GET publication.download_log
        GET workspace.show_notices
        GET publication.show_decisions    GET publication.download_decisions
        GET figures.show_figure_file
        """,
    Act.EDIT_TEXT: """
        POST figures.add_figure_file
        GET drafting.show_edit_form       POST drafting.edit_paragraph
        POST live_draft.take_update
        GET drafting.show_add_form        POST drafting.add_paragraph
        GET drafting.show_split_form      POST drafting.split_paragraph
        GET drafting.list_removed         POST drafting.join_paragraphs
        GET revising.show_revise_form     POST revising.preview_revision
        POST drafting.remove_paragraph    POST drafting.restore_paragraph
        POST workspace.settle_kept_words
        GET workspace.show_text_restoration     POST workspace.restore_text
        GET workspace.show_wording_restoration  POST workspace.restore_wording
        """,
    Act.OFFER_TEXT: "GET deliberation.show_offer  POST deliberation.offer_text",
    Act.NAME_STATE: "POST workspace.name_the_state",
    Act.TAKE_POSITION: """
        POST deliberation.take_paragraph_position
        POST deliberation.take_whole_position
        POST deliberation.oppose_document
        POST deliberation.recuse_oneself  POST deliberation.end_recusal
        """,
    Act.OBJECT: """
        POST deliberation.join_objection  POST deliberation.object_to_omission
        """,
    Act.RECORD_ON_BEHALF: "POST deliberation.record_for_somebody",
    Act.ANSWER: "POST deliberation.answer_objection  POST deliberation.ask_holder",
    Act.STAND_IN: "POST workspace.stand_in_for_absent",
    Act.PUBLISH_TOGETHER: "POST publication.publish_together",
    Act.ADMIT: "POST deliberation.admit_objection",
    Act.SUGGEST: """
        GET deliberation.show_suggest_form  GET deliberation.show_suggest_start
        POST deliberation.suggest_on_block  POST deliberation.suggest_at_start
        """,
    Act.SETTLE_SUGGESTION: """
        POST deliberation.adopt_suggestion
        POST deliberation.adopt_suggestion_as_new
        POST deliberation.adopt_suggestion_in_part
        POST deliberation.decline_suggestion
        """,
    Act.OFFER_FOR_REVIEW: "POST workspace.offer_for_review",
    Act.OPEN_COMMENT: "POST workspace.open_public_comment",
    Act.COMMENT: """
        GET comments.show_form            GET comments.show_whole_form
        POST comments.comment_on_paragraph  POST comments.comment_on_text
        POST comments.post_to_thread      POST comments.close_or_reopen
        """,
    Act.COMMENT_AS_GUEST: """
        GET comments.show_guest_form      GET comments.show_guest_whole_form
        POST comments.send_as_guest       POST comments.send_whole_as_guest
        GET comments.show_check           POST comments.confirm_comment
        GET comments.show_own_comment     POST comments.reply_as_guest
        """,
    Act.DISPOSE: """
        POST comments.answer_comment      POST comments.take_in_table
        POST comments.keep_for_use
        """,
    Act.ADMIT_COMMENT: "POST comments.admit_comment",
    Act.OPEN_NOTICE: "POST workspace.put_by_notice",
    Act.TAKE_BACK: "POST workspace.take_back_from_notice",
    Act.PARK: "POST workspace.park_text",
    Act.RESUME: "POST workspace.resume_text",
    Act.PROPOSE_CLOSING: "POST workspace.propose_closing",
    Act.BEGIN_VERSION: "POST publication.begin_next_version",
    Act.PROPOSE_WITHDRAWAL: "POST workspace.propose_withdrawal",
    Act.OPPOSE_DECISION: "POST workspace.oppose_proposal",
    Act.OPEN_SENSE_CHECK: "POST sense_checks.open_sense_check",
    Act.ANSWER_SENSE_CHECK: "POST sense_checks.answer_sense_check",
    Act.STATE: "POST statements.announce_statement  POST statements.sign_statement",
    Act.RESPOND: "POST statements.respond_to_statement",
    Act.OPEN_CALL: "POST desk.open_call",
    Act.EXTEND_CALL: "POST desk.extend_call",
    Act.STOP_CALL: "POST desk.stop_call",
    Act.DECLARE: "POST desk.declare_levels",
    Act.SECOND: "POST challenges.second_challenge",
    Act.ANSWER_CHALLENGE: "POST challenges.answer_challenge",
    Act.END_OWN_CHALLENGE: """
        POST challenges.accept_answer     POST challenges.escalate_challenge
        """,
    Act.REVIEW: """
        POST challenges.review_challenge  POST challenges.decline_review
        """,
    Act.RETURN: "POST desk.return_text",
    Act.ASK_REOPENING: "POST deliberation.ask_for_reopening",
    Act.DECIDE_REOPENING: "POST deliberation.decide_about_reopening",
    Act.PUBLISH: "POST publication.publish_text",
    Act.APPOINT: "POST workspace.appoint",
    Act.MODERATE: """
        POST moderation.hide_words        POST moderation.show_words_again
        """,
    Act.SEND_THROUGH: "POST moderation.send_through",
    Act.RECORD_SENT: "POST moderation.pass_it_on",
    Act.SEE_IDENTITY: "POST moderation.see_who",
    Act.VOID: "POST moderation.void_act",
    Act.COORDINATE: "POST workspace.coordinate",
}

_OWN: dict[str, Row] = {
    "POST accounts.end_session": _own(Guard.SIGNED_IN, "member"),
    "POST revising.revise_text": Row(Act.EDIT_TEXT),
    "POST deliberation.withdraw": _own(Act.TAKE_POSITION, "member"),
    "POST deliberation.change_position_shown": _own(Act.SHOW_OTHERWISE, "member"),
    "POST deliberation.contest_change": _own(Act.CONTEST, "member"),
    "POST deliberation.move_objection": _own(Act.END_OWN_OBJECTION, "member"),
    "POST deliberation.reword_objection": _own(Act.END_OWN_OBJECTION, "member"),
    "POST deliberation.narrow_objection": _own(Act.END_OWN_OBJECTION, "member"),
    "POST deliberation.confirm_recorded": _own(Act.TAKE_POSITION, "member"),
    "POST deliberation.refuse_recorded": _own(Act.TAKE_POSITION, "member"),
    "POST deliberation.set_standing_reply": _own(Act.END_OWN_OBJECTION, "member"),
    "POST deliberation.change_how_shown": _own(Act.END_OWN_OBJECTION, "member"),
    "POST deliberation.withdraw_own_suggestion": _own(Act.END_OWN_SUGGESTION, "member"),
    "POST deliberation.change_suggester_shown": _own(Act.END_OWN_SUGGESTION, "member"),
    "POST deliberation.object_by_comment": _own(Act.OBJECT, "member"),
    "POST comments.reply": _own(Act.END_OWN_COMMENT, "member"),
    "POST comments.withdraw_comment": _own(Act.END_OWN_COMMENT, "member"),
    "POST comments.change_commenter_shown": _own(Act.END_OWN_COMMENT, "member"),
    # The caller answers challenges and files none.
    "POST challenges.file_a_challenge": _own(
        Act.CHALLENGE, "member", "editor", "coordinator"
    ),
    "POST moderation.reword_words": _own(Act.REWORD, "member"),
    "GET deliberation.download_receipt": _own(Act.READ, "member"),
    "GET statements.show_words": _own(Act.STATE, "member"),
    "POST statements.write_statement": _own(Act.STATE, "member"),
    "POST statements.file_statement": _own(Act.STATE, "member"),
    "POST statements.withdraw_signature": _own(Act.END_OWN_SIGNATURE, "member"),
    "POST statements.change_signer_shown": _own(Act.END_OWN_SIGNATURE, "member"),
    "GET statements.download_signature_receipt": _own(Act.READ, "member"),
    "POST publication.withdraw_entry": _own(Act.REVISE_OWN_ENTRY, "member"),
    # The scene asks for the end of the editor's role.
    "POST workspace.end_document_role": _own(Act.READ, "editor", "coordinator"),
}


def _rows() -> dict[str, Row]:
    rows = dict(_OWN)
    for guard, listed in _GUARDS.items():
        words = listed.split()
        for method, endpoint in zip(words[::2], words[1::2], strict=True):
            rows[f"{method} {endpoint}"] = Row(guard)
    return rows


ROUTES = _rows()
"""The row of every rule, named by its method and its endpoint."""

EVENTS: dict[str, Row] = {
    "connect": Row(Guard.PUBLIC),  # with the page's own token (SEC-9)
    "disconnect": Row(Guard.PUBLIC),
    "follow": Row(Act.READ),
    "unfollow": Row(Guard.PUBLIC),
    "draft:join": Row(Act.READ),
    "draft:update": Row(Act.EDIT_TEXT),
    "draft:here": Row(Act.READ),
    "draft:leave": Row(Guard.PUBLIC),
    "*": Row(Guard.NOBODY),
}
"""The row of every socket event; `*` is any event that nobody listens to."""

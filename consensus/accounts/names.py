"""What a person's name and mail address may look like."""

import re
import unicodedata

from consensus.errors import Invalid

LONGEST_NAME = 80
_LONGEST_EMAIL = 254  # RFC 5321, 4.5.3.1.3
_EMAIL = re.compile(
    r"[^\s@<>()\[\],;:\\\"]{1,64}@(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_][\w-]*[^\W_]"
)
_JOINERS = "\u200c\u200d"  # letters of several scripts need them


def clean_name(text: str) -> str:
    """
    The name to show, blanks evened out; refused (`Invalid`) when empty or unfit.

    Control characters and marks that turn the direction of writing are unfit: they
    could make a name look like another person's.
    """
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if not any(character.isalnum() for character in name):
        raise Invalid("Enter the name others will see.")
    if len(name) > LONGEST_NAME:
        raise Invalid(f"A name can be {LONGEST_NAME} characters long at most.")
    if any(_is_unfit(character) for character in name):
        raise Invalid(
            "The name contains a character that cannot be seen. Type it anew."
        )
    return name


def _is_unfit(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn"} and (
        character not in _JOINERS
    )


def clean_email(text: str) -> str:
    """The mail address in lower case; refused (`Invalid`) when it cannot be one."""
    email = unicodedata.normalize("NFC", text.strip()).lower()
    if len(email) > _LONGEST_EMAIL or not _EMAIL.fullmatch(email):
        raise Invalid("Enter an email address like name@example.org.")
    if any(_is_unfit(character) or character in _JOINERS for character in email):
        raise Invalid("The address contains a character that cannot be seen.")
    return email

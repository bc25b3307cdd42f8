"""What Discord accepts at most, in one place, and how a text is measured against it.

Discord does not say whether it counts code points or UTF-16 units, so everything is
measured in UTF-16 units: never more generous than Discord.
"""

MESSAGE_COMPONENTS = 40  # those inside others too
MESSAGE_TEXT = 4000  # of all texts together
CONTENT_TEXT = 2000  # of a message without components
ROW_BUTTONS = 5
BUTTON_LABEL = 80
CUSTOM_ID = 100
SELECT_OPTIONS = 25
OPTION_LABEL = 100
OPTION_VALUE = 100
PLACEHOLDER = 150
SECTION_TEXTS = 3

MODAL_TITLE = 45
MODAL_FIELDS = 5
LABEL = 45
LABEL_DESCRIPTION = 100
INPUT_LENGTH = 4000
INPUT_PLACEHOLDER = 100

SUBCOMMANDS = 25
OPTIONS = 25
CHOICES = 25
CHOICE = 100
COMMAND_DESCRIPTION = 100
COMMAND_TEXT = 8000  # names, descriptions and choices of one command together

NONCE = 25
THREAD_NAME = 100
WEBHOOK_NAME = 80
TAG_NAME = 20
TAGS = 20
TAGS_APPLIED = 5
FILE_SIZE = 10 * 1024 * 1024
FILE_DESCRIPTION = 1024

ELLIPSIS = "…"


def size(text: str) -> int:
    """The length of a text as the strictest reader counts it: UTF-16 units."""
    return len(text) + sum(1 for letter in text if ord(letter) > 0xFFFF)


def cut(text: str, limit: int) -> str:
    """The text, ending in an ellipsis where it had to be cut to the limit."""
    if size(text) <= limit:
        return text
    kept = text[: limit - 1]
    while size(kept) > limit - 1:
        kept = kept[:-1]
    return kept.rstrip() + ELLIPSIS

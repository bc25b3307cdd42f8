"""What Teams accepts at most, in one place, and how a card is measured against it.

Its pages differ about the size of a message (28 KB, 40 KB, 100 KB as UTF-16), so a card keeps
to the smallest, with room for what Teams adds.
"""

import json
from typing import Any

CARD_BYTES = 24_000
FORM_BYTES = 22_000
ACTIONS = 6
"""Buttons of one row; the rest stands behind the last."""
ACTION_TITLE = 60
ACTION_DATA = 1_500
CHOICES = 100
CHOICE_TITLE = 100
CHOICE_VALUE = 300
TITLE = 200
LABEL = 200
DIALOG_TITLE = 64
INPUT_LENGTH = 8_000
"""Of a text that a form begins with; what people type may be longer."""
FALLBACK = 1_000
RESULTS = 25
FILE_NAME = 255


def weight(part: Any) -> int:
    """The bytes of a part as JSON, as the strictest reader counts: UTF-8 or UTF-16, whichever
    is more for what people write."""
    return len(json.dumps(part, ensure_ascii=False, separators=(",", ":")).encode())

"""What Slack accepts at most, in one place."""

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
SECTION_TEXT = 3000
HEADER_TEXT = 150
SECTION_FIELDS = 10
ACTIONS_ELEMENTS = 25
BUTTON_TEXT = 75
ACCESSIBILITY_LABEL = 75
BUTTON_VALUE = 2000
SELECT_OPTIONS = 100
OPTION_TEXT = 75
OPTION_VALUE = 150
PLACEHOLDER_TEXT = 150
VIEW_TITLE = 24
LABEL_TEXT = 2000
PRIVATE_METADATA = 3000
VIEW_JSON = 200_000  # of 250,000
INPUT_LENGTH = 3000
ALT_TEXT = 1000
FALLBACK_TEXT = 4000

# Slack refuses messages whose blocks are too long together (msg_blocks_too_long)
# without saying where the limit lies; refusals were seen from about 11,000
# characters of text and 17,000 of JSON.
ALL_TEXT = 9000
ALL_JSON = 15000
ACTS_JSON = 7000  # what of it a row of acts may take, so that words always find room
SELECT_JSON = 4000

"""What Discord refuses in the contents of messages and modals, row by row."""

from tests.fakes.discord.rows import CHOICE, NEEDED, TYPE, Rule, form, most

_VALUE = "COMPONENT_VALIDATION_FAILED"

MESSAGE_RULES: dict[str, Rule] = {
    "message.empty": Rule(None, 400, 50006, "Cannot send an empty message"),
    "message.content": form(2000, "Must be 2000 or fewer in length.", "BASE_TYPE_MAX_LENGTH"),
    "message.nonce": form(25, "Must be 25 or fewer in length.", "NONCE_TYPE_INVALID"),
    "message.mentions": form(
        None, "parse and an explicit list exclude each other", "MESSAGE_ALLOWED_MENTIONS_PARSE_EXC"
    ),
    "message.mentions_most": most(100),
    "message.reference": form(None, "Unknown message", "MESSAGE_REFERENCE_UNKNOWN_MESSAGE"),
    "message.reference_system": form(
        None, "Cannot reply to a system message", "REPLIES_CANNOT_REPLY_TO_SYSTEM_MESSAGE"
    ),
    "message.v2_legacy": form(
        None,
        "Content and embeds exclude components V2.",
        "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
    ),
    "message.v2_lost": form(
        None, "The flag cannot be removed.", "MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG"
    ),
    "file.many": Rule(10, 400, 30015, "Maximum number of attachments in a message reached (10)"),
    "file.size": Rule(10 * 1024 * 1024, 413, 40005, "Request entity too large"),
    "file.description": most(1024),
    "file.unknown": form(None, "Unknown attachment", "ATTACHMENT_NOT_FOUND"),
    "embed.many": most(10),
    "embed.empty": form(None, "This field is required", NEEDED),
    "embed.title": most(256),
    "embed.description": most(4096),
    "embed.fields": most(25),
    "embed.field_name": most(256, 1),
    "embed.field_value": most(1024, 1),
    "embed.footer": most(2048),
    "embed.author": most(256),
    "embed.url": form(None, "Not a well formed URL.", "URL_TYPE_INVALID_URL"),
    "embed.all": form(6000, "Embed size exceeds maximum size of 6000", "MAX_EMBED_SIZE_EXCEEDED"),
}

COMPONENT_RULES: dict[str, Rule] = {
    "component.type": form(None, "Value of field type is not among the choices.", TYPE),
    "component.rows": most(5),
    "component.many": form(40, "Too many components.", "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED"),
    "component.text": form(4000, "Too much text.", "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED"),
    "component.text_empty": most(4000, 1),
    "component.custom_id": most(100, 1),
    "component.custom_id_twice": form(
        None, "Component custom id cannot be duplicated", "COMPONENT_CUSTOM_ID_DUPLICATED"
    ),
    "component.id_twice": form(
        None, "Component id cannot be duplicated", "COMPONENT_ID_DUPLICATED"
    ),
    "row.buttons": most(5, 1),
    "row.mixed": form(1, "A select stands alone in its row.", "COMPONENT_LAYOUT_WIDTH_EXCEEDED"),
    "button.label": most(80),
    "button.empty": form(None, "A button needs a label or an emoji.", "BUTTON_COMPONENT_LABEL"),
    "button.style": form(None, "Value must be one of (1, 2, 3, 4, 5, 6).", CHOICE),
    "button.link": form(None, "A link has a url and no custom id.", "BUTTON_COMPONENT_URL"),
    "button.url": most(512),
    "select.options": most(25, 1),
    "select.placeholder": most(150),
    "select.values": form(25, "min_values, max_values and the options disagree.", _VALUE),
    "select.disabled": form(None, "Nothing in a modal is disabled.", _VALUE),
    "option.label": most(100, 1),
    "option.value": most(100, 1),
    "option.value_twice": form(
        None, "The value of option is already used", "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED"
    ),
    "option.description": most(100),
    "section.texts": most(3, 1),
    "section.accessory": form(None, "This field is required", NEEDED),
    "container.empty": most(40, 1),
    "container.colour": form(0xFFFFFF, "int value should be less than or equal to 16777215."),
    "gallery.items": most(10, 1),
    "media.url": form(
        None, "Scheme must be one of (http, https, attachment).", "URL_TYPE_INVALID_SCHEME"
    ),
    "media.attachment": form(
        None,
        "The referenced attachment was not found",
        "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND",
    ),
    "media.description": most(1024),
    "separator.spacing": form(2, "Value must be one of (1, 2).", CHOICE),
    "modal.title": most(45, 1),
    "modal.custom_id": most(100, 1),
    "modal.components": most(5, 1),
    "label.label": most(45, 1),
    "label.description": most(100),
    "label.component": form(None, "This field is required", NEEDED),
    "input.label": most(45, 1),
    "input.style": form(None, "Value must be one of (1, 2).", CHOICE),
    "input.value": most(4000),
    "input.placeholder": most(100),
    "input.length": form(4000, "min_length and max_length disagree.", _VALUE),
    "input.begun": form(None, "The value does not fit its own limits.", _VALUE),
    "upload.values": form(10, "min_values and max_values disagree.", _VALUE),
    "radio.options": most(10, 2),
    "checks.options": most(10, 1),
}

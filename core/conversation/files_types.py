"""What a file is, by its content and never by its name; programs are told apart."""

from core.conversation.files_names import extension_of

HEAD = 8192
"""How many bytes of a file's beginning are looked at."""
UNKNOWN = "application/octet-stream"
INLINE_IMAGES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
"""What a browser may show in place: drawn by it, never run."""

ZIP = "application/zip"
SQUEEZED = frozenset({"application/gzip", "application/x-bzip2", "application/x-xz"})

_PROGRAMS = (
    b"\x7fELF",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"\x00asm",
    b"dex\n",
    b"#!",
    b"L\x00\x00\x00\x01\x14\x02\x00",
    b"!<arch>\ndebian",
    b"\xed\xab\xee\xdb",
)
_PROGRAM_NAMES = """
apk app bat cmd com cpl deb dll exe gadget hta inf ins iso jar js jse lnk mjs msc msi
msp mst ocx pif ps1 ps1xml psc1 psm1 reg rpm scf scr sct sh sys vb vbe vbs vxd ws wsc
wsf wsh
"""
PROGRAM_NAMES = frozenset(_PROGRAM_NAMES.split())


_BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", ZIP),
    (b"PK\x05\x06", ZIP),
    (b"\x1f\x8b", "application/gzip"),
    (b"\xfd7zXZ\x00", "application/x-xz"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"\x1aE\xdf\xa3", "video/webm"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"fLaC", "audio/flac"),
    (b"{\\rtf", "application/rtf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
)
_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}
_TEXTS = {
    "csv": "text/csv",
    "json": "application/json",
    "md": "text/markdown",
    "eml": "message/rfc822",
    "ics": "text/calendar",
}


_FAMILIES = {"image": "Picture", "text": "Text", "video": "Video", "audio": "Sound"}
_KINDS = {
    "application/pdf": "PDF",
    "application/json": "Text",
    ZIP: "Archive",
    "application/gzip": "Archive",
    "application/x-7z-compressed": "Archive",
    "application/vnd.rar": "Archive",
    "application/rtf": "Document",
    "application/x-ole-storage": "Document",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Spreadsheet",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "Presentation",
    "message/rfc822": "Mail",
}


def is_program(head: bytes, name: str) -> bool:
    """Whether opening it could run something: by its beginning, else by its name."""
    # Words may begin with these two letters; what Windows runs has zeros soon after.
    runs = head.startswith(_PROGRAMS) or (head[:2] == b"MZ" and b"\x00" in head[:512])
    return runs or extension_of(name) in PROGRAM_NAMES


def type_of(head: bytes, name: str) -> str:
    """The media type by content. A text's name may say which kind of text it is."""
    for beginning, media_type in _BEGINNINGS:
        if head.startswith(beginning):
            return media_type
    if head[:3] == b"BZh" and head[4:10] == b"1AY&SY":
        return "application/x-bzip2"
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12], UNKNOWN)
    if head[4:8] == b"ftyp":
        return "video/quicktime" if head[8:10] == b"qt" else "video/mp4"
    if _is_text(head):
        return _TEXTS.get(extension_of(name), _markup(head) or "text/plain")
    return _less_usual(head)


def kind_in_words(media_type: str) -> str:
    """What a person calls it."""
    whole, family = _KINDS.get(media_type), media_type.partition("/")[0]
    return whole or _FAMILIES.get(family) or "File"


def _is_text(head: bytes) -> bool:
    if not head or b"\x00" in head:
        return not head
    for cut in range(4):
        # The last letter of what we read may be incomplete.
        try:
            head[: len(head) - cut].decode("utf-8")
        except UnicodeDecodeError:
            continue
        return True
    return all(byte >= 0x20 or byte in b"\t\n\r\f\x1b" for byte in head)


def _markup(head: bytes) -> str | None:
    begins = head[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<svg" in begins:
        return "image/svg+xml"
    if begins.startswith((b"<!doctype html", b"<html")):
        return "text/html"
    return "application/xml" if begins.startswith(b"<?xml") else None


def _less_usual(head: bytes) -> str:
    import puremagic  # its table of signatures is read at import

    try:
        found: str = puremagic.from_string(head, mime=True)
    except (puremagic.PureError, ValueError):
        return UNKNOWN
    return found if "/" in found and not found.startswith("text/") else UNKNOWN

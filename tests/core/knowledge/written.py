"""What the documents for people name: code in them, commands, settings, addresses, files."""

import re
from collections.abc import Iterator

_FENCE = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`([^`\n]+)`")
_SLASH = re.compile(r"/(ticket|support|desk) (\S.*)")
_MENTION = re.compile(r"@Ticket (\S.*)")
_COMMAND = re.compile(r"(?:^|[\s/])(?:deskhand|python -m bot)((?: +[^\s#]+)+)")
_MAKE = re.compile(r"(?:^|\s)make ([a-z-]+)")
_SETTING = re.compile(r"DESKHAND_[A-Z_]+")
_ADDRESS = re.compile(r"(?:\b(GET|POST|PATCH|PUT|DELETE) )?(/api/v1[\w{}/-]*)")
_PATH = re.compile(r"[\w-][\w.-]*(?:/[\w.-]+)*/?\Z")


def code_in(text: str) -> list[str]:
    """What is marked as code: the lines of fences, and the spans outside them."""
    lines = [line for block in _FENCE.findall(text) for line in block.splitlines()]
    return lines + _SPAN.findall(_FENCE.sub("", text))


def chat_commands(text: str) -> Iterator[tuple[str, str]]:
    """The vocabulary and the words of each command that is said in chat."""
    for code in code_in(text):
        if found := _SLASH.match(code):
            yield found[1], found[2]
        elif found := _MENTION.match(code):
            yield "ticket", found[1]


def shell_commands(text: str) -> Iterator[list[str]]:
    """The words after ``deskhand`` of each command that is typed in a terminal."""
    for code in code_in(text):
        for found in _COMMAND.finditer(code):
            yield found[1].split()


def make_targets(text: str) -> set[str]:
    """The targets that somebody is told to make."""
    return {found for code in code_in(text) for found in _MAKE.findall(code)}


def settings_in(text: str) -> set[str]:
    """The settings that are named, each by the name that it has without a file."""
    return {name.removesuffix("_FILE") for name in _SETTING.findall(text)}


def addresses_in(text: str) -> set[tuple[str, str]]:
    """Method (empty where none is named) and address of the operations that are named."""
    return {(method, plain(path.rstrip("/-"))) for method, path in _ADDRESS.findall(text)}


def plain(path: str) -> str:
    """An address whatever its placeholders are called, and with an example in their stead."""
    return re.sub(r"\{\w*\}|(?<=/)\d+", "{}", path)


def paths_in(text: str) -> set[str]:
    """The files and folders that are named from the top of the checkout, or by name alone."""
    links = re.findall(r"\]\(([^):#]+)\)", text)
    named = [code for code in code_in(text) if _PATH.match(code) and _is_path(code)]
    folders = [line.split()[0] for line in code_in(text) if re.match(r"[a-z]+/\s", line)]
    return {*links, *named, *folders}


def _is_path(code: str) -> bool:
    return "/" in code or code.endswith((".py", ".toml", ".md", ".sh"))

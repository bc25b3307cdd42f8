"""Reads the web chat's pages as a person does: posts, buttons, and the open form."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

Attributes = dict[str, str]
VOID = {"input", "br", "meta", "link", "img", "hr", "path", "use", "circle", "rect"}


@dataclass
class ReadPost:
    """A post as the page shows it. ``acts`` maps labels to what is submitted."""

    id: str
    place: str
    classes: set[str]
    words: list[str] = field(default_factory=list)
    acts: list[tuple[str, Attributes]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All words in one line."""
        return " ".join(" ".join(self.words).split())


@dataclass
class ReadForm:
    """The open dialog: what it would submit, and its mistakes."""

    title: str = ""
    hidden: Attributes = field(default_factory=dict)
    values: Attributes = field(default_factory=dict)
    errors: Attributes = field(default_factory=dict)


class PageReader(HTMLParser):
    """One pass over a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.posts: list[ReadPost] = []
        self.form: ReadForm | None = None
        self.csrf = ""
        self.notice = ""
        self._post: ReadPost | None = None
        self._depth = 0
        self._hidden: Attributes = {}
        self._button: Attributes | None = None
        self._label: list[str] = []
        self._into: tuple[str, str] | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "li" and "data-post" in given:
            self._begin_post(given)
        elif tag == "li" and self._post:
            self._depth += 1
        elif tag == "dialog" and given.get("id") == "form-dialog":
            self.form = ReadForm()
        elif tag == "form":
            self._hidden = {}
        elif tag == "input":
            self._read_input(given)
        elif tag == "button":
            self._button, self._label = given, []
        else:
            self._begin_text(tag, given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "li" and self._post:
            self._depth -= 1
            if self._depth == 0:
                self._post = None
        elif tag == "dialog":
            if self.form is not None and not self.form.hidden:
                self.form.hidden = dict(self._hidden)
        elif tag == "button":
            self._end_button()
        elif tag in {"textarea", "p", "h2", "option"}:
            self._into = None

    def handle_data(self, data: str) -> None:
        if self._button is not None:
            self._label.append(data)
            return
        if self._into is not None and self.form is not None:
            kind, name = self._into
            if kind == "title":
                self.form.title += data
            else:
                target = self.form.values if kind == "value" else self.form.errors
                target[name] = target.get(name, "") + data
        if self._post is not None and data.strip():
            self._post.words.append(data)

    def _begin_post(self, given: Attributes) -> None:
        place = given["id"].partition("-")[0]
        self._post = ReadPost(given["data-post"], place, set(given["class"].split()))
        self._depth = 1
        self.posts.append(self._post)

    def _read_input(self, given: Attributes) -> None:
        name, value = given.get("name", ""), given.get("value", "")
        if name == "csrf":
            self.csrf = value
        if name.startswith("f.") and self.form is not None:
            self.form.values[name.removeprefix("f.")] = value
        elif given.get("type") == "hidden":
            self._hidden[name] = value
            if self.form is not None and self._post is None:
                self.form.hidden[name] = value

    def _begin_text(self, tag: str, given: Attributes) -> None:
        name = given.get("name", "")
        if tag == "textarea" and name.startswith("f."):
            self._into = ("value", name.removeprefix("f."))
            if self.form is not None:
                self.form.values[self._into[1]] = ""
        elif tag == "select" and name.startswith("f.") and self.form is not None:
            self._select = name.removeprefix("f.")
            self.form.values[self._select] = ""
        elif tag == "option" and "selected" in given and self.form is not None:
            self.form.values[self._select] = given["value"]
        elif tag == "p" and given.get("class") == "field-error" and given.get("id"):
            named = given["id"].removeprefix("form-").removesuffix("-error")
            self._into = ("error", named)
        elif tag == "h2" and given.get("id") == "form-title":
            self._into = ("title", "")
        elif tag == "span" and "data-mark" in given and self._post is not None:
            self._post.words.append(f"mark:{given['data-mark']}")

    def _end_button(self) -> None:
        given, self._button = self._button or {}, None
        label = " ".join("".join(self._label).split())
        if self._post is not None and given.get("name") == "says":
            said = {**self._hidden, "says": given["value"]}
            self._post.acts.append((label, said))

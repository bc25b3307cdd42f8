"""From view to HTML: the web chat's templates over the pages' base."""

from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment

from adapters.web.addresses import to_local
from adapters.web.views import PageView, PostView
from api.pages.templates import build_templates
from bot.cards import FieldKind, FormField, Option
from core.conversation.files_names import size_in_words
from core.conversation.files_types import kind_in_words

HERE = Path(__file__).parent
STATIC = HERE / "static"
STATIC_URL = "/chat/static"
FEW = 20
"""Choices up to which a plain list is quicker than typing."""


def is_found(field: FormField) -> bool:
    """Whether a script may offer the field's choices while one types."""
    by_words = field.kind is FieldKind.LINE or len(field.options) > FEW
    return field.finder is not None and by_words


class Renderer:
    """Renders whole pages, and single posts for pages that are open already."""

    def __init__(self) -> None:
        self._templates: Environment = build_templates({STATIC_URL: STATIC}, (HERE / "templates",))
        self._templates.tests["found"] = is_found
        self._templates.filters["local"] = to_local
        self._templates.filters["size_in_words"] = size_in_words
        self._templates.filters["kind_in_words"] = kind_in_words

    def page(self, page: PageView) -> str:
        """The whole page."""
        return self._templates.get_template("chat.html").render(page=page, theme=page.theme)

    def options(self, options: Sequence[Option]) -> str:
        """The lines of a listbox."""
        return self._templates.get_template("options.html").render(options=options)

    def post(self, post: PostView, page: PageView, place: str) -> str:
        """One post as it stands in the ``stream`` or in the ``thread``."""
        return self._templates.get_template("post.html").render(post=post, page=page, place=place)

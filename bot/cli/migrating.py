"""`deskhand migrate`: the schema, brought up to date."""

from bot.cli.console import Voice
from bot.process.opening import open_database
from core.database.migrate import HEAD, current_revision, upgrade
from core.logs import configure_logs
from core.settings import load


async def migrate(voice: Voice) -> None:
    """Run all missing migrations and say from where to where that led."""
    settings = load()
    configure_logs("ERROR", as_json=False)
    async with open_database(settings, migrate=False) as opened:
        before = await current_revision(opened.direct_url)
        await upgrade(opened.direct_url)
    value = {"before": before, "after": HEAD}
    text = f"The schema is at {HEAD}" + (
        ", as it was." if before == HEAD else f"; it was {f'at {before}' if before else 'empty'}."
    )
    voice.answer(value, lambda out: out.print(text))

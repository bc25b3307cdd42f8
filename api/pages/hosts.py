"""From the host that a browser asked for to the organisation that it serves."""

from uuid import UUID

from core.database.organisations import find_organisation
from core.database.unit_of_work import Database
from core.errors import NotFound
from core.founding import DEFAULT_HOST


class Hosts:
    """Finds organisations by host name and remembers those that it has found."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[str, UUID] = {}

    async def organisation_of(self, host: str) -> UUID:
        """The organisation of that host, else the one that serves all others.

        Raises :class:`NotFound` while there is none.
        """
        for name in (host.lower(), DEFAULT_HOST):
            if name not in self._known:
                # An unknown name is asked for each time: it may be given to somebody later,
                # and strangers must not be able to fill our memory with names.
                found = await self._find(name)
                if found is None:
                    continue
                self._known[name] = found
            return self._known[name]
        raise NotFound(ref="that site")

    async def _find(self, name: str) -> UUID | None:
        async with self._database.system() as session:
            return await find_organisation(session, "host", name)

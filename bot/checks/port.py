"""Whether our port can be opened, asked before anything is started."""

import socket

from core.errors import Unavailable
from core.settings import Settings


class PortTaken(Unavailable):
    """Another program listens where we would."""

    code = "port.taken"
    text = (
        "Port {port} on {host} cannot be opened: {problem}. If Deskhand runs already, stop "
        "it, or give this process a port of its own with `--port`; else set DESKHAND_PORT "
        "to another number."
    )


def check_port_free(settings: Settings, port: int | None = None) -> None:
    """Return if our port (or this one) can be opened. Raises :class:`PortTaken`."""
    port = settings.port if port is None else port
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, port))
        except OSError as error:
            problem = (error.strerror or str(error)).lower()
            raise PortTaken(host=settings.host, port=port, problem=problem) from error

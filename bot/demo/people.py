"""Who appears in the demo. All are invented; addresses lie in a reserved domain."""

from dataclasses import dataclass

from core.access.actor import Role

DOMAIN = "harbour-tools.example"


@dataclass(frozen=True)
class Figure:
    """One invented person. ``persona`` sorts those whom a visitor may be."""

    key: str
    name: str
    role: Role
    line: str
    timezone: str = "Europe/Berlin"
    persona: str = ""
    team: str = ""

    @property
    def email(self) -> str:
        """An address that can never be anybody's (RFC 2606)."""
        domain = DOMAIN if self.role is not Role.CUSTOMER else "customers.example"
        return f"{self.key}@{domain}"


FIGURES = (
    Figure("ana", "Ana Ruiz", Role.CUSTOMER, "cannot log in", persona="1"),
    Figure("ben", "Ben Carter", Role.CUSTOMER, "has a noisy printer", persona="2"),
    Figure("chidi", "Chidi Obi", Role.CUSTOMER, ""),
    Figure("dana", "Dana Levy", Role.CUSTOMER, ""),
    Figure("emre", "Emre Yilmaz", Role.CUSTOMER, ""),
    Figure("fay", "Fay Johansson", Role.CUSTOMER, ""),
    Figure("sam", "Sam Okafor", Role.AGENT, "accounts team", persona="3", team="Accounts"),
    Figure("mia", "Mia Lindqvist", Role.AGENT, "devices team", persona="4", team="Devices"),
    Figure("kim", "Kim Tanaka", Role.MANAGER, "sees the whole desk", persona="5"),
    Figure("alex", "Alex Moreau", Role.ADMIN, "may change everything", persona="6"),
)

TEAMS = {
    "Accounts": "Logins, invoices and permissions",
    "Devices": "Printers, scanners and the network",
}

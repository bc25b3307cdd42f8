"""The personal tab: the web chat in Teams' frame."""

PATH = "/teams/tab"
ANCESTORS = (
    "https://teams.microsoft.com",
    "https://*.teams.microsoft.com",
    "https://*.cloud.microsoft",
    "https://*.microsoft365.com",
    "https://*.office.com",
    "https://outlook.office.com",
    "https://outlook.office365.com",
    "https://*.teams.microsoft.us",
)
"""Where Teams' clients run, as Microsoft lists them for tabs."""

"""The file that tells where to report a weakness of the site: security.txt, RFC 9116."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlsplit

from plugins.audit import Problem, quote

PLACE: Final = ".well-known/security.txt"
SETTING: Final = "SECURITY_CONTACT"
_MONTHS: Final = 7
"""Until the first day of the seventh month are six months at least; a year is the limit (2.5.5)."""


def check_contacts(contacts: Iterable[str]) -> Iterator[Problem]:
    """Tell of each contact that is no URI which the standard allows (2.5.3)."""
    for contact in contacts:
        if not _is_contact(contact):
            message = f"{SETTING} has {quote(contact)}, which is no https:, mailto: or tel: URI"
            hint = 'Write as in "https://example.org/report" or "mailto:security@example.org".'
            yield Problem(None, None, "setting", message, hint)


def render_security(contacts: Iterable[str], siteurl: str, lang: str, now: datetime) -> str:
    """Write the file.

    Args:
        contacts: URIs, the preferred one first.
        siteurl: Where the site is; without https:// nothing can be said of it.
        lang: Language in which reports are read.
        now: It stays valid for six to seven months after; in a month it is always the same.
    """
    years, month = divmod(now.astimezone(UTC).month - 1 + _MONTHS, 12)
    lines = [f"Contact: {contact}" for contact in contacts]
    lines.append(f"Expires: {now.astimezone(UTC).year + years:04}-{month + 1:02}-01T00:00:00Z")
    lines.append(f"Preferred-Languages: {lang}")
    if siteurl.startswith("https://"):
        lines.append(f"Canonical: {siteurl}/{PLACE}")
    return "".join(f"{line}\n" for line in lines)


def _is_contact(uri: str) -> bool:
    if not (uri.isascii() and uri.isprintable()) or " " in uri:
        return False
    try:
        parts = urlsplit(uri)
    except ValueError:
        return False
    match parts.scheme:
        case "https":
            return bool(parts.hostname)
        case "mailto":
            return all(parts.path.rpartition("@")[::2])
        case "tel":
            return any(character.isdigit() for character in parts.path)
    return False

"""The types of files, as a public host tells them; the same on every machine."""

from mimetypes import MimeTypes
from typing import Final

_OWN: Final = {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".md": "text/plain",  # a browser shows these three, and would save them by their own types
    ".py": "text/plain",
    ".toml": "text/plain",
    ".wasm": "application/wasm",  # compiled while it comes only if it is called so
    ".webmanifest": "application/manifest+json",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}
_TYPES: Final = MimeTypes()  # Python's own table: the system's differs from one to the next
for _suffix, _type in _OWN.items():
    _TYPES.add_type(_type, _suffix)


def name_type(name: str) -> str:
    """Name the type of a file by its name, without a charset."""
    kind, encoding = _TYPES.guess_type(name)
    if encoding:  # the file is packed, and is to stay so
        return "application/gzip" if encoding == "gzip" else "application/octet-stream"
    return kind or "application/octet-stream"

"""The page at a former address, which leads on."""

from html import escape
from typing import Final

_PAGE: Final = """\
<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="strict-origin-when-cross-origin">
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url={url}">
<link rel="canonical" href="{url}">
<title>{title}</title>
</head>
<body>
<p>This has moved to <a href="{url}">{title}</a>.</p>
</body>
</html>
"""


def write_redirect(url: str, title: str, lang: str) -> str:
    """Write a page that leads to another.

    Args:
        url: Address of the other, whole or seen from this page.
        title: Its title, plain text.
        lang: Its language.
    """
    return _PAGE.format(url=escape(url), title=escape(title), lang=escape(lang))

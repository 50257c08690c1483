"""What an output may have: HTML and SVG that only show, and need nothing but the page.

https://html.spec.whatwg.org/multipage/ and https://www.w3.org/TR/SVG2/
"""

from typing import Final

TEXT: Final = frozenset(
    "a abbr b bdi bdo blockquote br caption cite code col colgroup data dd del details dfn div dl"
    " dt em figcaption figure h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp"
    " small span strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr".split()
)
DRAWING: Final = frozenset(
    "svg g defs symbol use title desc path line rect circle ellipse polyline polygon text tspan"
    " clipPath mask pattern marker linearGradient radialGradient stop".split()
)
VOID: Final = frozenset("br col hr img wbr".split())
RENAMED: Final = {"h1": "h2"}
"""The title of the page is its `h1`."""

REFUSED: Final = (
    "script, iframe, object, embed, form, input, button, select, textarea, canvas, audio, video,"
    " dialog, math, foreignObject, animate, animateMotion, animateTransform, set, link, base"
)
"""What does something, loads it, or says more than its text; authors are told of it."""
DROPPED: Final = f"{REFUSED}, style, template, head, xmp, noembed, noframes, noscript, plaintext"
"""What goes with all that is in it: styles, and what a parser takes for no markup, too."""

EVERYWHERE: Final = frozenset(
    "id class title lang dir role aria-hidden aria-label aria-labelledby aria-describedby".split()
)
OWN: Final = {
    "a": frozenset(("href",)),
    "img": frozenset("src alt width height".split()),
    "use": frozenset("href x y width height".split()),
    "td": frozenset("colspan rowspan".split()),
    "th": frozenset("colspan rowspan scope".split()),
    "col": frozenset(("span",)),
    "colgroup": frozenset(("span",)),
    "ol": frozenset("start reversed type".split()),
    "li": frozenset(("value",)),
    "details": frozenset(("open",)),
    "data": frozenset(("value",)),
    "time": frozenset(("datetime",)),
}
PRESENTATION: Final = frozenset(
    "alignment-baseline baseline-shift clip-path clip-rule color dominant-baseline fill"
    " fill-opacity fill-rule font-family font-size font-style font-weight letter-spacing marker-end"
    " marker-mid marker-start mask opacity paint-order shape-rendering stop-color stop-opacity"
    " stroke stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit"
    " stroke-opacity stroke-width text-anchor text-decoration text-rendering transform"
    " transform-origin vector-effect visibility word-spacing".split()
)
"""Attributes of SVG that a `style` may say as well."""
GEOMETRY: Final = frozenset(
    "clipPathUnits cx cy d dx dy fx fy gradientTransform gradientUnits height lengthAdjust"
    " markerHeight markerUnits markerWidth maskContentUnits maskUnits offset orient pathLength"
    " patternContentUnits patternTransform patternUnits points preserveAspectRatio r refX refY"
    " rotate rx ry spreadMethod textLength viewBox width x x1 x2 y y1 y2".split()
)
CLASSES: Final = frozenset("highlight notebook-control align-left align-center align-right".split())
"""Those that the theme knows; and in code, Pygments' short ones."""
ROLES: Final = frozenset(("img", "none", "presentation"))
IDS: Final = frozenset(("aria-labelledby", "aria-describedby"))
"""Attributes that name parts of the page."""

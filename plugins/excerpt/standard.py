"""What the HTML standard says of elements that matters before they are parsed.

Numbers are those of its sections: "Parsing HTML documents" is 13.2.
"""

from typing import Final

# Their content is no markup (13.2.6.4): left out whole, or text. `noscript` is, for a browser.
RAW: Final = frozenset(
    "script style textarea title iframe noembed noframes noscript xmp plaintext".split()
)
VOID: Final = frozenset(
    "area base basefont bgsound br col embed hr image img input keygen link meta param source track"
    " wbr".split()
)
FORMATTING: Final = frozenset("a b big code em font i nobr s small strike strong tt u".split())
# In SVG and MathML no element is void, and none is raw; in some that they hold all is HTML again.
FOREIGN: Final = ("svg", "math")
HTML_AGAIN: Final = tuple("foreignobject desc title mi mo mn ms mtext table".split())
# What ends SVG and MathML around it: 13.2.6.5.
BREAKOUT: Final = frozenset(
    "b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li"
    " listing menu meta nobr ol p pre ruby s small span strong strike sub sup table tt u ul"
    " var".split()
)
TABLE_PARTS: Final = frozenset("caption tbody td tfoot th thead tr".split())
# Where a part of a table may stand; what is open below that ends there: 13.2.6.4.9 to 14.
CELLS: Final = ("td", "th", "caption")
GROUPS: Final = ("tbody", "thead", "tfoot")
PLACES: Final = {
    **dict.fromkeys((*GROUPS, "caption"), ("table", "template")),
    "tr": (*GROUPS, "table", "template"),
    **dict.fromkeys(("td", "th"), ("tr", *GROUPS, "table", "template")),
}
# What these hold cannot end what is around them: 13.2.4.2.
SCOPES: Final = frozenset(
    ("applet", "caption", "html", "marquee", "object", "td", "template", "th", *HTML_AGAIN)
)
SHIELDS: Final = {
    "li": ("ol", "ul"),
    "p": ("button",),
    **dict.fromkeys(TABLE_PARTS, ("table",)),
}
SPECIAL: Final = SCOPES | frozenset(  # 13.2.4.2, those that have an end
    "address article aside blockquote body button caption center colgroup dd details dir div dl dt"
    " fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 head header hgroup li"
    " listing main menu nav ol p pre search section select summary tbody tfoot thead tr ul".split()
)
CLOSES_P: Final = frozenset(
    "address article aside blockquote center details dialog dir div dl dd dt li fieldset"
    " figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr listing main menu nav ol p"
    " plaintext pre search section summary table ul xmp".split()
)
# What ends one before it of these, if nothing but what they list stands between.
FOLLOWS: Final = {
    "li": ("li",),
    **dict.fromkeys(("dt", "dd"), ("dt", "dd")),
    "option": ("option",),
}

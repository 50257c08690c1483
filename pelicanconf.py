"""Settings for writing: the site as its author sees it, drafts included."""

SITENAME = "Measured Python"
SITESUBTITLE = "Concurrency and performance, with numbers you can run again"
SITEURL = ""
AUTHOR = "Measured Python"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
LOCALE = ["C"]  # the same bytes on every machine
DEFAULT_DATE_FORMAT = "%-d %B %Y"

PATH = "content"
ARTICLE_PATHS = ["posts"]
PAGE_PATHS = ["pages"]
STATIC_PATHS = ["images", "extra"]
EXTRA_PATH_METADATA = {"extra/favicon.ico": {"path": "favicon.ico"}}  # asked for without a link
IGNORE_FILES = [".*", "*~", "#*#"]  # what editors leave beside a file
SERIES_PATHS = ["series"]
USE_FOLDER_AS_CATEGORY = False
DEFAULT_CATEGORY = "Python"
EXCERPT_WORDS = 50  # of a post without `Summary:` or a marker
EXCERPT_MARKER = "more"
THEME = "theme"
OUTPUT_PATH = "output"
DELETE_OUTPUT_DIRECTORY = True  # what is gone from content is gone from the site

PLUGIN_PATHS = ["."]
PLUGINS = [
    "plugins.audit",  # first, so that it hears what befalls the others
    "plugins.publishing",
    "plugins.typography",
    "plugins.reading",
    "plugins.series",
    "plugins.bench",
    "plugins.notebooks",
    "plugins.pyodide",
    "plugins.redirects",
    "plugins.excerpt",
    "plugins.feeds",
    "plugins.assets",
    "plugins.incremental",
]

# Drafts and future posts are listed on the home page and at /drafts/, and marked.
SHOW_DRAFTS = True
WITH_FUTURE_DATES = False
DIRECT_TEMPLATES = ["index", "archives", "tags", "categories", "404", "drafts"]

ARTICLE_URL = "posts/{slug}/"
ARTICLE_SAVE_AS = "posts/{slug}/index.html"
ARTICLE_LANG_URL = "{lang}/posts/{slug}/"
ARTICLE_LANG_SAVE_AS = "{lang}/posts/{slug}/index.html"
DRAFT_URL = "drafts/posts/{slug}/"
DRAFT_SAVE_AS = "drafts/posts/{slug}/index.html"
DRAFT_LANG_URL = "drafts/{lang}/posts/{slug}/"
DRAFT_LANG_SAVE_AS = "drafts/{lang}/posts/{slug}/index.html"
PAGE_URL = "{slug}/"
PAGE_SAVE_AS = "{slug}/index.html"
PAGE_LANG_URL = "{lang}/{slug}/"
PAGE_LANG_SAVE_AS = "{lang}/{slug}/index.html"
DRAFT_PAGE_URL = "drafts/pages/{slug}/"
DRAFT_PAGE_SAVE_AS = "drafts/pages/{slug}/index.html"
DRAFT_PAGE_LANG_URL = "drafts/{lang}/pages/{slug}/"
DRAFT_PAGE_LANG_SAVE_AS = "drafts/{lang}/pages/{slug}/index.html"
TAG_URL = "tags/{slug}/"
TAG_SAVE_AS = "tags/{slug}/index.html"
CATEGORY_URL = "categories/{slug}/"
CATEGORY_SAVE_AS = "categories/{slug}/index.html"
AUTHOR_URL = "authors/{slug}/"
AUTHOR_SAVE_AS = "authors/{slug}/index.html"
SERIES_URL = "series/{slug}/"
SERIES_SAVE_AS = "series/{slug}/index.html"
SERIES_LANG_URL = "{lang}/series/{slug}/"
SERIES_LANG_SAVE_AS = "{lang}/series/{slug}/index.html"
SERIES_INDEX_SAVE_AS = "series/index.html"
BENCH_INDEX_SAVE_AS = "benchmarks/index.html"
BENCH_MACHINES = ["linux-amd-epyc-2"]  # prose cites the first
ARCHIVES_URL = "archives/"
ARCHIVES_SAVE_AS = "archives/index.html"
TAGS_URL = "tags/"
TAGS_SAVE_AS = "tags/index.html"
CATEGORIES_URL = "categories/"
CATEGORIES_SAVE_AS = "categories/index.html"
DRAFTS_URL = "drafts/"
DRAFTS_SAVE_AS = "drafts/index.html"

# A page number stands in a folder of its own: page 3 of "python" is not "python3".
DEFAULT_PAGINATION = 10
PAGINATED_TEMPLATES = dict.fromkeys(["index", "tag", "category", "author", "series"])
PAGINATION_PATTERNS = [
    (1, "{base_name}/", "{base_name}/index.html"),
    (2, "{base_name}/page/{number}/", "{base_name}/page/{number}/index.html"),
]

# Signs that tell names apart become words: C, C++ and C# are three tags. The last four
# rules are Pelican's own, which these settings replace.
TAG_REGEX_SUBSTITUTIONS = CATEGORY_REGEX_SUBSTITUTIONS = SERIES_REGEX_SUBSTITUTIONS = [
    (r"\+", "-plus-"),
    (r"#", "-sharp-"),
    (r"&", "-and-"),
    (r"@", "-at-"),
    (r"\*", "-star-"),
    (r"%", "-percent-"),
    (r"=", "-equals-"),
    (r"<", "-less-"),
    (r">", "-greater-"),
    (r"!", "-bang-"),
    (r"\.(?=\w)", "-dot-"),
    (r"/", "-slash-"),
    (r"[^\w\s-]", ""),
    (r"\A[-\s]+", ""),
    (r"[-\s]+\Z", ""),
    (r"[-\s]+", "-"),
]

FEED_ALL_ATOM = None
CATEGORY_FEED_ATOM = None
TRANSLATION_FEED_ATOM = None
SERIES_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None
FEED_FORMATS = ["atom", "rss", "json"]  # of each feed that is asked for
FEED_STYLE_SHEET = "theme/css/feed.css"

JINJA_ENVIRONMENT = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True}

MARKDOWN = {
    "extensions": [
        "abbr",
        "admonition",
        "attr_list",
        "def_list",
        "footnotes",
        "md_in_html",
        "meta",
        "tables",
        "toc",
        "pymdownx.blocks.caption",
        "pymdownx.details",
        "pymdownx.highlight",
        "pymdownx.superfences",
        "pymdownx.tabbed",
        "pymdownx.tasklist",
    ],
    "extension_configs": {
        "footnotes": {"BACKLINK_TEXT": "↩\ufe0e"},  # a sign, not an emoji
        "pymdownx.blocks.caption": {"auto": False},
        "pymdownx.highlight": {
            "css_class": "highlight",
            "guess_lang": False,
            "linenums_style": "pymdownx-inline",  # numbers that no one copies
        },
        "toc": {"toc_depth": "2-3"},
    },
    "output_format": "html",
}

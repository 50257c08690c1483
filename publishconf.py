"""Settings for the public site: no drafts, with feeds, and nothing doubtful passes."""

import os
import sys

# The `pelican` script does not look for modules where it was started.
sys.path.append(os.path.dirname(__file__))
from pelicanconf import *  # noqa: F403 - all of the settings for writing, and then:

SITEURL = "https://measured-python.github.io"

AUDIT_STRICT = True
AUDIT_MIN_POSTS = int(os.environ.get("AUDIT_MIN_POSTS") or 1)  # what the deploy asks for
SECURITY_CONTACT = (
    "https://github.com/measured-python/measured-python.github.io/security/advisories/new"
)

SHOW_DRAFTS = False
DIRECT_TEMPLATES = ["index", "archives", "tags", "categories", "404"]
DRAFT_SAVE_AS = DRAFT_LANG_SAVE_AS = ""
DRAFT_PAGE_SAVE_AS = DRAFT_PAGE_LANG_SAVE_AS = ""

FEED_ALL_ATOM = "feeds/all.atom.xml"
CATEGORY_FEED_ATOM = "feeds/categories/{slug}.atom.xml"
SERIES_FEED_ATOM = "feeds/series/{slug}.atom.xml"
SERIES_LANG_FEED_ATOM = "feeds/{lang}/series/{slug}.atom.xml"
TAG_FEED_ATOM = "feeds/tags/{slug}.atom.xml"
BENCH_FEED_ATOM = "feeds/benchmarks.atom.xml"

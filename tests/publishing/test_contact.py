"""What "now" is, and security.txt, on values alone."""

from datetime import UTC, datetime

import pytest

from plugins.publishing.contact import check_contacts, render_security
from plugins.publishing.moment import read_moment

NOW = datetime(2026, 11, 27, 13, 40, tzinfo=UTC)


def test_the_moment_is_in_seconds_since_1970() -> None:
    assert read_moment("1795786800") == datetime(2026, 11, 27, 13, 40, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "now", "-1", "1.5", " 1", "²", "9" * 12, "9" * 40])
def test_what_names_no_moment_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="should be"):
        read_moment(text)


def test_security_txt_has_what_the_standard_wants() -> None:
    contacts = ["https://a.example/report", "mailto:a@b.example"]
    assert render_security(contacts, "https://a.example/blog", "en", NOW).splitlines() == [
        "Contact: https://a.example/report",
        "Contact: mailto:a@b.example",
        "Expires: 2027-06-01T00:00:00Z",
        "Preferred-Languages: en",
        "Canonical: https://a.example/blog/.well-known/security.txt",
    ]


@pytest.mark.parametrize("siteurl", ["", "http://127.0.0.1:8000"])
def test_a_site_without_https_has_no_canonical_address(siteurl: str) -> None:
    assert "Canonical" not in render_security(["tel:+43-1-1"], siteurl, "en", NOW)


@pytest.mark.parametrize("month", range(1, 13))
def test_it_expires_between_six_months_and_a_year_and_changes_once_a_month(month: int) -> None:
    first, last = datetime(2026, month, 1, tzinfo=UTC), datetime(2026, month, 28, 23, tzinfo=UTC)
    texts = {render_security(["tel:1"], "", "en", now) for now in (first, last)}
    (text,) = texts
    expires = datetime.fromisoformat(text.split("Expires: ")[1].split("\n")[0])
    assert 180 < (expires - last).days <= (expires - first).days < 365


@pytest.mark.parametrize(
    "contact",
    [
        pytest.param("security@example.org", id="no-scheme"),
        pytest.param("http://example.org", id="http"),
        pytest.param("https://", id="no-host"),
        pytest.param("https://[", id="broken"),
        pytest.param("mailto:", id="nobody"),
        pytest.param("mailto:security", id="nowhere"),
        pytest.param("tel:", id="no-number"),
        pytest.param("https://example.org/a b", id="space"),
        pytest.param("https://example.org/\nContact: x", id="line"),
        pytest.param("https://exämple.org/", id="iri"),
        pytest.param("", id="empty"),
    ],
)
def test_what_is_no_contact_is_told(contact: str) -> None:
    (problem,) = check_contacts(["mailto:a@b.example", contact])
    assert problem.rule == "setting"
    assert "SECURITY_CONTACT has" in problem.message

"""Sitemaps and feeds as archives, over real HTTP."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from citecheck.audit.inputs import sitemaps_and_feeds
from citecheck.audit.inputs.article import Inputs
from citecheck.audit.inputs.discovery import read_articles
from citecheck.audit.inputs.http_cache import FetchPolicy
from tests.audit.site import Page, Site, served

PAGE = (
    b"<html><title>Bread</title><body><article><p>A study in <i>Gut</i> found it.</p></article></body></html>"
)


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setattr(sitemaps_and_feeds, "PAUSE", 0.001)
    with served() as one:
        one.pages = {
            "/robots.txt": Page(b"User-agent: *\nDisallow: /private\n"),
            "/sitemap.xml": Page(f"<sitemapindex><sitemap><loc>{one.root}/part.xml</loc></sitemap>".encode()),
            "/part.xml": Page(
                gzip.compress(
                    f"<urlset><url><loc>{one.root}/a</loc></url><url><loc>{one.root}/private/b</loc></url>"
                    f"<url><loc>{one.root}/none</loc></url></urlset>".encode()
                )
            ),
            "/rss": Page(
                f"<rss><link>{one.root}</link><item><title>t</title><link>{one.root}/a</link></item>".encode()
            ),
            "/a": Page(PAGE),
        }
        yield one


def found(site: Site, path: str, timeout: float = 30.0, **inputs: object) -> dict[str, str | None]:
    """Each article's path on the site, with its error."""
    policy = FetchPolicy(allow_private=True, timeout=timeout)
    archive = read_articles([site.root + path], Inputs(policy=policy, **inputs))  # type: ignore[arg-type]
    return {one.id.removeprefix(site.root): one.read().error for one in archive}


def test_sitemaps_are_followed_politely(site: Site) -> None:
    assert found(site, "/sitemap.xml") == {
        "/a": None,
        "/private/b": "Its host's robots.txt forbids it.",
        "/none": "The server answered 404 Not Found.",
    }
    assert site.asked["/private/b", 200] == 0
    assert site.asked["/robots.txt", 200] == 1


def test_feeds_and_single_pages(site: Site) -> None:
    for path in ("/rss", "/a"):
        assert found(site, path) == {"/a": None}
    assert site.asked["/a", 200] == 2


def test_private_addresses_are_refused(site: Site) -> None:
    (one,) = read_articles([f"{site.root}/a"], Inputs())
    assert "is in a private network" in (one.read().error or "")
    assert not site.asked


def test_pages_that_are_done_are_not_asked_for(site: Site) -> None:
    assert found(site, "/rss", is_done=lambda url: url.endswith("/a")) == {}
    assert site.asked["/a", 200] == 0


@pytest.mark.parametrize("path", ["/rss", "/a"])
def test_a_page_that_is_never_answered_is_an_error(site: Site, path: str) -> None:
    site.pages[path] = Page(hangs=True)
    ((name, error),) = found(site, path, timeout=3.0).items()
    assert name == path
    assert error in ("The page took longer than 3 seconds.", "The server did not answer in time.")


@pytest.mark.parametrize("robots", [Page(hangs=True), Page(status=503)])
def test_without_its_rules_a_host_is_not_asked(site: Site, robots: Page) -> None:
    site.pages["/robots.txt"] = robots
    ((_, error),) = found(site, "/sitemap.xml", timeout=3.0).items()
    assert "Its host's robots.txt can't be had" in (error or "")
    assert {path for path, _ in site.asked} == {"/robots.txt"}


def test_a_host_without_rules_allows_everything(site: Site) -> None:
    del site.pages["/robots.txt"]
    site.pages["/private/b"] = Page(PAGE)
    assert found(site, "/sitemap.xml")["/private/b"] is None


def test_a_host_that_stops_answering_is_given_up(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps_and_feeds, "_PATIENCE", 2)
    names = [f"/p{number}" for number in range(9)]
    site.pages["/sitemap.xml"] = Page("".join(f"<loc>{site.root}{name}</loc>" for name in names).encode())
    site.pages |= {name: Page(hangs=True) for name in names}
    errors = found(site, "/sitemap.xml", timeout=2.0)
    assert list(errors) == names
    assert "2 pages in a row" in (errors["/p8"] or "")
    assert site.asked["/p8", 0] == 0


def test_a_busy_host_is_asked_again_later(site: Site) -> None:
    site.pages["/a"].turns = 1
    assert found(site, "/rss") == {"/a": None}
    assert site.asked == {("/robots.txt", 200): 1, ("/rss", 200): 1, ("/a", 429): 1, ("/a", 200): 1}


def test_sitemaps_that_name_each_other_come_to_an_end(site: Site) -> None:
    site.pages["/sitemap.xml"].body += f"<loc>{site.root}/sitemap.xml</loc>".encode()
    assert "/a" in found(site, "/sitemap.xml")
    assert site.asked["/sitemap.xml", 200] == 1


def test_pages_come_with_what_their_server_says_of_them(site: Site, tmp_path: Path) -> None:
    site.pages["/notes.md"] = Page(b"# Bread\n\nA study.", {"Content-Type": "text/plain"})
    policy = FetchPolicy(tmp_path, allow_private=True)
    (one,) = read_articles([f"{site.root}/notes.md"], Inputs(policy=policy))
    assert one.read().format.value == "markdown"

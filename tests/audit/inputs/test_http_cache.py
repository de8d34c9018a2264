"""What is asked for again, and what is not."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from citecheck.audit.inputs.http_cache import FetchPolicy, HttpCache
from tests.audit.site import Page, Site, served

YEAR = 365 * 86_400


@pytest.fixture
def site() -> Iterator[Site]:
    with served() as one:
        one.pages["/a"] = Page(b"<p>first</p>", {"ETag": '"1"'})
        yield one


@pytest.fixture
def get(site: Site, tmp_path: Path) -> Callable[..., tuple[bytes, str | None]]:
    """Gets /a as a run that begins at a moment would; each with a process's own cache."""

    def got(at: float = 0.0, **policy: object) -> tuple[bytes, str | None]:
        chosen = {"folder": tmp_path, "allow_private": True, **policy}
        with closing(HttpCache(FetchPolicy(**chosen), clock=lambda: 1e9 + at)) as web:  # type: ignore[arg-type]
            page = web.get(f"{site.root}/a")
            return page.data, page.error

    return got


Get = Callable[..., tuple[bytes, str | None]]


def statuses(site: Site) -> list[int]:
    return [status for (_, status), times in site.asked.items() for _ in range(times)]


@pytest.mark.parametrize(
    "name",
    [{"ETag": '"1"'}, {"ETag": 'W/"1"'}, {"Last-Modified": "Sat, 01 Jun 2024 10:00:00 GMT"}],
)
def test_a_page_that_has_not_changed_is_not_sent_again(site: Site, get: Get, name: dict[str, str]) -> None:
    site.pages["/a"].headers = name
    assert [get(at) for at in (0, 10, YEAR)] == [(b"<p>first</p>", None)] * 3
    assert statuses(site) == [200, 304, 304]


def test_a_page_that_has_changed_is(site: Site, get: Get) -> None:
    get()
    site.pages["/a"] = Page(b"<p>second</p>", {"ETag": '"2"'})
    assert get(10)[0] == b"<p>second</p>"
    assert get(20)[0] == b"<p>second</p>"
    assert statuses(site) == [200, 200, 304]


def test_a_fresh_page_is_not_requested(site: Site, get: Get) -> None:
    site.pages["/a"].headers["Cache-Control"] = "public, max-age=3600"
    for at in (0, 10, 3599, 3601, 7000):
        assert get(at)[0] == b"<p>first</p>"
    assert statuses(site) == [200, 304]


def test_after_a_day_every_host_is_asked(site: Site, get: Get) -> None:
    site.pages["/a"].headers["Cache-Control"] = "max-age=31536000"
    get(), get(80_000), get(90_000)
    assert statuses(site) == [200, 304]


def test_expires_counts_from_the_date_of_the_answer(site: Site, get: Get) -> None:
    dates = {"Date": "Sat, 01 Jun 2024 10:00:00 GMT", "Expires": "Sat, 01 Jun 2024 11:00:00 GMT"}
    site.pages["/a"].headers |= dates
    get(), get(3000)
    assert statuses(site) == [200]


@pytest.mark.parametrize("headers", [{"ETag": '"1"', "Cache-Control": "no-store"}, {}])
def test_pages_that_may_not_or_cannot_be_kept_are_requested_each_time(
    site: Site, get: Get, headers: dict[str, str]
) -> None:
    site.pages["/a"].headers = headers
    get(), get(1)
    assert statuses(site) == [200, 200]


def test_failures_are_not_kept(site: Site, get: Get) -> None:
    site.pages["/a"].status = 500
    assert get()[1] == "The server answered 500 Internal Server Error."
    site.pages["/a"].status = 200
    assert get(1) == (b"<p>first</p>", None)


def test_refresh_requests_every_page(site: Site, get: Get) -> None:
    get(), get(1, refresh=True), get(2)
    assert statuses(site) == [200, 200, 304]


def test_offline_sends_no_request(site: Site, get: Get) -> None:
    assert get(offline=True)[1] == "The page is not kept, and nobody is to be asked."
    get()
    assert get(YEAR, offline=True) == (b"<p>first</p>", None)
    assert statuses(site) == [200]


def test_without_a_folder_nothing_is_kept(site: Site, get: Get) -> None:
    get(folder=None), get(1, folder=None)
    assert statuses(site) == [200, 200]


def test_a_kept_private_page_is_not_shown_to_who_may_not_fetch_it(get: Get) -> None:
    get()
    assert "private network" in (get(1, allow_private=False, offline=False)[1] or "")
    assert get(1, allow_private=False, offline=True)[1] is not None


def test_a_validator_of_one_page_is_not_sent_for_another(site: Site, get: Get) -> None:
    """Where an address begins to lead elsewhere, "1" there is not "1" here."""
    get()
    site.pages["/a"] = Page(status=302, headers={"Location": "/b"})
    site.pages["/b"] = Page(b"<p>other</p>", {"ETag": '"1"'})
    assert get(1)[0] == b"<p>other</p>"
    assert site.asked["/b", 200] == 1


def test_a_damaged_cache_is_ignored(get: Get, tmp_path: Path) -> None:
    (tmp_path / "pages.sqlite").write_bytes(b"no database, but long enough to be taken for one" * 50)
    assert get() == (b"<p>first</p>", None)
    assert get(1) == (b"<p>first</p>", None)
    assert (tmp_path / "pages.sqlite.damaged").exists()

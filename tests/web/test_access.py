"""Who may ask the server: its own pages, and nobody else's."""

import pytest
import requests

from citecheck.web.access import allowed_hosts
from tests.web.server import Served

TEXT = {"text": "A 2019 study in The Lancet found that tea helps."}


def test_the_page_is_served_at_its_address_alone(server: Served) -> None:
    assert server.get().status_code == 200
    for path in ("/", "/checks", "/nothing/", "/open/", "/open/nothing", "//", "/%2e%2e/"):
        answer = requests.get(server.origin + path, timeout=60)
        assert answer.status_code == 404, path
        assert server.address.split("/")[3] not in answer.text


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{}", "127.0.0.1", "127.0.0.1.evil.example:{}", "localhost:1", ""]
)
def test_a_name_of_another_site_that_leads_here_is_refused(server: Served, host: str) -> None:
    answer = server.get(headers={"Host": host.format(server.port)})
    assert answer.status_code in (400, 421)
    assert "<form" not in answer.text


@pytest.mark.parametrize("host", ["localhost:{}", "LOCALHOST:{}", "127.0.0.1:{}"])
def test_names_of_this_machine_are_taken(server: Served, host: str) -> None:
    assert server.get(headers={"Host": host.format(server.port)}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "{own}", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "{own}", "Sec-Fetch-Site": "same-site"},
    ],
)
def test_posts_of_other_sites_are_refused_though_they_knew_the_token(
    server: Served, headers: dict[str, str]
) -> None:
    sent = {name: value.format(own=server.origin) for name, value in headers.items()}
    assert server.post("checks", TEXT, headers=sent).status_code == 403


def test_what_another_site_embeds_is_refused_and_what_a_person_opens_is_not(server: Served) -> None:
    embedded = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "script"}
    opened = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    framed = {**opened, "Sec-Fetch-Dest": "iframe"}
    assert server.get(headers=embedded).status_code == 403
    assert server.get(headers=framed).status_code == 403
    assert server.get(headers=opened).status_code == 200


def test_every_answer_says_what_a_browser_may_do_with_it(server: Served) -> None:
    page = server.get()
    policy = page.headers["content-security-policy"]
    for part in ("default-src 'none'", "frame-ancestors 'none'", "form-action 'none'", "base-uri 'none'"):
        assert part in policy
    assert "unsafe" not in policy
    for answer in (page, requests.get(server.origin, timeout=60), server.get("checks/none/")):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] == "no-store"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "access-control-allow-origin" not in answer.headers


def test_what_is_too_large_is_refused_whatever_the_head_of_the_request_says(server: Served) -> None:
    large = b"x" * 51_000_000
    assert server.post("checks", files=[("large.txt", large)]).status_code == 413

    def pieces() -> "list[bytes]":
        return [large[:1_000_000]] * 51

    answer = requests.post(
        f"{server.address}checks",
        data=iter(pieces()),
        headers={"Origin": server.origin, "Content-Type": "multipart/form-data; boundary=x"},
        timeout=60,
    )
    assert answer.status_code in (400, 413)
    assert server.get().status_code == 200


def test_hosts_of_a_server_that_others_reach() -> None:
    assert "10.1.2.3:80" in allowed_hosts("10.1.2.3", 80)
    assert allowed_hosts("127.0.0.1", 80) == {"localhost:80", "127.0.0.1:80", "[::1]:80"}

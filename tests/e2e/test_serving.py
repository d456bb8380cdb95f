"""What the server itself answers: headers, readiness, the welcome, and a new snapshot without a restart."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from impact.manifest import write_manifest
from impact.publish import publish
from tests.e2e.serving import Server, answer, serving, settle, visit
from tests.pages import exports


@pytest.mark.parametrize("path", ["/", "/country-map", "/app/static/world.geojson", "/_stcore/health", "/readyz"])
def test_every_answer_has_the_security_headers(path: str, server: Server) -> None:
    status, headers, _ = answer(server.url + path)
    assert status == 200
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]


@pytest.mark.parametrize("path", ["/app/static/../app.py", "/app/static/%2e%2e/app.py", "/app/static/..%2fapp.py"])
def test_nothing_beside_the_boundaries_can_be_fetched(path: str, server: Server) -> None:
    _, _, body = answer(server.url + path)
    assert "ui.start(sections)" not in body


def test_readiness_names_the_snapshot(server: Server) -> None:
    status, _, body = answer(f"{server.url}/readyz")
    assert status == 200
    assert json.loads(body) == {
        "ready": True,
        "snapshot": (server.store / "current").read_text().strip(),
        "as_of": "2024-08-31",
    }


def test_an_empty_store_is_welcomed_and_new_snapshots_are_seen_without_a_restart(
    empty_store: Path, tmp_path: Path, page: Page
) -> None:
    with serving(empty_store, tmp_path / "log.txt") as started:
        assert answer(f"{started.url}/readyz")[0] == 503
        visit(page, started.url)
        expect(page.get_by_role("heading", level=1)).to_have_text("Nothing is published yet")
        expect(page.get_by_role("button", name="Build the demonstration")).to_be_visible()

        first = publish(exports.small(tmp_path / "first")).snapshot
        page.reload()
        settle(page)
        footer = page.get_by_text("Export drawn, from drawn in a test, as of 31 Aug 2024.").last
        expect(footer).to_contain_text(first.id)
        assert json.loads(answer(f"{started.url}/readyz")[2])["snapshot"] == first.id

        folder = exports.small(tmp_path / "second")
        write_manifest(folder, "second", datetime(2024, 9, 30, tzinfo=UTC), "drawn in a test", synthetic=False)
        second = publish(folder).snapshot
        page.get_by_test_id("stSidebar").get_by_role("link", name="Indicators").click()
        page.wait_for_url("**/indicators")
        settle(page)
        footer = page.get_by_text("Export second, from drawn in a test, as of 30 Sept 2024.").last
        expect(footer).to_contain_text(second.id)
        assert json.loads(answer(f"{started.url}/readyz")[2])["snapshot"] == second.id
        page.goto("about:blank")

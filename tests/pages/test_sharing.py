"""A shared link shows its page as it was shared, with a donor's rights at most, and nothing besides."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from impact import audit, links, state, viewers
from impact.access import OWNER, Viewer
from impact.ui import identity
from impact.viewers import Identity
from tests.pages.reading import PAGES, link_of, open_page, page_of, said

Use = Callable[[str], Path]
OPENED = {"country": "KEN", "period": "2022"}
ROLES = {
    "owner": OWNER,
    "administrator": Viewer("administrator"),
    "global": Viewer("global"),
    "coordinator": Viewer("coordinator", ("KEN",)),
    "trainer": Viewer("trainer", ("t1",)),
    "donor": Viewer("donor", ("p1",)),
    "public": Viewer("public"),
}


@pytest.fixture(autouse=True)
def kept(use: Use, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The small export, and a file of the test's own for what readers leave behind."""
    use("small")
    monkeypatch.setenv("IMPACT_STATE", str(tmp_path / "state.sqlite"))


def become(monkeypatch: pytest.MonkeyPatch, role: str) -> Identity:
    """Sign in as somebody of this role."""
    who = Identity(f"{role}@example.org", ROLES[role])
    monkeypatch.setattr(identity, "signed_in", lambda: who)
    monkeypatch.setattr(viewers, "rights_of", {who.id: who.viewer, "owner": OWNER}.get)
    return who


def shared(page: str = "results/overview", **choices: str) -> str:
    return links.share(Identity("owner", OWNER), page, choices)


def open_share(at: AppTest) -> AppTest:
    """Open the popover, whose content is drawn only then."""
    at.session_state["share"] = True
    return at.run()


def offered(at: AppTest) -> set[str]:
    """What can be opened on the page."""
    return {p.proto.popover.label for p in at.get("popover")} | {e.label for e in at.expander}


def tiles(at: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in at.metric}


def test_a_link_shows_the_page_with_its_filters_and_says_until_when(monkeypatch: pytest.MonkeyPatch) -> None:
    token = shared(**OPENED)
    alike = page_of("results/overview", **OPENED)
    alike.session_state["look_as"] = ("owner", Viewer("donor", ("p1",)))
    alike.run()
    monkeypatch.setattr(identity, "signed_in", lambda: None)
    at = open_page("results/overview", share=token)
    assert not at.exception and not at.error
    assert at.title[0].value == alike.title[0].value
    assert tiles(at) == tiles(alike)
    assert at.info[0].proto.title == "A shared page"
    assert link_of(at) == {"share": token}
    assert "Kenya" in said(at) and "2022" in said(at)


def test_nothing_can_be_chosen_but_language_and_view() -> None:
    token = shared("results/country_map", country="KEN", indicator="enterprises_trained")
    at = open_page("results/country_map", share=token, country="NAM", indicator="sessions", period="2023", lang="en")
    assert link_of(at)["share"] == token
    assert not {"country", "indicator", "period"} & set(link_of(at))
    assert not at.multiselect, "there is no filter to set"
    boxes = [box for box in at.selectbox if box.key.startswith("choice_indicator")]
    assert [(box.value, box.disabled) for box in boxes] == [("enterprises_trained", True)]
    # A browser can be made to send what a page does not let choose.
    boxes[0].proto.disabled = False
    boxes[0].set_value("sessions").run()
    assert next(b.value for b in at.selectbox if b.key.startswith("choice_indicator")) == "enterprises_trained"
    assert "Namibia" not in said(at)


def test_small_groups_are_withheld_from_whoever_opens_a_link() -> None:
    assert "withheld" not in said(open_page("results/overview"))
    assert "withheld" in said(open_page("results/overview", share=shared()))


@pytest.mark.parametrize("page", [p for p in PAGES if p != "results/overview"])
def test_no_other_page_can_be_reached(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    token = shared(**OPENED)
    monkeypatch.setattr(identity, "signed_in", lambda: None)
    at = open_page(page, share=token)
    assert not at.exception
    assert at.title[0].value == "No such page"
    assert not at.metric and not at.dataframe and not at.get("plotly_chart")
    assert not at.get("page_link")


def test_a_link_leads_nowhere_else() -> None:
    at = open_page("results/overview", share=shared())
    assert not at.get("page_link")
    assert not {"Share", "View as"} & offered(at)
    assert {"Share", "View as"} <= offered(open_page("results/overview"))


@pytest.mark.parametrize("page", ["enterprises/kpi_trends", "enterprises/improvements", "enterprises/peer_benchmarks"])
def test_single_enterprises_stay_closed(page: str) -> None:
    text = said(open_page(page, share=shared(page)))
    for name in ("ENTERPRISE", "Two", "Three"):
        assert name not in text.split()


CLOSED = {
    "tampered": "This link does not work",
    "expired": "This link has expired",
    "revoked": "This link was withdrawn",
    "gone": "This link shows nothing any more",
    "empty": "This link does not work",
    "unknown country": "This link shows nothing any more",
}


@pytest.mark.parametrize("what", CLOSED)
def test_a_link_with_nothing_behind_it_says_so_and_shows_nothing(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    token = shared(**({"country": "XXX"} if what == "unknown country" else OPENED))
    if what == "tampered":
        token = token[:-1] + ("A" if token[-1] != "A" else "B")
    if what == "expired":
        later = state.now() + timedelta(days=31)
        monkeypatch.setattr(state, "now", lambda: later)
    if what == "revoked":
        links.revoke(token.split(".")[0], Identity("owner", OWNER))
    if what == "gone":
        monkeypatch.setattr(viewers, "rights_of", lambda viewer_id: None)
    at = open_page("results/overview", share="" if what == "empty" else token)
    assert not at.exception
    assert [title.value for title in at.title] == [CLOSED[what]]
    assert not at.metric and not at.dataframe and not at.get("plotly_chart") and not at.get("page_link")
    assert "Kenya" not in said(at)


def test_a_link_that_is_revoked_while_it_is_open_closes_at_the_next_click() -> None:
    token = shared()
    at = open_page("results/overview", share=token)
    links.revoke(token.split(".")[0], Identity("owner", OWNER))
    at.run()
    assert [title.value for title in at.title] == ["This link was withdrawn"]
    assert not at.metric


def test_each_opening_is_noted_under_the_link() -> None:
    token = shared()
    for _ in range(2):
        open_page("results/overview", share=token).run()
    opened = audit.entries(what="opened")
    assert [(e.who, e.about) for e in opened] == [(f"link:{token.split('.')[0]}", "results/overview")] * 2


@pytest.mark.parametrize("role", ROLES)
def test_who_may_share_is_offered_to_and_makes_a_link_that_opens(role: str, monkeypatch: pytest.MonkeyPatch) -> None:
    who = become(monkeypatch, role)
    at = open_share(open_page("results/overview", **OPENED))
    assert not at.exception
    make = [button for button in at.button if button.key == "share_make"]
    assert bool(make) == (role in links.SHARERS)
    if not make:
        return
    make[0].click().run()
    token = at.code[0].value.rpartition("share=")[2]
    assert links.opened(token).link.choices == OPENED
    assert [(e.what, e.who) for e in audit.entries(what="shared")] == [("shared", who.id)]
    # Another page, or other filters, is another link: this one is not shown there.
    assert not [c for c in open_share(open_page("results/country_map")).code if "share=" in c.value]
    revoke = next(button for button in at.button if button.key.startswith("revoke_"))
    revoke.click().run()
    with pytest.raises(links.LinkError):
        links.opened(token)
    assert not [button for button in at.button if button.key.startswith("revoke_")]


def test_others_links_are_listed_to_administrators_only(monkeypatch: pytest.MonkeyPatch) -> None:
    token = shared()
    become(monkeypatch, "donor")
    at = open_share(open_page("results/overview"))
    assert not [button for button in at.button if button.key.startswith("revoke_")]
    become(monkeypatch, "administrator")
    at = open_share(open_page("results/overview"))
    assert [b.key for b in at.button if b.key.startswith("revoke_")] == [f"revoke_{token.split('.')[0]}"]


def test_the_audit_cannot_be_shared() -> None:
    at = open_page("administration/audit")
    assert "Share" not in offered(at)
    links.share(Identity("owner", OWNER), "administration/audit", {})
    at = open_page("administration/audit", share=shared("administration/audit"))
    assert at.title[0].value == "No such page"
    assert not at.dataframe


def test_who_leaves_a_link_for_the_own_address_has_the_own_rights_and_no_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    token = shared()
    become(monkeypatch, "public")
    at = page_of("results/overview", share=token).run()
    del at.query_params["share"]
    at.run()
    assert not at.exception
    assert not [info for info in at.info if info.proto.title == "A shared page"]
    assert audit.entries(what="opened")[0].who == "public@example.org"


def test_a_state_that_cannot_be_written_is_told_in_the_popover_and_breaks_no_page() -> None:
    state.path().mkdir()
    at = open_share(open_page("results/overview"))
    next(button for button in at.button if button.key == "share_make").click().run()
    assert not at.exception
    assert "IMPACT_STATE" in at.error[0].value.replace("\\", "")
    assert at.metric

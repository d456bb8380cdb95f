"""An administrator sees what another role sees: everything is narrowed, a banner says so, and nothing is written."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from impact import audit
from impact.access import AccessError, Viewer, may_look_as
from impact.ui import identity, look, reader
from impact.viewers import Identity
from tests.pages.reading import PAGES, link_of, open_page, page_of, said
from tests.pages.test_sharing import ROLES, become, kept, offered  # noqa: F401 - a fixture

Use = Callable[[str], Path]
BANNER = "You are viewing as somebody else"


def looking(page: str, other: Viewer, who: str = "owner", **link: str) -> AppTest:
    """The page, by somebody who looks as another."""
    at = page_of(page, **link)
    at.session_state["look_as"] = (who, other)
    return at.run()


def banners(at: AppTest) -> list[str]:
    return [warning.value.replace("\\", "") for warning in at.warning if warning.proto.title == BANNER]


def open_form(at: AppTest) -> AppTest:
    at.session_state["look"] = True
    return at.run()


@pytest.mark.parametrize("page", PAGES)
def test_the_banner_is_on_every_page(page: str) -> None:
    at = looking(page, Viewer("coordinator", ("KEN",)))
    assert not at.exception
    assert len(banners(at)) == 1 and "Country coordinator · Kenya" in banners(at)[0]
    assert [b.key for b in at.button if b.key == "look_stop"] == ["look_stop"]
    assert not {"Share", "View as"} & offered(at)
    assert "look" not in link_of(at)


def test_rights_are_narrowed_for_whatever_is_asked() -> None:
    assert "withheld" not in said(open_page("results/overview"))
    assert "withheld" in said(looking("results/overview", Viewer("public")))
    everything = said(open_page("enterprises/kpi_trends"))
    assert "3 enterprises" in everything
    assert "3 enterprises" not in said(looking("enterprises/kpi_trends", Viewer("coordinator", ("NAM",))))
    assert "not one by one" in said(looking("enterprises/kpi_trends", Viewer("donor", ("p1",))))
    assert looking("administration/audit", Viewer("global")).title[0].value == "No such page"
    assert looking("administration/audit", Viewer("administrator")).title[0].value == "Audit"


def test_an_enterprise_of_others_is_not_shown_and_its_files_are_not_offered() -> None:
    mine = open_page("enterprises/kpi_trends", enterprise="e1")
    assert mine.get("download_button") and "ENTERPRISE" in said(mine)
    at = looking("enterprises/kpi_trends", Viewer("coordinator", ("NAM",)), enterprise="e1")
    assert not [b for b in at.get("download_button") if b.proto.label.startswith("The enterprise")]
    assert "ENTERPRISE" not in said(at)


def test_nothing_is_written_down_while_looking_as_another() -> None:
    assert [b for b in open_page("enterprises/kpi_trends", enterprise="e1").button if b.form_id.startswith("reply_")]
    at = looking("enterprises/kpi_trends", Viewer("coordinator", ("KEN",)), enterprise="e1")
    assert "ENTERPRISE" in said(at)
    assert not [b for b in at.button if b.form_id.startswith("reply_")]


def test_it_is_started_and_stopped_and_both_are_noted() -> None:
    at = open_form(open_page("results/overview"))
    role = next(box for box in at.selectbox if box.key == "look_role")
    assert role.options == [*("Administrator", "Global team", "Country coordinator", "Trainer", "Donor", "The public")]
    role.select("coordinator").run()
    start = next(b for b in at.button if b.key == "look_start")
    assert start.disabled, "a coordinator has countries"
    countries = next(box for box in at.multiselect if box.key == "look_coordinator")
    assert countries.options == ["Kenya", "Namibia"]
    countries.select("KEN").run()
    next(b for b in at.button if b.key == "look_start").click().run()
    assert not at.exception
    assert "Kenya" in banners(at)[0]
    assert audit.entries(what="viewed_as")[0].about == "coordinator:KEN"
    assert audit.entries(what="opened")[0].about == "results/overview as coordinator:KEN"
    next(b for b in at.button if b.key == "look_stop").click().run()
    assert not banners(at)
    assert audit.entries(what="viewed_as")[0].about == "own rights again"
    assert audit.verify().faults == ()


def test_a_trainer_s_id_is_not_noted() -> None:
    looking("results/overview", Viewer("trainer", ("t1",)))
    assert audit.entries(what="opened")[0].about == "results/overview as trainer"


@pytest.mark.parametrize("role", ROLES)
def test_it_is_offered_to_the_owner_and_administrators_only(role: str, monkeypatch: pytest.MonkeyPatch) -> None:
    who = become(monkeypatch, role)
    at = open_form(open_page("results/overview"))
    assert not at.exception
    assert bool([b for b in at.button if b.key == "look_start"]) == (role in ("owner", "administrator"))
    # What the session holds does not make anybody more than they are.
    at = looking("results/overview", Viewer("owner"), who.id)
    assert not banners(at)
    if role not in ("owner", "administrator"):
        assert not banners(looking("results/overview", Viewer("global"), who.id))


def test_it_ends_with_the_rights_and_with_the_person(monkeypatch: pytest.MonkeyPatch) -> None:
    become(monkeypatch, "administrator")
    at = looking("results/overview", Viewer("public"), "administrator@example.org")
    assert banners(at)
    become(monkeypatch, "owner")
    assert not banners(at.run())
    monkeypatch.setattr(identity, "signed_in", lambda: Identity("administrator@example.org", Viewer("donor", ("p1",))))
    assert not banners(at.run())
    assert "withheld" in said(at)


def test_only_narrower_rights_can_be_looked_with() -> None:
    owner, administrator = Viewer(), Viewer("administrator")
    assert may_look_as(owner, administrator) and not may_look_as(administrator, owner)
    assert not may_look_as(administrator, administrator)
    assert not may_look_as(owner, Viewer("coordinator")) and not may_look_as(owner, Viewer("global", ("KEN",)))
    assert not may_look_as(Viewer("coordinator", ("KEN",)), Viewer("public"))
    with pytest.raises(AccessError):
        look.start(Identity("x", Viewer("global")), Viewer("public"))
    assert reader.viewer.__doc__

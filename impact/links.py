"""Shared links: one page with its choices, signed, for a time, revocable, and with the sharer's rights as they are now.

Whoever has the link sees what its sharer may see now, and at most what a donor may: groups, the small ones withheld.
"""

import base64
import hashlib
import hmac
import json
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from impact import audit, questions, state, viewers
from impact.access import AccessError, Viewer
from impact.settings import settings
from impact.state import StateError
from impact.viewers import Identity

SHARERS = ("owner", "administrator", "global", "coordinator", "donor")
DAYS = 30
MOST_DAYS = 180
LONGEST = 8000
_TOKEN = re.compile(r"([0-9a-f]{16})\.([\w-]{43})", re.ASCII)


class LinkError(Exception):
    """A link with nothing behind it; `why` says which kind of nothing."""

    def __init__(self, why: Literal["unknown", "expired", "revoked", "gone"]) -> None:
        super().__init__(f"The link cannot be opened: {why}.")
        self.why = why


@dataclass(frozen=True)
class Link:
    """What was shared, by whom, and until when."""

    link_id: str
    page: str
    choices: Mapping[str, str]
    sharer: str
    made_at: datetime
    ends_at: datetime
    revoked_at: datetime | None = None

    @property
    def state(self) -> Literal["open", "expired", "revoked"]:
        """May it still be opened, as far as time and revocation go?"""
        if self.revoked_at:
            return "revoked"
        return "open" if state.now() < self.ends_at else "expired"


@dataclass(frozen=True)
class Opened:
    """A link that was opened, and the rights with which its page is shown."""

    link: Link
    viewer: Viewer


def share(by: Identity, page: str, choices: Mapping[str, str], days: int = DAYS, snapshot_id: str = "") -> str:
    """Make a link to a page as it is chosen now; returns its token. The link is kept, and so is that it was made."""
    if by.viewer.role not in SHARERS:
        raise AccessError(f"The role '{by.viewer.role}' may not share links.")
    if viewers.rights_of(by.id) is None:
        raise StateError("A link needs a viewer whose rights can be looked up later. Ask for a row of your own.")
    if not 1 <= days <= MOST_DAYS:
        raise StateError(f"A link holds for 1 to {MOST_DAYS} days, not for {days}.")
    if len(json.dumps(dict(choices))) > LONGEST:
        raise StateError("The page has more choices than a link can keep. Clear some of them.")
    now = state.now()
    link = Link(secrets.token_hex(8), page, dict(choices), by.id, now, now + timedelta(days=days))
    with state.opened() as file:
        signed = token(link)
        outlived = state.stamp(now - timedelta(days=settings().audit_days))
        file.execute(questions.read("state/links_remove"), {"before": outlived})
        file.execute(questions.read("state/links_add"), _row(link))
        about = f"{link.link_id} {page} until {state.stamp(link.ends_at)}"
        audit.append(file, "shared", by.id, about, snapshot_id)
    return signed


def opened(signed: str) -> Opened:
    """The link of a token, with the rights that it gives now; raises LinkError when it gives none."""
    match = _TOKEN.fullmatch(signed)
    if match is None or not state.path().is_file():
        raise LinkError("unknown")
    with state.opened() as file:
        found = file.execute(questions.read("state/links_one"), {"link_id": match[1]}).fetchone()
    link = _link(found) if found else None
    if link is None or not hmac.compare_digest(token(link), signed):
        raise LinkError("unknown")
    if link.state != "open":
        raise LinkError(link.state)
    rights = viewers.rights_of(link.sharer)
    if rights is None or rights.role not in SHARERS:
        raise LinkError("gone")
    return Opened(link, narrowed(rights))


def narrowed(rights: Viewer) -> Viewer:
    """The rights of a link: those of its sharer, and never more than a donor's."""
    return rights if rights.role == "donor" else Viewer("donor")


def listed(by: Identity) -> list[Link]:
    """The links that a viewer shared, or all of them for administrators, the newest first."""
    if not state.path().is_file():
        return []
    given = {"sharer": "" if by.viewer.role in audit.READERS else by.id}
    with state.opened() as file:
        return [_link(row) for row in file.execute(questions.read("state/links_listed"), given).fetchall()]


def revoke(link_id: str, by: Identity, snapshot_id: str = "") -> None:
    """End a link at once: one's own, or for administrators any; raises StateError where there is none to end."""
    link = next((link for link in listed(by) if link.link_id == link_id), None)
    if link is None:
        raise StateError(f"There is no link '{link_id}' among those that may be revoked here. `links` lists them.")
    with state.opened() as file:
        given = {"link_id": link_id, "revoked_at": state.stamp(state.now())}
        if file.execute(questions.read("state/links_revoke"), given).rowcount:
            audit.append(file, "revoked", by.id, link_id, snapshot_id)


def token(link: Link) -> str:
    """What a link's address bears: its id, and the signature of all that it stands for."""
    said = json.dumps(_row(link), sort_keys=True)
    signature = hmac.new(_secret(), said.encode(), hashlib.sha256).digest()
    return f"{link.link_id}.{base64.urlsafe_b64encode(signature).decode().rstrip('=')}"


def _row(link: Link) -> dict[str, str]:
    return {
        "link_id": link.link_id,
        "page": link.page,
        "choices": json.dumps(dict(link.choices), sort_keys=True),
        "sharer": link.sharer,
        "made_at": state.stamp(link.made_at),
        "ends_at": state.stamp(link.ends_at),
    }


def _link(row: tuple[str, ...]) -> Link:
    link_id, page, choices, sharer, made_at, ends_at, revoked_at = row
    try:
        chosen = json.loads(choices)
        made, ends = state.moment(made_at), state.moment(ends_at)
    except ValueError:
        raise LinkError("unknown") from None
    return Link(link_id, page, chosen, sharer, made, ends, state.moment(revoked_at) if revoked_at else None)


def secret_file() -> Path:
    """Where a random secret is kept, beside what readers leave behind and not within it."""
    place = state.path()
    return place.with_name(f"{place.stem}.secret")


def _secret() -> bytes:
    if given := settings().secret:
        return given.encode()
    place = secret_file()
    try:
        kept = place.read_bytes() if place.is_file() else _made(place)
    except OSError as error:
        raise StateError(f"{place} cannot be read ({error}). Mend its rights, or set IMPACT_SECRET.") from error
    if len(kept) < 32:
        raise StateError(f"{place} holds no secret. Remove it; links that were shared before will not open.")
    return kept


def _made(place: Path) -> bytes:
    """A new secret, there as a whole or not at all; of two processes that make one, the first one's holds."""
    waiting = place.with_name(f".{place.name}.{secrets.token_hex(8)}")
    handle = os.open(waiting, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_hex(32).encode())
        os.link(waiting, place)
    except FileExistsError:
        pass
    finally:
        waiting.unlink()
    return place.read_bytes()

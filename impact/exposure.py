"""How far the server may be reached: without sign-in by one person on the own machine, with it by whoever is known."""

import ipaddress
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from impact.settings import SettingsError, settings
from impact.viewers import ViewersError, table

# What Streamlit's secrets must say in [auth]; each is of the sign-in service but the first two.
NEEDED = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
CALLBACK = "/oauth2callback"
SHORTEST_SECRET = 32

_guards: list[str] = []


def guarded() -> None:
    """Say that asgi.py stands before the pages of this process."""
    _guards.append("asgi.py")


def check(address: str | None, auth: Mapping[str, Any], trusted_headers: object) -> None:
    """Refuse to serve, with a SettingsError that says what to set, what would be open or cannot work.

    `address` is where the server listens, `auth` the section of that name in Streamlit's secrets, and
    `trusted_headers` Streamlit's setting of headers that are believed to name the reader.
    """
    if settings().auth == "off":
        _check_alone(address)
        return
    _check_provider(auth)
    if trusted_headers:
        raise SettingsError("server.trustedUserHeaders lets a header say who looks. Unset it, or set IMPACT_AUTH=off.")
    if not _guards:
        raise SettingsError(
            "IMPACT_AUTH=required needs the guard of asgi.py, which app.py alone does not have. "
            "Start with `python -m impact serve` or `streamlit run asgi.py`."
        )


def check_viewers() -> None:
    """Refuse to start, with a SettingsError, on a table of viewers that cannot be used; its message names rows."""
    try:
        if settings().auth == "required":
            table()
    except ViewersError as error:
        raise SettingsError(str(error)) from None


def is_loopback(address: str | None) -> bool:
    """Is the address of this machine only?"""
    if address == "localhost":
        return True
    try:
        parsed = ipaddress.ip_address((address or "").strip("[]"))
    except ValueError:
        return False
    return (getattr(parsed, "ipv4_mapped", None) or parsed).is_loopback


def _check_alone(address: str | None) -> None:
    if is_loopback(address):
        return
    said = f"server.address is {address}" if address else "server.address is empty, which means every address"
    raise SettingsError(
        f"{said}, and nobody would have to sign in. Set it to 127.0.0.1 (STREAMLIT_SERVER_ADDRESS), or set "
        "IMPACT_AUTH=required with IMPACT_VIEWERS and a sign-in service."
    )


def _check_provider(auth: Mapping[str, Any]) -> None:
    missing = [name for name in NEEDED if not auth.get(name)]
    if missing:
        raise SettingsError(
            f"IMPACT_AUTH=required, and the section [auth] of Streamlit's secrets lacks {', '.join(missing)}. "
            "Complete .streamlit/secrets.toml, or set IMPACT_AUTH=off to serve one person on this machine."
        )
    if len(str(auth["cookie_secret"])) < SHORTEST_SECRET:
        raise SettingsError(
            f"[auth] cookie_secret is shorter than {SHORTEST_SECRET} characters. Write a random one, such as "
            '`python -c "import secrets; print(secrets.token_urlsafe(48))"` prints.'
        )
    if not str(auth["redirect_uri"]).endswith(CALLBACK):
        raise SettingsError(f"[auth] redirect_uri must be the dashboard's address as readers see it, with {CALLBACK}.")
    for name in ("redirect_uri", "server_metadata_url"):
        parts = urlsplit(str(auth[name]))
        if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(parts.hostname)):
            raise SettingsError(f"[auth] {name} must begin with https://, or be on this machine.")

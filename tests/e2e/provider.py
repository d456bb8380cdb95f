"""Sign-in services on this machine: one that behaves, and one that issues whatever tokens a test wants."""

import base64
import contextlib
import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from tests.e2e.serving import answer, free_port

CLIENT = "dash"
CLIENT_SECRET = "another-secret-that-only-the-tests-know-of"
COOKIE_SECRET = "a-secret-that-only-the-tests-know-of-0123456789"


def secrets_of(provider: str, dashboard: str) -> str:
    """Streamlit's secrets for a dashboard whose readers sign in at the provider."""
    return f"""
[auth]
redirect_uri = "{dashboard}/oauth2callback"
cookie_secret = "{COOKIE_SECRET}"
client_id = "{CLIENT}"
client_secret = "{CLIENT_SECRET}"
server_metadata_url = "{provider}/.well-known/openid-configuration"
"""


@contextlib.contextmanager
def provider(*readers: dict[str, Any]) -> Iterator[str]:
    """A sign-in service where a button signs in as a reader; yields its address."""
    port = free_port()
    claims = [word for reader in readers for word in ("--user-claims", json.dumps(reader))]
    command = [sys.executable, "-m", "oidc_provider_mock", "-p", str(port), *claims]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        end = time.monotonic() + 30
        while True:
            with contextlib.suppress(OSError):
                if answer(f"{url}/.well-known/openid-configuration")[0] == 200:
                    break
            assert time.monotonic() < end
            time.sleep(0.05)
        yield url
    finally:
        process.terminate()
        process.wait(10)


@dataclass
class Forger:
    """What the hostile service puts into its next token, and with what it signs it."""

    url: str
    key: RSAKey
    reader: dict[str, Any]
    changed: dict[str, Any] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    header: dict[str, Any] = field(default_factory=dict)
    signed_by: Any = None
    again: str = ""
    issued: str = ""
    nonce: str = ""

    def token(self) -> str:
        """The token that is issued: the one told to issue again, or a new one."""
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 600, "nonce": self.nonce, **self.reader}
        claims = {name: value for name, value in {**claims, **self.changed}.items() if name not in self.without}
        header = {"alg": "RS256", "kid": self.key.kid, **self.header}
        if header["alg"] == "none":
            self.issued = f"{_part(header)}.{_part(claims)}."
        else:
            key = self.signed_by or self.key
            self.issued = jwt.encode(header, claims, key, algorithms=[header["alg"]])
        return self.again or self.issued


@contextlib.contextmanager
def forger(reader: dict[str, Any]) -> Iterator[Forger]:
    """A sign-in service that issues what a test wants, and asks nobody anything."""
    key = RSAKey.generate_key(2048, {"kid": "k1"})

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            if parts.path == "/authorize":
                asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
                service.nonce = asked["nonce"]
                self.send_response(302)
                self.send_header(
                    "location", f"{asked['redirect_uri']}?{urlencode({'code': 'c', 'state': asked['state']})}"
                )
                self.end_headers()
            elif parts.path == "/jwks":
                self._say({"keys": [key.as_dict(private=False)]})
            else:
                self._say(
                    {
                        "issuer": service.url,
                        "authorization_endpoint": f"{service.url}/authorize",
                        "token_endpoint": f"{service.url}/token",
                        "jwks_uri": f"{service.url}/jwks",
                        "id_token_signing_alg_values_supported": ["RS256"],
                    }
                )

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("content-length", 0)))
            self._say({"access_token": "a", "token_type": "Bearer", "expires_in": 600, "id_token": service.token()})

        def _say(self, said: dict[str, Any]) -> None:
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(said).encode())

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service = Forger(f"http://127.0.0.1:{server.server_port}", key, reader)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


def another_key() -> RSAKey:
    """A key that bears the service's name and is not the service's."""
    return RSAKey.generate_key(2048, {"kid": "k1"})


def shared_secret() -> OctKey:
    """What the dashboard and the service share, which is there to fetch tokens and not to sign them."""
    return OctKey.import_key(CLIENT_SECRET)


def login_path() -> str:
    """The address that begins a sign-in, as the dashboard's button opens it."""
    key = OctKey.import_key(COOKIE_SECRET)
    token = jwt.encode({"alg": "HS256"}, {"provider": "default", "exp": int(time.time()) + 120}, key)
    return f"/auth/login?{urlencode({'provider': token})}"


def _part(claims: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")

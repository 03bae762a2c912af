"""Which store to use, from `PARLEY_STORE` and the values beside it.

Nothing here reads the environment: the caller hands in a mapping, so that a setting made later is never ignored.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal
from urllib.parse import parse_qsl, urlsplit

import platformdirs

from schema.errors import SettingsError

STORE: Final = "PARLEY_STORE"
USER: Final = "PARLEY_STORE_USER"
PASSWORD: Final = "PARLEY_STORE_PASSWORD"  # noqa: S105 - the name of a setting
PASSWORD_FILE: Final = "PARLEY_STORE_PASSWORD_FILE"  # noqa: S105 - the name of a setting
DATABASE: Final = "PARLEY_STORE_DATABASE"

EMBEDDED_DATABASE: Final = "parley"
BOLT_SCHEMES: Final = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")
_SECRET_PARAMETERS: Final = frozenset({"password", "passwd", "pass", "pwd", "user", "username", "token"})


@dataclass(frozen=True, slots=True)
class Target:
    """One store, completely said.

    An embedded one has a `path` (absolute) and no `uri`: its address and accounts come from `embedded.attach`.
    A Bolt one has a `uri`; without `user` and `password` it is asked without authentication, and without `database`
    the server's default is used. The password is left out of the printed form.
    """

    kind: Literal["embedded", "bolt"]
    uri: str | None = None
    path: Path | None = None
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    database: str | None = None

    def __str__(self) -> str:
        """The store's name as logs and `/health` may show it: never with an account."""
        return f"embedded:{self.path}" if self.kind == "embedded" else str(self.uri)


def default_path() -> Path:
    """The folder of the store that is used when nothing is set."""
    return Path(platformdirs.user_data_dir("parley", appauthor=False)) / "store"


def target_from(settings: Mapping[str, str], *, base: Path | None = None) -> Target:
    """The store that `settings` name (keys as in the environment; absent and empty are the same).

    A relative `embedded:` path is taken from `base`, by default the working directory. Raises SettingsError.
    """
    values = {key: text.strip() for key in (STORE, USER, PASSWORD_FILE, DATABASE) if (text := settings.get(key, ""))}
    values = {key: text for key, text in values.items() if text}
    if settings.get(PASSWORD):
        values[PASSWORD] = settings[PASSWORD]  # a blank may be part of a password
    url = values.get(STORE, "embedded:")
    scheme, colon, rest = url.partition(":")
    if colon and scheme.lower() == "embedded":
        return _embedded(rest, values, base)
    if colon and scheme.lower() in BOLT_SCHEMES:
        return _bolt(url, values)
    raise SettingsError(
        f"{STORE} does not name a store that Parley knows",
        hint=f"expected embedded:PATH or an address that begins with {', '.join(s + '://' for s in BOLT_SCHEMES)}",
    )


def _embedded(rest: str, values: Mapping[str, str], base: Path | None) -> Target:
    for key in (USER, PASSWORD, PASSWORD_FILE):
        if key in values:
            raise SettingsError(
                f"{key} is set, but the embedded store makes its own accounts",
                hint=f"set {STORE} to the server's address, or leave {key} out",
            )
    if values.get(DATABASE, EMBEDDED_DATABASE) != EMBEDDED_DATABASE:
        raise SettingsError(
            f"{DATABASE} is {values[DATABASE]!r}, but the embedded store has only {EMBEDDED_DATABASE!r}",
            hint="use another folder for another graph",
        )
    return Target("embedded", path=_path(rest.removeprefix("//"), base), database=EMBEDDED_DATABASE)


def _path(text: str, base: Path | None) -> Path:
    if not text:
        return default_path()
    if "\0" in text:
        raise SettingsError(f"{STORE} holds a NUL character")
    try:
        return ((base or Path.cwd()) / Path(text).expanduser()).resolve()
    except (RuntimeError, OSError) as error:  # RuntimeError: no home folder for ~name, or a ring of links
        raise SettingsError(f"{STORE}: the path {text!r} cannot be used: {error}") from error


def _bolt(url: str, values: Mapping[str, str]) -> Target:
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError as error:  # a port that is no number; the text may hold a password, so it is not shown
        raise SettingsError(f"{STORE} is no address: its host or port cannot be read") from error
    secret = _SECRET_PARAMETERS.intersection(name.lower() for name, _ in parse_qsl(parts.query, keep_blank_values=True))
    if "@" in parts.netloc or secret:
        raise SettingsError(
            f"{STORE} holds a user name or a password, and addresses end up in logs",
            hint=f"use {USER} and {PASSWORD} or {PASSWORD_FILE}",
        )
    if not host or parts.path not in ("", "/") or parts.fragment:
        raise SettingsError(
            f"{STORE} is no Bolt address: expected SCHEME://HOST:PORT", hint=f"the database is named in {DATABASE}"
        )
    user, password = _account(values)
    return Target("bolt", uri=url, user=user, password=password, database=values.get(DATABASE))


def _account(values: Mapping[str, str]) -> tuple[str | None, str | None]:
    if PASSWORD in values and PASSWORD_FILE in values:
        raise SettingsError(f"both {PASSWORD} and {PASSWORD_FILE} are set", hint="leave one out")
    password = _password_in(Path(values[PASSWORD_FILE])) if PASSWORD_FILE in values else values.get(PASSWORD)
    user = values.get(USER)
    if password is None and user is not None:
        raise SettingsError(f"{USER} is set without a password", hint=f"set {PASSWORD} or {PASSWORD_FILE}")
    return (user or "neo4j", password) if password is not None else (None, None)


def _password_in(path: Path) -> str:
    """The first line of the file, as `docker secret` and editors write it (with or without a last newline)."""
    try:
        text = path.expanduser().read_text(encoding="utf-8")
    except (OSError, RuntimeError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise SettingsError(f"{PASSWORD_FILE}: {path} cannot be read: {reason}") from error
    lines = text.splitlines()
    if not lines or not lines[0]:
        raise SettingsError(f"{PASSWORD_FILE}: {path} holds no password")
    return lines[0]

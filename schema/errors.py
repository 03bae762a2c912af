"""Every error that Parley raises on purpose.

    ParleyError                      has `message`, an optional `hint` (what to do) and an exit code
    ├── SettingsError                a PARLEY_* value or an option that cannot be used
    ├── FactError                    facts that cannot be loaded: carries every Problem found
    ├── QuestionError                a question in words that was not understood
    ├── QueryError                   Cypher that cannot be run
    │   ├── QuerySyntaxError         it does not parse
    │   ├── QueryRefused             it is not read-only, or uses what strangers may not
    │   └── QueryLimit               it was stopped by a limit
    │       ├── QueryTimeout
    │       └── QueryTooLarge
    ├── NotFound                     no such item
    ├── BadCursor                    a cursor that this collection did not give
    ├── LoadError                    a load that cannot go on, or cannot be taken back
    │   └── LoadConflict             two data sets define one id differently, or a later load stands on this one
    ├── JudgementError               a judgement that contradicts another one, or the record
    ├── StoreError                   the store cannot be used
    │   ├── StoreUnavailable         nobody answers there
    │   ├── StoreAuthError           it answers, and refuses the name or the password
    │   ├── StoreVersionError        the server is too old, or the graph was written by a newer Parley
    │   ├── StoreBusy                another writer holds the lock
    │   ├── BatchTooLarge            the server's transaction memory is too small for the batch
    │   ├── EngineMissing            the embedded engine's Java is not there
    │   ├── EngineCrashed            it ended while it was needed
    │   └── StoreFolderError         the folder cannot be used
    └── PortInUse                    an address that somebody else listens on

`api.problems` maps each leaf to an HTTP status; a test walks this tree.
"""

from __future__ import annotations

from dataclasses import dataclass


class ParleyError(Exception):
    """Base of all errors that a person should see as one line.

    `message` says what is wrong and where; `hint`, if any, says what to do about it.
    """

    exit_code: int = 1

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return self.message if self.hint is None else f"{self.message} ({self.hint})"


class SettingsError(ParleyError):
    exit_code = 2


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a fact file.

    `where` is a path with a line ("claims/004.yaml:12"), `field` a dotted path inside the record,
    `expected` what would be right, `nearest` known names that look like the wrong one.
    """

    where: str
    field: str
    what: str
    expected: str | None = None
    nearest: tuple[str, ...] = ()

    def __str__(self) -> str:
        text = f"{self.where}: {self.field}: {self.what}" if self.field else f"{self.where}: {self.what}"
        if self.expected:
            text += f"; expected {self.expected}"
        if self.nearest:
            text += f"; did you mean {' or '.join(self.nearest)}?"
        return text


class FactError(ParleyError):
    """Facts that cannot be loaded. `problems` has all of them; nothing was written."""

    exit_code = 3

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        count = f"{len(problems)} problem{'s' if len(problems) != 1 else ''}"
        super().__init__("\n".join([f"{count}, nothing was loaded:", *(f"  {p}" for p in problems)]))


class QuestionError(ParleyError):
    """A question that was not understood: `unknown` words, and `suggestions` that would be."""

    exit_code = 4

    def __init__(self, message: str, *, unknown: tuple[str, ...] = (), suggestions: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.unknown = unknown
        self.suggestions = suggestions


class QueryError(ParleyError):
    exit_code = 5


class QuerySyntaxError(QueryError):
    pass


class QueryRefused(QueryError):
    pass


class QueryLimit(QueryError):
    pass


class QueryTimeout(QueryLimit):
    pass


class QueryTooLarge(QueryLimit):
    pass


class NotFound(ParleyError):
    exit_code = 6


class BadCursor(ParleyError):
    pass


class LoadError(ParleyError):
    exit_code = 7


class LoadConflict(LoadError):
    pass


class JudgementError(ParleyError):
    exit_code = 10


class StoreError(ParleyError):
    exit_code = 8


class StoreUnavailable(StoreError):
    pass


class StoreAuthError(StoreError):
    pass


class StoreVersionError(StoreError):
    pass


class StoreBusy(StoreError):
    pass


class BatchTooLarge(StoreError):
    pass


class EngineMissing(StoreError):
    pass


class EngineCrashed(StoreError):
    pass


class StoreFolderError(StoreError):
    pass


class PortInUse(ParleyError):
    exit_code = 9

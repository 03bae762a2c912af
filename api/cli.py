"""The command line: `parley COMMAND`. Each command parses, calls, and prints; `--json` prints for programs."""

from __future__ import annotations

import logging
import sys

from rich.markup import escape

from schema.errors import ParleyError, QuestionError

from . import commands
from .terminal import app, err

__all__ = ["app", "commands", "main"]


def main() -> None:
    """Entry point: our errors become one line and an exit code, never a stack trace."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    logging.getLogger("neo4j").setLevel(logging.CRITICAL)  # what it says is said by our error too
    try:
        app()
    except ParleyError as error:
        _complain(error)
        sys.exit(error.exit_code)
    except BrokenPipeError:  # parley … | head
        sys.stderr.close()
        sys.exit(0)


def _complain(error: ParleyError) -> None:
    err.print(f"[bold red]parley:[/] {escape(error.message)}", soft_wrap=True)
    if error.hint:
        err.print(f"        {escape(error.hint)}", soft_wrap=True)
    if isinstance(error, QuestionError):
        for suggestion in error.suggestions:
            err.print(f"        try: {escape(suggestion)}", soft_wrap=True)


if __name__ == "__main__":
    main()

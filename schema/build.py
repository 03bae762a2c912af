"""Writes what is derived from the registry and committed.

    python -m schema.build                        write schema/ontology.ttl, schema/json/*, docs/relations.md
    python -m schema.build --check                write nothing; exit 1 if one differs, or the registry is wrong
    python -m schema.build --json-schemas FOLDER  write the JSON Schemas to a folder of yours
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from . import docs, jsonschema, lint, ontology

ROOT = Path(__file__).resolve().parent.parent
JSON = Path("schema/json")


def outputs() -> dict[Path, str]:
    """Every derived file, by its path in the repository."""
    return {
        Path("schema/ontology.ttl"): ontology.turtle(),
        Path("docs/relations.md"): docs.markdown(),
        **{JSON / name: text for name, text in jsonschema.texts().items()},
    }


def stale(root: Path = ROOT) -> list[str]:
    """Derived files that are missing, differ, or that nothing derives any more."""
    wanted = outputs()
    found = [str(p) for p, text in wanted.items() if not (root / p).exists() or (root / p).read_text("utf-8") != text]
    left = [JSON / path.name for path in sorted((root / JSON).glob("*.json"))]
    return found + [str(path) for path in left if path not in wanted]


def write(root: Path = ROOT) -> list[str]:
    """Write what differs: the names of what was written or removed."""
    changed = stale(root)
    wanted = outputs()
    for name in changed:
        path = root / name
        if Path(name) not in wanted:
            path.unlink()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(wanted[Path(name)], "utf-8")
    return changed


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m schema.build", description="Write what follows from the registry.")
    parser.add_argument("--check", action="store_true", help="write nothing, fail on a difference")
    parser.add_argument("--json-schemas", type=Path, metavar="FOLDER", help="write only the JSON Schemas, there")
    options = parser.parse_args(arguments)
    if options.json_schemas:
        options.json_schemas.mkdir(parents=True, exist_ok=True)
        for name, text in jsonschema.texts().items():
            (options.json_schemas / name).write_text(text, "utf-8")
        return 0
    problems = lint.findings()
    changed = stale() if options.check else write()
    if options.check:
        problems += [f"{name} is not what the registry gives; run python -m schema.build" for name in changed]
    else:
        sys.stdout.writelines(f"{name}\n" for name in changed)
    sys.stderr.writelines(f"{problem}\n" for problem in problems)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

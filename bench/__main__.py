"""All benchmarks on the embedded engine, and on a Neo4j where PARLEY_TEST_NEO4J names one whose data may be deleted.

    python -m bench [--claims 200000]
"""

from __future__ import annotations

import os
import subprocess
import sys


def main(options: list[str]) -> int:
    neo4j = os.environ.get("PARLEY_TEST_NEO4J")
    account = {"PARLEY_STORE_USER": "neo4j", "PARLEY_STORE_PASSWORD": os.environ.get("PARLEY_TEST_NEO4J_PASSWORD", "")}
    worst = 0
    for module, store in (("demo", ""), ("load", ""), ("ask", ""), *([("load", neo4j), ("ask", neo4j)] if neo4j else [])):
        words = [sys.executable, "-m", f"bench.{module}"]
        if module != "demo":
            words += options + (["--store", store] if store else [])
        print(f"── {module} {store or 'embedded'}", flush=True)
        environ = {**os.environ, **(account if store else {})}
        worst = max(worst, subprocess.run(words, env=environ, check=False).returncode)
    if not neo4j:
        print("Neo4j was left out: PARLEY_TEST_NEO4J is not set")
    return worst


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

#!/bin/sh
# Loads the bundled data set, which changes nothing where it is loaded already, and serves.
# With arguments it runs those instead: docker compose run --rm api parley ask "who opposes …"
set -eu
if [ $# -gt 0 ]; then exec "$@"; fi
parley load --bundled gaza
exec parley serve --host 0.0.0.0 --port 8000

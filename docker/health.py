"""Exit code 0 if the API answers and its store does too."""

import json
import sys
from urllib.request import urlopen

URL = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000/health"

try:
    with urlopen(URL, timeout=4) as response:  # noqa: S310  whoever starts this names the address
        status = json.load(response)["status"]
except (OSError, ValueError, KeyError) as error:
    sys.exit(f"{URL}: {error}")
if status != "ok":
    sys.exit(f"{URL}: {status}")

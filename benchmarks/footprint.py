"""What a web process and a worker take at rest: memory, processor time until they are ready, and heavy libraries.

    python -m benchmarks.footprint

Each is a process of its own on a new SQLite file: it reads the question bank, and rests for some seconds. The last
line is JSON with the aims of issue 18; seconds are of processor time, since other load on the machine adds to others.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.databases import HASH_KEY, KEY, migrated_sqlite

MEGABYTES, SECONDS = 150, 2.0
CHILD = """
import json, re, sys, threading, time
from pathlib import Path
kind, url, key, hash_key = sys.argv[1:]
from bot.settings import Settings
from bot.bootstrap import build
settings = Settings(_env_file=None, bot_token="xoxb-1", signing_secret="s" * 32, encryption_keys=key, hash_key=hash_key,
                    database_url=url)
fairloop = build(settings)
if kind == "web":
    from bot.wsgi import make_app
    make_app(fairloop).test_client().get("/readyz")
else:
    fairloop.worker.start()
fairloop.context.bank()
used = time.process_time()
threading.Event().wait(4)
heavy = [name for name in ("matplotlib", "numpy", "ortools", "pandas", "scipy") if name in sys.modules]
resident = int(re.search(r"VmRSS:\\s+(\\d+)", Path("/proc/self/status").read_text()).group(1)) // 1024
fairloop.stop()
print(json.dumps({"megabytes": resident, "seconds": round(used, 2), "heavy": heavy}))
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{migrated_sqlite(Path(folder) / 'fairloop.db')}"
        found = {kind: _measured(kind, url) for kind in ("web", "worker")}
    table = Table("", "MB at rest", "processor s until ready", "heavy libraries")
    for kind, one in found.items():
        table.add_row(kind, str(one["megabytes"]), str(one["seconds"]), " ".join(one["heavy"]) or "none")
    Console().print(table)
    aims = {
        f"{kind} {name}": {"aim": aim, "got": one[name], "met": one[name] <= aim}
        for kind, one in found.items()
        for name, aim in (("megabytes", MEGABYTES), ("seconds", SECONDS))
    }
    print(json.dumps({"found": found, "aims": aims}))


def _measured(kind: str, url: str) -> dict[str, Any]:
    command = [sys.executable, "-c", CHILD, kind, url, KEY, HASH_KEY]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


if __name__ == "__main__":
    main()

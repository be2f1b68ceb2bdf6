"""`python -m tests.check_migrations`: the tables in the code are those of the migrations, on both databases."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.databases import Postgres


def check(url: str) -> None:
    """Migrate an empty database with the command itself, and compare. Ends with 1 where something differs."""
    for arguments in ([], ["--check"]):
        command = [str(Path(sys.executable).parent / "fairloop"), "migrate", *arguments]
        done = subprocess.run(command, env=os.environ | {"FAIRLOOP_DATABASE_URL": url}, check=False)
        if done.returncode:
            sys.exit(1)


def main() -> None:
    """Both databases, each of its own for this run."""
    with tempfile.TemporaryDirectory() as folder:
        check(f"sqlite:///{folder}/check.db")
    server = Postgres(f"check-{os.getpid()}")
    try:
        check(server.bare())
    finally:
        server.close()


if __name__ == "__main__":
    main()

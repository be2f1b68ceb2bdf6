"""`fairloop sandbox` alone, in its own process."""

import json
import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

from sandbox import Person
from tests.sandbox.bolt_app import MANIFEST

RUN = [sys.executable, "-c", "from bot.cli import main; main()", "sandbox"]


def test_it_serves_the_named_manifest_until_it_is_interrupted(tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.json"
    manifest.write_text(json.dumps(MANIFEST))
    command = [*RUN, "--manifest", str(manifest), "--port", "18865"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        url = re.search(r"http://127\.0\.0\.1:\d+", said)
        assert url is not None, said
        with urllib.request.urlopen(f"{url[0]}/sandbox/clock") as answer:
            assert "now" in json.load(answer)
        maya = Person(url[0], "U0SANDBOX002")
        maya.command("/form")
        assert maya.last_error == '/form failed with the error "dispatch_failed"'
        assert maya.channels == ["general", "hiring-debriefs"]
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=20)
    assert process.returncode == 0
    assert "The workspace is closed." in rest


def test_a_manifest_that_cannot_be_read_ends_it_with_2(tmp_path: Path) -> None:
    command = [*RUN, "--manifest", str(tmp_path / "none.json")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "can't be read" in done.stderr

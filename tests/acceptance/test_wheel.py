"""The wheel, installed in another folder, plays the demo; and its figures can be had again from its database."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.long
ROOT = Path(__file__).parents[2]


def run(*args: str, cwd: Path, **env: str) -> str:
    done = subprocess.run(
        [sys.executable, *args], cwd=cwd, env=os.environ | env, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("installed")
    pip = ("-m", "pip", "--disable-pip-version-check", "--quiet")
    run(*pip, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(ROOT), cwd=folder)
    wheel = next(folder.glob("fairloop-*.whl"))
    run(*pip, "install", "--no-deps", "--target", str(folder / "site"), str(wheel), cwd=folder)
    return folder


@pytest.fixture(scope="module")
def played(elsewhere: Path) -> Path:
    site = str(elsewhere / "site")
    where = run("-c", "import bot; print(bot.__file__)", cwd=elsewhere, PYTHONPATH=site)
    assert where.startswith(site)
    out = elsewhere / "out"
    run("-m", "bot", "demo", "--exit", "--out", str(out), cwd=elsewhere, PYTHONPATH=site)
    return out


def test_the_installed_wheel_plays_the_demo_to_its_end(played: Path) -> None:
    entries = [json.loads(line) for line in (played / "transcript.jsonl").read_text().splitlines()]
    methods = {entry["method"] for entry in entries if "method" in entry}
    callbacks = {entry["callback"] for entry in entries if "callback" in entry}
    assert {"chat.postMessage", "chat.update", "views.open", "views.update", "views.publish"} <= methods
    assert {"view_submission", "block_actions", "view_closed", "/loop"} <= callbacks
    assert all(entry["response"]["ok"] for entry in entries if "method" in entry)
    assert all(entry["status"] == 200 for entry in entries if "callback" in entry)


def test_the_debriefs_figures_are_those_of_a_fit_of_an_export(played: Path, elsewhere: Path) -> None:
    shown: dict[str, Any] = json.loads((played / "debrief.json").read_text())
    site, csv = str(elsewhere / "site"), str(elsewhere / "ratings.csv")
    run("-m", "bot", "calibrate", "--export", csv, cwd=played, PYTHONPATH=site)
    found = json.loads(run("-m", "bot", "calibrate", csv, "--json", cwd=elsewhere, PYTHONPATH=site))
    candidate = found["candidates"][shown["candidate"]]
    for figure in ("raw", "shown", "low", "high"):
        assert candidate["overall"][figure] == pytest.approx(shown[figure], abs=1e-9)
    assert len(shown["competencies"]) == 5
    for row in shown["competencies"]:
        for figure in ("raw", "shown", "low", "high"):
            assert candidate["competencies"][row["key"]][figure] == pytest.approx(row[figure], abs=1e-9)
    for name, by in candidate["overall"]["parts"].items():
        assert shown["fit"]["overall"]["parts"][name] == pytest.approx(by, abs=1e-9)

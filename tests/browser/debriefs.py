"""Debriefs of twelve loops as pictures, on a desk and on a phone: to look at for overlap, cut text and contrast.

Run as `python -m tests.browser.debriefs FOLDER`.
"""

import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from random import Random

from playwright.sync_api import Browser, sync_playwright
from slack_sdk import WebClient

from bot.domain.debriefs import Circumstance, Earlier, Flag, Numbers, Panel, numbers
from bot.services.calibration import for_candidate
from bot.views.charts import debrief_alt, debrief_chart
from bot.views.debrief_sentences import chart_rows
from bot.views.debrief_thread import competency, rest
from bot.views.debriefs import head
from sandbox import Person, RateLimits, Sandbox
from tests.browser.conftest import CHROMIUM, FLAGS, MANIFEST, NOW
from tests.views.said.drawn import known_of, panel_of
from tests.views.said.panels import COMPETENCIES, NAMES, Asked, Card, Case, Given

SIZES = {"1280": (1280, 1700), "390": (390, 2400)}
EVIDENCE = (
    "Began with the plain model and said what it would have to miss before anything larger is worth it. "
    "Priced one more feature at two days, and named what it would replace."
)
MORE_NAMES = {f"U{number}": f"Panelist {number} Longsurname-Doubled" for number in range(9, 13)}
RIGHT_TO_LEFT = {"U4": "فاطمة حداد", "U5": "יעל כהן", "U6": "عمر الفاروق", "U8": "נועה לוי"}
KEYS = list(COMPETENCIES)


def card(who: str, ratings: Mapping[str, int], recommendation: str = "yes", **more: object) -> Card:
    """A scorecard with a rating of each competency in all three dimensions."""
    answers = {
        f"{key}0": Given({"depth": value, "clear": value, "care": max(1, value - 1)}, EVIDENCE, "held")
        for key, value in ratings.items()
    }
    return Card(who, "mid", int(who[1:]), answers, recommendation, "very", **more)  # type: ignore[arg-type]


def case(*cards: Card, history: int = 24, **more: object) -> Case:
    """A loop that looks for all five competencies."""
    return Case(KEYS, [Asked(f"{key}0", key) for key in KEYS], list(cards), history=history, **more)  # type: ignore[arg-type]


def everything(value: int) -> dict[str, int]:
    return dict.fromkeys(KEYS, value)


def twelve() -> dict[str, Case]:
    """The loops by name."""
    source = Random(16)
    some = {who: {key: source.choice((2, 3, 3, 4)) for key in KEYS} for who in [*NAMES, *MORE_NAMES]}
    given = {who: card(who, ratings) for who, ratings in some.items()}
    against = {who: replace(one, recommendation="no") for who, one in given.items()}
    three, all_of_them = [given[who] for who in ("U4", "U5", "U6")], list(given.values())
    probed = Given({"depth": 2, "clear": 3}, EVIDENCE, "weaker", (0,))
    keen = [card(who, everything(4), "strong_yes") for who in ("U4", "U5", "U6")]
    low = [card(who, everything(2), "no") for who in ("U6", "U7")]
    return {
        "dissenter": case(*keen, card("U7", everything(1), "strong_no")),
        "split": case(card("U4", everything(3)), card("U5", everything(4)), *low),
        "one panelist": case(given["U4"], quorum=1),
        "two": case(given["U4"], against["U7"]),
        "none": case(missing=["U4", "U5", "U6"], quorum=3),
        "missing cards": case(
            given["U5"],
            Card("U4", "mid", 4, {"ml0": probed}, "no", "fairly"),
            missing=["U6", "U7", "U1"],
            quorum=4,
        ),
        "all equal": case(*(card(who, everything(3)) for who in ("U4", "U5", "U6", "U7"))),
        "newcomer": case(given["U9"], given["U4"], given["U5"], history=7),
        "revision": case(*(replace(one, revised=one is not three[2]) for one in three)),
        "late": case(*three, missing=["U7"]),
        "twelve panelists": case(*all_of_them[:9], *(against[one.who] for one in all_of_them[9:])),
        "right to left": case(given["U4"], against["U5"], given["U6"], given["U7"], missing=["U8"]),
    }


def panel(name: str, of: Case) -> tuple[Numbers, Panel]:
    """As a debrief has it, with what is unusual about this one."""
    names = {**NAMES, **MORE_NAMES, **(RIGHT_TO_LEFT if name == "right to left" else {})}
    flags = (Flag(Circumstance.LATE_CARD, (), number=27), Flag(Circumstance.NTH_OF_DAY, (), number=4))
    label = "ن. ح." if name == "right to left" else "A. K."
    found = replace(panel_of(of), names=names, label=label, flags=flags if name == "late" else ())
    known = known_of(of)
    return numbers(found, for_candidate(known[0] if known else None)), found


def post(client: WebClient, channel: str, figures: Numbers, of: Panel) -> str:
    """The head and its thread, as letters post them; returns the head's ts."""
    text, blocks = head(1, figures, of, None)
    ts = str(client.chat_postMessage(channel=channel, text=text, blocks=blocks)["ts"])
    rows = chart_rows(figures)
    if any(row.raw is not None for row in rows):
        made = client.files_upload_v2(
            filename="debrief.png", file=debrief_chart(rows), alt_txt=debrief_alt(rows)
        )
        image = {"type": "image", "slack_file": {"id": made["file"]["id"]}, "alt_text": debrief_alt(rows)}
        client.chat_postMessage(channel=channel, thread_ts=ts, text="The scores in a picture", blocks=[image])
    replies = [competency(1, row.key, figures, of) for row in figures.competencies]
    for said, parts in (*replies, rest(figures, of, Earlier(24))):
        client.chat_postMessage(channel=channel, thread_ts=ts, text=said, blocks=parts)
    return ts


def take(browser: Browser, sandbox: Sandbox, person: Person, at: str, ts: str, to: Path) -> list[str]:
    """Both sizes of head and thread; returns where something is wider than the screen."""
    wide = []
    for name, (width, height) in SIZES.items():
        for part, query in (("head", f"at={at}"), ("thread", f"at={at}&thread={ts}")):
            page = browser.new_page(viewport={"width": width, "height": height}, bypass_csp=True)
            page.goto(f"{sandbox.url}/as/{person.id}?{query}")
            page.wait_for_function("[...document.images].every(image => image.complete)")
            page.locator(".scroll").last.evaluate("box => { box.scrollTop = 0; }")
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                wide.append(f"{to.name} {part} {name}")
            page.screenshot(path=to.with_name(f"{to.name}-{part}-{name}.png"))
            page.close()
    return wide


def main() -> None:
    """Post all twelve, and keep their pictures in the folder that is named."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    wide = []
    with sync_playwright() as playwright, Sandbox(MANIFEST, now=NOW, limits=RateLimits(on=False)) as sandbox:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        client = WebClient(sandbox.bot_token, base_url=sandbox.api_url)
        person = sandbox.add_person("Nora Lindqvist")
        for name, of in twelve().items():
            title = name.replace(" ", "-")
            channel = sandbox.add_channel(title, private=True, members=[person])
            figures, found = panel(name, of)
            wide += take(
                browser, sandbox, person, channel.id, post(client, channel.id, figures, found), folder / title
            )
        browser.close()
    print("\n".join(wide) or "Nothing is wider than its screen.")
    sys.exit(1 if wide else 0)


if __name__ == "__main__":
    main()

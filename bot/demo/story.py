"""The story: a loop from plan to decision, played by people who act only on what is on their screens."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import cycle
from zoneinfo import ZoneInfo

from bot.demo.cast import CANDIDATE, CHANNEL, COMPETENCIES, LEAD, PANEL, SHADOW, STAND_IN, Role
from bot.demo.world import World
from sandbox.person import Person
from sandbox.surfaces import Message, Modal

BERLIN = ZoneInfo("Europe/Berlin")
BEGIN = datetime(2025, 11, 20, 9, 12, tzinfo=BERLIN)
PRIYA, MARC, INES, JO, TOMAS = PANEL
EVIDENCE_LABEL = "What did they say or do?"
DIMENSIONS = ("Conceptual clarity", "Applied judgment", "Awareness of constraints", "Communication")

Say = Callable[[str], None]
Tell = Callable[[str, str], None]
Evidence = Callable[[Modal], str]


@dataclass(frozen=True)
class Scores:
    """What a panelist puts into each page: ratings by dimension, what probing did, and the last page."""

    ratings: tuple[tuple[int, int, int, int], ...]
    probed: tuple[str, ...]
    flags: tuple[int, ...]
    recommendation: str
    sure: str
    lines: str


SCORES: Mapping[Role, Scores] = {
    PRIYA: Scores(
        ((3, 3, 2, 3), (2, 3, 2, 3), (3, 2, 2, 3)),
        ("Held", "Got weaker", "Held"),
        (),
        "Yes",
        "Fairly",
        "Orders causes by the cost of checking them. I'd still ask who was paged, and what the roll-back was.",
    ),
    STAND_IN: Scores(
        ((3, 3, 4, 3), (4, 3, 4, 4), (3, 4, 4, 3)),
        ("Got stronger", "Held", "Got stronger"),
        (),
        "Strong yes",
        "Very",
        "Constraints came before solutions, every time. I'd ask how they bring others along.",
    ),
    INES: Scores(
        ((3, 2, 3, 2), (3, 3, 2, 2), (2, 2, 3, 2)),
        ("Held", "Held", "Got weaker"),
        (0,),
        "No",
        "Not sure",
        "Sound on tests, thin on people. Somebody should ask about a conflict that they settled themselves.",
    ),
    JO: Scores(
        ((4, 3, 3, 4), (3, 3, 3, 4), (4, 3, 3, 4)),
        ("Got stronger", "Held", "Held"),
        (),
        "Yes",
        "Very",
        "Clear, calm, teaches while explaining. I'd ask for one thing they shipped alone.",
    ),
}


EVIDENCE: Mapping[str, tuple[str, ...]] = {
    "MLOps": (
        "Asked what changed before touching anything: the feed first, because that check takes five minutes, then "
        "the label delay. Put a price on each step and said who has to be woken for it. Had a monitor in mind for "
        "the next time, with a threshold.",
        "Told a real incident: a currency field went from cents to units. Found it by comparing shares by decile "
        "with the week before. Named the roll-back and what it cost.",
        "Gave both sides of retraining on a schedule, picked one, and said what would make them change it.",
    ),
    "Data hygiene": (
        "Split by person before I asked, and said which leak they would look for first and why that one.",
        "Did not trust the number: looked at how the column is filled, and when. Would drop it until somebody "
        "explains it.",
        "Counted the missing labels by week, then asked who fills them in. Nothing was dropped without a look.",
    ),
    "Modelling": (
        "Began with the plain model and said what it would have to miss before anything larger is worth it.",
        "Explained regularisation with two correlated columns on the whiteboard; I could retell it.",
        "Said where their knowledge ends on time series, and how they would find out.",
    ),
    "Experiments": (
        "Would not stop the test early, and said so in one sentence that a product manager could repeat.",
        "Knew what power means; mixed up the smallest effect worth finding with the one observed until I asked again.",
        "Looked at exposure logs before the effect. Found that a third of the visitors never saw a difference.",
    ),
    "Collaboration": (
        "Told me about a disagreement that ended by waiting. I heard no step of their own, also when I asked.",
        "Gave the product manager one figure and its range, and no jargon. Offered to sit with the three customers.",
        "Repeated the other side's argument fairly before their own. Would have written it down earlier, they said.",
    ),
}


class Story:
    """Plays the story in a world. `say` gets each step as a line, `tell` what somebody reads (who, text)."""

    def __init__(self, world: World, say: Say, tell: Tell) -> None:
        self.world = world
        self.say = say
        self.tell = tell
        self._texts = {name: cycle(texts) for name, texts in EVIDENCE.items()}

    def play(self) -> None:
        """From an empty opening list to a recorded decision."""
        self.plan()
        self.kits()
        self.interviews()
        self.debrief()

    def plan(self) -> None:
        """1. The lead fills the modal, sees the proposed plan and confirms it."""
        lead = self.world.person(LEAD)
        self.say(f"{LEAD.name} writes /loop and fills the form")
        lead.command("/loop")
        fill_plan(self.world, lead.modal)
        lead.modal.submit()
        self.world.settle()
        lead.wait_for(lambda: "Planning" not in lead.modal.text, what="the plan")
        self.tell(LEAD.name, lead.modal.text)
        self.say(f"{LEAD.name} sends the kits")
        lead.modal.submit()
        self.world.settle()

    def kits(self) -> None:
        """2. Each panelist gets a kit in a DM; one declines and the stand-in takes over that seat."""
        self.say("A day before each interview the kits go out")
        self._wait_until("2025-11-23 14:05")
        self.tell(PRIYA.name, newest(self.world.person(PRIYA), "Interview kit").text)
        newest(self.world.person(PRIYA), "Interview kit").click("I'll be there")
        self._wait_until("2025-11-23 17:05")
        self.say(f"{MARC.name} can't make it")
        newest(self.world.person(MARC), "Interview kit").click("I can't make it", confirm=True)
        self.world.settle()
        self.say(f"{STAND_IN.name} stands in and gets the kit; {LEAD.name} is told")
        newest(self.world.person(STAND_IN), "Interview kit").click("I'll be there")
        for role in (INES, JO):
            newest(self.world.person(role), "Interview kit").click("I'll be there")
        self.world.settle()
        self.tell(LEAD.name, newest(self.world.person(LEAD), "scorecards in").text)

    def interviews(self) -> None:
        """3. Four submit; one closes half-way and comes back; one is late and is reminded, once."""
        self._wait_until("2025-11-24 14:50")
        self._score(PRIYA)
        self._wait_until("2025-11-24 15:50")
        self._score(STAND_IN)
        self._wait_until("2025-11-24 16:50")
        self._score_half_way(INES)
        self._wait_until("2025-11-24 17:50")
        self._score(JO)
        self._wait_until("2025-11-25 14:05")
        self.say(f"{TOMAS.name} is late and is reminded, once")
        self.tell(TOMAS.name, newest(self.world.person(TOMAS), "without your scorecard").text)

    def debrief(self) -> None:
        """4. The debrief is posted at its time; the lead records a decision with a reason."""
        self._wait_until("2025-11-25 16:00")
        self.say(f"The debrief is posted in #{CHANNEL}")
        lead = self.world.person(LEAD)
        head = self.head(lead)
        self.tell(f"#{CHANNEL}", head.text)
        head.click("Record decision")
        lead.modal.choose("What did you decide?", "Move forward")
        lead.modal.fill(
            "What decided it?",
            "Strong on constraints and on operating models; two of us heard real incidents. Collaboration needs a "
            "second conversation, which I will have with the team lead.",
        )
        lead.modal.submit()
        self.world.settle()
        self.say(f"{LEAD.name} records a decision, with a reason")

    def head(self, person: Person) -> Message:
        """The debrief's message in the channel."""
        return next(message for message in person.channel(CHANNEL) if "Debrief ready ·" in message.text)

    def _wait_until(self, time: str) -> None:
        """Let everything that follows from the last click be shown, then let time pass."""
        self.world.settle()
        self.world.move_to(at(time))

    def _evidence(self, modal: Modal) -> str:
        """What somebody would write on this page, which names its competency."""
        return next(next(texts) for name, texts in self._texts.items() if f"{name} ·" in modal.text)

    def _score(self, role: Role) -> None:
        person = self.world.person(role)
        newest(person, "Interview kit").click("Open scorecard")
        self.say(f"{role.name} scores, page by page")
        fill_pages(person, SCORES[role], self._evidence)
        finish(person, SCORES[role])

    def _score_half_way(self, role: Role) -> None:
        person = self.world.person(role)
        newest(person, "Interview kit").click("Open scorecard")
        fill_page(person.modal, SCORES[role], 0, self._evidence)
        person.modal.submit()
        written = self._evidence(person.modal)
        person.modal.fill(EVIDENCE_LABEL, written)
        self.say(f"{role.name} closes the modal half-way")
        person.modal.close()
        self._wait_until("2025-11-24 17:30")
        newest(person, "Interview kit").click("Continue scorecard")
        kept = person.modal.value(EVIDENCE_LABEL)
        if kept != written:
            raise AssertionError(f"{role.name} finds {kept!r} where they had written something else")
        self.say(f"{role.name} comes back and finds everything still there")
        fill_pages(person, SCORES[role], self._evidence, first=1)
        finish(person, SCORES[role])


def fill_plan(world: World, modal: Modal) -> None:
    """Page 1, as the lead fills it."""
    modal.fill("Candidate", CANDIDATE)
    modal.fill("Panelists", [world.person(role).name for role in PANEL])
    modal.fill("Stand-ins", [world.person(STAND_IN).name])
    modal.fill("Shadows", [world.person(SHADOW).name])
    modal.fill("First interview", at("2025-11-24 14:00"))
    modal.fill("Debrief", at("2025-11-25 16:00"))
    modal.fill("Debrief channel", CHANNEL)


def fill_pages(person: Person, scores: Scores, evidence: Evidence, first: int = 0) -> None:
    """All pages from `first` on, with Next at the end of each."""
    page = first
    while EVIDENCE_LABEL in person.modal.labels:
        fill_page(person.modal, scores, page, evidence)
        person.modal.submit()
        page += 1


def fill_page(modal: Modal, scores: Scores, page: int, evidence: Evidence) -> None:
    """One page: evidence first, four ratings, how the answer held, and what was seen."""
    number = page % len(scores.ratings)
    if not modal.value(EVIDENCE_LABEL):
        modal.fill(EVIDENCE_LABEL, evidence(modal))
    for dimension, rating in zip(DIMENSIONS, scores.ratings[number], strict=True):
        modal.choose(dimension, str(rating))
    modal.choose("After", scores.probed[number], nth=0)
    if number in scores.flags:
        modal.check("Seen", modal.options("Seen")[2])


def finish(person: Person, scores: Scores) -> None:
    """The last page, and the thank-you."""
    modal = person.modal
    modal.choose("My recommendation for this role", scores.recommendation)
    modal.choose("How sure?", scores.sure)
    modal.fill("Two lines for the debrief", scores.lines)
    modal.submit()
    if "Thank you" not in person.modal.text:
        raise AssertionError(person.modal.text)
    person.modal.close()


def newest(person: Person, words: str) -> Message:
    """The newest message of the app that has these words."""
    found: Message = person.wait_for(
        lambda: [message for message in person.dm() if words in message.text][-1], what=f"“{words}”"
    )
    return found


def at(text: str) -> datetime:
    """A local time in Berlin."""
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


__all__ = ["BEGIN", "COMPETENCIES", "Story"]

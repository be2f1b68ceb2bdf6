"""Who may do what: one table, asked by every service and by the command line."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Action(StrEnum):
    """What somebody wants to do. A name here is a row of the table below."""

    NAME_LEADS = "name leads"
    ERASE_CANDIDATE = "erase a candidate"
    MANAGE_OPENINGS = "manage openings"
    CHANGE_OPENING = "change an opening"
    CHANGE_OPENING_LEADS = "say who leads an opening"
    SEE_LEADS = "see who leads what"
    MANAGE_PEOPLE = "manage people"
    SET_OWN_HOURS = "set one's own hours"
    PLAN_LOOP = "plan a loop"
    SEE_LOOP = "see a loop"
    CHANGE_LOOP = "change a loop"
    CHANGE_LEADS = "say who leads a loop"
    BROWSE_QUESTIONS = "browse the questions"
    SEE_KIT = "see a kit"
    ANSWER_KIT = "answer for a seat"
    WRITE_SCORECARD = "write a scorecard"
    BREAK_GLASS = "break the glass of a loop"
    READ_DEBRIEF = "read a debrief"
    READ_EVIDENCE = "read the panel's evidence"
    EXPLAIN_DEBRIEF = "see why the numbers are so"
    SAY_AFTER_TALK = "say what changed after the talk"
    SHOW_TALK = "show what changed after the talk"
    DECIDE = "record a decision"
    READ_REASON = "read why it was decided"
    SEE_INSIGHTS = "see how interviewing goes"
    SEE_OWN_HIRING = "see one's own part in hiring"
    DO_PREP = "do prep"
    RUN_PREP_CHANNEL = "switch prep on for a channel"


@dataclass(frozen=True)
class Standing:
    """How a person stands to the thing in question; what does not apply is False.

    `admin` is an administrator of the Slack workspace. `lead` is a lead of the workspace, `owner` leads
    this opening or loop, being on its list. `seated` holds this seat (as panelist or shadow), `on_panel` any
    counted seat of the loop. `debrief_open` is whether the loop's debrief has been opened. `candidate` is whether this
    very loop is or was about them: then nothing of it is theirs to see, and everything else is as before.
    `unled` is whether nobody leads the loop who is a named lead and here.
    """

    admin: bool = False
    lead: bool = False
    owner: bool = False
    seated: bool = False
    on_panel: bool = False
    debrief_open: bool = False
    candidate: bool = False
    unled: bool = False
    system: bool = False


OF_LOOP = frozenset(
    {
        Action.SEE_LOOP,
        Action.CHANGE_LOOP,
        Action.CHANGE_LEADS,
        Action.SEE_KIT,
        Action.ANSWER_KIT,
        Action.WRITE_SCORECARD,
        Action.BREAK_GLASS,
        Action.READ_DEBRIEF,
        Action.READ_EVIDENCE,
        Action.EXPLAIN_DEBRIEF,
        Action.SAY_AFTER_TALK,
        Action.SHOW_TALK,
        Action.DECIDE,
        Action.READ_REASON,
    }
)
"""What is done with a loop: all of it is closed to the loop's own candidate, for as long as it exists."""

Rule = Callable[[Standing], bool]

RULES: Mapping[Action, Rule] = {
    Action.NAME_LEADS: lambda s: s.admin,
    Action.ERASE_CANDIDATE: lambda s: s.admin,
    Action.MANAGE_OPENINGS: lambda s: s.lead,
    Action.CHANGE_OPENING: lambda s: s.owner,
    Action.CHANGE_OPENING_LEADS: lambda s: s.owner or s.admin,
    Action.SEE_LEADS: lambda s: s.admin,
    Action.MANAGE_PEOPLE: lambda s: s.lead or s.admin,
    Action.SET_OWN_HOURS: lambda _: True,
    Action.PLAN_LOOP: lambda s: s.lead,
    Action.SEE_LOOP: lambda s: s.owner,
    Action.CHANGE_LOOP: lambda s: s.owner,
    Action.CHANGE_LEADS: lambda s: s.owner or s.admin,
    Action.BROWSE_QUESTIONS: lambda s: s.lead,
    Action.SEE_KIT: lambda s: s.seated,
    Action.ANSWER_KIT: lambda s: s.seated,
    Action.WRITE_SCORECARD: lambda s: s.seated,
    # The blind rule: nobody, the lead included, sees another's scorecard before the debrief opens, but by breaking
    # the glass, of which everybody is told first.
    Action.BREAK_GLASS: lambda s: s.owner or (s.admin and s.unled),
    Action.READ_DEBRIEF: lambda s: s.debrief_open and (s.owner or s.on_panel),
    Action.READ_EVIDENCE: lambda s: s.debrief_open and (s.owner or s.on_panel),
    Action.EXPLAIN_DEBRIEF: lambda s: s.debrief_open and s.owner,
    Action.SAY_AFTER_TALK: lambda s: s.debrief_open and s.on_panel,
    Action.SHOW_TALK: lambda s: s.debrief_open and s.owner,
    Action.DECIDE: lambda s: s.debrief_open and s.owner,
    Action.READ_REASON: lambda s: s.debrief_open and (s.owner or s.on_panel),
    Action.SEE_INSIGHTS: lambda s: s.lead,
    Action.SEE_OWN_HIRING: lambda _: True,
    Action.DO_PREP: lambda _: True,
    Action.RUN_PREP_CHANNEL: lambda s: s.lead,
}

REFUSALS: Mapping[Action, str] = {
    Action.NAME_LEADS: "Only an administrator of this Slack workspace can name hiring leads.",
    Action.ERASE_CANDIDATE: "Only an administrator of this Slack workspace can have somebody erased.",
    Action.MANAGE_OPENINGS: "Openings are for hiring leads. An administrator of this workspace can name you one.",
    Action.CHANGE_OPENING: "Only the people who lead this opening can change it.",
    Action.CHANGE_OPENING_LEADS: "Who leads this opening is said by its leads, or by an administrator.",
    Action.SEE_LEADS: "Who leads what is for administrators of this Slack workspace.",
    Action.MANAGE_PEOPLE: "The panel's settings are for hiring leads.",
    Action.SET_OWN_HOURS: "There is nothing here for you yet.",
    Action.PLAN_LOOP: "Loops are planned by hiring leads. An administrator of this workspace can name you one.",
    Action.SEE_LOOP: "This loop is for the people who lead it.",
    Action.CHANGE_LOOP: "Only the people who lead this loop can change it.",
    Action.CHANGE_LEADS: "Who leads this loop is said by its leads, or by an administrator.",
    Action.BROWSE_QUESTIONS: "The question hub is for hiring leads.",
    Action.SEE_KIT: "This kit belongs to another panelist.",
    Action.ANSWER_KIT: "This seat belongs to another panelist.",
    Action.WRITE_SCORECARD: "This scorecard belongs to another panelist.",
    Action.BREAK_GLASS: "Only the people who lead this loop can, or an administrator where nobody does.",
    Action.READ_DEBRIEF: "You'll see this when the debrief opens, if you were on the panel.",
    Action.READ_EVIDENCE: "You'll see the evidence when the debrief opens, if you were on the panel.",
    Action.EXPLAIN_DEBRIEF: "Why the numbers are so is for the lead of this loop.",
    Action.SAY_AFTER_TALK: "Whether a recommendation changed is said by the panel, once the debrief has opened.",
    Action.SHOW_TALK: "What changed after the talk is shown by the lead of this loop.",
    Action.READ_REASON: "Why it was decided is for the panel and the leads of this loop.",
    Action.DECIDE: "The decision is recorded by the lead of this loop.",
    Action.SEE_INSIGHTS: "How interviewing goes is for hiring leads. How you rate stands on your Home.",
    Action.SEE_OWN_HIRING: "There is nothing here for you yet.",
    Action.DO_PREP: "Prep isn't open to you.",
    Action.RUN_PREP_CHANNEL: "Only a hiring lead can switch prep on for a channel. For yourself, write /prep.",
}


def allowed(standing: Standing, action: Action) -> bool:
    """Whether somebody who stands so may do this. Fairloop itself may; a loop's candidate has nothing of it."""
    if standing.system:
        return True
    if standing.candidate and action in OF_LOOP:
        return False
    return RULES[action](standing)

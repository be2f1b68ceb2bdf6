"""What happens to somebody's prep, in the past tense; what follows from each is said in bot/consequences/prep.py."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from bot.domain.prep.memory import Rating
from bot.domain.prep.states import Step
from bot.domain.prep.times import Occurrence


@dataclass(frozen=True)
class Subscriber:
    """Who gets prep: one person, or everybody in a channel. `target` is the user's or the channel's id in Slack.

    `id` is the subscription's number, 0 until it is stored.
    """

    id: int
    target: str
    is_channel: bool = False


@dataclass(frozen=True)
class Subscribed:
    """Prep began."""

    who: Subscriber


@dataclass(frozen=True)
class SettingsChanged:
    """Level, topics, hour, place or days were saved anew; what was planned by the old ones no longer holds."""

    who: Subscriber


@dataclass(frozen=True)
class Paused:
    """Nothing is to come until they resume."""

    who: Subscriber


@dataclass(frozen=True)
class Resumed:
    """It goes on after a pause."""

    who: Subscriber


@dataclass(frozen=True)
class NothingChanged:
    """They asked for what was so already: the screen that they clicked on is out of date."""

    who: Subscriber


@dataclass(frozen=True)
class Lost:
    """Slack takes no more messages there, so it was paused. `set_up_by` is who began it."""

    who: Subscriber
    set_up_by: str


@dataclass(frozen=True)
class Stopped:
    """They stopped, and all of it was deleted but the leak guard's marks."""

    who: Subscriber


@dataclass(frozen=True)
class Left:
    """They left the workspace, and all of it was deleted but the leak guard's marks."""

    who: Subscriber


@dataclass(frozen=True)
class QuestionPlanned:
    """When the next question comes. `zone` is where its hour is."""

    who: Subscriber
    next: Occurrence
    zone: ZoneInfo


@dataclass(frozen=True)
class SummaryPlanned:
    """When the next weekly summary comes."""

    who: Subscriber
    next: Occurrence


@dataclass(frozen=True)
class QuestionSent:
    """The question of this local date was chosen; `send_id` is its number. `extra` counts those they asked for."""

    who: Subscriber
    day: date
    send_id: int
    extra: int = 0


@dataclass(frozen=True)
class InterviewPlanned:
    """There is an interview to come: when its eve is told, and when prep is paused after it."""

    who: Subscriber
    eve: Occurrence | None
    end: Occurrence


@dataclass(frozen=True)
class EveCame:
    """The interview is tomorrow; `day` is the local date of the eve."""

    who: Subscriber
    day: date


@dataclass(frozen=True)
class InterviewOver:
    """The interview was yesterday or before, so prep is paused; `day` is the local date of this."""

    who: Subscriber
    day: date


@dataclass(frozen=True)
class NoQuestionLeft:
    """Nothing may be sent on this local date: none suits the settings past the leak guard."""

    who: Subscriber
    day: date


@dataclass(frozen=True)
class WeekSummedUp:
    """The week that ends on this local date had a question in it."""

    who: Subscriber
    day: date


@dataclass(frozen=True)
class StepTaken:
    """They went on to the follow-up or the strong answer."""

    send_id: int
    step: Step


@dataclass(frozen=True)
class Rated:
    """They said how it went."""

    send_id: int
    rating: Rating


@dataclass(frozen=True)
class RatingTakenBack:
    """They want to say anew how it went."""

    send_id: int


@dataclass(frozen=True)
class AnswerWritten:
    """They wrote their answer down."""

    send_id: int


@dataclass(frozen=True)
class AnswerDeleted:
    """They emptied what they had written."""

    send_id: int


@dataclass(frozen=True)
class ClickUnanswered:
    """The question's message couldn't be changed by the click on it, so it shows what is no longer so."""

    who: Subscriber
    day: date
    send_id: int
    extra: int = 0


@dataclass(frozen=True)
class LinkMade:
    """Somebody made a link to a prep page; when its row goes."""

    link_id: int
    ends: Occurrence


@dataclass(frozen=True)
class LinkGone:
    """A link leads nowhere any more, and its row is deleted."""

    link_id: int


@dataclass(frozen=True)
class PageKept:
    """There is a prep page; when it goes, unless something is done there until then."""

    page_id: int
    ends: Occurrence


@dataclass(frozen=True)
class PageGone:
    """A prep page and all that was on it is deleted."""

    page_id: int


PrepEvent = (
    Subscribed
    | SettingsChanged
    | Paused
    | Resumed
    | NothingChanged
    | Lost
    | Stopped
    | Left
    | QuestionPlanned
    | SummaryPlanned
    | QuestionSent
    | InterviewPlanned
    | EveCame
    | InterviewOver
    | NoQuestionLeft
    | WeekSummedUp
    | StepTaken
    | Rated
    | RatingTakenBack
    | AnswerWritten
    | AnswerDeleted
    | ClickUnanswered
    | LinkMade
    | LinkGone
    | PageKept
    | PageGone
)

"""Every way in from Slack, and what whoever takes it wants to do: one of these has to be allowed to them.

A button, menu, input, form, command or shortcut that isn't in this table has no place in the house: a test compares
it with what is listened to, and tries each way in as everybody in `bot/domain/roles.py`.
"""

from collections.abc import Mapping
from types import MappingProxyType

from bot.domain.access import Action
from bot.views import ids

Ways = tuple[str, ...]
_OWN_SEAT = (Action.ANSWER_KIT, Action.CHANGE_LOOP)
_BY_ACTION: Mapping[tuple[Action, ...], Ways] = {
    (Action.PLAN_LOOP,): (
        "/loop",
        "/loop plan",
        "/loop openings",
        "/loop status",
        ids.SHORTCUT_PLAN,
        ids.PLAN_LOOP,
        ids.PLAN_MORE,
        ids.PLAN_OPENING,
        ids.PLAN_FORM,
        ids.OPENINGS,
        ids.NEW_OPENING,
        ids.NEW_OPENING_SHORT,
        ids.OPENINGS_SHOW,
        ids.OPENING_SET,
        ids.OPENING_MORE,
        ids.DECIDED_LOOPS,
    ),
    (Action.BREAK_GLASS,): (ids.GLASS, ids.GLASS_FORM, ids.GLASS_READ),
    (Action.ERASE_CANDIDATE,): (ids.ERASE, ids.ERASE_FORM),
    (Action.MANAGE_OPENINGS, Action.CHANGE_OPENING): (ids.OPENING_FORM,),
    (Action.MANAGE_OPENINGS,): (ids.OPENING_COPY,),
    (Action.CHANGE_OPENING,): (
        ids.CLOSE_OPENING,
        ids.OPENING_EDIT,
        ids.OPENING_REOPEN,
        ids.OPENING_RULE,
        ids.RULE_FORM,
    ),
    (Action.CHANGE_LEADS, Action.CHANGE_OPENING_LEADS): (ids.LEADING_CHANGE, ids.LEADING_FORM),
    (Action.SEE_LEADS,): (ids.LEADING, ids.LEADING_BACK, ids.LEADING_NEXT),
    (Action.NAME_LEADS,): ("/loop leads", ids.NAME_LEADS, ids.LEADS_FORM),
    (Action.MANAGE_PEOPLE, Action.NAME_LEADS): ("/loop people", ids.PEOPLE),
    (Action.MANAGE_PEOPLE,): (
        ids.PEOPLE_BACK,
        ids.PEOPLE_NEXT,
        ids.PANELIST_ADD,
        ids.PANELIST_EDIT,
        ids.PANELIST_FORM,
    ),
    (Action.SET_OWN_HOURS,): (ids.OWN_HOURS, ids.OWN_FORM),
    (Action.SEE_INSIGHTS,): (ids.INSIGHTS,),
    (Action.SEE_LOOP,): (
        ids.ADD_PANELIST,
        ids.COMPETENCIES,
        ids.SEAT_MENU,
        ids.WISHES_BACK,
        ids.CHANGE_PLAN,
        ids.LATE_MENU,
        ids.LATE_ADD,
        ids.LATE_DEBRIEF,
        ids.DEBRIEF_WITHOUT,
    ),
    (Action.CHANGE_LOOP,): (
        ids.PLAN_PAGE,
        ids.DEBRIEF_NOW,
        ids.LOOP_MENU,
        ids.LOOP_CANCEL,
        ids.OPEN_DRAFT,
        ids.REPLACE_SEAT,
        ids.TRY_AGAIN,
        ids.MEND,
        ids.SEAT_FORM,
        ids.ADD_FORM,
        ids.SHADOW_FORM,
        ids.WISH_MENU,
        ids.WISH_INTO,
        ids.WISH_FORGET,
        ids.TRIAL_PAGE,
        ids.COMPETENCIES_FORM,
        ids.LATE_FORM,
        ids.WITHOUT_FORM,
        ids.GUEST_MAY_READ,
    ),
    (Action.BROWSE_QUESTIONS,): (
        "/loop questions",
        ids.HUB_LEVEL,
        ids.HUB_COMPETENCY,
        ids.HUB_KIND,
        ids.HUB_BACK,
        ids.HUB_NEXT,
        ids.HUB_READ,
    ),
    (Action.SEE_KIT,): (ids.KIT_GOOD, ids.KIT_OPEN, ids.KIT_NOTES),
    (Action.SEE_KIT, Action.ANSWER_KIT): (ids.KIT_MENU,),
    (Action.ANSWER_KIT,): (ids.KIT_CONFIRM,),
    _OWN_SEAT: (
        ids.KIT_DECLINE,
        ids.KIT_UNDO,
        ids.GIVE_UP_FORM,
        ids.MISSED_FORM,
        ids.NUDGE_MENU,
        ids.TOOK_PLACE,
    ),
    (Action.WRITE_SCORECARD,): (
        ids.SCORECARD_OPEN,
        ids.EVIDENCE,
        ids.INSTEAD,
        ids.RATING,
        ids.PROBED,
        ids.OWN_PROBE,
        ids.SEEN,
        ids.RECOMMENDATION,
        ids.SURENESS,
        ids.SUMMARY,
        ids.CARD_PAGE,
        ids.CARD_MENU,
        ids.CARD_EDIT,
        ids.SCORECARD_PAGE,
        ids.SCORECARD_LAST,
    ),
    (Action.READ_EVIDENCE, Action.SHOW_TALK, Action.READ_REASON): (ids.DEBRIEF_MENU,),
    (Action.READ_EVIDENCE,): (ids.ALL_EVIDENCE,),
    (Action.SAY_AFTER_TALK,): (ids.AFTER_TALK, ids.AFTER_TALK_FORM),
    (Action.SHOW_TALK,): (ids.SHOW_TALK_FORM,),
    (Action.READ_REASON,): (ids.READ_REASON,),
    (Action.EXPLAIN_DEBRIEF,): (ids.WHY,),
    (Action.DECIDE,): (
        ids.DECIDE,
        ids.DECISION_FORM,
        ids.MOVE_DEBRIEF,
        ids.CHANNEL_FORM,
        ids.SHOW_AGAIN,
    ),
    (Action.DO_PREP,): (
        "/prep",
        "/prep start",
        "/prep settings",
        "/prep pause",
        "/prep resume",
        "/prep stop",
        ids.PREP_OPEN,
        ids.PREP_STEP,
        ids.PREP_GRADE,
        ids.PREP_MENU,
        ids.PREP_ANSWER_FORM,
        ids.PREP_SHARED,
        ids.PREP_SHARED_NEXT,
        ids.PREP_DATE,
        ids.PREP_DATE_FORM,
        ids.PREP_MORE,
        ids.PREP_ANSWERS,
    ),
    (Action.DO_PREP, Action.RUN_PREP_CHANNEL): (
        ids.PREP_FORM,
        ids.PREP_PAUSE,
        ids.PREP_RESUME,
        ids.PREP_STOP,
    ),
    (Action.RUN_PREP_CHANNEL,): ("/prep channel",),
    (Action.SEE_OWN_HIRING,): (
        "app_home_opened",
        "/loop help",
        "/loop mine",
        ids.WHAT_IT_KEEPS,
        ids.OWN_INSIGHTS,
    ),
}

ENTRANCES: Mapping[str, tuple[Action, ...]] = MappingProxyType(
    {way: actions for actions, ways in _BY_ACTION.items() for way in ways}
)
"""By action id, callback id, event, or command with its first word. A numbered id stands without its number."""

FOR_SLACK_ALONE = frozenset({"channel_shared", "member_joined_channel", "team_join"})
"""Events in which nobody wants anything."""

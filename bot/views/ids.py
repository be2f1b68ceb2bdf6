"""Every action id, callback id and field id; constant for ever, because old messages keep them."""

# Callbacks of modals
PLAN_FORM = "plan_form"
PLAN_PAGE = "plan_page"
OPENING_FORM = "opening_form"
OPENINGS_PAGE = "openings_page"
LEADS_FORM = "leads_form"
SCORECARD_PAGE = "scorecard_page"
SCORECARD_LAST = "scorecard_last"
SCORECARD_DONE = "scorecard_done"
READING = "reading"
DECISION_FORM = "decision_form"
QUESTIONS_PAGE = "questions_page"
CHANNEL_FORM = "channel_form"
GIVE_UP_FORM = "give_up_form"
MISSED_FORM = "missed_form"

SEAT_FORM = "seat_form"
ADD_FORM = "add_form"
SHADOW_FORM = "shadow_form"
WISHES_PAGE = "wishes_page"
TRIAL_PAGE = "trial_page"
CHANGES_PAGE = "changes_page"
LATE_FORM = "late_form"

# The shortcut
SHORTCUT_PLAN = "loop_plan"

# Planning
PLAN_LOOP = "loop.plan"
PLAN_MORE = "loop.more"
PLAN_OPENING = "loop.opening"
NEW_OPENING = "opening.new"
OPENING_SET = "opening.set"
CLOSE_OPENING = "opening.close"
OPENINGS = "openings"
MEND = "plan.mend"
SEAT_MENU = "plan.seat"
ADD_PANELIST = "plan.add"
WISH_MENU = "plan.wish"
WISH_INTO = "plan.into"
WISH_FORGET = "plan.forget"
WISHES_BACK = "plan.wishes"
LOOP_MENU = "loop.menu"
LATE_MENU = "late.menu"
LATE_ADD = "late.add"
LATE_DEBRIEF = "late.debrief"
CHANGE_PLAN = "loop.change"
OPEN_DRAFT = "loop.open_draft"
LOOP_CANCEL = "loop.cancel"
DEBRIEF_NOW = "loop.debrief_now"
NAME_LEADS = "people.leads"
MOVE_DEBRIEF = "debrief.move"
REPLACE_SEAT = "seat.replace"
TRY_AGAIN = "due.again"

# The question hub
HUB_LEVEL = "hub.level"
HUB_COMPETENCY = "hub.competency"
HUB_KIND = "hub.kind"
HUB_BACK = "hub.back"
HUB_NEXT = "hub.next"
HUB_READ = "hub.read"

# Kits
KIT_CONFIRM = "kit.confirm"
KIT_DECLINE = "kit.decline"
KIT_UNDO = "kit.undo"
KIT_GOOD = "kit.good"
KIT_MENU = "kit.menu"
KIT_OPEN = "kit.open"
SCORECARD_OPEN = "scorecard.open"

# Scorecards
EVIDENCE = "card.evidence"
INSTEAD = "card.instead"
RATING = "card.rating"
PROBED = "card.probed"
SEEN = "card.seen"
RECOMMENDATION = "card.recommendation"
SURENESS = "card.sureness"
SUMMARY = "card.summary"
CARD_MENU = "card.menu"
CARD_PAGE = "card.page"
CARD_EDIT = "card.edit"

# Nudges
NUDGE_MENU = "nudge.menu"

# Debriefs
DECIDE = "debrief.decide"
WHY = "debrief.why"
DEBRIEF_MENU = "debrief.menu"
ALL_EVIDENCE = "debrief.evidence"

# Prep
PREP_FORM = "prep_form"
PREP_ANSWER_FORM = "prep_answer_form"
PREP_OPEN = "prep.open"
PREP_STEP = "prep.step"
PREP_GRADE = "prep.grade"
PREP_MENU = "prep.menu"
PREP_PAUSE = "prep.pause"
PREP_RESUME = "prep.resume"
PREP_STOP = "prep.stop"
PREP_SHARED = "prep.shared"
PREP_SHARED_NEXT = "prep.shared_next"


def numbered(action: str, number: int) -> str:
    """An action id for one of several buttons in a row: Slack wants them distinct."""
    return f"{action}.{number}"

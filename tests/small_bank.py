"""A bank of two questions that is right, for tests to break and to plan with."""

RUBRIC = """\
key: four
dimensions:
  - key: clarity
    name: Conceptual clarity
    short: Clarity
    asks: Do they know how it works?
    anchors:
      - {rating: 1, short: Gets it wrong, long: Explains something else.}
      - {rating: 2, short: Right in outline, long: Guesses when asked for more.}
      - {rating: 3, short: Explains why it works, long: Brings an example of their own.}
      - {rating: 4, short: Says where it ends, long: Names the assumption it rests on.}
"""

SET = """\
key: engineer
role: Engineer
competencies:
  - {key: data, weight: 6, panelists: 1, questions: [1, 1]}
time_box: {opening: 5, questions: 30, closing: 10}
opening: Welcome. Shall we begin?
closing: What would your first 90 days look like?
red_flags: [Never asks a question]
rubric: four
"""

QUESTIONS = """\
competency:
  key: data
  name: Data hygiene
  definition: Knows where a row came from.
questions:
  - id: data-empty-income
    kind: scenario
    levels: [junior, mid]
    by_level:
      junior: Asks why it is empty.
      mid: Finds the change behind it.
    minutes: 10
    short: Income is empty in a third of all rows
    prompt: Income is empty in a third of all loan applications. What do you do?
    tests: Whether they ask why before they fill anything in.
    probes:
      - {kind: why, ask: "Why not the median?", hear: a baseline with a flag}
      - {kind: production, ask: "Tomorrow it is half. Then?", hear: an alert on the share}
    weak: Fills in the mean at once.
    solid: Looks where and since when it is empty.
    strong: Finds the form that stopped asking, and keeps a flag for it.
    red_flags:
      - Drops the rows
    sources: [hub/j5]
  - id: data-late-labels
    kind: concept
    levels: [senior]
    by_level: {senior: Plans for labels that change.}
    minutes: 12
    prep: true
    short: Chargebacks come in months later
    prompt: Fraud labels arrive after three months. How do you train this week?
    tests: Whether they see that recent negatives aren't negatives yet.
    probes:
      - {kind: why, ask: "Why not wait?", hear: the cost of stale fraud patterns}
      - {kind: deeper, ask: "How long is long enough?", hear: the curve of arrivals}
    weak: Trains on everything.
    solid: Leaves out the months that are not settled.
    strong: Models the delay, and checks it against settled months.
    red_flags: [Takes young rows for clean ones]
"""

TOPICS = """\
topics:
  - {id: hub/j5, level: junior, category: concept, about: making features}
  - {id: cto/judgment, level: all, category: practice, about: judgment above recall}
"""

PREP = """\
three_questions:
  - {ask: "How does it break?", hint: Think of the last time.}
  - {ask: "How would I notice?", hint: Name a number.}
  - {ask: "What would I do?", hint: Name the first step.}
structures:
  - kind: concept
    asks: Can you reason from it?
    steps:
      - {do: Say it plainly, how: One sentence.}
      - {do: Give a case, how: One that you know.}
tips:
  - {id: think-aloud, title: Think aloud, text: Silence tells nothing., this_week: Record yourself.}
"""

PRACTICES = """\
practices:
  - topic: cto/judgment
    how: Every question is a case.
    shown_by: [docs/QUESTIONS.md#judgment]
"""


def small_bank(**replaced: str) -> dict[str, str]:
    """The files of a bank without faults but for warnings; `replaced` swaps the text of some."""
    files = {
        "rubric.yaml": RUBRIC,
        "sets/engineer.yaml": SET,
        "questions/data.yaml": QUESTIONS,
        "topics.yaml": TOPICS,
        "prep.yaml": PREP,
        "practices.yaml": PRACTICES,
    }
    return {**files, **replaced}

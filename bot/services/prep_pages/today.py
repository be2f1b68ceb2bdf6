"""Today's question on a prep page, and its steps. Looking changes nothing; the first step is what stores it."""

from collections.abc import Sequence
from datetime import date

from bot.acting.context import Context, Transaction
from bot.domain.errors import NotFound, TooLate
from bot.domain.prep import (
    Chosen,
    History,
    Rating,
    Sending,
    Sent,
    Standing,
    Subscriber,
    choose,
    choose_now,
    history_of,
    is_over,
    next_date,
    next_probe,
    pool,
    standing,
    topics_by_question,
)
from bot.domain.prep.pages import Address, Page, Today, days_left, left_after
from bot.domain.prep.states import Day, Step
from bot.domain.questions import Bank, Question
from bot.services.prep import guard
from bot.services.prep.days import ENOUGH, MOST_MORE, NONE_LEFT
from bot.services.prep.steps import day_of
from bot.services.prep_pages.keeping import Way, opened, worked_on
from bot.storage import prep_pages as stored
from bot.storage.vault import CannotOpen, DataKey

OTHER_ONE = "This question is no longer today's. What is there now is below."


def get(context: Context, way: Way) -> Today:
    """Today's question as it stands, or that there is none. Changes nothing. Raises Ended."""
    bank = context.bank()
    with opened(context, way) as (tx, page):
        return _today(tx, bank, page, way)


def progress(context: Context, address: Address) -> tuple[Today, Standing]:
    """The same, with how they stand with all topics that suit their settings. Raises Ended."""
    bank, way = context.bank(), Way(address)
    with opened(context, way) as (tx, page):
        topics = topics_by_question(bank.all_questions)
        all_of_it = standing(stored.sent(tx, page), topics, page.settings, _usable(tx, bank, page))
        return _today(tx, bank, page, way), all_of_it


def advance(context: Context, way: Way, question_id: str, to: Step) -> None:
    """Go on with today's question. Raises NotFound where it is another one by now."""
    bank = context.bank()
    with worked_on(context, way) as (tx, page):
        sending = _current(tx, bank, page) or _first(tx, bank, page)
        if sending is None or sending.question_id != question_id:
            raise NotFound(OTHER_ONE)
        if sending.advance(to):
            stored.save_sending(tx, sending)


def rate(context: Context, way: Way, question_id: str, rating: Rating) -> None:
    """Say how it went. A second time changes nothing. Raises NotFound where it is another one by now."""
    bank = context.bank()
    with worked_on(context, way) as (tx, page):
        sending = _current(tx, bank, page)
        if sending is None or sending.question_id != question_id:
            raise NotFound(OTHER_ONE)
        if sending.step is Step.SHOWN and sending.rate(rating, tx.now):
            stored.save_sending(tx, sending)
            stored.save_card(tx, sending)


def rate_again(context: Context, way: Way) -> None:
    """Take the newest rating of today back, and ask anew."""
    bank = context.bank()
    with worked_on(context, way) as (tx, page):
        sending = _current(tx, bank, page)
        if sending is not None and sending.take_back(rated_since=False):
            stored.save_sending(tx, sending)
            stored.save_card(tx, sending)


def more(context: Context, address: Address) -> None:
    """Another question today: the weakest, or a new one. Raises TooLate where it is enough, NotFound without one."""
    bank = context.bank()
    with worked_on(context, Way(address)) as (tx, page):
        today = page.today(tx.now)
        current = _current(tx, bank, page)
        if current is not None and current.step is not Step.GRADED:
            return
        sent = stored.sent(tx, page)
        number = 1 + max((one.number for one in sent if one.day == today), default=0)
        if number > MOST_MORE:
            raise TooLate(ENOUGH)
        usable = _usable(tx, bank, page)
        chosen = choose_now(usable, stored.cards(tx, page), _history(bank, sent), today)
        if chosen is None:
            raise NotFound(NONE_LEFT)
        _keep(tx, page, chosen, sent, number)


def write(context: Context, address: Address, question_id: str, text: str) -> None:
    """Keep what they wrote, sealed under their address alone; nothing written deletes it."""
    bank = context.bank()
    with worked_on(context, Way(address)) as (tx, page):
        sending = _current(tx, bank, page)
        if sending is None or sending.question_id != question_id:
            raise NotFound(OTHER_ONE)
        if sending.write(text):
            if sending.answer:
                sending.answer = _key(address).seal(sending.answer, _place(sending))
            stored.save_sending(tx, sending)


def _today(tx: Transaction, bank: Bank, page: Page, way: Way) -> Today:
    today, sent = page.today(tx.now), stored.sent(tx, page)
    topics = topics_by_question(bank.all_questions)
    sending = _current(tx, bank, page) or _first(tx, bank, page, storing=False)
    day = None if sending is None else _shown(bank, sending, sent, tx, way)
    return Today(
        settings=page.settings,
        known=standing(sent, topics, page.settings),
        day=day,
        days_left=days_left(page.settings, today),
        left=left_after(page.settings, today),
        next=None if day else _next(tx, bank, page, sent),
        over=is_over(page.settings.interview, today),
        more=sum(one.day == today for one in sent) <= MOST_MORE,
    )


def _shown(bank: Bank, sending: Sending, sent: list[Sent], tx: Transaction, way: Way) -> Day:
    """As it is shown: by the feed's address without what was written."""
    if sending.answer and not way.by_feed:
        try:
            sending.answer = _key(way.address).open(sending.answer, _place(sending))
        except CannotOpen:
            sending.answer = ""
    elif way.by_feed:
        sending.answer = ""
    began = sent if sending.id else [*sent, Sent(sending.day, sending.question_id, graded=False)]
    return day_of(bank, sending, bank.question(sending.question_id), began, tx.now)


def _current(tx: Transaction, bank: Bank, page: Page) -> Sending | None:
    """The newest that they went into today, as long as it may still be shown."""
    found = stored.newest_of(tx, page, page.today(tx.now))
    if found is None or found.question_id not in guard.open_to_all(tx, bank):
        return None
    return found


def _first(tx: Transaction, bank: Bank, page: Page, *, storing: bool = True) -> Sending | None:
    """Today's question, chosen anew; None where there is none, as from the day before the interview on."""
    today = page.today(tx.now)
    left = days_left(page.settings, today)
    if (left is not None and left <= 1) or is_over(page.settings.interview, today):
        return None
    sent = stored.sent(tx, page)
    interview = page.settings.interview
    chosen = choose(_usable(tx, bank, page), stored.cards(tx, page), _history(bank, sent), today, interview)
    if chosen is None:
        return None
    number = sum(one.day == today for one in sent)
    return _keep(tx, page, chosen, sent, number) if storing else _made(page, today, chosen, sent, number)


def _keep(tx: Transaction, page: Page, chosen: Chosen, sent: Sequence[Sent], number: int) -> Sending:
    guard.remember_of_somebody(tx, chosen.question)
    return stored.add_sending(tx, _made(page, page.today(tx.now), chosen, sent, number))


def _made(page: Page, day: date, chosen: Chosen, sent: Sequence[Sent], number: int) -> Sending:
    question = chosen.question
    before = sum(one.question_id == question.id for one in sent)
    return Sending(
        id=0,
        who=Subscriber(page.id, stored.AN_ADDRESS),
        settings=page.settings,
        day=day,
        question_id=question.id,
        version="",
        why=chosen.why,
        probe=next_probe(question, before),
        number=number,
    )


def _usable(tx: Transaction, bank: Bank, page: Page) -> tuple[Question, ...]:
    free = guard.open_to_all(tx, bank)
    return pool(bank, page.settings, lambda question: question.id in free)


def _history(bank: Bank, sent: Sequence[Sent]) -> History:
    competencies = {one.id: one.competency for one in bank.all_questions}
    return history_of(sent, competencies, topics_by_question(bank.all_questions))


def _next(tx: Transaction, bank: Bank, page: Page, sent: Sequence[Sent]) -> date | None:
    usable, cards = _usable(tx, bank, page), stored.cards(tx, page)
    return next_date(usable, cards, _history(bank, sent), page.today(tx.now), page.settings.interview)


def _key(address: Address) -> DataKey:
    return DataKey("page", address.notes_key)


def _place(sending: Sending) -> str:
    return f"prep_page_sends|{sending.who.id}|{sending.id}"

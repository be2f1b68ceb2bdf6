"""The question bank of a leak world: it changes at random, and knows which prompts are variations of each other."""

import random
from dataclasses import replace

from bot.domain.questions import Bank, Question, parse_bank
from tests.domain.prep.questions import question, words
from tests.small_bank import small_bank

MOST_QUESTIONS = 24
_BANK = parse_bank(small_bank())


class ChangingBank:
    """Questions by id in `held`, and in `families` the prompt that each prompt is a variation of."""

    def __init__(self, seed: random.Random) -> None:
        assert isinstance(_BANK, Bank)
        self.base = _BANK
        self.random = seed
        self.held: dict[str, Question] = {}
        self.families: dict[str, str] = {}
        self.made = 0
        for _ in range(MOST_QUESTIONS * 2 // 3):
            self._add(self._new_prompt())

    def now(self) -> Bank:
        """The bank as it is at this moment."""
        return replace(self.base, all_questions=tuple(self.held.values()))

    def flip_mark(self) -> None:
        """A question becomes one to train on, or the other way round."""
        one = self._any_question()
        self.held[one.id] = question(one.id, prep=not one.prep, prompt=one.prompt)

    def edit_text(self) -> None:
        """A question gets other words: new ones, a variation, or those of another."""
        one = self._any_question()
        self.held[one.id] = question(one.id, prep=one.prep, prompt=self._some_prompt())

    def import_question(self) -> None:
        """A set is imported: new ids with new, varied or known words; the bank keeps its size."""
        if len(self.held) >= MOST_QUESTIONS:
            del self.held[self._any_question().id]
        self._add(self._some_prompt())

    def _any_question(self) -> Question:
        return self.random.choice(list(self.held.values()))

    def _add(self, prompt: str) -> None:
        self.made += 1
        id = f"data-q{self.made}"
        self.held[id] = question(id, prep=self.random.random() < 0.5, prompt=prompt)

    def _new_prompt(self) -> str:
        prompt = words(self.random)
        self.families[prompt] = prompt
        return prompt

    def _some_prompt(self) -> str:
        """New words, those of another question, or those with one word changed."""
        kind = self.random.randrange(3)
        if kind == 0:
            return self._new_prompt()
        known = self._any_question().prompt
        if kind == 1:
            return known
        parts = self.families[known].split()
        parts[self.random.randrange(len(parts))] = words(self.random, 1)
        varied = " ".join(parts)
        self.families[varied] = self.families[known]
        return varied

"""By which day it is asked: "as of 10 March 2034", "before 2026"."""

from __future__ import annotations

import calendar
import datetime

from .tokens import Tokens
from .words import word_set

_MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_name) if name}
_BY = word_set("by until before")
_BEFORE = "before"


def dated(tokens: Tokens) -> tuple[Tokens, str | None]:
    """The question without the day by which it is asked, and that day (ISO); None if it names none."""
    for place in range(len(tokens)):
        word = tokens[place].word
        start = place + 2 if [t.word for t in tokens[place : place + 2]] == ["as", "of"] else place + 1
        if (start == place + 2 or word in _BY) and (found := _date(tokens, start)):
            first, last, end = found
            day = first - datetime.timedelta(days=1) if word == _BEFORE else last
            return (*tokens[:place], *tokens[end:]), day.isoformat()
    return tokens, None


def _date(tokens: Tokens, start: int) -> tuple[datetime.date, datetime.date, int] | None:
    """The first and the last day of a date that begins at `start`, and where it ends."""
    numbers: list[int] = []
    month, place = 0, start
    while place < len(tokens) and len(numbers) + bool(month) < 3:
        word = tokens[place].word
        if word in _MONTHS and not month:
            month = _MONTHS[word]
        elif word.isdecimal():
            numbers.append(int(word))
        elif word != ",":
            break
        place += 1
    year = next((n for n in numbers if n >= 1000), 0)
    rest = [n for n in numbers if n != year]
    if numbers[:1] == [year] and rest and not month:  # 2034-03-10
        month, *rest = rest
    if not year or not 0 <= month <= 12:
        return None
    try:
        day = rest[0] if rest else 0
        first = datetime.date(year, month or 1, day or 1)
    except ValueError:
        return None
    last = first.replace(month=month or 12)
    return first, last if day else last.replace(day=calendar.monthrange(year, last.month)[1]), place

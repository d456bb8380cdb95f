"""Why rows of the garment teams' file stand in the report of their import."""

from impact.intake.adapters.report import Reason

HEADER = Reason(
    "mended",
    "the column of days bears another name",
    "it is read as 'date'",
    "every cell of it is a day, and no other column is; that the rows' weekdays agree with it is looked at row by row",
)
PADDED = Reason(
    "mended",
    "a day with a zero before its month or day, among others without",
    "it is read with the month first, like the others",
    "with the month first it falls on the row's weekday and in its part of the month",
)
NO_DAY = Reason("refused", "not a day", "the row is left out", "it needs its day, and a day is never guessed")
NOT_ITS_DAY = Reason(
    "refused",
    "a day that is not the row's weekday, or not in its part of the month",
    "the row is left out",
    "one of them is wrong, and which one is not known",
)
SPACES = Reason("mended", "spaces around the department", "they are taken away", "they have no meaning")
SPELLING = Reason("mended", "a department misspelt", "it is read as 'sewing'", "the source means sewing")
DEPARTMENT = Reason(
    "noted", "a department that is not known", "the row is counted in its team", "what it means is never guessed"
)
NO_TEAM = Reason("refused", "no team's number", "the row is left out", "what it tells belongs to nobody")
NO_PRODUCTIVITY = Reason(
    "refused", "no productivity of 0 or above", "the row is left out", "a line-day is counted with both, or not at all"
)
ABOVE_ONE = Reason(
    "noted",
    "an actual productivity above 1",
    "exported as it is",
    "the source says that it goes to 1; a team that makes more than was planned may be meant",
)
LOW_TARGET = Reason(
    "noted",
    "a target far below all others",
    "exported as it is",
    "a slip of the pen, maybe for ten times as much; the source should say",
)
FIFTH = Reason(
    "noted",
    "a fifth quarter",
    "it is not exported",
    "the source's quarters are weeks of a month; days 29 to 31 are in a fifth one",
)
HALF = Reason(
    "noted",
    "a number of workers that is not whole",
    "exported in the team's mean as it is",
    "a worker may be with a team for half a day; the source does not say",
)

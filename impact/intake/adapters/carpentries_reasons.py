"""Why rows of the Carpentries' files stand in the report of their import."""

from impact.intake.adapters.report import Reason

NOT_HELD = Reason(
    "refused", "cancelled or stalled", "the row is left out", "the export holds what was held and what is planned"
)
EXPERT = Reason(
    "refused",
    "a trainer of instructors without an id",
    "the row is left out",
    "most likely one of the instructors, who cannot be told which; a second id would count the person twice",
)
SAME_EVENT = Reason(
    "merged",
    "the event is in all_workshops_2018.csv too",
    "it is counted once, with the values of that file",
    "one slug is one event",
)
REFUSED_THERE = Reason(
    "refused",
    "the event was refused in all_workshops_2018.csv",
    "the row is left out",
    "one slug is one event",
)
DIFFERS = Reason(
    "merged",
    "another value than in all_workshops_2018.csv",
    "the value of that file is exported",
    "that file was written later; where attendances differ, its own are the higher ones",
)
ONLINE = Reason(
    "mended", "W3 is the source's word for online", "exported without a country", "W3 is no ISO 3166 country"
)
AHEAD = Reason(
    "mended",
    "an attendance before the session was held",
    "exported as not recorded",
    "the day lies after the last one that the source can know: people expected are not people counted",
)
TOLD_ELSEWHERE = "sessions of the export have no such column"
MISSING = Reason("noted", "no attendance", "exported as not recorded", "an empty cell is not zero")
ZERO = Reason("noted", "an attendance of 0", "exported as 0: nobody came", "that is what the source says")
ZERO_UNANSWERED = Reason(
    "noted",
    "an attendance of 0 beside the tag 'unresponsive'",
    "exported as 0",
    "the tag says that nobody answered when asked, so the 0 may stand for not recorded; the source should say which",
)
NO_COUNTRY = Reason("noted", "no country", "exported without a country", "nothing in the row names one")
ABROAD = Reason(
    "noted", "online, and with a country", "the country is exported", "an event online may have a country that hosts it"
)
NOT_CONFIRMED = Reason(
    "noted",
    "the day has passed, and nothing says that it was held",
    "exported as planned",
    "no workshop of this day or a later one has an attendance, so the list is likely older than the day",
)
ONLINE_TOT = Reason(
    "noted", "a training of trainers online", "exported as tot; that it was online is lost", "a session has one kind"
)
UNANSWERED = Reason("noted", "the tag 'unresponsive'", "the tag is not exported", TOLD_ELSEWHERE)
INITIATIVE = Reason("noted", "the tag 'WiSE'", "the tag is not exported", "it names an initiative, and no curriculum")
UNKNOWN_TAG = Reason("noted", "a tag that is not known", "the tag is not exported", "what it means is never guessed")
TWO_CURRICULA = Reason(
    "noted",
    "several curricula",
    "exported without a module",
    "a session has one module, and to split it counts it twice",
)
NO_CURRICULUM = Reason("noted", "no curriculum among the tags", "exported without a module", "none is named")
LISTED_TOT = Reason(
    "noted",
    "listed as instructor training, without the tag TTT",
    "exported as tot",
    "the list is the source's own; such are onboardings of instructors and the training of their trainers",
)
OTHER_DAY = Reason(
    "noted", "the slug bears another day than start_date, or none", "start_date is exported", "a slug is only a name"
)
SWAPPED = Reason("noted", "latitude and longitude are swapped", "coordinates are not exported", TOLD_ELSEWHERE)
NO_PLACE = Reason("noted", "coordinates of no place on earth", "coordinates are not exported", TOLD_ELSEWHERE)
HALF_PLACE = Reason("noted", "one coordinate without the other", "coordinates are not exported", TOLD_ELSEWHERE)
ELSEWHERE = Reason(
    "noted",
    "the coordinates lie outside the country",
    "the country is exported as it is",
    "either may be wrong, and only the source can say which",
)

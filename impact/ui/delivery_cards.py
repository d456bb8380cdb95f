"""The cards of the page of trainers and partners, second part: partners, costs, agreements and sessions."""

from impact import figures
from impact.ask import Answer
from impact.catalogue import indicator
from impact.text import t, tn
from impact.ui import choices, delivery, notices, reader
from impact.ui.cards import card
from impact.ui.charts import table
from impact.ui.trainers import chosen, worded
from impact.ui.views import views


def kinds_card() -> None:
    """Kinds of partner: sessions, partners active, share without programme money."""
    answer = reader.ask("training/partners", by="kind")
    said = t("Sessions held by kind of partner; what no project funds has no programme money")
    facts = delivery.partner_facts(answer)
    with card(figures.partners_finding(answer.frame), answer, subtitle=said, facts=facts, key="kinds"):
        notices.absent(answer, "partners")
        views(
            worded(answer, kind=figures.partner_kinds()),
            delivery.partner_columns("kind"),
            t("Kinds of partner with sessions, enterprises and engagements"),
            key="kinds",
            chart=lambda: figures.partners_by_kind(answer.frame),
        )


def partners_card() -> None:
    """The partners, one by one."""
    answer = reader.ask("training/partners")
    columns = delivery.partner_columns("partner")
    said = t("Active: a session held in the last twelve months of the period")
    facts = [tn("n = {count} partner", "n = {count} partners", len(answer.frame))]
    with card(t("Partners, the busiest first"), answer, subtitle=said, facts=facts, key="partners"):
        frame = worded(answer, kind=figures.partner_kinds()).frame
        alt = t("Partners with sessions, enterprises and engagements")
        table(frame, columns, alt, key="partners_table", height=420 if len(frame) > 11 else "auto")


def costs_card(headline: Answer) -> None:
    """What the programme did not pay: by year, country or module, or who paid; `headline` is `results/overview`."""
    parts = {"year": t("Year"), "country": t("Country"), "module": t("Module"), "payer": t("Payer and year")}
    by = chosen("cost_by", parts, "year")
    whole, measure = reader.ask("training/cost_recovery"), indicator("cost_recovery")
    answer = (
        reader.ask("training/who_pays", by="year") if by == "payer" else reader.ask("training/cost_recovery", by=by)
    )
    drawn = {
        "year": figures.recovery_by_year,
        "country": figures.recovery_by_group,
        "module": figures.recovery_by_group,
        "payer": figures.who_pays,
    }
    with card(
        figures.recovery_finding(whole.frame),
        answer,
        measure=measure,
        total=headline,
        subtitle=t("Share of delivery cost, in US dollars at the rate of its year; hollow where n is below ten"),
        facts=delivery.cost_facts(whole),
        key="costs",
    ):
        notices.absent(whole, "engagement_costs")
        choices.choice("cost_by", t("By"), parts, default="year", form="side by side")
        views(
            worded(answer, payer=figures.payers()) if by == "payer" else answer,
            delivery.payer_columns() if by == "payer" else delivery.cost_columns(by),
            t("Cost of delivery, and who paid it"),
            key="costs",
            chart=lambda: drawn[by](answer.frame),
            sets={"year": "period", "payer": "period"}.get(by, by),
            on_map=measure if by == "country" else None,
        )


def lasting_card() -> None:
    """Agreements in force at the end of each year."""
    whole, answer = reader.ask("training/what_lasts"), reader.ask("training/what_lasts", by="year")
    said, facts = t("Agreements in force at the end of each year"), delivery.agreement_facts(whole)
    with card(figures.lasting_finding(whole.frame), answer, subtitle=said, facts=facts, key="lasting"):
        notices.absent(whole, "agreements")
        views(
            worded(answer, kind=figures.agreement_kinds()),
            delivery.agreement_columns("year"),
            t("Agreements by year and kind"),
            key="lasting",
            chart=lambda: figures.agreements_by_year(answer.frame),
            sets="period",
        )


def lasting_places_card() -> None:
    """Agreements in force in each country, and countries without one."""
    answer = reader.ask("training/what_lasts", by="country")
    said = t("Agreements in force on the last day of the period")
    with card(figures.lasting_places_finding(answer.frame), answer, subtitle=said, key="lasting_places"):
        views(
            worded(answer, kind=figures.agreement_kinds()),
            delivery.agreement_columns("country"),
            t("Agreements by country and kind"),
            key="lasting_places",
            chart=lambda: figures.agreements_by_country(answer.frame),
            sets="country",
        )


def calendar_card() -> None:
    """Sessions month by month: held, to come, never confirmed."""
    kinds = figures.session_kinds()
    kind = chosen("kind", kinds, "")
    answer = reader.ask("training/session_calendar", kind=kind)
    said = t("Sessions by month: {kind}", kind=kinds[kind].lower() if kind else t("of every kind"))
    facts = delivery.session_facts(answer)
    with card(figures.calendar_finding(answer.frame), answer, subtitle=said, facts=facts, key="calendar"):
        choices.choice("kind", t("Kind of session"), kinds)
        views(
            answer,
            delivery.calendar_columns(),
            t("Sessions by month, with head counts"),
            key="calendar",
            chart=lambda: figures.session_calendar(answer.frame),
            sets="period",
        )


def mix_card() -> None:
    """Classroom, visit and online, year by year."""
    parts = {"workshops": t("Workshops"), "trainings": t("All training sessions")}
    of = chosen("mix_of", parts, "workshops")
    answer = reader.ask("training/session_mix")
    said = {
        "workshops": t("Workshops in a classroom and online, as shares of the workshops held in a year"),
        "trainings": t("Classroom, visits and online, as shares of the training sessions held in a year"),
    }
    facts = delivery.mix_facts(answer)
    with card(figures.mix_finding(answer.frame), answer, subtitle=said[of], facts=facts, key="mix"):
        choices.choice("mix_of", t("Shares of"), parts, default="workshops", form="side by side")
        views(
            worded(answer, kind=figures.session_kinds()),
            delivery.mix_columns(),
            t("Sessions by year and kind"),
            key="mix",
            chart=lambda: figures.session_mix(answer.frame, of=of),
            sets="period",
        )


def planned_card(state: str) -> None:
    """Sessions to come (`planned`), or those whose day passed without being recorded as held (`not_confirmed`)."""
    answer = reader.ask("training/planned_sessions", state=state)
    coming = state == "planned"
    said = (
        t("Planned sessions whose day is still to come") if coming else t("Neither held nor to come: to be clarified")
    )
    title = figures.planned_finding(answer.frame, state)
    with card(title, answer, subtitle=said, key=state):
        frame = worded(answer, kind=figures.session_kinds()).frame
        table(frame, delivery.planned_columns(), title, key=f"{state}_table", height=320 if len(frame) > 8 else "auto")

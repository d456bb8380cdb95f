"""The cards of the page of trainers and partners, first part: who reached which stage, and who delivers."""

from impact import figures
from impact.ask import Answer
from impact.catalogue import indicator
from impact.text import t
from impact.ui import choices, notices, reader, trainers
from impact.ui.cards import card
from impact.ui.charts import chart
from impact.ui.views import Shown, views

FILTERS = {"country": "country", "year": "period"}


def pipeline_card() -> None:
    """Trainers by stage: all of them, or one stage by country or year."""
    stages, stage = figures.stage_names(), "certified"
    parts = {"total": t("Stage"), "country": t("Country"), "year": t("Year")}
    by = trainers.chosen("by", parts, "total")
    whole = reader.ask("training/trainers")
    answer, title = whole, figures.pipeline_finding(whole.frame)
    if by != "total":
        stage = trainers.chosen("stage", stages, stage)
        answer = reader.ask("training/trainers", by=by).only(stage=stage)
        title = figures.stage_finding(answer.frame, stage)
    drawn = {
        "total": figures.trainer_pipeline,
        "country": figures.trainers_by_country,
        "year": figures.trainers_by_year,
    }
    said = t("Trainers, each once at every stage; who reached a later stage has passed the earlier ones")
    with card(title, answer, subtitle=said, facts=trainers.trainer_facts(whole), key="pipeline"):
        notices.absent(whole, "trainers", "trainer_modules")
        choices.choice("by", t("Trainers by"), parts, default="total", form="side by side")
        if by != "total":
            choices.choice("stage", t("Stage reached"), stages, default="certified", form="side by side")
        views(
            trainers.worded(answer, stage=stages),
            trainers.trainer_columns(by),
            t("Trainers who reached each stage"),
            key="pipeline",
            chart=lambda: drawn[by](answer.frame),
            sets=FILTERS.get(by, ""),
            on_map=Shown(stages[stage], "trainers") if by == "country" else None,
        )


def curve_card() -> None:
    """The share certified by months since instruction."""
    answer = reader.ask("training/time_to_certify", by="month")
    said = t("Share certified by months since instruction, with its 95% interval; who waits counts as waiting")
    facts = trainers.waiting_facts(answer)
    with card(figures.certification_finding(answer.frame), answer, subtitle=said, facts=facts, key="curve"):
        chart(figures.certification_curve(answer.frame), key="curve")


def waited_card() -> None:
    """The share certified within a year, by the year of instruction or by country."""
    parts = {"year": t("Year of instruction"), "country": t("Country")}
    by = trainers.chosen("waited_by", parts, "year")
    answer = reader.ask("training/time_to_certify", by=by).only(months=12)
    said = t("Share with its 95% interval; hollow where fewer than ten could be followed for a year")
    facts = trainers.followed_facts(answer)
    with card(t("Certified within a year of instruction"), answer, subtitle=said, facts=facts, key="waited"):
        choices.choice("waited_by", t("By"), parts, default="year", form="side by side")
        views(
            answer,
            trainers.waiting_columns(by),
            t("Trainers certified within a year of instruction"),
            key="waited",
            chart=lambda: figures.certified_within(answer.frame),
            sets=FILTERS[by],
        )


def active_card(headline: Answer) -> None:
    """Countries by certified trainers who still deliver, those at risk marked; `headline` is `results/overview`."""
    measure = indicator("active_trainers")
    answer = trainers.risks(reader.ask("training/active_trainers"))
    span = trainers.last_twelve_months(answer)
    with card(
        figures.active_finding(answer.frame),
        answer,
        measure=measure,
        total=headline,
        subtitle=t("Certified trainers, and those of them who delivered, {period}", period=span),
        facts=[trainers.risk_rule()],
        key="active",
    ):
        notices.absent(answer, "trainers", "trainer_modules", "session_trainers")
        views(
            answer,
            trainers.active_columns(),
            t("Trainers certified and active by country, and why a country is at risk"),
            key="active",
            chart=lambda: figures.active_by_country(answer.frame),
            sets="country",
            on_map=measure,
        )


def spread_card() -> None:
    """How many sessions each trainer delivered, without naming any."""
    answer = reader.ask("training/deliveries_per_trainer")
    said = t("Trainers instructed, or active, {period}", period=trainers.last_twelve_months(answer))
    facts = trainers.spread_facts(answer)
    with card(figures.spread_finding(answer.frame), answer, subtitle=said, facts=facts, key="spread"):
        views(
            answer,
            trainers.spread_columns(),
            t("Trainers by number of sessions delivered"),
            key="spread",
            chart=lambda: figures.deliveries_spread(answer.frame),
        )


def modules_card() -> None:
    """Modules, and the trainers who may deliver each."""
    answer = reader.ask("training/trainer_modules")
    said = t("Trainers certified or expert for a module, or for every module, may deliver it")
    facts = [t("did: delivered the module, {period}", period=trainers.last_twelve_months(answer))]
    with card(figures.trainer_modules_finding(answer.frame), answer, subtitle=said, facts=facts, key="modules"):
        views(
            answer,
            trainers.module_columns(),
            t("Modules, with the trainers who may deliver each"),
            key="modules",
            chart=lambda: figures.trainers_by_module(answer.frame),
            sets="module",
        )


def gaps_card() -> None:
    """Modules by country: is somebody certified where enterprises enrolled?"""
    answer = reader.ask("training/trainer_gaps")
    said = t("Modules in which enterprises enrolled, and the trainers of their country")
    facts = trainers.gap_facts(answer)
    with card(figures.gaps_finding(answer.frame), answer, subtitle=said, facts=facts, key="gaps"):
        views(
            trainers.worded(answer, state=figures.state_names()),
            trainers.gap_columns(),
            t("Modules by country, with the trainers who may deliver them"),
            key="gaps",
            chart=lambda: figures.module_gaps(answer.frame),
            sets="country",
        )

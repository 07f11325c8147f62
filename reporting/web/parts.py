"""The single figures of the page: one sentence, a chart, the table, and what the numbers mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from contracts.models import District
from kernel.web import words
from kernel.web.chart import Chart, Series, bar_chart, line_chart
from reporting.figures import Year, change, complete, index, sum_years
from reporting.queries import Reach, Use


@dataclass(frozen=True)
class Figure:
    """What reporting/figures.html shows of one indicator; the first column of `rows` names the row."""

    id: str
    title: str
    sentence: str
    chart: Chart | None
    columns: list[str]
    rows: list[list[str]]
    definition: str
    source: str
    not_to_confuse: str

    @property
    def labelled_rows(self) -> list[list[tuple[str, str]]]:
        """Each cell with its column's name, for the cards of a phone."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]


def labels(years: Sequence[Year], today: date) -> list[str]:
    """The running year says until when it counts."""
    return [f"{y.year} bis {today:%d.%m.}" if y.year == today.year else str(y.year) for y in years]


def families(years: Sequence[Year], reach: Sequence[Reach], districts: Sequence[District], today: date) -> Figure:
    first, last = _ends(years, today)
    if first is last:
        sentence = f"{last.year} {'wurde' if last.families == 1 else 'wurden'} {_count(last)} erreicht."
    else:
        sentence = (
            f"{last.year} {'wurde' if last.families == 1 else 'wurden'} {_count(last)} erreicht, {first.year} waren es "
            f"{words.number(first.families)} ({_signed(change(first.families, last.families))})."
        )
    rows = []
    for district in districts:
        by_year = {r.year: r.families for r in reach if r.district == district.pk}
        rows.append([district.name, *(words.number(by_year.get(y.year, 0)) for y in years)])
    rows.append(["Zusammen", *(words.number(y.families) for y in years)])
    return Figure(
        "familien", "Erreichte Familien", sentence,
        bar_chart(sentence, [str(y.year) for y in years], Series("Familien", [y.families for y in years])),
        ["Raum", *labels(years, today)], rows,
        "Familien, deren Fall an mindestens einem Tag des Jahres lief. Jede Familie zählt im Jahr einmal.",
        "Fallregister des Jugendamts.",
        "Junge Menschen (mehrere je Familie) und Kontakte ohne Fall im Zentrum zählen hier nicht.",
    )  # fmt: skip


def per_hours(
    years: Sequence[Year], reach: Sequence[Reach], districts: Sequence[District], today: date
) -> Figure | None:
    booked = complete([y for y in years if y.minutes], today)  # families of a year that still runs lack its later hours
    if not booked:
        return None
    first, last = _ends(booked, today)
    sentence = f"{last.year} kamen auf 1.000 Stunden {_rate(last)} Familien"
    if first is not last:
        sentence += f", {first.year} waren es {_rate(first)} – bei {_hours(last)} statt {_hours(first)} Stunden"
        if last.minutes == first.minutes:
            sentence = f"Mit gleich vielen Stunden ({_hours(last)}) wurden {last.year} auf 1.000 Stunden {_rate(last)} Familien erreicht, {first.year} {_rate(first)}"
    rows = [
        [label, words.number(y.families), _hours(y), _rate(y)]
        for label, y in zip([str(y.year) for y in booked], booked, strict=True)
    ]
    rows += [
        [f"{district.name} {last.year}", words.number(y.families), _hours(y), _rate(y)]
        for district in districts
        for y in sum_years(reach, {district.pk})
        if y.year == last.year
    ]
    return Figure(
        "je-stunde", "Familien je 1.000 Stunden", f"{sentence}.",
        line_chart(sentence, [str(y.year) for y in booked], [Series("Familien je 1.000 Std.", [y.per_thousand_hours for y in booked], 1)]),
        ["Zeit und Raum", "Familien", "Stunden", "Familien je 1.000 Stunden"], rows,
        "Erreichte Familien eines Jahres geteilt durch die gebuchten Stunden aller Arbeitsarten, mal 1.000.",
        "Fallregister des Jugendamts; Stundenbuchungen der Träger.",
        "Keine Aussage über einzelne Fachkräfte und nicht die Kosten je Familie.",
    )  # fmt: skip


def pilots(years: Sequence[Year], reach: Sequence[Reach], districts: Sequence[District], today: date) -> Figure | None:
    """Indicator 11: change in the pilot districts against change in the rest, both series shown."""
    chosen = {d.pk for d in districts if d.pilot}
    if not chosen or len(chosen) == len(districts):
        return None
    shown = [y for y in years if y.year < today.year]
    window = {y.year for y in shown}
    pilot = [y for y in sum_years(reach, chosen) if y.year in window]
    rest = [y for y in sum_years(reach, {d.pk for d in districts} - chosen) if y.year in window]
    if len(pilot) < 2 or len(pilot) != len(rest):
        return None
    in_pilots = change(pilot[0].families, pilot[-1].families)
    in_rest = change(rest[0].families, rest[-1].families)
    if in_pilots is None or in_rest is None:
        return None
    sentence = (
        f"Seit {pilot[0].year} änderte sich die Zahl der Familien in den Modellräumen um {_signed(in_pilots)}, "
        f"in den übrigen um {_signed(in_rest)}: {words.number(in_pilots - in_rest, 1)} Prozentpunkte Unterschied."
    )
    names = [str(y.year) for y in pilot]
    rows = [
        [name, words.number(p.families), words.number(pi, 1), words.number(r.families), words.number(ri, 1)]
        for name, p, pi, r, ri in zip(names, pilot, index(pilot), rest, index(rest), strict=True)
    ]
    return Figure(
        "modellraeume", "Modellräume und übrige Räume", sentence,
        line_chart(sentence, names, [Series("Modellräume", index(pilot)), Series("übrige Räume", index(rest))]),
        ["Jahr", "Modellräume: Familien", f"Index ({pilot[0].year} = 100)", "übrige: Familien", f"Index ({rest[0].year} = 100)"], rows,
        "Veränderung der Zahl der Familien mit laufendem Fall gegen das erste Jahr, in den Modellräumen und in den übrigen; Unterschied der beiden Veränderungen.",
        "Fallregister des Jugendamts, nur abgeschlossene Jahre.",
        "Ein Unterschied allein beweist keine Wirkung: Bevölkerung und Zuschnitt der Räume sind nicht berücksichtigt.",
    )  # fmt: skip


def use(uses: Sequence[Use], years: Sequence[Year], today: date) -> Figure | None:
    window = [y for y in years if any(u.year == y.year for u in uses)]
    if not window:
        return None
    total = {y.year: _percent([u for u in uses if u.year == y.year]) for y in window}
    last = _ends(window, today)[1].year
    sentence = f"{last} leisteten die Träger {words.percent(total[last])} der vereinbarten Stunden."
    rows = []
    for name in dict.fromkeys(u.organisation for u in uses if u.year in total):
        parts = {u.year: u for u in uses if u.organisation == name}
        rows.append([name, *(_share(parts.get(y.year)) for y in window)])
    rows.append(["Zusammen", *(words.percent(total[y.year]) for y in window)])
    return Figure(
        "auslastung", "Auslastung der Träger", sentence,
        bar_chart(sentence, [str(y.year) for y in window], Series("Prozent", [total[y.year] for y in window], 1)),
        ["Träger", *labels(window, today)], rows,
        "Geleistete durch vereinbarte Stunden der freigegebenen Budgetposten; im laufenden Jahr ist das Vereinbarte nach Tagen anteilig gezählt.",
        "Budgetposten der Verträge; Stundenbuchungen unter denselben Verträgen.",
        "Nicht das Verhältnis von gezahltem zu geleistetem Geld; Stunden ohne Vertrag zählen nicht.",
    )  # fmt: skip


def _ends(years: Sequence[Year], today: date) -> tuple[Year, Year]:
    over = complete(years, today)
    return over[0], over[-1]


def _percent(uses: Sequence[Use]) -> Decimal | None:
    contracted = sum(u.contracted for u in uses)
    return Decimal(sum(u.delivered for u in uses)) * 100 / contracted if contracted else None


def _share(one: Use | None) -> str:
    return words.percent(_percent([one])) if one else words.NOTHING


def _rate(year: Year) -> str:
    return words.number(year.per_thousand_hours, 1)


def _count(year: Year) -> str:
    return "1 Familie" if year.families == 1 else f"{words.number(year.families)} Familien"


def _hours(year: Year) -> str:
    return words.number(Decimal(year.minutes) / 60)


def _signed(percent: Decimal | None) -> str:
    return words.NOTHING if percent is None else f"{'+' if percent > 0 else ''}{words.percent(percent)}"

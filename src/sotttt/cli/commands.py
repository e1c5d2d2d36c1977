"""The commands, their arguments and options."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from sotttt import __version__
from sotttt.errors import FaultGroup, MissingExtra, SottttError, UnknownMetric

try:
    import click
    import rich as _rich  # noqa: F401  # asked for here, so that the refusal names the extra

    from sotttt import catalog, codecs
except ImportError as fault:
    missing = fault.name if not isinstance(fault, MissingExtra) else "sotttt[codecs]"
    raise MissingExtra(
        f"the command needs {missing}, which is not installed", hint="pip install 'sotttt[cli]'"
    ) from None

from sotttt.cli.cells import plain
from sotttt.cli.citing import cited, cited_as_csv, cited_as_json, cited_as_table, text_of
from sotttt.cli.details import details
from sotttt.cli.gathering import Report, gather, judge
from sotttt.cli.printing import as_counts, as_csv, as_json, as_markdown, as_table, screen
from sotttt.codecs import Bundle
from sotttt.metrics import Metric
from sotttt.periods import as_date

__all__ = ["DEMO_DAY", "sotttt"]

#: The day of the demo, the last one of all of its provinces as they were; it never moves with the clock.
DEMO_DAY = dt.date(2025, 6, 30)

_TEXTS: dict[str, Callable[[Report, str], str]] = {
    "json": as_json,
    "csv": as_csv,
    "markdown": as_markdown,
}


class _Day(click.ParamType[dt.date]):
    """A day in ISO form."""

    name = "date"

    def convert(
        self, value: str | dt.date, param: click.Parameter | None, ctx: click.Context | None
    ) -> dt.date:
        try:
            return as_date(value, "")
        except SottttError as fault:
            self.fail(str(fault), param, ctx)


class _Group(click.Group):
    """Commands whose faults are told in words, with exit code 1."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except SottttError as fault:
            click.echo(plain(str(fault)), err=True)
            ctx.exit(1)


_as_of = click.option(
    "--as-of", type=_Day(), required=True, metavar="YYYY-MM-DD", help="The day of the question."
)
_lang = click.option(
    "--lang",
    type=click.Choice(("vi", "en")),
    default="vi",
    show_default=True,
    help="The language of the output.",
)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sotttt", message="%(prog)s %(version)s")
def sotttt() -> None:
    """Which targets of a Vietnamese ICT plan are met, which are missed, which can't be decided, and why."""


@sotttt.command()
@click.option(
    "--as-of",
    type=_Day(),
    default=DEMO_DAY.isoformat(),
    show_default=True,
    metavar="YYYY-MM-DD",
    help="The day of the question.",
)
@click.option("--all", "whole", is_flag=True, help="Judge every plan of the catalog, one line a plan.")
@_lang
def demo(as_of: dt.date, whole: bool, lang: str) -> None:  # noqa: FBT001  # how click hands over a flag
    """Print the compliance table of the plans of five articles, and check what the sources claim."""
    from sotttt.evaluation import check

    part = None if whole else "articles"
    bundle = Bundle(
        plans=catalog.plans(part),
        observations=catalog.observations(collection=part),
        assessments=catalog.assessments(collection=part),
    )
    if whole:
        as_counts(judge(bundle, as_of), lang, screen())
        return
    results = [check(claim) for claim in catalog.claims()]
    as_table(judge(bundle, as_of), lang, screen(), brief=True, claims=results)


@sotttt.command()
@click.argument("plan")
@click.argument("observations", required=False)
@_as_of
@_lang
@click.option(
    "--format",
    "form",
    type=click.Choice(("table", *_TEXTS)),
    default="table",
    show_default=True,
    help="The form of the output.",
)
@click.option("--metrics", multiple=True, metavar="FILE", help="A file whose metrics the others may name.")
def evaluate(
    plan: str, observations: str | None, metrics: tuple[str, ...], as_of: dt.date, lang: str, form: str
) -> None:
    """Judge the targets of PLAN on what was known by a day.

    PLAN is the id of a bundled plan, or a file in TOML, JSON or CSV. OBSERVATIONS is such a file too; its
    observations stand beside those of a plan file, and instead of the bundled ones. Metrics are named by id:
    those of the files, those of --metrics, and the bundled ones.
    """
    report = judge(gather(plan, observations, metrics), as_of)
    if form == "table":
        as_table(report, lang, screen())
    else:
        click.echo(_TEXTS[form](report, lang), nl=False)


@sotttt.command()
@click.argument("name", metavar="ID")
@click.option("--as-of", type=_Day(), metavar="YYYY-MM-DD", help="Judge a target or a duty on that day.")
@_lang
def show(name: str, as_of: dt.date | None, lang: str) -> None:
    """Show what the catalog holds under ID.

    That may be a plan, a target, a task, a metric, a document, a jurisdiction and so on.
    """
    console = screen()
    for block in details(name, as_of, lang):
        console.print(block)


@sotttt.command()
@click.argument("file", default="-")
@click.option("--on", type=_Day(), metavar="YYYY-MM-DD", help="Tell how each document stands on that day.")
@click.option("--place", metavar="NAME", help="The province that is meant where a text says only tỉnh.")
@click.option("--year", type=int, help="The year of documents that are cited without one.")
@_lang
@click.option(
    "--format",
    "form",
    type=click.Choice(("table", "json", "csv")),
    default="table",
    show_default=True,
    help="The form of the output.",
)
def cite(file: str, on: dt.date | None, place: str | None, year: int | None, lang: str, form: str) -> None:
    """Find the legal documents that FILE cites, a text in UTF-8; without FILE, the standard input.

    Each citation has its line, number, day of issue and issuing body, and with --on the standing of the
    document, where the catalog holds it and the citation says enough to tell which one it is.
    """
    records = cited(text_of(file), on, place, year)
    if form == "json":
        click.echo(cited_as_json(records), nl=False)
    elif form == "csv":
        click.echo(cited_as_csv(records), nl=False)
    else:
        cited_as_table(records, lang, screen())


@sotttt.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.pass_context
def validate(ctx: click.Context, files: tuple[str, ...]) -> None:
    """Check files in TOML, JSON or CSV, and tell all their faults.

    A file may name the metrics that another FILE defines. The exit code is 1 where any file is at fault.
    """
    faulty = False
    for path, found in _checked(files):
        if isinstance(found, Bundle):
            click.echo(plain(f"{path}: {_held(found)}"))
            continue
        faulty = True
        for fault in found.faults if isinstance(found, FaultGroup) else (found,):
            click.echo(plain(f"{path}: {fault}" if fault.where != path else str(fault)))
    ctx.exit(1 if faulty else 0)


def _checked(files: tuple[str, ...]) -> list[tuple[str, Bundle | SottttError]]:
    """What each file holds, or its faults; files that need the metrics of others are read after them."""
    metrics: list[Metric] = list(catalog.metrics())
    found: dict[str, Bundle | SottttError] = {}
    for _ in range(2):
        before = len(metrics)
        for path in files:
            if isinstance(found.get(path), Bundle):
                continue
            try:
                bundle = found[path] = codecs.load(path, metrics=metrics)
            except SottttError as fault:
                found[path] = fault
            else:
                metrics += bundle.metrics
        if len(metrics) == before or not any(_waits(one) for one in found.values()):
            break
    return [(path, found[path]) for path in files]


def _waits(found: Bundle | SottttError) -> bool:
    faults = found.faults if isinstance(found, FaultGroup) else ()
    return any(isinstance(fault, UnknownMetric) for fault in faults)


def _held(bundle: Bundle) -> str:
    families = (
        "metrics",
        "plans",
        "targets",
        "tasks",
        "milestones",
        "proposals",
        "observations",
        "assessments",
    )
    held = {name: len(getattr(bundle, name)) for name in families}
    for plan in bundle.plans:
        for name in ("targets", "tasks", "milestones", "proposals"):
            held[name] += len(getattr(plan, name))
    return "no faults: " + (", ".join(f"{count} {name}" for name, count in held.items() if count) or "empty")

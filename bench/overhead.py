# SPDX-License-Identifier: Apache-2.0
"""What a conversion costs beside recognition: CPU seconds of each stage.

    python -m bench.overhead SCANS

Every document of SCANS, a folder or a file, is taken through the stages one after the other in this process (what
programs it starts take is counted too); then the whole is converted once more by the batch, to see what the process
takes that keeps the ledger and hands out the work. CPU seconds, not time, so that other work on the machine matters
little.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ocr_kh.batch.finishing import file_signatures
from ocr_kh.batch.inputs import find_jobs
from ocr_kh.batch.run import convert
from ocr_kh.pipeline import assemble, read_page
from ocr_kh.plan import parse
from ocr_kh.reading.source import open_source
from ocr_kh.recognition.kept_engine import close_engines
from ocr_kh.settings import Settings
from ocr_kh.writing import write_document

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ocr_kh.batch.inputs import Job

MOST = 0.15
"""Of the engine's own CPU seconds, for all that is written and entered."""
_OVERHEAD = ("files", "ledger, index, tables, handing out")


@dataclass(slots=True)
class Costs:
    """CPU seconds by stage, and pages."""

    seconds: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    pages: int = 0

    @property
    def overhead(self) -> float:
        """Of files and ledger, over the engine's."""
        return sum(self.seconds[stage] for stage in _OVERHEAD) / max(self.seconds["engine"], 1e-9)


def measure(scans: Path) -> Costs:
    """The costs of all documents below `scans`. Raises what `convert` raises."""
    costs = Costs()
    settings = Settings(jobs=1)
    with tempfile.TemporaryDirectory(prefix="ocr-kh-") as folder:
        jobs = [job for job in find_jobs([scans], Path(folder) / "stages", settings) if not job.skipped]
        _document(jobs[0], settings, Costs())  # models and libraries are loaded once, not once a document
        for job in jobs:
            _document(job, settings, costs)
        with _clock(costs, _OVERHEAD[1], programs=False):
            for _ in convert([scans], Path(folder) / "batch", settings=settings):
                pass
    return costs


def _document(job: Job, settings: Settings, costs: Costs) -> None:
    with _clock(costs, "reading, imaging, layout", engine="engine"):
        source = open_source(job.paths, settings)
        numbers = range(1, source.page_count + 1) if source.kind != "text" else ()
        pages = [read_page(source, number, settings) for number in numbers]
    costs.pages += len(pages)
    with _clock(costs, "repair"):
        document = assemble(source, pages, settings)
    with _clock(costs, "plan"):
        plan = parse(document, file_signatures(source))
    with _clock(costs, _OVERHEAD[0]):
        write_document(document, plan, source.paths, job.folder, settings)


@contextmanager
def _clock(costs: Costs, stage: str, *, engine: str | None = None, programs: bool = True) -> Iterator[None]:
    """Adds what is used meanwhile to `stage`; what programs use to `engine`, if it is counted by itself."""
    own, others = _used(resource.RUSAGE_SELF), _used(resource.RUSAGE_CHILDREN)
    yield
    close_engines()
    costs.seconds[stage] += _used(resource.RUSAGE_SELF) - own
    if programs:
        costs.seconds[engine or stage] += _used(resource.RUSAGE_CHILDREN) - others


def _used(who: int) -> float:
    usage = resource.getrusage(who)
    return usage.ru_utime + usage.ru_stime


def table(costs: Costs) -> str:
    """The costs as a table in Markdown."""
    lines = ["| stage | CPU s | ms a page | of the engine's |", "|---|---|---|---|"]
    engine = max(costs.seconds["engine"], 1e-9)
    for stage, seconds in costs.seconds.items():
        each = 1000 * seconds / max(costs.pages, 1)
        lines.append(f"| {stage} | {seconds:.2f} | {each:.0f} | {seconds / engine:.1%} |")
    return "\n".join([*lines, "", f"{costs.pages} pages. Files and ledger: {costs.overhead:.1%} of the engine's.", ""])


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 0 when files and ledger cost little enough beside the engine."""
    parser = argparse.ArgumentParser(prog="python -m bench.overhead", description=__doc__.partition("\n")[0])
    parser.add_argument("scans", type=Path, help="folder of documents, or one of them")
    costs = measure(parser.parse_args(arguments).scans)
    sys.stdout.write(table(costs))
    return 0 if costs.overhead <= MOST else 1


if __name__ == "__main__":
    raise SystemExit(main())

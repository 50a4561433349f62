# SPDX-License-Identifier: Apache-2.0
"""All targets, each for its share of the minutes: `python -m fuzz --minutes 30`.

Each runs in a process of its own, as many side by side as there are cores: on two, 30 minutes of fuzzing take 18.

Atheris (libFuzzer) changes the inputs of `fuzz/corpus` and keeps those that reach new code, in `out/fuzz` from one run
to the next. An input that breaks a target is written there too, and the run ends with 1. What is to be done then:
mend it, and copy the input to `tests/cases/fuzz/TARGET/`, where a test holds it for ever.

A run is as repeatable as the time it gets: the seeds of libFuzzer and of Python's hashes are fixed, so one that begins
without `out/fuzz` tries the same inputs in the same order, and a longer one tries those of a shorter first. `--seed`
searches elsewhere.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from ocr_kh.batch.workers.pool import cpu_count

HERE = Path(__file__).parent
NAMES = sorted(path.name for path in (HERE / "corpus").iterdir())
"""The targets (`fuzz.targets`), each with its first inputs."""
_SECONDS_AN_INPUT = 60
"""An input that takes longer is a fault: of 2,000 characters the slowest takes 1 s."""
_MEGABYTES = 3072
"""What a target may hold; the models take some 400."""
_MOST_BYTES = 8192
_SECONDS_TO_END = 180
"""Beyond its time, for a target to begin and for its last input."""
_SEED = 1
"""Of libFuzzer, for which 0 is a random one."""
_TRIED = re.compile(r"number_of_executed_units: (\d+)")


def main() -> int:
    """1 when a target broke."""
    options = _options()
    seconds = round(60 * options.minutes / len(options.targets))
    with ThreadPoolExecutor(options.jobs) as pool:
        held = list(pool.map(lambda name: _holds(name, options.out, seconds, options.seed), options.targets))
    broken = [name for name, holds in zip(options.targets, held, strict=True) if not holds]
    for path in sorted(path for name in broken for path in options.out.glob(f"broken/{name}-*")):
        print(f"broken: {path}")
    print(
        f"{len(options.targets)} targets, {seconds} s each: " + (f"{', '.join(broken)} broke" if broken else "all hold")
    )
    return int(bool(broken))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__.partition("\n")[0])
    parser.add_argument("targets", nargs="*", default=NAMES, metavar="TARGET", help=", ".join(NAMES))
    parser.add_argument("--minutes", type=float, default=30.0, help="for all together")
    parser.add_argument("--jobs", type=int, default=cpu_count(), help="targets at a time (default: %(default)s)")
    parser.add_argument("--out", type=Path, default=HERE.parent / "out" / "fuzz", help="for what is found")
    parser.add_argument("--seed", type=int, default=_SEED, help="another one for another search (default: %(default)s)")
    options = parser.parse_args()
    if unknown := set(options.targets) - set(NAMES):
        parser.error(f"no such target: {', '.join(sorted(unknown))}")
    return options


def _holds(name: str, out: Path, seconds: int, seed: int) -> bool:
    """Fuzz one target in a process of its own, which it may bring down; whether it held."""
    grown, broken = out / "corpus" / name, out / "broken"
    for folder in (grown, broken):
        folder.mkdir(parents=True, exist_ok=True)
    command = [
        sys.executable, "-m", "fuzz.one", name, str(grown), str(HERE / "corpus" / name),
        f"-seed={seed}", "-reload=0", f"-max_total_time={seconds}", f"-timeout={_SECONDS_AN_INPUT}",
        f"-rss_limit_mb={_MEGABYTES}", f"-max_len={_MOST_BYTES}", f"-artifact_prefix={broken}/{name}-",
        "-print_final_stats=1", "-verbosity=0",
    ]  # fmt: skip
    log, hashes = out / f"{name}.log", os.environ | {"PYTHONHASHSEED": str(seed)}
    with log.open("w", encoding="utf-8") as file:
        try:
            code = subprocess.run(
                command, stdout=file, stderr=file, check=False, env=hashes, timeout=seconds + _SECONDS_TO_END
            ).returncode
        except subprocess.TimeoutExpired:
            code = 1
    print(f"{name}: {_count(log)} inputs, {'broke: see ' + str(log) if code else 'held'}", flush=True)
    return code == 0


def _count(log: Path) -> str:
    """How many inputs libFuzzer tried, as it says at its end."""
    found = _TRIED.search(log.read_text(encoding="utf-8", errors="replace"))
    return found[1] if found else "some"


if __name__ == "__main__":
    sys.exit(main())

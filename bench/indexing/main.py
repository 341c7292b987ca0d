"""Somebody reads pages and pushes commits while the search reads a large repository. Started by bench/indexing.sh."""

import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "git"), str(HERE.parent / "web")]

import servers  # noqa: E402
from load import Connection  # noqa: E402

PATHS = (
    "/chen/harbor",
    "/chen/harbor/src/branch/main/berths",
    "/chen/harbor/src/branch/main/src/Catalogue.java",
    "/chen/harbor/issues",
    "/chen/harbor/commits/branch/main",
    "/explore",
)
GOAL = 1.2


def read_options():
    parser = argparse.ArgumentParser(prog="bench/indexing.sh", description="Measures what a person notices of the search.")
    parser.add_argument("--hob", required=True, help="bin/hob of an unpacked distribution")
    parser.add_argument("--sources", type=pathlib.Path, help="a folder of sources to be read (those of Go's library)")
    parser.add_argument("--seconds", type=float, default=30, help="how long pages are read in each state (%(default)s)")
    parser.add_argument("--rate", type=float, default=10, help="how many pages a second (%(default)s)")
    parser.add_argument("--pushes", type=int, default=20, help="how many pushes in each state (%(default)s)")
    return parser.parse_args()


def git(folder, *words):
    identity = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main")
    return subprocess.run(("git", "-C", str(folder), *identity, *words), check=True, capture_output=True, text=True).stdout.strip()


class Person:
    """Reads, and pushes, and knows how long each took."""

    def __init__(self, hob, folder):
        self.connection = Connection(hob.origin, {})
        self.clone = folder / "notes"
        self.clone.mkdir()
        git(self.clone, "init", "-q")
        git(self.clone, "remote", "add", "origin", hob.url("notes"))
        self.count = 0

    def read(self, seconds, rate):
        times = []
        began = time.monotonic()
        while time.monotonic() - began < seconds:
            asked = time.perf_counter()
            status, _, _ = self.connection.ask(PATHS[len(times) % len(PATHS)])
            times.append(time.perf_counter() - asked)
            if status != 200:
                raise RuntimeError(f"{PATHS[(len(times) - 1) % len(PATHS)]}: {status}")
            time.sleep(max(0.0, 1 / rate - times[-1]))
        return times

    def push(self, count):
        times = []
        for _ in range(count):
            self.count += 1
            (self.clone / "notes.txt").write_text(f"note {self.count}\n")
            git(self.clone, "add", "notes.txt")
            git(self.clone, "commit", "-q", "-m", f"note {self.count}")
            began = time.perf_counter()
            git(self.clone, "push", "-q", "origin", "main")
            times.append(time.perf_counter() - began)
        return times


def at(times, share):
    return sorted(times)[min(len(times) - 1, int(len(times) * share))] * 1000


def milliseconds(times):
    return f"{at(times, 0.5):.1f} / {at(times, 0.95):.1f} ms"


def main():
    options = read_options()
    sources = options.sources or pathlib.Path(subprocess.run(("go", "env", "GOROOT"), check=True, capture_output=True, text=True).stdout.strip()) / "src"
    folder = pathlib.Path(tempfile.mkdtemp(prefix="hob-bench-indexing."))
    os.environ["HOB_HTTP_BUDGET_PERCENT"] = "0"
    hob = servers.Hob(pathlib.Path(options.hob).resolve(), folder / "data")
    try:
        hob.prepare()
        hob.command("seed-demo")
        hob.start()
        large = folder / "large"
        shutil.copytree(sources, large, ignore=shutil.ignore_patterns(".git", "cmd"), symlinks=True)
        git(large, "init", "-q")
        git(large, "add", "-A", "-f", ".")
        git(large, "commit", "-q", "-m", "all")
        person = Person(hob, folder)
        person.push(5)
        person.read(options.seconds / 2, options.rate)  # To warm up.
        hob.settle(calm=3, patience=1200)

        def state(seconds):
            used, began = hob.cpu(), time.monotonic()
            pages, pushes = person.read(seconds, options.rate), person.push(options.pushes)
            return pages, pushes, (hob.cpu() - used) / (time.monotonic() - began)

        calm = state(options.seconds)
        git(large, "push", "-q", hob.url("large"), "main")
        print(f"- load before {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores, {hob.resident():.0f} MB resident")
        print("| | pages, p50 / p95 | to calm (goal ≤ 1.2) | pushes, p50 / p95 | to calm (goal ≤ 1.2) | processors used |")
        print("|---|--:|--:|--:|--:|--:|")
        for name in ("nothing else", "files are read", "then vectors are made"):
            pages, pushes, used = calm if name == "nothing else" else state(options.seconds)
            cells = [name]
            for mine, before in ((pages, calm[0]), (pushes, calm[1])):
                ratios = [at(mine, share) / at(before, share) for share in (0.5, 0.95)]
                cells += [milliseconds(mine), " / ".join(f"{it:.2f}" for it in ratios) + ("" if max(ratios) <= GOAL else " **not met**")]
            print("| " + " | ".join([*cells, f"{used:.2f}"]) + " |", flush=True)
    finally:
        hob.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()

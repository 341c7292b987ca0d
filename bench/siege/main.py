"""A crawler walks commits times files of a node, and a person reads its pages meanwhile. Started by bench/siege.sh."""

import argparse
import collections
import itertools
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "git"), str(HERE.parent / "web")]

import servers  # noqa: E402
from load import Connection  # noqa: E402

OWNER, NAME = "chen", "harbor"
PERSON = "192.0.2.1"


def read_options():
    parser = argparse.ArgumentParser(prog="bench/siege.sh", description="Measures what a person notices of a crawler.")
    parser.add_argument("--hob", required=True, help="bin/hob of an unpacked distribution")
    parser.add_argument("--seconds", type=float, default=600, help="how long the siege lasts (%(default)s)")
    parser.add_argument("--calm", type=float, default=60, help="how long the person reads undisturbed before (%(default)s)")
    parser.add_argument("--rate", type=float, default=200, help="how many pages a second the crawler asks for (%(default)s)")
    parser.add_argument("--addresses", type=int, default=20, help="from how many addresses, four in each network (%(default)s)")
    parser.add_argument("--percent", type=int, default=10, help="http.budget-percent; 0 sets no bound (%(default)s)")
    return parser.parse_args()


def at_pace(rate, seconds, work):
    """Does some work so often, and never to catch up with what was missed; gives how often it did."""
    begun = time.monotonic()
    done = 0
    while (now := time.monotonic()) - begun < seconds:
        due = begun + done / rate
        if now < due:
            time.sleep(due - now)
        work()
        done = max(done + 1, int((time.monotonic() - begun) * rate) - 1)
    return done


class Person:
    """Somebody who reads what everybody reads, and now and then a commit."""

    def __init__(self, origin, commits):
        self.connection = Connection(origin, {"X-Forwarded-For": PERSON})
        base = f"/{OWNER}/{NAME}"
        self.paths = itertools.cycle(
            [
                base,
                f"{base}/src/branch/main/berths",
                f"{base}/src/branch/main/src/Catalogue.java",
                f"{base}/issues",
                f"{base}/commit/{commits[3]}",
                f"{base}/commits/branch/main",
                "/explore",
            ]
        )

    def read(self, seconds):
        times, wrong = [], collections.Counter()

        def one():
            path = next(self.paths)
            began = time.perf_counter()
            status, _, _ = self.connection.ask(path)
            times.append(time.perf_counter() - began)
            if status != 200:
                wrong[f"{status} {path}"] += 1

        at_pace(10, seconds, one)
        times.sort()
        return times[len(times) // 2], times[len(times) * 95 // 100], times[-1], wrong


class Crawler:
    """Walks every file at every commit, from several addresses, as fast as it was told."""

    CONNECTIONS = 16

    def __init__(self, origin, commits, files, addresses):
        base = f"/{OWNER}/{NAME}"
        kinds = ("src/commit/{0}/{1}", "commits/commit/{0}/{1}", "blame/commit/{0}/{1}", "commit/{0}", "compare/{0}...main")
        self.paths = (f"{base}/" + kind.format(c, f) for c in commits for f in files for kind in kinds)
        self.origin = origin
        self.addresses = itertools.cycle([f"198.51.{i // 4}.{i % 4 + 1}" for i in range(addresses)])
        self.lock = threading.Lock()
        self.answers = collections.Counter()
        self.times = []

    def crawl(self, rate, seconds):
        def work():
            connection = Connection(self.origin, {})

            def one():
                with self.lock:
                    path, address = next(self.paths), next(self.addresses)
                connection.headers = f"X-Forwarded-For: {address}\r\n"
                began = time.perf_counter()
                try:
                    status, _, _ = connection.ask(path)
                except OSError as problem:
                    status = type(problem).__name__
                    connection.close()
                with self.lock:
                    self.answers[status] += 1
                    self.times.append(time.perf_counter() - began)

            at_pace(rate / self.CONNECTIONS, seconds, one)

        threads = [threading.Thread(target=work) for _ in range(self.CONNECTIONS)]
        for thread in threads:
            thread.start()
        return threads


def lines_of(*words):
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout.split()


def milliseconds(seconds):
    return f"{seconds * 1000:.1f} ms"


def main():
    options = read_options()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="hob-bench-siege."))
    os.environ["HOB_HTTP_TRUSTED_PROXIES"] = "127.0.0.1"
    os.environ["HOB_HTTP_BUDGET_PERCENT"] = str(options.percent)
    hob = servers.Hob(pathlib.Path(options.hob).resolve(), folder / "data")
    try:
        hob.folder.mkdir(parents=True)
        hob.command("seed-demo")
        hob.start()
        source = str(folder / "source.git")
        subprocess.run(["git", "clone", "-q", "--mirror", f"{hob.origin}/{OWNER}/{NAME}.git", source], check=True)
        commits = lines_of("git", "-C", source, "rev-list", "main")
        files = lines_of("git", "-C", source, "ls-tree", "-r", "--name-only", "main")
        person = Person(hob.origin, commits)
        person.read(options.calm / 2)  # To warm up.
        pid = hob.process.pid
        calm, cpu = person.read(options.calm), servers.cpu_of(pid)
        resident = servers.status(pid, "VmRSS")
        crawler = Crawler(hob.origin, commits, files, options.addresses)
        threads = crawler.crawl(options.rate, options.seconds)
        siege = person.read(options.seconds)
        for thread in threads:
            thread.join()
        spent = servers.cpu_of(pid) - cpu
        asked = sum(crawler.answers.values())
        crawler.times.sort()
        print(f"- {os.cpu_count()} cores, the crawler on the same machine; {len(commits)} commits, {len(files)} files; "
              f"{options.addresses} addresses, http.budget-percent = {options.percent}, {options.seconds:.0f} s.")
        print(f"- The crawler asked {asked / options.seconds:.0f} times a second: "
              + ", ".join(f"{count / asked:.0%} {status}" for status, count in crawler.answers.most_common())
              + f"; half answered within {milliseconds(crawler.times[asked // 2])}.")
        print(f"- Hob used {spent / options.seconds:.2f} of a processor; resident {resident:.0f} MB before, "
              f"{servers.status(pid, 'VmHWM'):.0f} MB at most.\n")
        print("| a person's pages | p50 | p95 | slowest |\n|---|--:|--:|--:|")
        for name, (half, most, slowest, wrong) in (("undisturbed", calm), ("under siege", siege)):
            print(f"| {name} | {milliseconds(half)} | {milliseconds(most)} | {milliseconds(slowest)} |")
            if wrong:
                print(f"\nNot answered with a page: {dict(wrong)}\n")
        print(f"| ratio | {siege[0] / calm[0]:.1f} | {siege[1] / calm[1]:.1f} | {siege[2] / calm[2]:.1f} |")
    finally:
        hob.stop()
        shutil.rmtree(folder, ignore_errors=True)


main()

"""Opens every file of real repositories in a node, and compares a sample of their blame and their history with git's.

Started by bench/reading.sh. Says what differed, and ends with 1 when a page could not be shown.
"""

import argparse
import collections
import html
import json
import os
import pathlib
import queue
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "git")]

import servers  # noqa: E402

BLOCK = re.compile(r'<tr id="L(\d+)">(<td class="by" rowspan="(\d+)">(.*?)</td>)?', re.DOTALL)
COMMIT = re.compile(r'href="[^"]*/commit/([0-9a-f]{40})"')
LISTED = re.compile(r'<a class="mono" href="[^"]*/commit/([0-9a-f]{40})"')
OLDER = re.compile(r'href="([^"]+)" rel="next"')


def read_options():
    parser = argparse.ArgumentParser(prog="bench/reading.sh", description="Compares what pages say of files with what git says.")
    parser.add_argument("--hob", required=True, help="bin/hob of an unpacked distribution")
    parser.add_argument("--sample", type=int, default=500, help="of how many files blame and history are compared (%(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="chooses the sample (%(default)s)")
    parser.add_argument("repositories", nargs="+", type=pathlib.Path, help="git directories; their HEAD is read")
    return parser.parse_args()


def git(folder, *words):
    return subprocess.run(("git", "-C", str(folder), *words), check=True, capture_output=True).stdout


class Reader:
    """Asks for pages, and keeps what was wrong."""

    def __init__(self, hob):
        self.hob = hob
        self.lock = threading.Lock()
        self.statuses = collections.Counter()
        self.wrong = []
        self.slowest = (0.0, "")

    def page(self, path, patience=300):
        """The HTML of a page; one that is still being made is asked for again."""
        until = time.monotonic() + patience
        while True:
            began = time.monotonic()
            try:
                request = urllib.request.Request(self.hob.origin + path, headers={"Accept": "text/html"})
                with urllib.request.urlopen(request, timeout=120) as answer:
                    status, text, again = answer.status, answer.read().decode("utf-8", "replace"), answer.headers["Refresh"]
            except urllib.error.HTTPError as problem:
                status, text, again = problem.code, problem.read().decode("utf-8", "replace"), None
            took = time.monotonic() - began
            if again and time.monotonic() < until:
                time.sleep(float(again))
                continue
            with self.lock:
                self.statuses[status] += 1
                self.slowest = max(self.slowest, (took, path))
                if status != 200 or again:
                    self.wrong.append(f"{status} {path}{' (never ready)' if again else ''}")
            return text

    def each(self, things, work, threads=4):
        todo = queue.Queue()
        for thing in things:
            todo.put(thing)

        def run():
            while True:
                try:
                    thing = todo.get_nowait()
                except queue.Empty:
                    return
                try:
                    work(thing)
                except Exception as problem:  # One that fails is told, and the rest goes on.
                    with self.lock:
                        self.wrong.append(f"{type(problem).__name__}: {problem}, at {thing}")

        running = [threading.Thread(target=run) for _ in range(threads)]
        for thread in running:
            thread.start()
        for thread in running:
            thread.join()


def blamed(text):
    """The commit of each line that a page tells."""
    lines = []
    current = None
    for found in BLOCK.finditer(text):
        if found.group(2):
            commit = COMMIT.search(found.group(4))
            current = commit.group(1) if commit else None
        lines.append(current)
    return lines


def blame_of_git(folder, commit, path):
    lines = []
    for line in git(folder, "blame", "--porcelain", "--root", commit, "--", path).split(b"\n"):
        found = re.match(rb"([0-9a-f]{40}) \d+ \d+", line)
        if found:
            lines.append(found.group(1).decode())
    return lines


def publish(hob, name):
    """Makes an empty repository that everybody may read."""
    wanted = json.dumps({"name": name, "private": False, "default_branch": "main"}).encode()
    headers = {**hob.headers, "Content-Type": "application/json"}
    urllib.request.urlopen(urllib.request.Request(hob.origin + "/api/v1/user/repos", wanted, headers)).close()


def quoted(path):
    return urllib.parse.quote(os.fsencode(path), safe="/")


def compare(reader, folder, name, sample):
    """How far blame and history agree, in lines and in files."""
    base = f"/bench/{name}"
    head = git(folder, "rev-parse", "HEAD").decode().strip()
    lines = collections.Counter()
    histories = collections.Counter()
    different = []
    lock = threading.Lock()

    def blame(path):
        text = reader.page(f"{base}/blame/branch/main/{quoted(path)}?ignore=no")
        mine, theirs = blamed(text), blame_of_git(folder, head, path)
        if len(mine) != len(theirs):
            with lock:
                reason = re.search(r'<div class="picture soft"[^>]*>([^<]*)', text)
                if reason and "it is no text" in reason.group(1):
                    lines["binary"] += 1  # Git finds lines in pictures, too.
                    return
                lines["not told"] += len(theirs)
                different.append(f"{path}: {len(mine)} lines of {len(theirs)}: {reason.group(1) if reason else ''}")
            return
        same = sum(a == b for a, b in zip(mine, theirs))
        with lock:
            lines["same"] += same
            lines["different"] += len(theirs) - same
            if same != len(theirs):
                at = next(i for i, (a, b) in enumerate(zip(mine, theirs)) if a != b)
                different.append(f"blame of {path}: {len(theirs) - same} of {len(theirs)} lines, first line {at + 1}: "
                                 f"{mine[at]} for git's {theirs[at]}")

    def history(path):
        mine, page, pages = [], f"{base}/commits/branch/main/{quoted(path)}", 0
        while page and pages < 100:
            text = reader.page(page)
            mine += LISTED.findall(text)
            older = OLDER.search(text)
            page = urllib.parse.urljoin(page, html.unescape(older.group(1))) if older else None
            pages += 1
        followed = git(folder, "log", "--follow", "--format=%H", head, "--", path).decode().split()
        simple = git(folder, "log", "--format=%H", head, "--", path).decode().split()
        with lock:
            if sorted(mine) == sorted(followed):
                histories["followed"] += 1
            elif sorted(mine) == sorted(simple):
                histories["simple"] += 1
            else:
                histories["other"] += 1
                more, less = [it for it in mine if it not in followed], [it for it in followed if it not in mine]
                different.append(f"history of {path}: {len(mine)} for git's {len(followed)} ({len(simple)} without --follow); "
                                 f"only here {more[:3]}; only there {less[:3]}")

    reader.each(sample, blame)
    reader.each(sample, history)
    return lines, histories, different


def main():
    options = read_options()
    chosen = random.Random(options.seed)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="hob-bench-reading."))
    os.environ["HOB_HTTP_BUDGET_PERCENT"] = "0"
    os.environ["HOB_SEARCH_ENABLED"] = "false"  # What is read here needs no index.
    hob = servers.Hob(pathlib.Path(options.hob).resolve(), folder / "data")
    try:
        hob.prepare()
        hob.start()
        reader = Reader(hob)
        told = []
        trees = {}
        for source in options.repositories:
            name = source.resolve().parent.name.split("+")[-1] if source.name in ("repo", ".git") else source.stem
            publish(hob, name)
            began = time.monotonic()
            subprocess.run(("git", "-C", str(source), "push", "-q", hob.url(name), "HEAD:refs/heads/main"), check=True)
            pushed = time.monotonic() - began
            entries = [it.split(b"\t", 1) for it in git(source, "ls-tree", "-r", "-z", "HEAD").split(b"\0") if it]
            trees[name] = (source, [(about.split()[1], os.fsdecode(path)) for about, path in entries])
            print(f"- {name}: {len(entries)} files, pushed in {pushed:.0f} s", flush=True)
        for name, (source, entries) in trees.items():
            began = time.monotonic()
            files = [path for kind, path in entries if kind == b"blob"]
            reader.each(files, lambda path: reader.page(f"/bench/{name}/src/branch/main/{quoted(path)}"))
            print(f"- {name}: {len(files)} files opened in {time.monotonic() - began:.0f} s; slowest {reader.slowest[0]:.1f} s: "
                  f"{reader.slowest[1]}", flush=True)
        share = sum(len(entries) for _, entries in trees.values())
        for name, (source, entries) in trees.items():
            files = [path for kind, path in entries if kind == b"blob"]
            sample = chosen.sample(files, min(len(files), max(1, round(options.sample * len(entries) / share))))
            lines, histories, different = compare(reader, source, name, sample)
            told.append((name, different))
            if len(told) == 1:
                print("\n| repository | files compared | binary | lines of blame | the same | history as `git log --follow` | as `git log` | other |")
                print("|---|--:|--:|--:|--:|--:|--:|--:|")
            binary = lines.pop("binary", 0)
            total = sum(lines.values())
            print(f"| {name} | {len(sample)} | {binary} | {total} | {lines['same'] / max(1, total):.3%} | {histories['followed']} | "
                  f"{histories['simple']} | {histories['other']} |", flush=True)
        print(f"\nAnswers: {dict(reader.statuses)}; {servers.status(hob.process.pid, 'VmHWM'):.0f} MB resident at most.\n")
        for name, different in told:
            for it in different:
                print(f"- {name}: {it}")
        for it in reader.wrong:
            print(f"- wrong: {it}")
        sys.exit(1 if reader.wrong else 0)
    finally:
        hob.stop()
        shutil.rmtree(folder, ignore_errors=True)


main()

"""Measures Hob's pages, and those of a Gitea or Forgejo with the same repository. Started by bench/web.sh."""

import argparse
import json
import os
import pathlib
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "git"))

import repos  # noqa: E402
import servers  # noqa: E402
from load import Connection, load  # noqa: E402

RATE_GOAL, P99_GOAL = 5, 1 / 3
NO_GOAL = ("raw file", "API search")  # Of these there is no page.
AHEAD = 40  # So many commits of the first parents are what the pull request brings.
ISSUES = 60


def say(text):
    print(text, file=sys.stderr, flush=True)


def read_options():
    parser = argparse.ArgumentParser(
        prog="bench/web.sh", description="Measures requests for pages: how many a second, how long each, how much processor."
    )
    parser.add_argument("--hob", required=True, help="bin/hob of an unpacked distribution")
    parser.add_argument("--gitea", help="URL of a Gitea or Forgejo to measure beside it; it is given the same repository")
    parser.add_argument("--gitea-token", help="a token that may write repositories and issues and read the user")
    parser.add_argument("--gitea-pid", type=int, help="its process, if its processor time and memory are to be counted")
    parser.add_argument("--repository", help="git directory whose HEAD is served; made anew if none is given")
    parser.add_argument("--cache", help="folder that keeps the repository that was made, and the next run takes it from")
    parser.add_argument("--seconds", type=float, default=10, help="how long each row is measured (%(default)s)")
    parser.add_argument("--warm", type=float, default=5, help="how long each row is warmed up before (%(default)s)")
    parser.add_argument("--connections", type=int, default=8, help="how many ask at once (%(default)s)")
    parser.add_argument("--rows", default="", help="only the rows that match this expression")
    parser.add_argument("--json", help="also write the figures to this file")
    options = parser.parse_args()
    if options.gitea and not options.gitea_token:
        parser.error("--gitea needs --gitea-token")
    options.hob = pathlib.Path(options.hob).resolve()
    return options


# ---- what is served --------------------------------------------------------------------------------------------------


class Source:
    """The repository: `main` is its branch, and `later` what a pull request adds to it."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.later = self.git("rev-parse", "HEAD").strip()
        self.main = self.git("rev-parse", f"HEAD~{AHEAD}").strip()
        self.count = int(self.git("rev-list", "--count", self.main))
        self.commits = self.git("rev-list", "-n", "500", self.main).split()
        entries = [line.split("\t", 1) for line in self.git("-c", "core.quotePath=false", "ls-tree", "-r", "-t", self.main).splitlines()]
        self.files = [path for about, path in entries if about.split()[1] == "blob"]
        inside = {}
        for _, path in entries:
            inside.setdefault(path.rpartition("/")[0], []).append(path)
        inside.pop("", None)
        self.directory, held = max(inside.items(), key=lambda it: len(it[1]))
        self.entries = len(held)
        self.file, self.lines = self.nearest(1000)

    def git(self, *words):
        return subprocess.run(("git", "-C", str(self.folder), *words), check=True, capture_output=True, text=True).stdout

    def nearest(self, wanted):
        """The file whose number of lines is nearest to what is wanted, and that number."""
        empty = self.git("hash-object", "-t", "tree", "/dev/null").strip()
        counts = (line.split("\t") for line in self.git("diff", "--numstat", empty, self.main).splitlines())
        return min(((path, int(added)) for added, _, path in counts if added != "-"), key=lambda it: abs(it[1] - wanted))

    def push(self, remote):
        refs = (f"{self.main}:refs/heads/main", f"{self.later}:refs/heads/later")
        subprocess.run(("git", "-C", str(self.folder), "push", "-q", remote, *refs), check=True)


class Side:
    """A server under load."""

    def __init__(self, name, url, token, pid):
        self.name, self.url, self.token, self.pid = name, url.rstrip("/"), token, pid

    def api(self, method, path, body=None):
        request = urllib.request.Request(
            self.url + "/api/v1" + path,
            method=method,
            data=json.dumps(body).encode() if body is not None else None,
            headers={"Authorization": "token " + self.token, "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=120) as answer:
            return json.load(answer)

    def provide(self, source):
        """Gives it the repository with its issues and its pull request."""
        owner = self.api("GET", "/user")["login"]
        name = f"harbor-{os.getpid()}"
        self.api("POST", "/user/repos", {"name": name, "private": False, "default_branch": "main"})
        scheme, _, rest = self.url.partition("://")
        source.push(f"{scheme}://{owner}:{self.token}@{rest}/{owner}/{name}.git")
        base = f"/repos/{owner}/{name}"
        for number in range(ISSUES):
            body = f"It was seen at the quay {number} times.\n\n- [ ] look\n- [x] `tell`\n\n" + "The water is high, and the wind comes from the west. " * 8
            issue = self.api("POST", base + "/issues", {"title": f"The crane {number} is stuck", "body": body})
        for _ in range(10):
            self.api("POST", f"{base}/issues/{issue['number']}/comments", {"body": "Here too, with **all** of its ropes."})
        pull = self.api("POST", base + "/pulls", {"title": "What comes later", "head": "later", "base": "main", "body": "All of it."})
        self.base = f"/{owner}/{name}"
        self.issue, self.pull = (urllib.parse.urlsplit(it["html_url"]).path for it in (issue, pull))

    def calm(self, patience=1200):
        """Waits until it has done what a push leaves to do."""
        until = time.monotonic() + patience
        while self.pid and time.monotonic() < until:
            before = self.cpu()
            time.sleep(2)
            if self.cpu() - before < 0.1:
                return

    def rows(self, source):
        """Each row: its name, the paths asked for in turn, and what Hob may answer from memory."""
        base = self.base
        file, directory = urllib.parse.quote(source.file), urllib.parse.quote(source.directory)
        return [
            ("home", [base], "table of files and README as they were rendered"),
            (f"directory of {source.entries} entries", [f"{base}/src/branch/main/{directory}"], "the table as it was rendered"),
            (f"file of {source.lines} lines", [f"{base}/src/branch/main/{file}"], "the lines as they were rendered"),
            ("blame of it", [f"{base}/blame/branch/main/{file}"], "the blame, and the lines as they were rendered"),
            ("raw file", [f"{base}/raw/branch/main/{file}"], "nothing"),
            ("commits", [f"{base}/commits/branch/main"], "nothing"),
            ("commit", [f"{base}/commit/{source.commits[7]}"], "its files' changes as they were rendered"),
            (f"compare, {AHEAD} commits", [f"{base}/compare/{source.main}...{source.later}"], "the changes as they were rendered"),
            ("issues", [base + "/issues"], "nothing"),
            ("issue", [self.issue], "its texts as they were rendered"),
            ("pull request's files", [self.pull + "/files"], "the changes as they were rendered"),
            ("API search", ["/api/v1/repos/search"], "nothing"),
            ("any of 300 files", [f"{base}/src/branch/main/{urllib.parse.quote(it)}" for it in source.files[:300]], "all, after the first round"),
            ("any of 500 commits", [f"{base}/commit/{it}" for it in source.commits], "all, after the first round"),
        ]

    def cpu(self):
        return servers.cpu_of(self.pid) if self.pid else None

    def resident(self, field):
        return servers.status(self.pid, field) if self.pid else None

    def measure(self, paths, options, headers):
        load(self.url, paths, options.warm, options.connections, headers)
        before = self.cpu()
        times, took, size = load(self.url, paths, options.seconds, options.connections, headers)
        after = self.cpu()
        return {
            "rate": len(times) / took,
            "p50": times[len(times) // 2],
            "p99": times[min(len(times) - 1, len(times) * 99 // 100)],
            "cpu": (after - before) / len(times) if before is not None else None,
            "bytes": size,
        }

    def revalidate(self, path, options):
        """The same page for a browser that holds it: the answer is 304, if the server gives it a tag at all."""
        connection = Connection(self.url, {})
        _, _, headers = connection.ask(path)
        connection.close()
        if "etag" not in headers:
            return None
        return self.measure([path], options, {"If-None-Match": headers["etag"]})


# ---- the table -------------------------------------------------------------------------------------------------------


def milliseconds(value):
    return "" if value is None else f"{value * 1000:.1f} ms" if value < 1 else f"{value:.2f} s"


def cells(found):
    return [f"{found['rate']:.0f}" if found["rate"] >= 20 else f"{found['rate']:.1f}", *(milliseconds(found[it]) for it in ("p50", "p99", "cpu"))]


def judged(ratio, met):
    return f"{ratio:.{1 if ratio >= 1 else 2}f}" + ("" if met is None else " met" if met else " **not met**")


def table(results, other):
    names = ["requests/s", "p50", "p99", "CPU each"]
    head = ["what", *names]
    if other:
        head += [f"{other}: {name}" for name in names] + [f"requests/s ratio (≥ {RATE_GOAL})", "p99 ratio (≤ 1/3)"]
    head.append("kept in memory")
    lines = ["| " + " | ".join(head) + " |", "|---|" + "--:|" * (len(head) - 2) + "---|"]
    for what, kept, hob, theirs in results:
        row = [f"{what} ({hob['bytes'] / 1024:.0f} KiB)", *cells(hob)]
        if other and theirs:
            rate, p99, free = hob["rate"] / theirs["rate"], hob["p99"] / theirs["p99"], what in NO_GOAL
            row += [*cells(theirs), judged(rate, None if free else rate >= RATE_GOAL)]
            row.append(judged(p99, None if free else p99 <= P99_GOAL))
        elif other:
            row += [""] * 6
        lines.append("| " + " | ".join([*row, kept]) + " |")
    return "\n".join(lines)


def output(*words):
    done = subprocess.run(words, capture_output=True, text=True)
    return (done.stdout + done.stderr).strip()


def setting(options, source, load_before):
    java = re.search(r'"([^"]+)"', output(os.environ.get("JAVA_HOME", "/usr") + "/bin/java", "-version"))
    return "\n".join(
        [
            f"- Machine: {os.cpu_count()} cores, {platform.system()} {'.'.join(platform.release().split('.')[:2])}; load before the first row {load_before:.1f}; "
            "the load generator runs on the same machine.",
            f"- {output(options.hob, '--version')}; JDK {java[1] if java else 'unknown'}; `http.budget-percent = 0`, so that nobody is sent away.",
            f"- A repository of {source.count:,} commits and {len(source.files):,} files, with {ISSUES} issues and a pull request of {AHEAD} commits.",
            f"- {options.connections} connections that stay open, {options.seconds:.0f} s for each row after {options.warm:.0f} s to warm up; "
            "nobody signed in; answers not compressed.",
        ]
    )


# ---- all of it -------------------------------------------------------------------------------------------------------


def main():
    options = read_options()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="hob-bench-web."))
    os.environ["HOB_HTTP_BUDGET_PERCENT"] = "0"
    hob = servers.Hob(options.hob, folder / "data")
    load_before = os.getloadavg()[0]
    results, theirs = [], None
    try:
        source = Source(options.repository or repos.Source(options.cache or folder / "made", "long").bare)
        hob.prepare()
        hob.start()
        ours = Side("Hob", hob.origin, hob.words.partition(":")[2], hob.process.pid)
        sides = [ours]
        if options.gitea:
            theirs = Side("Gitea", options.gitea, options.gitea_token, options.gitea_pid)
            theirs.name += " " + theirs.api("GET", "/version")["version"]
            sides.append(theirs)
        for side in sides:
            side.provide(source)
            side.calm()
            say(f"{side.name} has it")
        for at, (what, paths, kept) in enumerate(ours.rows(source)):
            if not re.search(options.rows, what):
                continue
            found = ours.measure(paths, options, {})
            beside = theirs.measure(theirs.rows(source)[at][1], options, {}) if theirs else None
            results.append((what, kept, found, beside))
            say(f"{what}: {found['rate']:.0f}/s" + (f" to {beside['rate']:.0f}/s" if beside else ""))
            if what == "home" or what.startswith(("directory", "file")):
                again = ours.revalidate(paths[0], options)
                if again:
                    results.append((what + ", held by the browser", "no page is rendered", again, None))
        print(setting(options, source, load_before) + "\n\n" + table(results, theirs.name if theirs else None) + "\n")
        for side in sides:
            if side.pid:
                print(f"- {side.name}: {side.resident('VmRSS'):.0f} MB resident at the end, {side.resident('VmHWM'):.0f} MB at most.")
        if options.json:
            rows = [dict(zip(("what", "kept", "hob", "other"), row, strict=True)) for row in results]
            pathlib.Path(options.json).write_text(json.dumps(rows, indent=1))
    finally:
        hob.stop()
        shutil.rmtree(folder, ignore_errors=True)


main()

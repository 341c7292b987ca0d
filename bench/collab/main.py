"""Measures how fast issues are written and read, as they and the repository grow. Started by bench/collab.sh."""

import argparse
import concurrent.futures
import hashlib
import http.client
import json
import os
import pathlib
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "git"), str(HERE.parent / "web")]

import servers  # noqa: E402
import pulls  # noqa: E402
from load import load  # noqa: E402

# What Gitea 1.26 did on a machine of this kind, at another time.
GITEA = {"issue list": 71, "issue with 200 comments": 89, "created by 1": 15, "created by 16": 21}
GOALS = {"issue list": 3, "issue with 200 comments": 3, "created by 1": 10, "created by 16": 10}
BODY = "It leaks at the spout since Monday, and it did not before.\n\n- [ ] look\n- [x] wonder\n"


def say(text):
    print(text, file=sys.stderr, flush=True)


def read_options():
    parser = argparse.ArgumentParser(prog="bench/collab.sh", description="Measures issues: writing, lists, pages.")
    parser.add_argument("--hob", required=True, help="bin/hob of an unpacked distribution")
    parser.add_argument("--issues", default="1000,10000", help="how many issues the repositories have (%(default)s)")
    parser.add_argument("--commits", type=int, default=2000, help="commits of a repository; one has ten times as many")
    parser.add_argument(
        "--comments", type=int, default=5, help="comments on each issue of the largest repository (%(default)s)"
    )
    parser.add_argument("--pulls", type=int, default=1000, help="how many pull requests are open (%(default)s; 0: none)")
    parser.add_argument("--seconds", type=float, default=8, help="how long each page is measured (%(default)s)")
    parser.add_argument("--json", help="also write the figures to this file")
    options = parser.parse_args()
    options.hob = pathlib.Path(options.hob).resolve()
    options.issues = [int(count) for count in options.issues.split(",") if int(count)]
    return options


class Api:
    """Somebody's connection to the API; each thread has its own."""

    def __init__(self, url, token):
        self.url, self.token = urllib.parse.urlsplit(url), token
        self.connection, self.used = None, 0.0

    def call(self, method, path, body=None):
        # The node ends a connection that is idle for long.
        if self.connection is not None and time.monotonic() - self.used > 5:
            self.connection.close()
            self.connection = None
        self.used = time.monotonic()
        if self.connection is None:
            self.connection = http.client.HTTPConnection(self.url.hostname, self.url.port, timeout=120)
        headers = {"Authorization": "token " + self.token, "Content-Type": "application/json"}
        self.connection.request(method, "/api/v1" + path, json.dumps(body) if body is not None else None, headers)
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status >= 300:
            raise RuntimeError(f"{method} {path}: {answer.status} {text[:300]!r}")
        return json.loads(text) if text else None


def together(writers, count, work):
    """Lets so many write at once; gives operations a second, and the time of each, sorted."""
    times = []

    def write(writer):
        for number in range(count // writers):
            began = time.perf_counter()
            work(writer, number)
            times.append(time.perf_counter() - began)

    began = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(writers) as pool:
        for done in [pool.submit(write, writer) for writer in range(writers)]:
            done.result()
    return len(times) / (time.monotonic() - began), sorted(times)


def history(folder, commits):
    """A repository of so many commits, by git fast-import."""
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", folder], check=True)
    stream = []
    for number in range(commits):
        text = f"Line {number}\n" * 5
        stream.append(
            f"commit refs/heads/main\ncommitter A <a@example.org> {1700000000 + number} +0000\ndata 6\nMore.\n\n"
            f"M 100644 inline src/file-{number % 300}.txt\ndata {len(text)}\n{text}\n"
        )
    subprocess.run(["git", "-C", folder, "fast-import", "--quiet"], input="".join(stream).encode(), check=True)


class Project:
    """A repository with issues."""

    def __init__(self, hob, token, name, commits, folder):
        self.hob, self.token, self.name, self.base = hob, token, name, f"/repos/alice/{name}"
        self.api = Api(hob.origin, token)
        self.api.call("POST", "/user/repos", {"name": name, "private": False, "default_branch": "main"})
        source = str(folder / (name + ".git"))
        history(source, commits)
        url = urllib.parse.urlsplit(hob.origin)
        remote = f"{url.scheme}://alice:{token}@{url.netloc}/alice/{name}.git"
        subprocess.run(["git", "-C", source, "push", "-q", remote, "main"], check=True)
        self.api.call("POST", self.base + "/labels", {"name": "bug", "color": "#d73a4a"})
        self.results = {}

    def writers(self, count):
        return [Api(self.hob.origin, self.token) for _ in range(count)]

    def open(self, writers, count):
        apis = self.writers(writers)

        def work(writer, number):
            apis[writer].call(
                "POST", self.base + "/issues", {"title": f"The kettle leaks {writer}.{number}", "body": BODY}
            )

        return together(writers, count, work)

    def comment(self, writers, count, issues):
        apis = self.writers(writers)

        def work(writer, number):
            issue = issues[writer % len(issues)]
            apis[writer].call("POST", f"{self.base}/issues/{issue}/comments", {"body": f"I see it too, {number}."})

        return together(writers, count, work)

    def fill(self, issues):
        have = 0
        while issues - have >= 16:
            some = min(2000, issues - have)
            rate, _ = self.open(16, some)
            have += some // 16 * 16
            say(f"{self.name}: {have} issues, the last at {rate:.0f} a second")


    def talk(self, issues, each):
        """Lets 16 people comment on every issue so many times."""
        apis = self.writers(16)

        def work(writer, number):
            issue = 1 + (writer + 16 * number) % issues
            apis[writer].call("POST", f"{self.base}/issues/{issue}/comments", {"body": f"So do I, {number}."})

        rate, _ = together(16, issues * each, work)
        say(f"{self.name}: {issues * each} comments at {rate:.0f} a second")

    def listings(self):
        """All that the lists of issues and comments say: how many bytes, and their hash."""
        api = Api(self.hob.origin, self.token)
        total, digest = 0, hashlib.sha256()
        for path in ["/labels?limit=50", "/issues?state=all&limit=50", "/issues/comments?limit=50"]:
            page = 1
            while True:
                entries = api.call("GET", f"{self.base}{path}&page={page}")
                if not entries:
                    break
                # The port is another after a start.
                text = json.dumps(entries).replace(self.hob.origin, "").encode()
                total += len(text)
                digest.update(text)
                page += 1
        return total, digest.hexdigest()


def pages(project, options, process):
    base = f"/alice/{project.name}/issues"
    found = {}
    for what, paths in {
        "issue list": [base],
        "filtered list": [base + "?q=" + urllib.parse.quote("is:open label:bug author:alice sort:updated")],
        "words in a list": [base + "?q=" + urllib.parse.quote("is:open spout")],
        "issue with 200 comments": [f"{base}/1"],
        "API list of 20": [f"/api/v1{project.base}/issues?limit=20"],
    }.items():
        load(project.hob.origin, paths, options.seconds / 2, 4, {})
        before = servers.cpu_of(process)
        times, took, _ = load(project.hob.origin, paths, options.seconds, 4, {})
        cpu = (servers.cpu_of(process) - before) / len(times)
        found[what] = {
            "rate": len(times) / took,
            "p50": statistics.median(times),
            "p99": times[min(len(times) - 1, len(times) * 99 // 100)],
            "cpu": cpu,
        }
        say(f"{project.name}: {what}: {found[what]['rate']:.0f}/s")
    return found


def measure(project, options, process):
    found = {}
    for what, (rate, times) in {
        "created by 1": project.open(1, 200),
        "created by 16": project.open(16, 800),
        "comments by 16 on one": project.comment(16, 800, [2]),
        "comments by 16 on 16": project.comment(16, 800, list(range(3, 19))),
    }.items():
        found[what] = {"rate": rate, "p50": statistics.median(times), "p99": times[len(times) * 99 // 100], "cpu": None}
        say(f"{project.name}: {what}: {rate:.0f}/s")
    project.comment(1, 200, [1])
    for number in range(1, 200):
        project.api.call("POST", f"{project.base}/issues/{number}/labels", {"labels": ["bug"]})
    found.update(pages(project, options, process))
    return found


def milliseconds(value):
    return "" if value is None else f"{value * 1000:.1f} ms"


def table(results):
    names = list(results)
    lines = ["| what | " + " | ".join(names) + " | Gitea 1.26 | goal | |", "|---|" + "--:|" * len(names) + "--:|--:|---|"]
    for what in next(iter(results.values())):
        cells = []
        for name in names:
            row = results[name][what]
            more = f", {milliseconds(row['cpu'])} CPU" if row["cpu"] is not None else ""
            cells.append(f"{row['rate']:.0f}/s, p50 {milliseconds(row['p50'])}, p99 {milliseconds(row['p99'])}{more}")
        theirs, goal = GITEA.get(what), GOALS.get(what)
        worst = min(results[name][what]["rate"] for name in names)
        verdict = "" if goal is None else f"≥ {goal} × {'met' if worst >= goal * theirs else '**not met**'}"
        lines.append(f"| {what} | {' | '.join(cells)} | {f'{theirs}/s' if theirs else ''} | {verdict} | |")
    return "\n".join(lines)


def setting(options, load_before):
    java = subprocess.run(
        [os.environ.get("JAVA_HOME", "/usr") + "/bin/java", "-version"], capture_output=True, text=True
    ).stderr
    version = re.search(r'"([^"]+)"', java)
    return (
        f"- Machine: {os.cpu_count()} cores, {platform.system()} {'.'.join(platform.release().split('.')[:2])}; "
        f"load before the first row {load_before:.1f}; the load generator runs on the same machine.\n"
        f"- {subprocess.run([options.hob, '--version'], capture_output=True, text=True).stdout.strip()}; "
        f"JDK {version[1] if version else 'unknown'}; everything by HTTP: writing by the API, pages over 4 connections."
    )


def main():
    options = read_options()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="hob-bench-collab."))
    hob = servers.Hob(options.hob, folder / "data")
    load_before = os.getloadavg()[0]
    results = {}
    try:
        hob.folder.mkdir(parents=True)
        hob.command("user", "create", "alice", "--email", "alice@example.org")
        token = hob.command("token", "create", "alice", "--scopes", "write:repository,write:issue,write:user").strip()
        hob.start()
        process = hob.process.pid
        plans = [(f"{issues:,} issues", issues, options.commits) for issues in options.issues]
        plans.append((f"{options.issues[0]:,} issues, {options.commits * 10:,} commits", options.issues[0], options.commits * 10))
        # Java compiles while it works: what is measured begins after that.
        warm = Project(hob, token, "warm", options.commits, folder)
        warm.fill(2000)
        pages(warm, argparse.Namespace(seconds=2), process)
        projects = []
        for number, (title, issues, commits) in enumerate(plans):
            project = Project(hob, token, f"tea-{number}", commits, folder)
            project.fill(issues)
            results[title] = measure(project, options, process)
            projects.append(project)
        largest = max(range(len(plans)), key=lambda number: plans[number][1])
        projects[largest].talk(plans[largest][1], options.comments)
        before = [project.listings() for project in projects]
        hob.stop()
        began = time.monotonic()
        told = hob.command("rebuild").replace("\n", "; ")
        rebuilt = time.monotonic() - began
        well = hob.command("doctor").strip()
        hob.start()
        after = [project.listings() for project in projects]
        same = "the same, byte for byte," if before == after else "**not the same**"
        print(setting(options, load_before) + "\n\n" + table(results))
        print(
            f"\n`hob rebuild` took {rebuilt:.1f} s ({told}). All lists of issues and comments "
            f"({sum(size for size, _ in after) / 1e6:.1f} MB of JSON) are {same} before and after. "
            f"`hob doctor` says: {well}."
        )
        if options.pulls:
            print("\n" + pulls.measure(hob, token, folder, lambda: Api(hob.origin, token), together, options))
        if options.json:
            pathlib.Path(options.json).write_text(json.dumps(results, indent=1))
    finally:
        hob.stop()
        shutil.rmtree(folder, ignore_errors=True)


main()

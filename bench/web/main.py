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
import urllib.error
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "git"))

import servers  # noqa: E402
from load import Connection, load  # noqa: E402

OWNER, NAME = "chen", "harbor"
GOALS = {"home": 5, "directory of 226 entries": 5, "file of 1,000 lines": 5, "raw file": 3, "commits": 3, "API search": 3}


def say(text):
    print(text, file=sys.stderr, flush=True)


def read_options():
    parser = argparse.ArgumentParser(
        prog="bench/web.sh", description="Measures requests for pages: how many a second, how long each, how much processor."
    )
    parser.add_argument("--hob", required=True, help="bin/hob of an unpacked distribution")
    parser.add_argument("--gitea", help="URL of a Gitea or Forgejo to measure beside it; it is given the same repository")
    parser.add_argument("--gitea-token", help="a token that may write repositories and read the user")
    parser.add_argument("--gitea-pid", type=int, help="its process, if its processor time is to be counted")
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


# ---- what is asked for -----------------------------------------------------------------------------------------------


def rows(owner, name, files, commits):
    """Each row: its name, the paths asked for in turn, and what may be answered from memory."""
    base = f"/{owner}/{name}"
    return [
        ("home", [base], "table of files and README as they were rendered"),
        ("directory of 226 entries", [f"{base}/src/branch/main/berths"], "the table as it was rendered"),
        ("file of 1,000 lines", [f"{base}/src/branch/main/src/Catalogue.java"], "the lines as they were rendered"),
        ("raw file", [f"{base}/raw/branch/main/src/Catalogue.java"], "nothing"),
        ("commits", [f"{base}/commits/branch/main"], "nothing"),
        ("API search", ["/api/v1/repos/search"], "nothing"),
        ("any of 226 files", [f"{base}/src/branch/main/{file}" for file in files], "all 226, after the first round"),
        ("any of 500 commits", [f"{base}/commit/{commit}" for commit in commits], "all 500, after the first round"),
    ]


class Side:
    """A server under load."""

    def __init__(self, name, url, owner, pid):
        self.name, self.url, self.owner, self.pid = name, url.rstrip("/"), owner, pid

    def cpu(self):
        return servers.cpu_of(self.pid) if self.pid else None

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


# ---- the other side --------------------------------------------------------------------------------------------------


def api(options, method, path, body=None):
    request = urllib.request.Request(
        options.gitea.rstrip("/") + "/api/v1" + path,
        method=method,
        data=json.dumps(body).encode() if body is not None else None,
        headers={"Authorization": "token " + options.gitea_token, "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


def provide(options, source):
    """Gives the other server the same repository; returns its side."""
    owner = api(options, "GET", "/user")["login"]
    try:
        api(options, "GET", f"/repos/{owner}/{NAME}")
        say(f"{owner}/{NAME} is there already and is taken as it is")
    except urllib.error.HTTPError:
        api(options, "POST", "/user/repos", {"name": NAME, "private": False, "default_branch": "main"})
        scheme, _, rest = options.gitea.rstrip("/").partition("://")
        remote = f"{scheme}://{owner}:{options.gitea_token}@{rest}/{owner}/{NAME}.git"
        subprocess.run(["git", "-C", source, "push", "-q", remote, "refs/heads/*:refs/heads/*"], check=True)
        time.sleep(5)
    version = api(options, "GET", "/version")["version"]
    return Side("Gitea " + version, options.gitea, owner, options.gitea_pid), version


# ---- the table -------------------------------------------------------------------------------------------------------


def milliseconds(value):
    return "" if value is None else f"{value * 1000:.1f} ms" if value < 1 else f"{value:.2f} s"


def cells(found):
    return [f"{found['rate']:.0f}", milliseconds(found["p50"]), milliseconds(found["p99"]), milliseconds(found["cpu"])]


def table(results, other):
    names = ["requests/s", "p50", "p99", "CPU each"]
    head = ["what", *names] + ([f"{other}: {name}" for name in names] + ["ratio", "goal"] if other else []) + ["kept in memory"]
    lines = ["| " + " | ".join(head) + " |", "|---|" + "--:|" * (len(head) - 2) + "---|"]
    for what, kept, hob, theirs in results:
        row = [f"{what} ({hob['bytes'] / 1024:.0f} KiB)", *cells(hob)]
        if other and theirs:
            ratio, goal = hob["rate"] / theirs["rate"], GOALS.get(what)
            row += [*cells(theirs), f"{ratio:.1f}"]
            row += ["" if goal is None else f"≥ {goal} {'met' if ratio >= goal else '**not met**'}"]
        elif other:
            row += [""] * 6
        lines.append("| " + " | ".join([*row, kept]) + " |")
    return "\n".join(lines)


def output(*words):
    done = subprocess.run(words, capture_output=True, text=True)
    return (done.stdout + done.stderr).strip()


def setting(options, load_before):
    java = re.search(r'"([^"]+)"', output(os.environ.get("JAVA_HOME", "/usr") + "/bin/java", "-version"))
    return "\n".join(
        [
            f"- Machine: {os.cpu_count()} cores, {platform.system()} {'.'.join(platform.release().split('.')[:2])}; load before the first row {load_before:.1f}; "
            "the load generator runs on the same machine.",
            f"- {output(options.hob, '--version')}; JDK {java[1] if java else 'unknown'}; `hob seed-demo`, its repository {OWNER}/{NAME}.",
            f"- {options.connections} connections that stay open, {options.seconds:.0f} s for each row after {options.warm:.0f} s to warm up; "
            "nobody signed in; answers not compressed.",
        ]
    )


# ---- all of it -------------------------------------------------------------------------------------------------------


def lines_of(*words):
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout.split()


def main():
    options = read_options()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="hob-bench-web."))
    hob = servers.Hob(options.hob, folder / "data")
    load_before = os.getloadavg()[0]
    results, version = [], None
    try:
        hob.folder.mkdir(parents=True)
        say(hob.command("seed-demo"))
        hob.start()
        source = str(folder / "source.git")
        subprocess.run(["git", "clone", "-q", "--mirror", f"{hob.origin}/{OWNER}/{NAME}.git", source], check=True)
        files = ["berths/" + file for file in lines_of("git", "-C", source, "ls-tree", "--name-only", "main:berths")]
        commits = lines_of("git", "-C", source, "rev-list", "-n", "500", "main")
        ours, theirs = Side("Hob", hob.origin, OWNER, hob.process.pid), None
        if options.gitea:
            theirs, version = provide(options, source)
        for row, other in zip(
            rows(OWNER, NAME, files, commits), rows(theirs.owner if theirs else "", NAME, files, commits), strict=True
        ):
            what, paths, kept = row
            if not re.search(options.rows, what):
                continue
            found = ours.measure(paths, options, {})
            beside = theirs.measure(other[1], options, {}) if theirs else None
            results.append((what, kept, found, beside))
            say(f"{what}: {found['rate']:.0f}/s" + (f" to {beside['rate']:.0f}/s" if beside else ""))
            if what in ("home", "directory of 226 entries", "file of 1,000 lines"):
                again = ours.revalidate(paths[0], options)
                if again:
                    results.append((what + ", held by the browser", "no page is rendered", again, None))
        print(setting(options, load_before) + "\n\n" + table(results, "Gitea " + version if version else None))
        if options.json:
            kept = [dict(zip(("what", "kept", "hob", "other"), row, strict=True)) for row in results]
            pathlib.Path(options.json).write_text(json.dumps(kept, indent=1))
    finally:
        hob.stop()
        shutil.rmtree(folder, ignore_errors=True)


main()

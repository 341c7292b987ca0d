"""Measures pull requests: their pages, how fast they are made and merged, and how soon many are known to merge."""

import pathlib
import statistics
import subprocess
import sys
import time
import urllib.parse

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "git"), str(HERE.parent / "web")]

import servers  # noqa: E402
from load import load  # noqa: E402

# What Gitea 1.26 did on a machine of this kind, at another time: the changes of a pull request of 24 files.
GITEA_PAGE = 1.9


def git(folder, *words, stdin=None):
    done = subprocess.run(["git", "-C", str(folder), *words], input=stdin, capture_output=True, check=True)
    return done.stdout.decode().strip()


def text(number, changed):
    lines = [f"This is line {line} of file {number}, as it has always been.\n" for line in range(200)]
    if changed:
        for line in range(20, 180, 16):
            lines[line] = f"This is line {line} of file {number}, as it is from now on.\n"
    return "".join(lines)


def stream(branches):
    """A history for git fast-import: a base of 300 files, and branches that change some of them.

    :param branches: names, each with the numbers of the files that it changes
    """
    base = ["commit refs/heads/main\nmark :1\ncommitter A <a@example.org> 1700000000 +0000\ndata 5\nBase\n\n"]
    for number in range(300):
        body = text(number, False)
        base.append(f"M 100644 inline src/file-{number}.txt\ndata {len(body)}\n{body}\n")
    for at, (name, files) in enumerate(branches.items()):
        base.append(
            f"commit refs/heads/{name}\ncommitter A <a@example.org> {1700000001 + at} +0000\ndata 7\nChange\n\nfrom :1\n"
        )
        for number in files:
            body = text(number, True)
            base.append(f"M 100644 inline src/file-{number}.txt\ndata {len(body)}\n{body}\n")
        if not files:
            base.append(f"M 100644 inline new/{name}.txt\ndata {len(name)}\n{name}\n")
    return "".join(base).encode()


def pages(hob, process, path, seconds):
    load(hob.origin, [path], seconds / 2, 4, {})
    before = servers.cpu_of(process)
    times, took, _ = load(hob.origin, [path], seconds, 4, {})
    cpu = (servers.cpu_of(process) - before) / len(times)
    return (
        f"{len(times) / took:.0f}/s, p50 {statistics.median(times) * 1000:.1f} ms, "
        f"p99 {times[len(times) * 99 // 100] * 1000:.1f} ms, {cpu * 1000:.1f} ms CPU",
        len(times) / took,
    )


def measure(hob, token, folder, make_api, together, options):
    """Gives the lines of a table."""
    api = make_api()
    process = hob.process.pid
    api.call("POST", "/user/repos", {"name": "pulls", "private": False, "default_branch": "main"})
    many = options.pulls
    branches = {"some": range(24), "most": range(300)}
    branches |= {f"topic-{number}": [] for number in range(many)}
    source = folder / "pulls.git"
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(source)], check=True)
    subprocess.run(["git", "-C", str(source), "fast-import", "--quiet"], input=stream(branches), check=True)
    url = urllib.parse.urlsplit(hob.origin)
    remote = f"{url.scheme}://alice:{token}@{url.netloc}/alice/pulls.git"
    git(source, "push", "-q", remote, "refs/heads/*:refs/heads/*")
    base = "/repos/alice/pulls"
    lines = ["| what | measured | Gitea 1.26 | goal | |", "|---|--:|--:|---|---|"]
    for number, (branch, files) in enumerate((("some", 24), ("most", 300)), 1):
        api.call("POST", base + "/pulls", {"title": f"Change {branch}", "head": branch, "base": "main"})
        told, rate = pages(hob, process, f"/alice/pulls/pulls/{number}/files", options.seconds)
        goal = f"≥ 10 × {'met' if rate >= 10 * GITEA_PAGE else '**not met**'}" if files == 24 else ""
        lines.append(f"| changes of {files} files | {told} | {f'{GITEA_PAGE}/s' if files == 24 else ''} | {goal} | |")
    apis = [make_api() for _ in range(16)]

    def make(writer, number):
        head = f"topic-{writer + 16 * number}"
        apis[writer].call("POST", base + "/pulls", {"title": f"Add {head}", "head": head, "base": "main"})

    rate, times = together(16, many, make)
    lines.append(f"| made by 16 | {rate:.0f}/s, p50 {statistics.median(times) * 1000:.0f} ms | | | |")
    first = 3
    # Somebody pushes to the branch that all of them are for: which of them can still be merged?
    tip = git(source, "rev-parse", "main")
    tree = git(source, "rev-parse", "main^{tree}")
    moved = git(source, "-c", "user.name=A", "-c", "user.email=a@example.org", "commit-tree", tree, "-p", tip, "-m", "More")
    git(source, "push", "-q", remote, f"{moved}:refs/heads/main")
    began = time.monotonic()
    waiting = set(range(first, first + many // 16 * 16))
    while waiting:
        for number in list(waiting):
            if api.call("GET", f"{base}/pulls/{number}")["mergeable"]:
                waiting.discard(number)
        if time.monotonic() - began > 300:
            break
    took = time.monotonic() - began
    known = many // 16 * 16 - len(waiting)
    lines.append(f"| {known} open ones known to merge after a push to their branch | {took:.1f} s | | | |")
    merged = min(many, 160)

    def merge(writer, number):
        at = first + writer + 16 * number
        apis[writer].call("POST", f"{base}/pulls/{at}/merge", {"Do": "merge"})

    rate, times = together(16, merged, merge)
    lines.append(f"| merged into one branch by 16 | {rate:.1f}/s, p50 {statistics.median(times) * 1000:.0f} ms | | | |")
    git(source, "fetch", "-q", remote, "+refs/heads/main:refs/heads/fetched")
    commits = int(git(source, "rev-list", "--count", "fetched"))
    expected = 2 + 2 * (merged // 16 * 16)
    lines.append(f"| commits on the branch afterwards | {commits} of {expected} | | | |")
    return "\n".join(lines)


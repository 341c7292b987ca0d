"""What is measured: one row of the table after the other, each the same for every side."""

import concurrent.futures
import dataclasses
import os
import pathlib
import shutil
import subprocess
import time
import typing

import wire
from repos import ENVIRONMENT, git

ZERO = "0" * 40


@dataclasses.dataclass
class Row:
    """`act` does one run against a side and returns its steps; what it does between them is not measured."""

    what: str
    repo: str
    act: typing.Callable
    wall: float | None = None  # The goals: Hob ÷ native at most this.
    cpu: float | None = None
    client: bool = False  # Measured around the real client, which is then part of the time.
    warm: int = 3  # Runs that are not counted.
    wide: int = 1  # So many at once.


@dataclasses.dataclass
class Step:
    wall: float  # Seconds until the answer was there.
    cpu: float  # Seconds of the server's processor time, also what it does right after the answer.


AFTERWARDS = 0.02


def step(side, work, *words):
    used = side.cpu()
    began = time.perf_counter()
    work(*words)
    wall = time.perf_counter() - began
    time.sleep(AFTERWARDS)
    return Step(wall, side.cpu() - used)


class Bench:
    """What rows share: the sources, a folder for clients, and how far each side's main was pushed."""

    def __init__(self, sources, folder):
        self.sources = sources
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.at = {}  # (side, repo) -> commits pushed on top of what was provided
        self.serial = 0
        self.packs = {}  # (row, side) -> objects and bytes of the pack, for a look at both

    # ---- parts -----------------------------------------------------------------------------------------------------

    def fresh(self, word):
        self.serial += 1
        return f"{word}-{self.serial}"

    def wants(self, side, repo):
        source = self.sources[repo]
        refs = dict(source.refs)
        refs["refs/heads/main"] = source.tip(self.at.get((side.name, repo), 0))
        return list(refs.values())

    def upload(self, side, repo, body, row):
        took = step(side, wire.post, side.base(repo), "upload-pack", body, side.headers)
        if (row, side.name) not in self.packs:  # Once, outside the time: both must have sent the same.
            self.packs[row, side.name] = wire.pack_in(wire.post(side.base(repo), "upload-pack", body, side.headers, keep=True))
        return took

    def next_push(self, side, repo, name=None):
        """The request that pushes one more of the waiting commits, to be sent by `send_push`."""
        source, key = self.sources[repo], (side.name, name or repo)
        at = self.at.get(key, 0)
        self.at[key] = at + 1
        old, new = source.tip(at), source.tip(at + 1)
        return side.base(name or repo), wire.push([("refs/heads/main", old, new)], source.pack(new, old))

    def send_push(self, side, request):
        base, body = request
        wire.pushed(wire.post(base, "receive-pack", body, side.headers, keep=True))

    def run(self, *words, folder=None):
        """The real client, with nothing of this machine's settings."""
        done = subprocess.run(
            ["git", "-c", "gc.auto=0", "-c", "maintenance.auto=false", *words],
            cwd=folder or self.folder,
            env=os.environ | ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=600,
        )
        if done.returncode != 0:
            raise RuntimeError(f"git {' '.join(words[:2])}: {done.stderr.decode(errors='replace').strip()}")

    def client(self, side, repo):
        """A bare clone that follows a side."""
        folder = self.folder / f"{repo}-of-{side.name}.git"
        if not folder.exists():
            self.run("clone", "-q", "--bare", side.url(repo), str(folder))
            git(folder, "config", "remote.origin.fetch", "+refs/heads/*:refs/heads/*")
        return folder

    # ---- rows ------------------------------------------------------------------------------------------------------

    def list_refs(self, repo, prefixes=()):
        def act(side):
            return [step(side, wire.refs, side.base(repo), side.headers, prefixes) for _ in range(20)]

        return act

    def clone(self, row, repo, more=(), wide=1, pushing=False, shallow=False):
        def act(side):
            if pushing:
                self.send_push(side, self.next_push(side, repo))
            wants = self.wants(side, repo)
            if shallow:
                wants = [self.sources[repo].tip(self.at.get((side.name, repo), 0))]
            body = wire.fetch(wants, more=more)
            if wide == 1:
                return [self.upload(side, repo, body, row)]
            with concurrent.futures.ThreadPoolExecutor(wide) as pool:
                ask = lambda _: wire.post(side.base(repo), "upload-pack", body, side.headers)
                return [step(side, lambda: list(pool.map(ask, range(wide))))]

        return act

    def fetch_one(self, row, repo):
        def act(side):
            took = []
            for _ in range(5):
                self.send_push(side, self.next_push(side, repo))
                at = self.at[side.name, repo]
                source = self.sources[repo]
                haves = [source.tip(n) for n in range(at - 1, max(-1, at - 17), -1)]
                took.append(self.upload(side, repo, wire.fetch([source.tip(at)], haves), row))
            return took

        return act

    def push_one(self, repo):
        return lambda side: [step(side, self.send_push, side, self.next_push(side, repo)) for _ in range(10)]

    def push_many(self, repo, wide):
        """To as many repositories at once; the time is that of all together."""

        def act(side):
            requests = [self.next_push(side, repo, f"{repo}-{number}") for number in range(wide)]
            with concurrent.futures.ThreadPoolExecutor(wide) as pool:
                return [step(side, lambda: list(pool.map(lambda request: self.send_push(side, request), requests)))]

        return act

    def push_all(self, repo):
        def act(side):
            source, name = self.sources[repo], self.fresh(f"whole-{repo}")
            side.provide_empty(name)
            body = wire.push([(ref, ZERO, oid) for ref, oid in source.refs.items()], source.whole())
            took = step(side, self.send_push, side, (side.base(name), body))
            side.forget(name)
            return [took]

        return act

    def real_push_all(self, repo):
        def act(side):
            source, name = self.sources[repo], self.fresh(f"whole-{repo}")
            side.provide_empty(name)
            specs = ("refs/heads/*:refs/heads/*", "refs/tags/*:refs/tags/*")
            took = step(side, lambda: self.run("push", "-q", side.url(name), *specs, folder=source.bare))
            side.forget(name)
            return [took]

        return act

    def real_clone(self, repo, *options):
        def act(side):
            folder = self.folder / self.fresh("clone")
            try:
                return [step(side, lambda: self.run("clone", "-q", *options, side.url(repo), str(folder)))]
            finally:
                shutil.rmtree(folder, ignore_errors=True)

        return act

    def real_fetch(self, repo, pushing):
        def act(side):
            folder = self.client(side, repo)
            self.run("fetch", "-q", "origin", folder=folder)
            took = []
            for _ in range(5):
                if pushing:
                    self.send_push(side, self.next_push(side, repo))
                took.append(step(side, lambda: self.run("fetch", "-q", "origin", folder=folder)))
            return took

        return act

    def real_push(self, repo):
        def act(side):
            source, took = self.sources[repo], []
            for _ in range(6):
                at = self.at.get((side.name, repo), 0)
                spec = f"{source.tip(at + 1)}:refs/heads/main"
                took.append(step(side, lambda spec=spec: self.run("push", "-q", side.url(repo), spec, folder=source.ahead)))
                self.at[side.name, repo] = at + 1
            return took

        return act

    def rows(self, repos):
        """In an order in which what is freshly packed is read before anything is pushed to it."""
        follow = ("refs/heads/", "refs/tags/", "HEAD")
        rows = []

        def row(what, repo, make, *words, wall=None, cpu=None, **named):
            rows.append(Row(what, repo, make(*words), wall, cpu, **named))

        for repo in repos:
            row("info/refs + ls-refs", repo, self.list_refs, repo, wall=0.4, warm=30)
            row("no-op fetch", repo, self.list_refs, repo, follow, wall=0.5, warm=20)
            row("full clone", repo, self.clone, "full", repo, wall=0.5, cpu=0.3, warm=40)
            row("full clone, 8 at once", repo, self.clone, "full", repo, (), 8, wall=0.5, cpu=0.3, wide=8, warm=5)
            row("shallow clone, depth 1", repo, lambda r: self.clone("shallow", r, ["deepen 1"], shallow=True), repo, wall=0.7, warm=10)
            row("partial clone blob:none", repo, self.clone, "blob:none", repo, ["filter blob:none"], wall=1.2, cpu=1.2, warm=20)
            row("partial clone tree:0", repo, self.clone, "tree:0", repo, ["filter tree:0"], wall=1.2, cpu=1.2, warm=20)
            row("clone --bare", repo, self.real_clone, repo, "--bare", wall=1.0, client=True, warm=2)
            for kind in ("blob:none", "tree:0"):
                row(f"clone --filter={kind} --no-checkout", repo, self.real_clone, repo, f"--filter={kind}", "--no-checkout", client=True, warm=1)
            row("clone --filter=blob:none, with checkout", repo, self.real_clone, repo, "--filter=blob:none", client=True, warm=1)
            row("fetch, nothing new", repo, self.real_fetch, repo, False, client=True, warm=2)
            row("full clone after a push", repo, lambda r: self.clone("after", r, pushing=True), repo, wall=0.5, cpu=0.3, warm=15)
            row("fetch of one new commit", repo, self.fetch_one, "incremental", repo, warm=15)
            row("fetch, one new commit", repo, self.real_fetch, repo, True, client=True, warm=1)
            row("push of one commit", repo, self.push_one, repo, wall=0.7, warm=20)
            row("push, one commit", repo, self.real_push, repo, wall=0.7, client=True, warm=3)
            row("push of the whole history", repo, self.push_all, repo, wall=1.5, cpu=1.5, warm=4)
            row("push, whole history", repo, self.real_push_all, repo, client=True, warm=1)
        row("100 pushes to 100 repositories", "tiny", self.push_many, "tiny", 100, wall=1.0, wide=100, warm=2)
        return rows

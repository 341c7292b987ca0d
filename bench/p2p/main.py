"""Measures Hob as a peer of the Radicle network, in one run with the real radicle-node."""

import argparse
import json
import os
import pathlib
import platform
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "git"))
import servers  # noqa: E402
from radicle import Radicle  # noqa: E402


def say(text):
    print(text, file=sys.stderr, flush=True)


def read_options():
    parser = argparse.ArgumentParser(prog="bench/p2p.sh", description="Measures Hob as a peer, beside the real radicle-node.")
    parser.add_argument("--hob", required=True, help="bin/hob of an unpacked distribution")
    parser.add_argument("--radicle", required=True, help="the folder of rad, radicle-node and git-remote-rad")
    parser.add_argument("--commits", type=int, default=5000, help="commits of the long project (5000)")
    parser.add_argument("--megabytes", type=int, default=50, help="size of the heavy project (50)")
    parser.add_argument("--rounds", type=int, default=3, help="how often each is measured (3)")
    parser.add_argument("--idle", type=int, default=0, help="instead: what so many idle peers cost (0)")
    parser.add_argument("--json", help="also write the figures to this file")
    return parser.parse_args()


class Hob(servers.Hob):
    """A node that peers can dial."""

    def start(self, **settings):
        log = open(self.folder.parent / (self.folder.name + ".log"), "ab")
        self.process = subprocess.Popen(
            [self.program, "serve", "--data", str(self.folder), "--http", "127.0.0.1:0", "--p2p", "127.0.0.1:0"],
            env={**os.environ, **settings}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, text=True,
        )
        log.close()
        for text in self.process.stdout:
            if text.startswith("hob: ready "):
                words = dict(word.split("=", 1) for word in text.split()[2:])
                self.origin = words["http"]
                self.nid, self.address = words["p2p"].split("@")
                return
        raise RuntimeError(f"no ready line; see {log.name}")

    def asleep(self):
        """What a command costs that does nothing."""
        return statistics.median(timed(lambda: self.command("follow")) for _ in range(5))

    def seed(self, rid, idle):
        """Keeps a project from a connected node; gives the seconds until it is here, without those of the command."""
        began = time.monotonic()
        self.command("seed", rid, "--scope", "all")
        return max(0.001, time.monotonic() - began - idle)


def timed(work):
    began = time.monotonic()
    work()
    return time.monotonic() - began


def history(folder, commits, megabytes):
    """A project with so many commits, or with one commit of so many megabytes that do not compress."""
    subprocess.run(["git", "init", "-q", "-b", "main", folder], check=True)
    dice = random.Random(7)
    stream = bytearray()
    for number in range(commits):
        stream += b"commit refs/heads/main\ncommitter A <a@example.org> %d +0000\ndata 6\nMore.\n\n" % (1700000000 + number)
        if megabytes:
            for part in range(megabytes):
                stream += b"M 100644 inline data/%d.bin\ndata %d\n" % (part, 1 << 20) + dice.randbytes(1 << 20) + b"\n"
        else:
            text = b"Line %d\n" % number * 5
            stream += b"M 100644 inline src/file-%d.txt\ndata %d\n%s\n" % (number % 300, len(text), text)
    subprocess.run(["git", "-C", folder, "fast-import", "--quiet"], input=bytes(stream), check=True)
    subprocess.run(["git", "-C", folder, "reset", "-q", "--hard"], check=True)


def project(owner, folder, name, commits, megabytes):
    work = folder / name
    history(work, commits, megabytes)
    owner.rad(
        "init", "--name", name, "--description", "For the bench.", "--default-branch", "main", "--public", "--no-confirm", cwd=work
    )
    return owner.rad("inspect", "--rid", cwd=work).strip()


def replication(options, folder, source, rid, results, title):
    """Everybody is new each time: a Hob, a Radicle node, and two who clone from each of them."""
    for turn in range(options.rounds):
        here = folder / f"{title.replace(' ', '-')}-{turn}"
        here.mkdir()
        hob = Hob(options.hob, here / "data")
        nodes = [Radicle(options.radicle, here, alias) for alias in ("seeder", "near", "far")]
        seeder, near, far = nodes
        try:
            hob.folder.mkdir(parents=True)
            hob.start()
            for node in nodes:
                node.start()
            hob.command("peer", "connect", f"{source.nid}@{source.address}")
            seeder.connect(source.nid, source.address)
            idle = hob.asleep()
            ours, theirs = hob.seed(rid, idle), seeder.seed(rid, source.nid)
            add(results, f"{title}: kept from a radicle-node", ours, theirs)
            near.connect(hob.nid, hob.address)
            far.connect(seeder.nid, seeder.address)
            # Newcomers first weigh the proofs of work of all they hear of, a third of a second each, and do nothing else.
            time.sleep(5)
            clones = []
            for node, nid in ((near, hob.nid), (far, seeder.nid)):
                into = here / f"clone-{node.alias}"
                into.mkdir()
                clones.append(timed(lambda: node.rad("clone", rid, "--scope", "all", "--seed", nid, cwd=into)))
            add(results, f"{title}: rad clone from it", *clones)
        finally:
            hob.stop()
            for node in nodes:
                node.stop()
            shutil.rmtree(here, ignore_errors=True)


def add(results, what, ours, theirs):
    results.setdefault(what, {"hob": [], "radicle": []})
    results[what]["hob"].append(ours)
    results[what]["radicle"].append(theirs)
    say(f"{what}: hob {ours:.2f} s, radicle-node {theirs:.2f} s")


def arrives(storage, nid, commit, began):
    """How long until a node has somebody's commit."""
    until = time.monotonic() + 30
    ref = storage / "refs" / "namespaces" / nid / "refs" / "heads" / "main"
    while time.monotonic() < until:
        try:
            if ref.read_text().strip() == commit:
                return time.monotonic() - began
        except OSError:
            pass  # Not there yet, or being written.
        time.sleep(0.002)
    raise RuntimeError(f"{commit} did not come to {storage}")


def propagation(options, folder, results):
    """One push, to a connected Radicle node: from a Hob over HTTP, and from a Radicle node by its own remote."""
    here = folder / "propagation"
    here.mkdir()
    hob = Hob(options.hob, here / "data")
    owner, reader = Radicle(options.radicle, here, "owner"), Radicle(options.radicle, here, "reader")
    try:
        hob.prepare()
        hob.start()
        owner.start()
        reader.start()
        theirs = here / "theirs"
        rid = project(owner, here, "theirs", 10, 0)
        mine = here / "mine"
        history(mine, 10, 0)
        push(mine, hob.url("mine"))
        api(hob, "PATCH", "/repos/bench/mine", {"private": False})
        told = api(hob, "GET", "/repos/bench/mine")
        reader.connect(hob.nid, hob.address)
        reader.connect(owner.nid, owner.address)
        reader.seed(rid, owner.nid)
        reader.seed(told["rid"], hob.nid)
        namespace = next((reader.storage(told["rid"]) / "refs" / "namespaces").iterdir()).name
        for turn in range(10):
            took = []
            for work, storage, nid, words in (
                (mine, reader.storage(told["rid"]), namespace, ["git", "push", "-q", hob.url("mine"), "main"]),
                (theirs, reader.storage(rid), owner.nid, ["git", "push", "-q", "rad", "main"]),
            ):
                commit = another(owner, work, turn)
                began = time.monotonic()
                pushing = subprocess.Popen(words, cwd=work, env=owner.environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                took.append(arrives(storage, nid, commit, began))
                pushing.wait()
            add(results, "a push, until a connected radicle-node has it", *took)
    finally:
        hob.stop()
        owner.stop()
        reader.stop()


SETTLING_SECONDS = 40
WATCHED_SECONDS = 60


def idle(options, folder):
    """What peers cost that only stay connected: a Hob, a Hob by TLS, and a radicle-node, each with as many."""
    classes = folder / "classes"
    jars = str(pathlib.Path(options.hob).resolve().parent.parent / "lib" / "*")
    java = pathlib.Path(os.environ["JAVA_HOME"]) / "bin"
    source = pathlib.Path(__file__).resolve().parent / "IdlePeers.java"
    subprocess.run([java / "javac", "-cp", jars, "-d", classes, source], check=True)
    # Each has an event loop of its own: pools for each of these would take gigabytes.
    peers = [str(java / "java"), "-Xmx2g", "-Xss256k", "-Dio.netty.allocator.type=unpooled", "-cp", f"{classes}:{jars}", "dev.hob.p2p.net.IdlePeers"]
    rows = ["| node | peers by | memory before | with them | processor time | connections lost |", "|---|---|--:|--:|--:|--:|"]
    for name, manner in (("Hob", "tls"), ("Hob", "plain"), ("radicle-node", "plain")):
        here = folder / f"idle-{name}-{manner}"
        here.mkdir()
        room = options.idle + 64
        if name == "Hob":
            node = Hob(options.hob, here / "data")
            node.folder.mkdir(parents=True)
            node.start(HOB_P2P_INBOUND=str(room))
        else:
            node = Radicle(options.radicle, here, "hub")
            config = node.home / "config.json"
            settings = json.loads(config.read_text())
            settings["node"]["limits"]["connection"]["inbound"] = room
            config.write_text(json.dumps(settings))
            node.start()
        try:
            rows.append(f"| {name} | {manner} | {' | '.join(crowd(node, [*peers, f'{node.nid}@{node.address}', str(options.idle), manner]))} |")
            say(rows[-1])
        finally:
            node.stop()
    return "\n".join(rows)


def crowd(node, command):
    """Lets them come, and measures once all are there and have said what they say."""
    pid = node.process.pid
    time.sleep(SETTLING_SECONDS / 4)
    before = servers.status(pid, "VmRSS")
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as peers:
        if not peers.stdout.readline().startswith("connected"):
            raise RuntimeError("not all were let in")
        time.sleep(SETTLING_SECONDS)
        began = servers.cpu_of(pid)
        time.sleep(WATCHED_SECONDS)
        spent = servers.cpu_of(pid) - began
        after = servers.status(pid, "VmRSS")
        peers.stdin.close()
        lost = peers.stdout.read().split()[-1]
    return f"{before:.0f} MB", f"{after:.0f} MB", f"{100 * spent / WATCHED_SECONDS:.1f} % of a core", lost


def another(who, work, turn):
    (work / "src" / "file-0.txt").write_text(f"turn {turn}\n")
    who.run("git", "commit", "-q", "-a", "-m", f"Turn {turn}", cwd=work)
    return who.run("git", "rev-parse", "HEAD", cwd=work).strip()


def push(work, url):
    subprocess.run(["git", "-C", str(work), "push", "-q", url, "main"], check=True)


def api(hob, method, path, body=None):
    import urllib.request

    request = urllib.request.Request(
        hob.origin + "/api/v1" + path,
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={**hob.headers, "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as answer:
        return json.loads(answer.read())


def table(results):
    lines = ["| what | Hob | radicle-node | Hob ÷ radicle-node |", "|---|--:|--:|--:|"]
    for what, row in results.items():
        ours, theirs = statistics.median(row["hob"]), statistics.median(row["radicle"])
        lines.append(f"| {what} | {ours:.2f} s | {theirs:.2f} s | {ours / theirs:.2f} |")
    return "\n".join(lines)


def main():
    options = read_options()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="hob-p2p."))
    load = os.getloadavg()[0]
    results = {}
    if options.idle:
        try:
            print(f"- Machine: {os.cpu_count()} cores; load before {load:.1f}; {options.idle:,} peers.\n\n{idle(options, folder)}")
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        return
    source = Radicle(options.radicle, folder, "source")
    try:
        source.start()
        long = project(source, folder, "long", options.commits, 0)
        heavy = project(source, folder, "heavy", 1, options.megabytes)
        replication(options, folder, source, long, results, f"{options.commits:,} commits")
        replication(options, folder, source, heavy, results, f"{options.megabytes} MB")
        propagation(options, folder, results)
        version = subprocess.run([options.hob, "--version"], capture_output=True, text=True).stdout.strip()
        print(
            f"- Machine: {os.cpu_count()} cores, {platform.system()} {'.'.join(platform.release().split('.')[:2])}; "
            f"load before the first row {load:.1f}; medians of {options.rounds} rounds, of 10 pushes.\n"
            f"- {version}; radicle-node of `--radicle`: `.ci/radicle` builds it with little optimisation.\n\n{table(results)}"
        )
        if options.json:
            pathlib.Path(options.json).write_text(json.dumps(results, indent=1))
    finally:
        source.stop()
        shutil.rmtree(folder, ignore_errors=True)


main()

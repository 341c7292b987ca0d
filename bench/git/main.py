"""Measures Hob beside git's own server on the same repositories and prints a table. Started by bench/git.sh."""

import argparse
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

import repos
import rows
import servers


def say(text):
    print(text, file=sys.stderr, flush=True)


def read_options():
    parser = argparse.ArgumentParser(
        prog="bench/git.sh", description="Measures Hob beside git http-backend (nginx, fcgiwrap) and prints a table of ratios."
    )
    parser.add_argument("--hob", required=True, help="bin/hob of an unpacked distribution")
    parser.add_argument("--cache", default="/tmp/hob-bench", help="folder that keeps the generated repositories (%(default)s)")
    parser.add_argument("--runs", type=int, default=5, help="counted runs of each row (%(default)s)")
    parser.add_argument("--rows", default="", help="only the rows whose `name repository` match this expression")
    parser.add_argument("--repos", default="small,big", help="which repositories (%(default)s)")
    parser.add_argument("--boot", choices=("yes", "no", "only"), default="yes", help="measure starting and idling (%(default)s)")
    parser.add_argument("--json", help="also write every sample to this file")
    parser.add_argument("--quick", action="store_true", help="a try: the small repository, three runs, a short idle time")
    options = parser.parse_args()
    if options.quick:
        options.runs, options.repos = min(options.runs, 3), "small"
    options.repos = options.repos.split(",")
    options.hob = pathlib.Path(options.hob).resolve()
    if not os.access(options.hob, os.X_OK):
        parser.error(f"there is no program {options.hob}")
    return options


# ---- one row ---------------------------------------------------------------------------------------------------------


def once(row, side):
    """One run against one side: its steps, and the peak memory where that is read."""
    side.settle()
    if side.name == "timed":
        return row.act(side), 0.0
    side.memory_from_here()
    return row.act(side), side.memory_peak()


def measure(row, hob, timed, counted, runs):
    """Alternating runs; the native side is timed and counted in runs of their own."""
    taken = {side: [] for side in (hob, timed, counted)}
    for number in range(-row.warm, runs):
        for side in taken:
            if number >= 0 or number == -1 or side is not counted:
                taken[side].append(once(row, side))

    def found(timing, counting):
        steps = [step for run, _ in taken[timing][-runs:] for step in run]
        counts = [statistics.fmean(step.cpu for step in run) for run, _ in taken[counting][-runs:]]
        return {
            "wall": statistics.median(step.wall for step in steps),
            "cpu": statistics.median(counts),
            "memory": max(peak for _, peak in taken[counting][-runs:]),
            "walls": [step.wall for step in steps],
            "cpus": counts,
        }

    return {"Hob": found(hob, hob), "native": found(timed, counted)}


# ---- starting and idling ---------------------------------------------------------------------------------------------


def boots(options, folder, source, largest):
    """Boot to ready, and what an idle node holds."""
    hob = servers.Hob(options.hob, folder / "idle")
    hob.prepare()
    idle = 5 if options.quick else 30
    try:
        hob.start()  # The first start makes the AOT cache.
        hob.stop()
        took = []
        for _ in range(max(3, options.runs)):
            took.append(hob.start())
            hob.stop()
        hob.start()
        time.sleep(idle)
        fresh = hob.resident()
        hob.provide(source)
        bench = rows.Bench({source.name: source}, folder / "idle-clients")
        bench.real_clone(source.name, "--bare")(hob)
        for _ in range(5):
            bench.send_push(hob, bench.next_push(hob, source.name))
        time.sleep(idle)
        used = hob.resident()
        # The largest, from a start of its own: what other rows made the heap grow to would hide it.
        hob.provide(largest)
        hob.settle(calm=3)
        hob.stop()
        hob.start()
        clones = rows.Bench({largest.name: largest}, folder / "peak-clients").clone("peak", largest.name, (), 8)
        for _ in range(options.runs):
            clones(hob)
        return {"boot": statistics.median(took), "boots": took, "idle": fresh, "used": used, "peak": hob.memory_peak()}
    finally:
        hob.stop()


# ---- the table -------------------------------------------------------------------------------------------------------


def seconds(value):
    return f"{value * 1000:.1f} ms" if value < 1 else f"{value:.2f} s"


def verdict(ratio, goal):
    return "" if goal is None else f"≤ {goal} {'met' if ratio <= goal else '**not met**'}"


def table(results):
    lines = [
        "| what | repository | Hob | native | ratio | goal | Hob CPU | native CPU | ratio | goal | Hob peak | native peak |",
        "|---|---|--:|--:|--:|---|--:|--:|--:|---|--:|--:|",
    ]
    for row, found in results:
        hob, native = found["Hob"], found["native"]
        wall = hob["wall"] / native["wall"]
        cpu = hob["cpu"] / native["cpu"]
        name = f"`git {row.what}`" if row.client else row.what
        cells = [
            name,
            row.repo,
            seconds(hob["wall"]),
            seconds(native["wall"]),
            f"{wall:.2f}",
            verdict(wall, row.wall),
            seconds(hob["cpu"]),
            seconds(native["cpu"]),
            f"{cpu:.2f}",
            verdict(cpu, row.cpu),
            f"{hob['memory']:.0f} MB",
            f"{native['memory']:.0f} MB",
        ]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def at_most(value, goal, unit):
    return f"{value:.2f} {unit}" if unit == "s" else f"{value:.0f} {unit}", f"≤ {goal} {unit}", "met" if value <= goal else "**not met**"


def node_table(booted, results):
    lines = ["| the node alone | measured | goal | |", "|---|--:|---|---|"]
    found = []
    if booted:
        found.append(("boot to ready, with the AOT cache", *at_most(booted["boot"], 1.5, "s")))
        found.append(("resident, idle after start", *at_most(booted["idle"], 150, "MB")))
        found.append(("resident, idle after a little use", f"{booted['used']:.0f} MB", "", ""))
        found.append(("peak resident while 8 clone the largest, after a start", *at_most(booted["peak"], 400, "MB")))
    for row, taken in results:
        if row.what == "full clone, 8 at once":
            found.append((f"the same, {row.repo}, after all the rows above it", f"{taken['Hob']['memory']:.0f} MB", "", ""))
    return "\n".join(lines + ["| " + " | ".join(cells) + " |" for cells in found]) if found else ""


def output(*words):
    done = subprocess.run(words, capture_output=True, text=True)
    return (done.stdout + done.stderr).strip()


def setting(options, sources, children, used):
    memory = next(line for line in pathlib.Path("/proc/meminfo").read_text().splitlines() if line.startswith("MemTotal"))
    java = re.search(r'"([^"]+)"', output(os.environ.get("JAVA_HOME", "/usr") + "/bin/java", "-version"))
    backend = ", ".join(f"`{key}={value}`" for key, value in servers.BACKEND_SETTINGS.items())
    return "\n".join(
        [
            f"- Machine: {os.cpu_count()} cores, {int(memory.split()[1]) / 2**20:.0f} GB, {platform.system()} {platform.release()}; "
            f"load before the first row {os.getloadavg()[0]:.1f}.",
            f"- Versions: {output(options.hob, '--version')}; JDK {java[1] if java else 'unknown'}; {output('git', '--version')}; "
            f"{output(shutil.which('nginx') or '/usr/sbin/nginx', '-v').replace('nginx version: ', '')}.",
            *(f"- Repository {source.told()}." for source in sources.values()),
            f"- Native: nginx ({os.cpu_count()} workers, answers not buffered, no access log, a password asked for pushes), "
            f"fcgiwrap with {children} children, `git http-backend`; bare repositories after `git repack -adb` and `git pack-refs --all`, "
            f"with {backend}; everything else as git ships it.",
            f"- Hob: the distribution with the options it ships; the repositories came by a push; the node was left alone until it was calm.",
            f"- {options.runs} alternating runs, medians. A load of 1.00 s was counted as {used:.2f} s on the native side.",
        ]
    )


# ---- all of it -------------------------------------------------------------------------------------------------------


def main():
    options = read_options()
    cache = pathlib.Path(options.cache)
    sources = {name: repos.Source(cache, name) for name in ("tiny", *options.repos)}
    folder = pathlib.Path(tempfile.mkdtemp(prefix="hob-bench."))
    children = max(8, 2 * (os.cpu_count() or 1))
    hob, backend = servers.Hob(options.hob, folder / "hob"), servers.Backend(folder / "native", children)
    results, booted, used = [], None, 0.0
    try:
        if options.boot != "no":
            say("boot and idle ...")
            booted = boots(options, folder, sources[options.repos[0]], sources[options.repos[-1]])
        if options.boot != "only":
            hob.prepare()
            say(f"Hob is ready after {hob.start():.2f} s")
            backend.start()
            used = backend.check()
            timed, counted = backend.side("timed"), backend.side("counted")
            bench = rows.Bench(sources, folder / "clients")
            wanted = [row for row in bench.rows(options.repos) if re.search(options.rows, f"{row.what} {row.repo}")]
            told = setting(options, sources, children, used)
            for name in dict.fromkeys(row.repo for row in wanted):
                for side in (hob, timed, counted):
                    for target in [name] if name != "tiny" else [f"tiny-{number}" for number in range(100)]:
                        side.provide(sources[name], target)
            hob.settle(calm=3)
            for row in wanted:
                began = time.monotonic()
                try:
                    results.append((row, measure(row, hob, timed, counted, options.runs)))
                except Exception as failure:
                    say(f"{row.what} ({row.repo}) failed: {failure!r}")
                    continue
                found = results[-1][1]
                say(
                    f"{row.what} ({row.repo}): {seconds(found['Hob']['wall'])} to {seconds(found['native']['wall'])}, CPU "
                    f"{seconds(found['Hob']['cpu'])} to {seconds(found['native']['cpu'])} [{time.monotonic() - began:.0f} s]"
                )
            for (row, side), pack in sorted(bench.packs.items()):
                say(f"pack of {row} from {side}: {pack[0]} objects, {pack[1] / 2**20:.2f} MB")
            print(told + "\n\n" + table(results) + "\n")
        print(node_table(booted, results))
        if options.json:
            kept = [{"what": row.what, "repo": row.repo, "client": row.client} | found for row, found in results]
            pathlib.Path(options.json).write_text(json.dumps({"rows": kept, "node": booted}, indent=1))
    finally:
        hob.stop()
        backend.stop()
        shutil.rmtree(folder, ignore_errors=True)
    return 0 if options.boot == "only" or (wanted and len(results) == len(wanted)) else 1


sys.exit(main())

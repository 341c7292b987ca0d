"""Makes a git history out of a seed: a stream for `git fast-import` on standard output.

The shape is that of a program that people work on: folders in folders, files of invented code that are edited again and
again, topic branches that are merged, releases with annotated tags. The same seed and size give the same objects.
After the history come commits that nobody has pushed yet, one on another, as refs/next/0001 and so on.
"""

import bisect
import itertools
import random
import sys

# files: at the start; lines: of a middling file; commits: on all branches; edit: lines changed at a time;
# branches, tags: left at the end; next: commits still to be pushed.
SIZES = {
    "tiny": dict(files=40, lines=60, commits=20, edit=4, branches=2, tags=2, next=80),
    "small": dict(files=1300, lines=125, commits=2800, edit=10, branches=180, tags=160, next=700),
    "big": dict(files=5200, lines=235, commits=8400, edit=22, branches=320, tags=240, next=700),
    "long": dict(files=2600, lines=160, commits=21000, edit=12, branches=40, tags=60, next=0),
}
SEED = 20260
START = 1_600_000_000


class Words:
    """Invented names; a few are used often and most seldom, as in real code, so that it compresses like code."""

    def __init__(self, chance):
        self.chance = chance
        parts = "al ber cor dan el fer gor han il jor kel lum mar nor os per qua ros sel tor ul ven wes yor zan".split()
        names = set()
        while len(names) < 4000:
            word = "".join(chance.choice(parts) for _ in range(chance.randint(1, 3)))
            names.add(word + chance.choice(["", "", "", "Size", "Name", "Of", "At", "Key", "Next", "List", "Map"]))
        self.names = sorted(names)
        chance.shuffle(self.names)
        self.weights = list(itertools.accumulate(1 / (rank + 8) for rank in range(len(self.names))))

    def name(self):
        at = bisect.bisect(self.weights, self.chance.random() * self.weights[-1])
        return self.names[min(at, len(self.names) - 1)]

    def line(self):
        name, kind = self.name, self.chance.randrange(9)
        if kind == 0:
            return f"    // The {name()} of a {name()} is what {name()} left behind."
        if kind == 1:
            return f"    var {name()} = {name()}.{name()}({name()}, {self.chance.randrange(1000)});"
        if kind == 2:
            return f"    if ({name()} == null || {name()}.{name()}()) return {name()};"
        if kind == 3:
            return f"    for (var {name()} : {name()}.{name()}()) {name()}.add({name()});"
        if kind == 4:
            return f'    log.info("{name()} {name()} {name()}", {name()}, {name()});'
        if kind == 5:
            return ""
        if kind == 6:
            return "}" if self.chance.random() < 0.6 else f"  private final {name()} {name()};"
        if kind == 7:
            return f"  public static {name()} {name()}({name()} {name()}, int {name()}) {{"
        return f"    {name()}.{name()}({name()}.{name()}());"


class History:
    def __init__(self, out, size, seed):
        self.out = out
        self.size = SIZES[size]
        self.chance = random.Random(f"{size} {seed}")
        self.words = Words(self.chance)
        self.marks = itertools.count(1)
        self.clock = START
        self.files = {}  # path -> lines
        self.paths = []
        self.busy = set()  # edited on a topic branch that is not merged yet

    # ---- the stream ------------------------------------------------------------------------------------------------

    def data(self, text):
        raw = text.encode()
        self.out.write(b"data %d\n" % len(raw))
        self.out.write(raw)
        self.out.write(b"\n")

    def blob(self, lines):
        mark = next(self.marks)
        self.out.write(b"blob\nmark :%d\n" % mark)
        self.data("\n".join(lines) + "\n")
        return mark

    def commit(self, ref, parents, changes, message):
        """Writes a commit that puts the blobs `changes` (path -> mark) on top of the first parent."""
        self.clock += self.chance.randint(60, 9000)
        who = f"{self.chance.choice(('Alice', 'Bob', 'Carol'))} <someone@example.org> {self.clock} +0000"
        mark = next(self.marks)
        self.out.write(f"commit {ref}\nmark :{mark}\nauthor {who}\ncommitter {who}\n".encode())
        self.data(message)
        for word, parent in zip(itertools.chain(["from"], itertools.repeat("merge")), parents):
            self.out.write(f"{word} :{parent}\n".encode())
        for path, blob in changes.items():
            self.out.write(f"M 100644 :{blob} {path}\n".encode())
        self.out.write(b"\n")
        return mark

    def reset(self, ref, mark):
        self.out.write(f"reset {ref}\nfrom :{mark}\n\n".encode())

    def tag(self, name, mark):
        self.out.write(f"tag {name}\nfrom :{mark}\ntagger Alice <someone@example.org> {self.clock} +0000\n".encode())
        self.data(f"Release {name}\n\n{self.words.line().strip()}\n")

    # ---- the story -------------------------------------------------------------------------------------------------

    def write(self):
        main = self.begin()
        mains, stray = [main], []
        made = 1
        while made < self.size["commits"]:
            if self.chance.random() < 0.12:
                main, count = self.topic(mains, stray)
                made += count
            else:
                main = self.commit("refs/heads/main", [main], self.edits(self.paths), self.message())
                made += 1
            mains.append(main)
        for number in range(self.size["branches"]):
            at = stray[number % len(stray)] if stray and number % 3 == 0 else self.chance.choice(mains)
            self.reset(f"refs/heads/topic/{self.words.name()}-{number}", at)
        for number in range(self.size["tags"]):
            at = mains[number * len(mains) // self.size["tags"]]
            if number % 4 == 0:
                self.reset(f"refs/tags/nightly-{number}", at)
            else:
                self.tag(f"v1.{number}", at)
        for number in range(self.size["next"]):
            main = self.commit(f"refs/next/{number + 1:04}", [main], self.edits(self.paths, 1), self.message())
        self.out.write(b"done\n")

    def begin(self):
        folders = [""]
        for _ in range(max(6, self.size["files"] // 9)):
            parent = self.chance.choice(folders[-40:])
            if parent.count("/") < 6:
                folders.append(f"{parent}{self.words.name().lower()}/")
        changes = {}
        while len(self.files) < self.size["files"]:
            path = self.new_path(folders)
            if path in self.files or path + "/" in folders:
                continue
            count = max(5, int(self.chance.lognormvariate(0, 0.7) * self.size["lines"]))
            self.files[path] = [self.words.line() for _ in range(count)]
            changes[path] = self.blob(self.files[path])
        self.paths = sorted(self.files)
        self.chance.shuffle(self.paths)
        return self.commit("refs/heads/main", [], changes, "Begin\n")

    def new_path(self, folders):
        return f"{self.chance.choice(folders)}{self.words.name()}{self.chance.choice(('.java', '.c', '.py', '.md'))}"

    def topic(self, mains, stray):
        """A branch of a few commits off the main line, merged as a rule; says the main line's tip and how many."""
        base = mains[-1]
        own = [self.pick(self.paths) for _ in range(3)]
        self.busy.update(own)
        before = {path: self.files[path] for path in own}
        tip, changes, count = base, {}, self.chance.randint(1, 5)
        for _ in range(count):
            edited = self.edits(own, 1)
            changes |= edited
            tip = self.commit("refs/heads/work", [tip], edited, self.message())
        self.busy.difference_update(own)
        if self.chance.random() < 0.15:  # Never merged: the main line has not seen these edits.
            self.files |= before
            stray.append(tip)
            self.out.write(b"reset refs/heads/work\nfrom " + b"0" * 40 + b"\n\n")
            return base, count
        other = self.commit("refs/heads/main", [base], self.edits(self.paths), self.message())
        merged = self.commit("refs/heads/main", [other, tip], changes, "Merge a topic\n")
        self.out.write(b"reset refs/heads/work\nfrom " + b"0" * 40 + b"\n\n")
        return merged, count + 2

    def pick(self, paths):
        """A path; the first are edited far more often than the last."""
        return paths[int(len(paths) * self.chance.random() ** 3)]

    def edits(self, paths, count=None):
        changes = {}
        for _ in range(count or self.chance.choice((1, 1, 1, 2, 2, 3, 5))):
            path = self.pick(paths)
            if paths is self.paths and path in self.busy:
                continue
            lines = list(self.files[path])
            at = self.chance.randrange(len(lines) + 1)
            gone = self.chance.randint(0, self.size["edit"])
            lines[at : at + gone] = [self.words.line() for _ in range(self.chance.randint(1, self.size["edit"]))]
            self.files[path] = lines
            changes[path] = self.blob(lines)
        return changes

    def message(self):
        return f"{self.words.name()}: {self.words.name()} {self.words.name()}\n\n{self.words.line().strip()}\n"


if __name__ == "__main__":
    History(sys.stdout.buffer, sys.argv[1], SEED).write()

"""The repositories that both servers serve, made once by history.py and kept in the cache folder."""

import pathlib
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ENVIRONMENT = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}


def git(folder, *words, stdin=None, text=True):
    """Runs git in a folder and returns what it printed."""
    import os

    done = subprocess.run(
        ["git", *words], cwd=folder, input=stdin, capture_output=True, text=text, env=os.environ | ENVIRONMENT, timeout=900
    )
    if done.returncode != 0:
        error = done.stderr if text else done.stderr.decode(errors="replace")
        raise RuntimeError(f"git {' '.join(words[:3])} failed in {folder}: {error.strip()}")
    return done.stdout


class Source:
    """A generated repository: `bare` is what is served, `ahead` also holds commits that nobody has pushed yet."""

    def __init__(self, cache, name):
        self.name = name
        stamp = HERE.joinpath("history.py").read_bytes()
        folder = pathlib.Path(cache) / name
        if not folder.joinpath("made").exists() or folder.joinpath("made").read_bytes() != stamp:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            self._make(folder)
            folder.joinpath("made").write_bytes(stamp)
        self.bare = folder / "bare.git"
        self.ahead = folder / "ahead.git"
        self.refs = dict(reversed(line.split()) for line in git(self.bare, "show-ref", "--heads", "--tags").splitlines())
        self.main = self.refs["refs/heads/main"]
        self.next = git(self.ahead, "for-each-ref", "--format=%(objectname)", "refs/next").split()
        self.bodies = {}

    def _make(self, folder):
        print(f"making the {self.name} repository ...", file=sys.stderr)
        git(folder, "init", "-q", "--bare", "-b", "main", "ahead.git")
        with subprocess.Popen([sys.executable, HERE / "history.py", self.name], stdout=subprocess.PIPE) as story:
            subprocess.run(
                ["git", "fast-import", "--done", "--quiet"], cwd=folder / "ahead.git", stdin=story.stdout, check=True, timeout=900
            )
        git(folder, "init", "-q", "--bare", "-b", "main", "bare.git")
        git(folder / "bare.git", "fetch", "-q", "../ahead.git", "+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*")
        git(folder / "bare.git", "repack", "-adbfq")
        git(folder / "bare.git", "pack-refs", "--all")

    def tip(self, pushed):
        """The tip of main after so many of the waiting commits were pushed."""
        return self.next[pushed - 1] if pushed else self.main

    def pack(self, new, old=None):
        """A pack as a client would send it, of one commit or of everything."""
        if new not in self.bodies:
            ends = f"{new}\n" + (f"^{old}\n" if old else "")
            self.bodies[new] = git(
                self.ahead, "pack-objects", "--revs", "--thin", "--stdout", "-q", "--delta-base-offset", stdin=ends.encode(), text=False
            )
        return self.bodies[new]

    def whole(self):
        """A pack of all that is served."""
        if "whole" not in self.bodies:
            ends = "\n".join(self.refs.values()) + "\n"
            self.bodies["whole"] = git(
                self.bare, "pack-objects", "--revs", "--stdout", "-q", "--delta-base-offset", stdin=ends.encode(), text=False
            )
        return self.bodies["whole"]

    def told(self):
        counted = dict(line.split(": ") for line in git(self.bare, "count-objects", "-v").splitlines())
        return (
            f"{self.name}: {int(counted['in-pack']):,} objects, {int(counted['size-pack']) / 1024:.1f} MB pack and index, "
            f"{len(self.refs)} refs"
        )

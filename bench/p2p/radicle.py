"""Somebody with the real Radicle programs: a home, a key, and a node."""

import json
import os
import pathlib
import socket
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "git"))
import servers  # noqa: E402


class Radicle:
    def __init__(self, programs, folder, alias):
        self.programs = pathlib.Path(programs)
        self.home = pathlib.Path(folder) / alias
        self.home.mkdir(parents=True)
        self.alias = alias
        self.port = servers.free_port()
        self.process = None
        self.rad("auth", "--alias", alias)
        config = self.home / "config.json"
        settings = json.loads(config.read_text())
        settings["preferredSeeds"] = []
        settings["node"].update(
            network="test", peers={"type": "static"}, connect=[], seedingPolicy={"default": "block"}, log="WARN"
        )
        config.write_text(json.dumps(settings))
        self.nid = self.rad("self", "--nid").strip()

    def environment(self):
        return {
            **os.environ,
            "RAD_HOME": str(self.home),
            "HOME": str(self.home),
            "RAD_PASSPHRASE": "",
            "PATH": f"{self.programs}:{os.environ['PATH']}",
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_TERMINAL_PROMPT": "0",
            **{f"GIT_{who}_{what}": self.alias for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
        }

    def run(self, *words, cwd=None):
        done = subprocess.run(
            [str(word) for word in words], cwd=cwd or self.home, env=self.environment(), capture_output=True, text=True, timeout=900
        )
        if done.returncode != 0:
            raise RuntimeError(f"{' '.join(map(str, words))}: {done.stderr}{done.stdout}")
        return done.stdout

    def rad(self, *words, cwd=None):
        return self.run(self.programs / "rad", *words, cwd=cwd)

    def start(self):
        log = open(self.home.parent / f"{self.alias}.log", "ab")
        self.process = subprocess.Popen(
            [str(self.programs / "radicle-node"), "--listen", f"127.0.0.1:{self.port}", "--force"],
            env=self.environment(), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
        )
        log.close()
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                return self.tell({"command": "status"})
            except OSError:
                time.sleep(0.05)
        raise RuntimeError(f"the node of {self.alias} does not start; see {log.name}")

    def stop(self):
        if self.process:
            servers.end(self.process)
            self.process = None

    def tell(self, command):
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(900)
            line.connect(str(self.home / "node" / "control.sock"))
            line.sendall(json.dumps(command).encode() + b"\n")
            return json.loads(line.makefile().readline() or "{}")

    def connect(self, nid, address):
        answer = self.tell(
            {"command": "connect", "addr": f"{nid}@{address}", "opts": {"persistent": True, "timeout": {"secs": 10, "nanos": 0}}}
        )
        if answer.get("status") != "connected":
            raise RuntimeError(f"{self.alias} cannot connect: {answer}")

    @property
    def address(self):
        return f"127.0.0.1:{self.port}"

    def seed(self, rid, nid):
        """Keeps a project from a connected node; gives the seconds until it is here."""
        self.tell({"command": "seed", "rid": rid, "scope": "all"})
        began = time.monotonic()
        answer = self.tell({"command": "fetch", "rid": rid, "nid": nid, "timeout": {"secs": 600, "nanos": 0}})
        took = time.monotonic() - began
        if answer.get("status") != "success":
            raise RuntimeError(f"{self.alias} cannot fetch {rid}: {answer}")
        return took

    def storage(self, rid):
        return self.home / "storage" / rid.removeprefix("rad:")

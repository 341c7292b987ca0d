"""Starts and stops the two servers, and says what each has used of the processor and of memory."""

import base64
import os
import pathlib
import queue
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time

from repos import ENVIRONMENT, git

HERE = pathlib.Path(__file__).resolve().parent
BACKEND_SETTINGS = {
    "http.receivepack": "true",
    "uploadpack.allowFilter": "true",
    "uploadpack.allowAnySHA1InWant": "true",
    "receive.fsckObjects": "true",
}


def cpu_of(pid):
    """Seconds of processor time of a whole process, also of its threads that have ended, to the nanosecond."""
    return time.clock_gettime((~pid << 3) | 2)  # The clock id of another process, as clock_getcpuclockid(3) makes it.


def status(pid, field):
    """A field of /proc/PID/status in MB."""
    for text in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if text.startswith(field + ":"):
            return int(text.split()[1]) / 1024
    raise RuntimeError(f"process {pid} has no {field}")


def descendants(root):
    parents = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                stat = pathlib.Path(f"/proc/{entry}/stat").read_text()
            except OSError:
                continue  # It ended while we looked.
            parents.setdefault(int(stat.rpartition(")")[2].split()[1]), []).append(int(entry))
    found, look = [], [root]
    while look:
        pid = look.pop()
        found.append(pid)
        look += parents.get(pid, [])
    return found


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def end(process, patience=30):
    """Ends a process we started, and waits for it."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(patience)


class Hob:
    """A node served from a packed distribution, with the options it ships."""

    name = "Hob"

    def __init__(self, program, folder):
        self.program = str(program)
        self.folder = pathlib.Path(folder)
        self.process = None
        self.words = None

    def command(self, *words, stdin=""):
        done = subprocess.run(
            [self.program, *words, "--data", str(self.folder)], input=stdin, capture_output=True, text=True, timeout=900
        )
        if done.returncode != 0:
            raise RuntimeError(f"hob {words[0]} failed: {done.stderr.strip()}")
        return done.stdout.strip()

    def prepare(self):
        self.folder.mkdir(parents=True)
        self.command("user", "create", "bench", "--email", "bench@example.org", "--password-stdin", stdin="correct horse battery")
        scopes = "read:repository,write:repository,write:issue,read:user"
        self.words = "bench:" + self.command("token", "create", "bench", "--scopes", scopes)

    def start(self):
        """Starts it; returns the seconds from spawn to the ready line."""
        log = open(self.folder.parent / (self.folder.name + ".log"), "ab")
        began = time.monotonic()
        self.process = subprocess.Popen(
            [self.program, "serve", "--data", str(self.folder), "--http", "127.0.0.1:0", "--p2p", "off"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        log.close()
        lines = queue.Queue()
        took = []

        def read():
            for text in self.process.stdout:
                if text.startswith("hob: ready "):
                    took.append(time.monotonic() - began)
                    lines.put(text)

        threading.Thread(target=read, daemon=True).start()
        try:
            ready = lines.get(timeout=120)
        except queue.Empty:
            end(self.process)
            raise RuntimeError(f"no ready line; see {log.name}") from None
        self.origin = dict(word.split("=", 1) for word in ready.split()[2:])["http"]
        return took[0]

    def stop(self):
        if self.process:
            end(self.process)
            self.process = None

    def base(self, repo):
        return f"{self.origin}/bench/{repo}.git"

    def url(self, repo):
        return self.base(repo).replace("://", f"://{self.words}@")

    @property
    def headers(self):
        return {"Authorization": "Basic " + base64.b64encode(self.words.encode()).decode()}

    def provide(self, source, name=None):
        """Gives it a repository, by a push as anybody would."""
        git(source.bare, "push", "-q", self.url(name or source.name), "refs/heads/*:refs/heads/*", "refs/tags/*:refs/tags/*")

    def provide_empty(self, name):
        pass  # The first push makes it.

    def forget(self, name):
        pass  # Each push of a whole history goes to another name, and the folder is thrown away at the end.

    def cpu(self):
        return cpu_of(self.process.pid)

    def resident(self):
        return status(self.process.pid, "VmRSS")

    def memory_from_here(self):
        pathlib.Path(f"/proc/{self.process.pid}/clear_refs").write_text("5")

    def memory_peak(self):
        return status(self.process.pid, "VmHWM")

    def settle(self, calm=0.25, patience=180):
        """Waits until background work has ended: until next to no processor time is used for so many seconds."""
        until = time.monotonic() + patience
        while time.monotonic() < until:
            before = self.cpu()
            time.sleep(calm)
            if self.cpu() - before < 0.03 * calm:
                return


class Backend:
    """git's own server: nginx, fcgiwrap and `git http-backend`, two copies of each repository.

    One copy is asked when answers are timed; the other, through `counted`, when processor time and memory are read.
    """

    headers = {"Authorization": "Basic " + base64.b64encode(b"bench:bench").decode()}

    def __init__(self, folder, children):
        self.folder = pathlib.Path(folder)
        self.children = children
        self.port = free_port()
        self.counts = self.folder / "counts"
        self.processes = []

    def start(self):
        for name in ("timed", "counted"):
            (self.folder / name).mkdir(parents=True)
        self.counts.touch()
        exec_path = subprocess.run(["git", "--exec-path"], capture_output=True, text=True, check=True).stdout.strip()
        backend = f"{exec_path}/git-http-backend"
        spin = self.folder / "spin"
        spin.write_text(
            f"#!{sys.executable} -IS\nimport time\nwhile time.process_time() < 0.5: pass\n"
            "print('Status: 200 OK\\r\\nContent-Type: text/plain\\r\\n\\r\\nspun')\n"
        )
        spin.chmod(0o755)
        (self.folder / "password").write_text("bench:{PLAIN}bench\n")
        (self.folder / "nginx.conf").write_text(self.configuration(backend))
        environment = os.environ | ENVIRONMENT
        self.processes = [
            subprocess.Popen(
                ["/usr/sbin/fcgiwrap", "-c", str(self.children), "-s", f"unix:{self.folder}/fcgi"],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=open(self.folder / "fcgiwrap.log", "ab"),
                start_new_session=True,
            ),
            subprocess.Popen(
                [shutil.which("nginx") or "/usr/sbin/nginx", "-p", self.folder, "-c", self.folder / "nginx.conf"],
                stdin=subprocess.DEVNULL,
                stderr=open(self.folder / "nginx.err", "ab"),
            ),
        ]
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError(f"nginx does not answer; see {self.folder}/nginx.err")

    def configuration(self, backend):
        def location(path, root, program, counted):
            return f"""
    location /{path}/ {{
      auth_basic $realm;
      auth_basic_user_file {self.folder}/password;
      fastcgi_pass unix:{self.folder}/fcgi;
      fastcgi_param SCRIPT_FILENAME {HERE / "counted" if counted else program};
      fastcgi_param COUNTED {program};
      fastcgi_param COUNTED_LOG {self.counts};
      fastcgi_param GIT_PROJECT_ROOT {self.folder}/{root};
      fastcgi_param GIT_HTTP_EXPORT_ALL 1;
      fastcgi_param PATH_INFO $path;
      fastcgi_param GIT_PROTOCOL $http_git_protocol;
      fastcgi_param HTTP_CONTENT_ENCODING $http_content_encoding;
      fastcgi_param REMOTE_USER $remote_user;
      fastcgi_param REMOTE_ADDR $remote_addr;
      fastcgi_param QUERY_STRING $query_string;
      fastcgi_param REQUEST_METHOD $request_method;
      fastcgi_param CONTENT_TYPE $content_type;
      fastcgi_param CONTENT_LENGTH $content_length;
    }}"""

        user = "user root;\n" if os.geteuid() == 0 else ""
        temporary = "\n".join(
            f"  {kind}_temp_path {self.folder}/{kind};" for kind in ("client_body", "fastcgi", "proxy", "scgi", "uwsgi")
        )
        return f"""{user}daemon off;
worker_processes auto;
pid {self.folder}/nginx.pid;
error_log {self.folder}/nginx.log;
events {{ worker_connections 1024; }}
http {{
{temporary}
  access_log off;
  client_max_body_size 0;
  fastcgi_buffering off;
  fastcgi_read_timeout 600;
  map $uri $path {{ ~^/[a-z]+(?<rest>/.*)$ $rest; }}
  map "$arg_service $uri" $realm {{ default off; ~git-receive-pack bench; }}
  server {{
    listen 127.0.0.1:{self.port};{location("timed", "timed", backend, False)}{location("counted", "counted", backend, True)}{location("spin", "timed", self.folder / "spin", True)}
  }}
}}
"""

    def stop(self):
        for process in reversed(self.processes):
            if process.args[0].endswith("fcgiwrap") and process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)  # A group of our own: fcgiwrap and its children.
            end(process)
        self.processes = []

    def side(self, name):
        return BackendSide(self, name)

    def check(self):
        """A known load: programs that use half a second each must be counted as that."""
        import wire

        side = self.side("counted")
        before = side.cpu()
        for _ in range(2):
            wire.post(f"http://127.0.0.1:{self.port}/spin/x", "upload-pack", b"0000", {})
        used = side.cpu() - before
        if not 0.97 < used < 1.1:
            raise RuntimeError(f"the native side's processor time is not counted right: {used:.3f} s for a load of 1 s")
        return used


class BackendSide:
    def __init__(self, backend, name):
        self.backend = backend
        self.name = name
        self.headers = backend.headers
        self.sampling = None
        self.peak = 0.0

    def base(self, repo):
        return f"http://127.0.0.1:{self.backend.port}/{self.name}/{repo}.git"

    def url(self, repo):
        return self.base(repo).replace("://", "://bench:bench@")

    def path(self, repo):
        return self.backend.folder / self.name / f"{repo}.git"

    def settings(self, repo):
        for key, value in BACKEND_SETTINGS.items():
            git(self.path(repo), "config", key, value)

    def provide(self, source, name=None):
        name = name or source.name
        shutil.copytree(source.bare, self.path(name), ignore=shutil.ignore_patterns("*.sample"))
        self.settings(name)

    def provide_empty(self, name):
        git(self.backend.folder, "init", "-q", "--bare", "-b", "main", str(self.path(name)))
        self.settings(name)

    def forget(self, name):
        shutil.rmtree(self.path(name))

    def settle(self, calm=0.25):
        time.sleep(calm)  # Nothing runs here between requests; the pause is the same as Hob's.

    def cpu(self):
        """Of nginx, of fcgiwrap, and of every program that a request ran."""
        own = sum(cpu_of(pid) for process in self.backend.processes for pid in descendants(process.pid) if self.lasting(pid))
        return own + sum(float(text) for text in self.backend.counts.read_text().split())

    def lasting(self, pid):
        """Whether a process is nginx or fcgiwrap itself; one that is just ending is in the counts already."""
        try:
            return pathlib.Path(f"/proc/{pid}/comm").read_text().strip() in ("nginx", "fcgiwrap")
        except OSError:
            return False

    def memory_from_here(self):
        """Begins to add up the proportional set size of all its processes, so that a shared pack counts once."""
        self.peak, self.sampling = 0.0, threading.Event()

        def sample(stop):
            while not stop.wait(0.01):
                total = 0
                for process in self.backend.processes:
                    for pid in descendants(process.pid):
                        try:
                            if pathlib.Path(f"/proc/{pid}/comm").read_text().startswith("python"):
                                continue  # `counted`, which a real server does not have.
                            for text in pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                                if text.startswith("Pss:"):
                                    total += int(text.split()[1])
                        except OSError:
                            continue  # It ended while we looked.
                self.peak = max(self.peak, total / 1024)

        threading.Thread(target=sample, args=(self.sampling,), daemon=True).start()

    def memory_peak(self):
        self.sampling.set()
        return self.peak

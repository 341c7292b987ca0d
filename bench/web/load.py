"""Asks an HTTP server for pages over several connections that stay open, and says how long each answer took."""

import itertools
import socket
import threading
import time
import urllib.parse


class Connection:
    """One connection; it is opened again when the server closes it."""

    def __init__(self, url, headers):
        self.url = urllib.parse.urlsplit(url)
        self.headers = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self.socket = None
        self.left = b""

    def open(self):
        self.socket = socket.create_connection((self.url.hostname, self.url.port or 80), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.left = b""

    def close(self):
        if self.socket:
            self.socket.close()
        self.socket = None

    def more(self):
        data = self.socket.recv(1 << 17)
        if not data:
            raise ConnectionError("closed in the middle of an answer")
        return data

    def ask(self, path):
        """One request; gives the status, the size of the body and the headers."""
        if not self.socket:
            self.open()
        request = f"GET {path} HTTP/1.1\r\nHost: {self.url.netloc}\r\n{self.headers}\r\n"
        self.socket.sendall(request.encode())
        got = self.left
        while b"\r\n\r\n" not in got:
            got += self.more()
        head, _, body = got.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        status = int(lines[0].split()[1])
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
        size = self.chunked(body) if headers.get("transfer-encoding") == "chunked" else self.sized(body, headers, status)
        if headers.get("connection", "").lower() == "close":
            self.close()
        return status, size, headers

    def sized(self, body, headers, status):
        length = 0 if status == 304 else int(headers["content-length"])
        have = len(body)
        while have < length:
            have += len(self.more())
        self.left = b""
        return length

    def chunked(self, body):
        size = 0
        while True:
            while b"\r\n" not in body:
                body += self.more()
            line, _, body = body.partition(b"\r\n")
            chunk = int(line.split(b";")[0], 16)
            while len(body) < chunk + 2:
                body += self.more()
            body = body[chunk + 2 :]
            size += chunk
            if chunk == 0:
                self.left = body
                return size


def load(url, paths, seconds, connections, headers):
    """Asks for the paths in turn; gives the times of all answers, how long it all took, and the bytes of one answer."""
    turn = itertools.cycle(paths)
    lock = threading.Lock()
    times, problems, sizes = [], [], []
    end = time.monotonic() + seconds

    def work():
        connection = Connection(url, headers)
        mine = []
        try:
            while time.monotonic() < end:
                with lock:
                    path = next(turn)
                began = time.perf_counter()
                status, size, _ = connection.ask(path)
                mine.append(time.perf_counter() - began)
                if status not in (200, 304):
                    raise RuntimeError(f"{status} for {path}")
            sizes.append(size)
        except Exception as problem:
            problems.append(problem)
        finally:
            connection.close()
            times.extend(mine)

    began = time.monotonic()
    threads = [threading.Thread(target=work) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if problems:
        raise problems[0]
    return sorted(times), time.monotonic() - began, max(sizes, default=0)

"""git's HTTP exchanges as a client makes them, without the client: requests are built here, answers read and thrown away."""

import gzip
import http.client
import socket
import urllib.parse

AGENT = "agent=git/2.39.5"
PATIENCE = 300


def line(text):
    raw = text if isinstance(text, bytes) else text.encode()
    return b"%04x" % (len(raw) + 4) + raw


FLUSH, DELIMITER = b"0000", b"0001"
HEAD = [line("object-format=sha1"), DELIMITER]


def ls_refs(prefixes=()):
    wanted = [line("peel\n"), line("symrefs\n"), *(line(f"ref-prefix {prefix}\n") for prefix in prefixes)]
    return b"".join([line("command=ls-refs\n"), line(AGENT), *HEAD, *wanted, FLUSH])


def fetch(wants, haves=(), more=()):
    words = ["thin-pack", "no-progress", "include-tag", "ofs-delta", *more]
    words += [f"want {oid}" for oid in dict.fromkeys(wants)] + [f"have {oid}" for oid in haves] + ["done"]
    return b"".join([line("command=fetch"), line(AGENT), *HEAD, *(line(word + "\n") for word in words), FLUSH])


def push(moves, pack):
    """moves: (ref, old, new)."""
    lines = [f"{old} {new} {ref}" for ref, old, new in moves]
    lines[0] += "\0 report-status side-band-64k object-format=sha1 " + AGENT
    return b"".join([*(line(text) for text in lines), FLUSH, pack])


class Failed(Exception):
    pass


def post(base, service, body, headers, keep=False):
    """One POST over a connection of its own. Returns how much came back, or with `keep` the bytes themselves."""
    url = urllib.parse.urlsplit(base)
    head = {
        "Host": url.netloc,
        "User-Agent": "git/2.39.5",
        "Accept": f"application/x-git-{service}-result",
        "Content-Type": f"application/x-git-{service}-request",
        "Accept-Encoding": "deflate, gzip",
        "Connection": "close",
    } | headers
    if service == "upload-pack":
        head["Git-Protocol"] = "version=2"
        if len(body) > 1024:  # As git does.
            body = gzip.compress(body)
            head["Content-Encoding"] = "gzip"
    head["Content-Length"] = str(len(body))
    request = f"POST {url.path}/git-{service} HTTP/1.1\r\n" + "".join(f"{k}: {v}\r\n" for k, v in head.items()) + "\r\n"
    with socket.create_connection((url.hostname, url.port), PATIENCE) as connection:
        if len(body) < 65536:
            connection.sendall(request.encode() + body)
        else:
            connection.sendall(request.encode())
            connection.sendall(body)
        buffer, parts, total = bytearray(1 << 20), [], 0
        first = b""
        while count := connection.recv_into(buffer):
            if len(first) < 64:
                first += bytes(buffer[: min(count, 64)])
            if keep:
                parts.append(bytes(buffer[:count]))
            total += count
    if not first.startswith(b"HTTP/1.1 200"):
        raise Failed(f"POST {url.path}/git-{service}: {first[:64]!r}")
    return b"".join(parts) if keep else total


def body_of(answer):
    """The body of a raw HTTP answer."""
    head, _, body = answer.partition(b"\r\n\r\n")
    if b"transfer-encoding: chunked" not in head.lower():
        return body
    parts, at = [], 0
    while True:
        end = body.index(b"\r\n", at)
        size = int(body[at:end].split(b";")[0], 16)
        if size == 0:
            return b"".join(parts)
        parts.append(body[end + 2 : end + 2 + size])
        at = end + 4 + size


def pack_in(answer):
    """How many objects and bytes the pack in a fetch's answer has."""
    body, at, pack = body_of(answer), 0, []
    while at < len(body):
        size = int(body[at : at + 4], 16)
        if size > 4 and body[at + 4] == 1:
            pack.append(body[at + 5 : at + size])
        at += max(size, 4)
    pack = b"".join(pack)
    if pack[:4] != b"PACK":
        raise Failed(f"no pack in {body[:200]!r}")
    return int.from_bytes(pack[8:12], "big"), len(pack)


def pushed(answer):
    """Fails unless the server took every ref."""
    body = body_of(answer)
    if b"unpack ok" not in body or b"ng refs/" in body:
        raise Failed(f"the push was refused: {body[:300]!r}")


def refs(base, headers, prefixes):
    """What `git ls-remote` asks: the capabilities, then the refs, over one connection."""
    url = urllib.parse.urlsplit(base)
    connection = http.client.HTTPConnection(url.hostname, url.port, timeout=PATIENCE)
    head = {"User-Agent": "git/2.39.5", "Git-Protocol": "version=2", "Accept-Encoding": "deflate, gzip"} | headers
    try:
        connection.request("GET", url.path + "/info/refs?service=git-upload-pack", headers=head)
        answer = connection.getresponse()
        if answer.status != 200 or b"version 2" not in answer.read():
            raise Failed(f"info/refs: {answer.status}")
        head["Content-Type"] = "application/x-git-upload-pack-request"
        connection.request("POST", url.path + "/git-upload-pack", body=ls_refs(prefixes), headers=head)
        answer = connection.getresponse()
        listed = answer.read()
        if answer.status != 200:
            raise Failed(f"ls-refs: {answer.status}")
        return listed
    finally:
        connection.close()

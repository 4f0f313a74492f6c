#!/usr/bin/env python3
"""fault_server.py ROOT PORT_FILE [LOG [CERTIFICATE]] - an HTTP server that does what servers do on bad days.

Serves the files below ROOT on a free port of 127.0.0.1, which it writes to PORT_FILE. The query says what goes
wrong, so http://127.0.0.1:PORT/a.warc.gz?cut=5000&times=2 is a.warc.gz, broken off after 5000 bytes twice:

  reset=N  cut=N  stall=N   after N bytes of an answer: RST, FIN, silence
  status=S                  this status, with a body that says so; after=SECONDS or a date: Retry-After
  code=NAME                 and with the XML that S3 sends
  times=K                   these only in the first K answers to this URL (default 1; 0: always)
  norange                   Range is ignored
  chunked                   no Content-Length
  etag=none|weak|changes|mixed  no ETag and no Last-Modified; a weak one; another in each answer; another, and
                            If-Range is ignored
  grows                     each answer is of a file that is one byte longer
  elsewhere                 answers to Range are of other bytes than asked for
  flip=N                    a bit of byte N is wrong
  rate=R                    bytes a second; a client that was slow gets no more later on
  pause=MS every=N          silent for so long after each N bytes
  latency=MS                before each answer
  redirect=N                that often, to itself
  to=URL                    redirects there

LOG gets a line for each request: path and query, Range, If-Range, User-Agent, status; and for each file "sent",
path and query, when it is. With CERTIFICATE (and key, PEM) it speaks TLS.
All else in the query
(n=1, say) only makes it another URL."""
import os
import re
import socket
import ssl
import struct
import sys
import threading
import time
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, unquote, urlsplit

ROOT = os.path.abspath(sys.argv[1])
LOG = open(sys.argv[3], "a") if len(sys.argv) > 3 else None
answers = {}
lock = threading.Lock()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *_):
        pass

    def note(self, status):
        if LOG:
            with lock:
                fields = (self.path, self.headers.get("Range"), self.headers.get("If-Range"),
                          self.headers.get("User-Agent"), status)
                print("\t".join(str(f or "-") for f in fields), file=LOG, flush=True)

    def answer(self, status, headers, body=b""):
        self.note(status)
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        if body is not None:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if body:
            self.wfile.write(body)

    def do_GET(self):
        parts = urlsplit(self.path)
        how = dict(parse_qsl(parts.query, keep_blank_values=True))
        with lock:
            number = answers[self.path] = answers.get(self.path, 0) + 1
        if "latency" in how:
            time.sleep(int(how["latency"]) / 1000)
        times = int(how.get("times", 1))
        broken = times == 0 or number <= times
        if "to" in how:
            return self.answer(302, [("Location", how["to"])], b"moved\n")
        if int(how.get("redirect", 0)) > 0:
            there = re.sub(r"redirect=\d+", "redirect=%d" % (int(how["redirect"]) - 1), self.path)
            return self.answer(302, [("Location", there)], b"moved\n")
        if "status" in how and broken:
            return self.fail(int(how["status"]), how)
        path = os.path.join(ROOT, os.path.normpath(unquote(parts.path)).lstrip("/"))
        if not os.path.isfile(path):
            return self.answer(404, [], b"<html>no such file, but a body\n")
        self.send_file(path, how, number, broken)

    def fail(self, status, how):
        headers = [("Retry-After", how["after"])] if "after" in how else []
        text = "<?xml version='1.0'?><Error><Code>%s</Code></Error>" % how["code"] if "code" in how else \
            "an error page that is not part of the file\n" * 20
        return self.answer(status, headers, text.encode())

    def send_file(self, path, how, number, broken):
        with open(path, "rb") as f:
            data = bytearray(f.read())
        if "grows" in how:
            data += b"x" * number
        if "flip" in how:
            data[int(how["flip"])] ^= 0x10
        kind = how.get("etag", "")
        etag = '%s"%x-%x-%d"' % ("W/" if kind == "weak" else "", len(data), int(os.path.getmtime(path)),
                                 number if kind in ("changes", "mixed") else 0)
        if kind == "none":
            etag = None
        headers = [("ETag", etag), ("Last-Modified", formatdate(os.path.getmtime(path), usegmt=True))] if etag else []
        asked = re.match(r"bytes=(\d+)-(\d*)$", self.headers.get("Range") or "")
        condition = self.headers.get("If-Range")
        start, end, status = 0, len(data), 200
        if asked and "norange" not in how and (kind == "mixed" or condition in (None, etag)):
            start = int(asked[1])
            end = min(int(asked[2]) + 1, len(data)) if asked[2] else len(data)
            status = 206
            if start >= len(data):
                return self.answer(416, [("Content-Range", "bytes */%d" % len(data))])
            if "elsewhere" in how:
                start += 1
            headers.append(("Content-Range", "bytes %d-%d/%d" % (start, end - 1, len(data))))
        if "chunked" in how:
            headers.append(("Transfer-Encoding", "chunked"))
        else:
            headers.append(("Content-Length", str(end - start)))
        self.answer(status, headers, None)
        self.send_body(memoryview(data)[start:end], how, broken)
        if LOG:
            with lock:
                print("sent", self.path, sep="\t", file=LOG, flush=True)

    def send_body(self, data, how, broken):
        limit, kind = len(data), None
        for name in ("reset", "cut", "stall"):
            if name in how and broken and int(how[name]) < limit:
                limit, kind = int(how[name]), name
        rate, every = int(how.get("rate", 0)), int(how.get("every", 0))
        step = max(1, rate // 50) if rate else 65536
        if rate or every:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 65536)
        due = time.monotonic()
        for at in range(0, limit, step):
            if every and at // every != (at - step) // every and at:
                time.sleep(int(how["pause"]) / 1000)
            piece = bytes(data[at:min(at + step, limit)])
            if "chunked" in how:
                piece = b"%x\r\n%s\r\n" % (len(piece), piece)
            self.wfile.write(piece)
            if rate:
                due = max(due, time.monotonic() - 0.05) + len(piece) / rate
                time.sleep(max(0.0, due - time.monotonic()))
        if not kind:
            if "chunked" in how:
                self.wfile.write(b"0\r\n\r\n")
            return
        self.close_connection = True
        if kind == "stall":
            self.connection.settimeout(60)
            try:
                self.connection.recv(1)  # until the client goes away
            except OSError:
                pass
        elif kind == "reset":
            time.sleep(0.05)  # what was sent should arrive
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request, client_address):
        if not isinstance(sys.exc_info()[1], (ConnectionError, ValueError, ssl.SSLError)):
            super().handle_error(request, client_address)


server = Server(("127.0.0.1", 0), Handler)
if len(sys.argv) > 4:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(sys.argv[4])
    server.socket = tls.wrap_socket(server.socket, server_side=True)
with open(sys.argv[2] + ".new", "w") as port_file:
    print(server.server_address[1], file=port_file)
os.rename(sys.argv[2] + ".new", sys.argv[2])
server.serve_forever()

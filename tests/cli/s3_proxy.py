#!/usr/bin/env python3
"""s3_proxy.py PORT_FILE UPSTREAM_PORT FAULT_FILE LOG - hands requests on to a server on this machine, but for those that
FAULT_FILE names, which is read anew for each: lines of "REGEX COUNT STATUS". The first COUNT requests that match
("METHOD /path?query") are answered with STATUS; "lost" instead of a status hands the request on and breaks off
instead of the answer, "reset" breaks off at once. LOG: method, path and query, status of each."""
import http.client
import os
import re
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

counts = {}
lock = threading.Lock()


def fault_of(request):
    with open(sys.argv[3]) as f:
        for line in f:
            regex, count, what = line.split()
            with lock:
                if re.search(regex, request) and counts.get(line, 0) < int(count):
                    counts[line] = counts.get(line, 0) + 1
                    return what
    return None


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def handle_any(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        fault = fault_of("%s %s" % (self.command, self.path))
        status, headers, answer = None, [], b"<Error><Code>Made</Code></Error>"
        if fault in (None, "lost"):
            upstream = http.client.HTTPConnection("127.0.0.1", int(sys.argv[2]), timeout=60)
            upstream.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
            for name, value in self.headers.items():
                upstream.putheader(name, value)
            upstream.endheaders(body)
            got = upstream.getresponse()
            status, headers, answer = got.status, got.getheaders(), got.read()
            upstream.close()
        with lock, open(sys.argv[4], "a") as log:
            print(self.command, self.path, fault or status, file=log)
        if fault in ("lost", "reset"):
            self.close_connection = True
            return
        self.send_response(int(fault) if fault else status)
        for name, value in headers:
            if name.lower() not in ("content-length", "transfer-encoding", "connection", "date", "server"):
                self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        if status != 204:
            self.wfile.write(answer)

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = handle_any


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        if not isinstance(sys.exc_info()[1], (ConnectionError, ValueError)):
            super().handle_error(request, client_address)


server = Server(("127.0.0.1", 0), Handler)
with open(sys.argv[1] + ".new", "w") as port_file:
    print(server.server_address[1], file=port_file)
os.rename(sys.argv[1] + ".new", sys.argv[1])
server.serve_forever()

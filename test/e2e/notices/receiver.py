# Copyright 2026 The operator-engine authors
# SPDX-License-Identifier: Apache-2.0
"""A backend of a provider that is away, fails, hangs or accepts, as it is told, and remembers all that it was sent.

PUT /mode on port 8081 says how it behaves from now on: down, fail, hang or accept. GET /told there gives what came.
"""
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Backend:
    """What the two servers share."""

    def __init__(self):
        self.lock = threading.Lock()
        self.told = []
        self.mode = "down"
        self.server = None
        self.changed = threading.Event()

    def behave(self, mode):
        with self.lock:
            self.mode = mode
            self.changed.set()
            self.changed = threading.Event()
            if mode == "down" and self.server:
                self.server.shutdown()
                self.server.server_close()
                self.server = None
            if mode != "down" and not self.server:
                self.server = ThreadingHTTPServer(("", 8080), Notices)
                threading.Thread(target=self.server.serve_forever, args=(0.1,), daemon=True).start()


class Quiet(BaseHTTPRequestHandler):
    """One request a connection, and no log."""

    def log_message(self, *_):
        pass

    def answer(self, status, body=b""):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def body(self):
        return self.rfile.read(int(self.headers["Content-Length"])).decode()


class Notices(Quiet):
    def do_POST(self):
        body = self.body()
        with backend.lock:
            mode, changed = backend.mode, backend.changed
            headers = {name.lower(): value for name, value in self.headers.items()}
            backend.told.append({"mode": mode, "path": self.path, "headers": headers, "body": body})
        if mode == "hang":
            changed.wait()
        else:
            self.answer(200 if mode == "accept" else 500)


class Control(Quiet):
    def do_PUT(self):
        backend.behave(self.body())
        self.answer(200)

    def do_GET(self):
        with backend.lock:
            self.answer(200, json.dumps(backend.told).encode())


backend = Backend()
ThreadingHTTPServer(("", 8081), Control).serve_forever()

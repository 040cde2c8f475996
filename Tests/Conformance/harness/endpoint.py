"""An HTTPS endpoint as a customer has it, with a certificate that is its own authority."""

import http.server
import json
import ssl
import subprocess
import threading
import time


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        self.raw = self.rfile.read(int(self.headers["Content-Length"]))
        event = json.loads(self.raw)
        self.server.seen.append((self.path, dict(self.headers), event))
        self.server.bodies.append(self.raw)
        status, headers, body, wait = self.server.script(event)
        time.sleep(wait)
        try:
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)
        except OSError:
            pass  # who asked has gone

    def log_message(self, *_):
        pass


def make_authority(folder):
    """A certificate for localhost, and its key."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
         "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", folder / "key.pem", "-out", folder / "cert.pem"],
        check=True, capture_output=True)
    return folder


class Endpoint(http.server.ThreadingHTTPServer):
    """Answers each POST by its script: a function of the body to status, headers, body and seconds to wait."""

    def __init__(self, authority, script, path="/"):
        super().__init__(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(authority / "cert.pem", authority / "key.pem")
        self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)
        self.seen, self.bodies, self.script = [], [], script
        self.url, self.ca = f"https://localhost:{self.server_port}{path}", str(authority / "cert.pem")
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, *_):
        pass  # a client that trusts nobody

    def close(self):
        self.shutdown()
        self.server_close()

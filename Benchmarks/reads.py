"""GetObject of a sealed transcript, until the first byte, beside the same bytes from a plain file server, and beside one sync of the disk."""

import http.client
import http.server
import os
import pathlib
import ssl
import sys
import tempfile
import threading
import time
import urllib.parse

from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "Tests/Conformance"))


class Files(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass


class Client:
    """One connection that is there already."""

    def __init__(self, host, port, authority):
        context = ssl.create_default_context(cafile=authority)
        context.check_hostname = False
        self.connection = http.client.HTTPSConnection(host, port, context=context)
        self.connection.connect()

    def seconds(self, path, headers):
        began = time.perf_counter()
        self.connection.request("GET", path, headers=headers)
        answer = self.connection.getresponse()
        first = answer.read(1)
        took = time.perf_counter() - began
        rest = answer.read()
        if answer.status != 200 or not first:
            raise SystemExit(f"{path}: {answer.status} {rest[:300]}")
        return took


def signed(url, keys):
    request = AWSRequest(method="GET", url=url, headers={})
    S3SigV4Auth(Credentials(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"]), "s3", "us-east-1").add_auth(request)
    return dict(request.headers)


def file_server(folder):
    """Python's own, with TLS."""
    from harness.endpoint import make_authority
    tls = make_authority(pathlib.Path(tempfile.mkdtemp(dir=folder)))
    handler = type("Here", (Files,), {"__init__": lambda self, *words: Files.__init__(self, *words, directory=folder)})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tls / "cert.pem", tls / "key.pem")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, tls / "cert.pem"


def sync_seconds(folder):
    """What one durable append of a page costs on this disk, with nothing around it."""
    with open(f"{folder}/sync", "ab", buffering=0) as file:
        file.write(os.urandom(4096))
        began = time.perf_counter()
        os.fdatasync(file.fileno())
        return time.perf_counter() - began


def run(seconds, connections):
    from contacts.conftest import Centre
    from contacts.test_content import finished, objects
    from harness import sessions
    from harness.server import Server
    from harness.world import World
    server = Server().start("--telephony-adapter", "--rate", "access-key=0")
    try:
        centre = Centre(World(server))
        _, bucket, [entry] = objects(centre, finished(centre), 1)
        centre.close()
        keys = sessions.assume(server)["Credentials"]
        yield from compare(server, f"/{bucket}/{urllib.parse.quote(entry['Key'])}", entry["Size"], keys, seconds)
    finally:
        server.stop()
        server.close()


def compare(server, path, size, keys, seconds):
    keep = urllib.parse.urlsplit(server.urls["keep"])
    with tempfile.TemporaryDirectory(dir=ROOT) as folder:
        (pathlib.Path(folder) / "file").write_bytes(os.urandom(size))
        plain, authority = file_server(folder)
        ours = Client(keep.hostname, keep.port, server.data / "ca.pem")
        theirs = Client("127.0.0.1", plain.server_address[1], authority)
        times = ([], [], [])
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            times[0].append(ours.seconds(path, signed(server.urls["keep"] + path, keys)))
            times[1].append(theirs.seconds("/file", {}))
            times[2].append(sync_seconds(folder))
        plain.shutdown()
    for found in times:
        found.sort()
    (mine, other, sync) = [(found[len(found) // 2] * 1e3, found[len(found) * 99 // 100] * 1e3) for found in times]
    yield (f"reads: GetObject of {size:,} sealed bytes to its first byte: p50 {mine[0]:.1f} ms, p99 {mine[1]:.1f} ms; "
           f"{mine[0] / other[0]:.1f} times a plain file server (p50 {other[0]:.1f} ms, p99 {other[1]:.1f} ms); "
           f"one sync of this disk: p50 {sync[0]:.1f} ms, p99 {sync[1]:.1f} ms; {len(times[0])} reads")

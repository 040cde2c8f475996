"""ListQueues over 100 queues, beside a bare Hummingbird route and moto's ListInstances."""

import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.request

import boto3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = ROOT / ".build" / "release"
QUEUES = 100


def ready(process):
    for line in process.stdout:
        if line.startswith("ready "):
            return dict(part.split("=", 1) for part in line.split()[1:])
    raise SystemExit("the server ended before it was ready")


def wrk(url, seconds, connections, headers):
    command = ["wrk", "--latency", "-t1", f"-c{connections}", f"-d{seconds}s"]
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    text = subprocess.run(command + [url], capture_output=True, text=True, check=True).stdout
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
    if bad:
        raise SystemExit(f"{bad.group(1)} requests to {url} were refused:\n{text}")
    p99 = re.search(r"99%\s+([\d.]+)(us|ms|s)", text)
    scale = {"us": 0.001, "ms": 1, "s": 1000}[p99.group(2)]
    return float(re.search(r"Requests/sec:\s+([\d.]+)", text).group(1)), float(p99.group(1)) * scale


def signed(url, session):
    request = AWSRequest(method="GET", url=url, headers={})
    SigV4Auth(session.get_credentials(), "connect", session.region_name).add_auth(request)
    return dict(request.headers)


def make(data):
    """A contact centre, its root secret in a file beside it."""
    secret = data.with_suffix(".secret")
    secret.touch(0o600)
    secret.write_text(os.urandom(24).hex())
    subprocess.run(
        [BUILD / "switchkeep", "init", "--data-dir", data, "--root-key", f"file:{secret}"], check=True, stdout=subprocess.DEVNULL)


def stop(process):
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def run(seconds, connections):
    if not shutil.which("wrk"):
        raise SystemExit("wrk is missing: apt-get install -y wrk")
    with tempfile.TemporaryDirectory() as data:
        yield from compare(pathlib.Path(data) / "data", seconds, connections)


def compare(data, seconds, connections):
    make(data)
    server = subprocess.Popen(
        [BUILD / "switchkeep", "serve", "--data-dir", data, "--http", "127.0.0.1:0", "--https", "127.0.0.1:0", "--keep", "127.0.0.1:0",
         "--rate", "access-key=0"],
        stdout=subprocess.PIPE, text=True)
    try:
        http = ready(server)["http"]
        os.environ.update(AWS_CONFIG_FILE=str(data / "aws/config"), AWS_SHARED_CREDENTIALS_FILE=str(data / "aws/credentials"))
        session = boto3.Session(profile_name="switchkeep")
        url, size = fill(session, http)
        yield from figures(url, size, session, seconds, connections)
    finally:
        stop(server)


def fill(session, http):
    connect = session.client("connect", endpoint_url=http)
    instance = connect.list_instances()["InstanceSummaryList"][0]["Id"]
    hours = connect.list_hours_of_operations(InstanceId=instance)["HoursOfOperationSummaryList"][0]["Id"]
    have = len(connect.list_queues(InstanceId=instance)["QueueSummaryList"])
    for number in range(QUEUES - have):
        connect.create_queue(InstanceId=instance, Name=f"Queue {number}", HoursOfOperationId=hours)
    url = f"{http}/queues-summary/{instance}"
    with urllib.request.urlopen(urllib.request.Request(url, headers=signed(url, session))) as response:
        return url, len(response.read())


def figures(url, size, session, seconds, connections):
    """The two runs of each side alternate, so that a busy machine is busy for both."""
    bare = subprocess.Popen([BUILD / "bare-route", str(size)], stdout=subprocess.PIPE, text=True)
    moto = subprocess.Popen(["moto_server", "-p", "0"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    try:
        bare_url, moto_url = ready(bare)["http"] + "/", moto_address(moto)
        boto3.client("connect", endpoint_url=moto_url, region_name="us-east-1", aws_access_key_id="x", aws_secret_access_key="x").list_instances()
        ours, bares, motos = [], [], []
        for _ in range(2):
            ours.append(wrk(url, seconds, connections, signed(url, session)))
            bares.append(wrk(bare_url, seconds, connections, {}))
            motos.append(wrk(moto_url + "/instance", max(3, seconds // 2), connections, signed(moto_url + "/instance", session)))
        mine, plain, peer = max(ours), max(bares), max(motos)
        yield f"| what | requests/s | p99 ms | (body {size} bytes, {connections} connections, {seconds} s, best of 2)"
        yield f"| ListQueues, {QUEUES} queues | {mine[0]:.0f} | {mine[1]:.1f} | {100 * mine[0] / plain[0]:.0f} % of the bare route, {mine[0] / peer[0]:.0f} times moto"
        yield f"| bare Hummingbird route | {plain[0]:.0f} | {plain[1]:.1f} |"
        yield f"| moto ListInstances | {peer[0]:.0f} | {peer[1]:.1f} |"
    finally:
        stop(bare)
        stop(moto)


def moto_address(process):
    for line in process.stderr:
        found = re.search(r"Running on (http://\S+)", line)
        if found:
            time.sleep(0.5)
            return found.group(1)
    raise SystemExit("moto_server did not start")

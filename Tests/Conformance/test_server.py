"""The listener as a stranger meets it."""

import http.client
import socket
import ssl
import subprocess
import time
import urllib.request

import pytest
from harness.server import PROGRAM


def address(url):
    host, port = url.split("//")[1].split(":")
    return host, int(port)


def test_health_and_metrics(server):
    for url in server.urls["http"], server.urls["https"]:
        context = ssl.create_default_context(cafile=str(server.data / "ca.pem")) if url.startswith("https") else None
        with urllib.request.urlopen(url + "/health", context=context) as response:
            assert response.status == 200
    text = urllib.request.urlopen(server.urls["http"] + "/metrics").read().decode()
    assert "# TYPE" in text


def test_metrics_are_for_loopback_alone(server):
    context = ssl.create_default_context(cafile=str(server.data / "ca.pem"))
    connection = http.client.HTTPSConnection(*address(server.urls["https"]), context=context)
    connection.request("GET", "/metrics")
    assert connection.getresponse().status == 404


def test_a_certificate_of_nobody_is_refused(server):
    with pytest.raises(ssl.SSLError):
        with socket.create_connection(address(server.urls["https"])) as plain:
            ssl.create_default_context().wrap_socket(plain, server_hostname="127.0.0.1")


def test_a_refused_websocket_is_answered(server):
    with socket.create_connection(address(server.urls["http"]), timeout=5) as plain:
        plain.sendall(
            b"GET /chat HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
        assert plain.recv(4096).startswith(b"HTTP/1.1 404 ")


@pytest.mark.parametrize("headers,body,status", [({"X-Big": "x" * 40_000}, b"", 431), ({}, b"x" * (2 << 20), 413)])
def test_limits(server, headers, body, status):
    connection = http.client.HTTPConnection(*address(server.urls["http"]), timeout=10)
    try:
        connection.request("PUT", "/instance", body=body, headers=headers)
    except (BrokenPipeError, ConnectionResetError):
        pass
    assert connection.getresponse().status == status


def test_plain_http_on_the_network_is_refused(own_server):
    refused = subprocess.run(
        [PROGRAM, "serve", "--data-dir", own_server.data, "--http", "0.0.0.0:0", "--https", "127.0.0.1:0", "--keep", "127.0.0.1:0"],
        capture_output=True, text=True, timeout=20)
    assert refused.returncode != 0 and "loopback" in refused.stderr and "ready" not in refused.stdout


def test_a_second_init_and_a_missing_folder(own_server, tmp_path):
    again = subprocess.run([PROGRAM, "init", "--data-dir", own_server.data], capture_output=True, text=True)
    assert again.returncode != 0 and "already" in again.stderr
    missing = subprocess.run([PROGRAM, "serve", "--data-dir", tmp_path / "none"], capture_output=True, text=True)
    assert missing.returncode != 0 and "switchkeep init" in missing.stderr


def test_a_folder_is_served_once(server):
    second = subprocess.run(
        [PROGRAM, "serve", "--data-dir", server.data, "--http", "127.0.0.1:0", "--https", "127.0.0.1:0", "--keep", "127.0.0.1:0"],
        capture_output=True, text=True, timeout=20)
    assert second.returncode != 0 and "already" in second.stderr and "ready" not in second.stdout


def test_it_ends_when_told(own_server):
    assert own_server.start().stop() == 0


def test_a_certificate_of_the_operators_own(own_server, tmp_path):
    certificate, key = tmp_path / "own.pem", tmp_path / "own.key"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key, "-out", certificate,
         "-days", "2", "-subj", "/CN=own", "-addext", "subjectAltName=IP:127.0.0.1"], check=True, capture_output=True)
    own_server.start("--tls-certificate", str(certificate), "--tls-key", str(key), "--tls-ca-bundle", str(certificate))
    assert own_server.client().list_instances()["InstanceSummaryList"]
    assert own_server.client("sts").get_caller_identity()["Arn"]


def test_a_stop_is_no_fault(own_server):
    own_server.start()
    time.sleep(1)
    assert own_server.stop() == 0
    assert "Error" not in (own_server.data / "serve.log").read_text()

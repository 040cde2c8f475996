"""Requests below the SDK: built from the model, signed, and sent as they are."""

import http.client
import json
import time
import urllib.parse

from botocore.auth import SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest

from . import model, patience


def serialise(name, request):
    """(method, path with query, body) of a request, by the model alone."""
    operation = model.operation(name)
    path, query, body = operation.http["requestUri"], [], {}
    shape = operation.input_shape
    for member, value in request.items():
        described = shape.members.get(member) if shape else None
        place = described.serialization.get("location") if described is not None else None
        wire = described.serialization.get("name", member) if described is not None else member
        if place == "uri":
            path = path.replace("{" + wire + "}", urllib.parse.quote(str(value), safe=""))
        elif place == "querystring":
            query += [(wire, str(item)) for item in (value if isinstance(value, list) else [value])]
        else:
            body[wire] = value
    text = urllib.parse.urlencode(query, quote_via=urllib.parse.quote)
    return operation.http["method"], path + ("?" + text if text else ""), json.dumps(body, default=lambda moment: moment.timestamp()).encode() if body else b""


class Sender:
    """One connection to the plain listener, and the keys that sign."""

    def __init__(self, server, profile="switchkeep", credentials=None):
        self.base = server.urls["http"]
        self.host = self.base.removeprefix("http://")
        session = server.session(profile)
        self.credentials = credentials or session.get_credentials().get_frozen_credentials()
        self.region = session.region_name
        self.connection = http.client.HTTPConnection(self.host, timeout=30)

    def headers(self, method, path, body, region=None, service="connect"):
        request = AWSRequest(method=method, url=self.base + path, data=body, headers={"Content-Type": "application/json"} if body else {})
        SigV4Auth(self.credentials, service, region or self.region).add_auth(request)
        return dict(request.headers)

    def presigned(self, method, path, seconds=60):
        request = AWSRequest(method=method, url=self.base + path)
        SigV4QueryAuth(self.credentials, "connect", self.region, expires=seconds).add_auth(request)
        return request.url.removeprefix(self.base)

    def send(self, method, path, body=b"", headers=None):
        """(status, error type, body as JSON or text)."""
        self.connection.request(method, path, body=body or None, headers=headers if headers is not None else self.headers(method, path, body))
        response = self.connection.getresponse()
        text = response.read()
        try:
            parsed = json.loads(text) if text else {}
        except ValueError:
            parsed = text
        return response.status, response.headers.get("x-amzn-errortype", ""), parsed

    def answer(self, *request):
        """As `send`, and again while the keep says nothing, which on a machine whose disk hangs it does for seconds: as SDKs do."""
        deadline = time.monotonic() + patience.SECONDS
        while (answer := self.send(*request))[:2] == (503, "ServiceUnavailableException") and time.monotonic() < deadline:
            time.sleep(0.2)
        return answer

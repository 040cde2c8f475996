"""A target of alerts, as somebody's phone is one."""

import json
import subprocess
import time

from harness.endpoint import Endpoint
from harness.server import PROGRAM


class Target(Endpoint):
    def __init__(self, authority):
        self.status = 204
        super().__init__(authority, lambda _: (self.status, {}, b"", 0))

    @property
    def alerts(self):
        return [alert for _, _, body in list(self.seen) for alert in body["data"]["alerts"]]

    def until(self, met, seconds=15):
        deadline = time.monotonic() + seconds
        while True:
            found = [alert for alert in self.alerts if met(alert)]
            if found:
                return found
            assert time.monotonic() < deadline, [(alert["rule"], alert["eventName"]) for alert in self.alerts]
            time.sleep(0.05)


def run(server, *words, check=True):
    return subprocess.run([PROGRAM, "alert", *words, "--data-dir", server.data], check=check, capture_output=True, text=True)


def new_target(server, authority):
    """A target that a server tells."""
    target = Target(authority)
    target.name = f"phone-{time.time_ns()}"
    made = run(server, "target", "add", target.name, "--url", target.url, "--ca-file", target.ca)
    target.secret = json.loads(made.stdout)["secret"]
    return target


def of(rule, **members):
    return lambda alert: alert["rule"] == rule and all(alert[name] == value for name, value in members.items())

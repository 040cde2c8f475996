"""Telephones that play a script, over the wire of a program that carries calls (docs/telephony-port.md).

A test says what people do: press digits, stay silent, hang up, do not answer. What the contact centre does to a call is kept in order.
"""

import json
import threading
import time

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from harness import patience
from harness.desk import tls
from harness.telephony import TelephoneCall, Telephones

CALLER, CENTRE = "+441632960011", "+441632960000"


class Call(TelephoneCall):
    """What people notice is a command of the port's, and what they do is an event."""

    def __init__(self, exchange, contact):
        self.exchange, self.contact, self.number = exchange, contact, None
        self.commands, self.third_party = [], None

    def heard(self, audience="customer"):
        """What was said to somebody, in order."""
        return [
            next(iter(item.values())) for command in self.commands if command["command"] in ("play", "collect")
            and command.get("to", "customer") == audience for item in command["presentations"]]

    def waits(self, command, **members):
        """The first command of that name that nobody has waited for."""
        def found():
            for each in self.commands:
                if each["command"] == command and not each.get("seen") and all(each.get(k) == v for k, v in members.items()):
                    return each
        return self.exchange.wait(found, lambda: f"{command} {members}; there came {self.commands}", mark=True)

    def happened(self, event, **members):
        self.exchange.send({
            "type": "event", "instanceId": self.exchange.instance, "contactId": self.contact, "event": event, **members})

    def press(self, digits, **members):
        self.happened("digitsCollected", token=self.waits("collect", **members)["token"], digits=digits)

    def is_silent(self):
        self.happened("inputTimedOut", token=self.waits("collect")["token"])

    def hang_up(self):
        self.happened("customerHungUp")

    def is_answered(self):
        self.waits("answer")

    def hears(self, text):
        self.exchange.wait(lambda: self.heard()[-1:] == [text], lambda: f"{text!r}; there came {self.commands}")

    def hears_music(self):
        self.waits("play", isRepeated=True, to="customer")

    def is_on_hold(self):
        self.waits("hold", to="customer")
        self.hears_music()

    def is_with_all(self):
        self.waits("resume", to="customer")

    def gets_keys(self, digits):
        assert self.waits("sendDigits")["digits"] == digits

    def is_over(self):
        self.waits("hangUp")

    def is_lifted_by(self, agent):
        self.happened("agentAnswered", agentId=agent)

    def is_refused_by(self, agent):
        self.happened("agentHungUp", agentId=agent)

    def rings_no_more_at(self, agent):
        self.waits("dropAgent", agentId=agent)

    def is_joined_by(self, agent):
        self.waits("join", agentId=agent)

    def is_muted(self):
        assert self.waits("mute")["isMuted"] is True

    def is_consultation_of(self, call, agent):
        assert self.waits("consult")["with"] == call.contact
        self.is_joined_by(agent)

    def goes_on_as(self, contact, agent):
        self.waits("rename", to=contact)

    def goes_on_without_us(self):
        self.waits("release")
        assert not [each for each in self.commands if each["command"] == "hangUp"]

    def customer_is_called(self, number, answers):
        assert self.dialled("Answered" if answers else "TimedOut")["number"] == number

    def third_party_is_called(self, number, outcome="Answered", seconds=None):
        dial = self.dialled(outcome, "dialThirdParty")
        assert dial["number"] == number and seconds in (None, dial["timeLimitSeconds"])
        self.third_party = dial["token"]

    def third_party_hangs_up(self):
        self.happened("thirdPartyHungUp", token=self.third_party)

    def improvise(self, random, seconds=5):
        """Does something of all that a caller and who is called may do, until the call is over or waits for somebody."""
        done = 0
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            with self.exchange.changed:
                self.exchange.changed.wait_for(lambda: len(self.commands) > done, timeout=0.3)
                new, done = self.commands[done:], len(self.commands)
            for command in new:
                if command["command"] == "hangUp":
                    return
                self.improvise_answer(command, random)
            if not new and any(c["command"] == "play" and c["isRepeated"] for c in self.commands):
                break
        self.hang_up()

    def improvise_answer(self, command, random):
        token = command.get("token")
        if command["command"] == "collect":
            digits = "".join(random.choice("0123456789") for _ in range(random.choice([1, command["digitsMax"]])))
            silent = random.random() < 0.2
            self.happened(*(["inputTimedOut"] if silent else ["digitsCollected"]), token=token, **({} if silent else {"digits": digits}))
        elif command["command"] in ("dialThirdParty", "dialCustomer"):
            outcome = random.choice(["dialAnswered", "dialFailed", "dialTimedOut"])
            self.happened(outcome, token=token)
            if outcome == "dialAnswered" and command["command"] == "dialThirdParty":
                self.happened("thirdPartyHungUp", token=token)

    def dialled(self, outcome, command="dialCustomer"):
        """Answered, Failed or TimedOut."""
        dial = self.waits(command)
        self.happened(f"dial{outcome}", token=dial["token"])
        return dial


class Exchange(Telephones):
    """All the telephones, whose receivers are in somebody's hand: what is played has been heard at once, unless it is repeated."""

    def __init__(self, server, instance):
        self.instance, self.calls, self.number, self.replies = instance, {}, 0, {}
        # Whoever is called has no telephone.
        self.reaches_nobody = False
        self.changed = threading.Condition()
        token = (server.data / "switch" / "telephony.token").read_text().strip()
        self.attach(server, token)
        threading.Thread(target=self.read, daemon=True).start()

    def attach(self, server, token, seconds=5):
        """There is one at a time: who comes right after another may have to wait until that has gone."""
        deadline = time.monotonic() + seconds
        while True:
            self.socket = connect(server.urls["https"].replace("https", "wss") + "/telephony", ssl=tls(server), close_timeout=1)
            self.send({"type": "authenticate", "token": token})
            try:
                assert json.loads(self.socket.recv())["type"] == "attached"
                return
            except ConnectionClosed:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)

    def send(self, message):
        self.socket.send(json.dumps(message))

    def read(self):
        try:
            for text in self.socket:
                message = json.loads(text)
                with self.changed:
                    self.take(message)
                    self.changed.notify_all()
        except Exception:  # the program has gone, which tests do on purpose
            pass

    def take(self, message):
        if message["type"] == "reply":
            self.replies[message["id"]] = message
            return
        call = self.call(message["contactId"])
        call.commands.append(message)
        kind = message["command"]
        if kind == "rename":
            call.contact = message["to"]
            known = self.calls.get(message["to"])
            if known:
                call.commands += known.commands
            self.calls[message["to"]] = call
        elif kind == "dialCustomer" and self.reaches_nobody:
            call.happened("dialFailed", token=message["token"])
        elif kind == "play" and not message["isRepeated"]:
            self.send({
                "type": "event", "instanceId": self.instance, "contactId": message["contactId"], "event": "played",
                "token": message["token"]})

    def call(self, contact):
        return self.calls.setdefault(contact, Call(self, contact))

    def wait(self, found, what, seconds=patience.SECONDS, mark=False):
        with self.changed:
            assert self.changed.wait_for(found, timeout=seconds), f"there did not come {what()}"
            result = found()
            if mark:
                result["seen"] = True
            return result

    def dial(self, flow, caller=CALLER, number=CENTRE, trunk="carrier"):
        """Somebody calls a number: a flow answers, or the one that the number is associated with."""
        reply = self.tried(flow, caller, number, trunk)
        assert "error" not in reply and "refused" not in reply, reply
        with self.changed:
            call = self.call(reply["contactId"])
            call.number = caller
            return call

    def desk(self, centre, profile=None, state="Available"):
        return centre.desk(profile, state)

    def accepts(self, desk):
        return desk.accept("VOICE")

    def refused(self, number, caller=CALLER, trunk="carrier"):
        """The status that a call to a number is answered with; None for one that is taken."""
        return self.tried(None, caller, number, trunk).get("refused")

    def tried(self, flow, caller, number, trunk):
        self.number += 1
        number_of_message = self.number
        asked = {"type": "call", "id": number_of_message, "from": caller, "to": number, "trunk": trunk}
        self.send({**asked, "instanceId": self.instance, "contactFlowId": flow} if flow else asked)
        return self.wait(lambda: self.replies.get(number_of_message), lambda: "a reply to the call")

    def calls_to(self, agent):
        """The contact for which an agent's telephone rings."""
        def found():
            for call in self.calls.values():
                for each in call.commands:
                    if each["command"] == "callAgent" and each["agentId"] == agent and not each.get("seen"):
                        return call, each
        call, ring = self.wait(found, lambda: "a call to the agent")
        ring["seen"] = True
        return call

    def close(self):
        self.socket.close()

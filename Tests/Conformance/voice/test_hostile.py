"""The open network, while a real call goes on: floods, guesses, injected audio, scanners. Each has its control."""

import collections
import contextlib
import json
import secrets
import socket
import struct
import threading
import time

from harness import patience, sessions
from harness.alerts import run as alert_run
from harness.phone import Phone
from harness.sip import Message
from harness.tones import FRAME, share, tone
from voice.conftest import CALLER_TONE, PHONES, TRUNK, call_in, connected, wait_for

INJECTED = 2791


class Stranger:
    """Sends whatever it likes from an address, and counts what comes back."""

    def __init__(self, host, server):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((host, 0))
        self.host, self.port = self.socket.getsockname()
        self.server, self.answers, self.closed = server, [], False
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        while not self.closed:
            try:
                self.answers.append(Message(self.socket.recvfrom(65536)[0]))
            except OSError:
                return

    def send(self, method, user="1000", agent="friendly", extra=""):
        branch = secrets.token_hex(8)
        uri = f"sip:{user}@{self.server[0]}"
        self.socket.sendto((
            f"{method} {uri} SIP/2.0\r\nVia: SIP/2.0/UDP {self.host}:{self.port};branch=z9hG4bK{branch};rport\r\nMax-Forwards: 70\r\n"
            f"From: <sip:{user}@{self.host}>;tag={branch}\r\nTo: <{uri}>\r\nCall-ID: {branch}\r\nCSeq: 1 {method}\r\nUser-Agent: {agent}\r\n"
            f"Contact: <sip:{user}@{self.host}:{self.port}>\r\n{extra}Content-Length: 0\r\n\r\n").encode(), self.server)

    def close(self):
        self.closed = True
        self.socket.close()


def heard_meanwhile(phone, seconds, hertz):
    """The greatest share that a tone has of any fifth of a second."""
    phone.forget()
    time.sleep(seconds)
    with phone.changed:
        heard = bytes(phone.heard)
    assert len(heard) > 8000 * seconds / 2, "the call goes on"
    return max(share(heard[start:start + 1600], hertz) for start in range(0, len(heard) - 1600, 800))


def test_injected_audio_is_not_heard(centre, line):
    desk, phone, caller, _, contact = connected(centre, line)
    port = caller.media[1]
    ports = {port, phone.media[1]}
    stop = threading.Event()

    def inject():
        # From a stranger, from another port of the caller's own host, and with the caller's numbering guessed at random.
        sockets = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(2)]
        for each, host in zip(sockets, ("127.0.0.9", TRUNK)):
            each.bind((host, 0))
        sequence, source = 1, secrets.randbelow(1 << 32)
        payload = tone(INJECTED, FRAME, amplitude=20000)
        while not stop.is_set():
            for each in sockets:
                for to in ports:
                    packet = struct.pack("!BBHII", 0x80, 0, sequence & 0xFFFF, sequence * FRAME & 0xFFFFFFFF, source) + payload
                    each.sendto(packet, (line.address[0], to))
            sequence += 1
            time.sleep(0.005)

    thread = threading.Thread(target=inject)
    thread.start()
    try:
        assert heard_meanwhile(phone, 2, INJECTED) < 0.05
        phone.hears(CALLER_TONE)
        caller.hears(phone.hertz)
    finally:
        stop.set()
        thread.join()
    # The control: from the caller itself it is heard.
    caller.hertz = INJECTED
    phone.hears(INJECTED)
    desk.finish(contact)
    caller.over()


def test_a_call_is_set_up_while_invites_flood_in(centre, line):
    strangers = [Stranger(f"127.0.1.{number}", line.address) for number in range(1, 9)]
    stop = threading.Event()
    sent = 0

    def flood():
        nonlocal sent
        while not stop.is_set():
            for stranger in strangers:
                stranger.send("INVITE", user="01632960000")
                sent += 1
            time.sleep(0.001)

    thread = threading.Thread(target=flood)
    thread.start()
    begun = time.monotonic()
    try:
        desk, phone, caller, _, contact = connected(centre, line)
        phone.hears(CALLER_TONE)
    finally:
        stop.set()
        thread.join()
    seconds = time.monotonic() - begun
    desk.finish(contact)
    caller.over()
    answers = sum(len({answer["Call-ID"] for answer in stranger.answers}) for stranger in strangers)
    assert sent > 2000 and answers <= len(strangers) * (20 + 5 * (seconds + 1)), (sent, answers, seconds)
    assert {answer.status for stranger in strangers for answer in stranger.answers} <= {401}
    for stranger in strangers:
        stranger.close()


def request(method, call, host, transport="TCP", via=""):
    return (
        f"{method} sip:a@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/{transport} {host}{via};branch=z9hG4bK{call}\r\nMax-Forwards: 70\r\n"
        f"From: <sip:a@{host}>;tag={call}\r\nTo: <sip:a@127.0.0.1>\r\nCall-ID: {call}\r\nCSeq: 1 {method}\r\n"
        f"Contact: <sip:a@{host}>\r\nContent-Length: 0\r\n\r\n").encode()


@contextlib.contextmanager
def unharmed(centre, line):
    """After what happens in it the switch is the same process, and serves a call."""
    switch = line.server.child("switch")
    yield
    desk, _, caller, _, contact = connected(centre, line)
    desk.finish(contact)
    caller.over()
    assert line.server.child("switch") == switch


def test_made_up_addresses_leave_room_for_calls(centre, line):
    """More requests than there may be transactions at once, of hosts that each ask no more than they may: nothing is kept of them."""
    with unharmed(centre, line):
        answers = collections.Counter()
        for group in range(2_000):
            if answers.total() > 66_000:
                break
            with contextlib.ExitStack() as stack:
                strangers = [stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) for _ in range(8)]
                for number, stranger in enumerate(strangers, start=group * 8):
                    host = f"127.1.{number >> 8}.{number & 255}"
                    stranger.bind((host, 0))
                    stranger.settimeout(0.03)
                    for each in range(20):
                        stranger.sendto(request("INVITE", f"{number}-{each}", host, "UDP", via=f":{stranger.getsockname()[1]}"), line.address)
                for stranger in strangers:
                    with contextlib.suppress(TimeoutError):
                        for _ in range(20):
                            answers[stranger.recv(4096)[:11]] += 1
        assert answers.total() > 66_000 and set(answers) == {b"SIP/2.0 401"}, answers


def torn(line, host, requests):
    """A connection that is reset while its requests are being answered."""
    connection = socket.socket()
    connection.bind((host, 0))
    connection.connect(line.address)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.sendall(b"".join(requests))
    connection.close()


def test_connections_that_break_off_break_nothing(centre, line):
    """The peer is gone when it is answered: strangers', and a trunk's, whose requests have no rate."""
    with unharmed(centre, line):
        line.trunk("--target", f"{line.target};transport=tcp")
        for number in range(60):
            torn(line, f"127.0.7.{number + 1}", [request("REGISTER", f"{number}-{each}", "127.0.7.1") for each in range(15)])
            torn(line, TRUNK, [request("OPTIONS", f"t{number}-{each}", TRUNK) for each in range(200)])
        line.trunk()


def test_where_nobody_can_be_answered_breaks_nothing(centre, line):
    """An answer goes to the port that a request names: none is sent to port 0, and the kernel says so."""
    with unharmed(centre, line), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger:
        stranger.bind(("127.0.0.9", 0))
        for number in range(5):
            stranger.sendto(request("REGISTER", f"zero-{number}", "127.0.0.9", "UDP", via=":0"), line.address)


def test_strangers_hold_no_connections(centre, line):
    """One of them opens few at once, and what nobody registers on is closed, however much comes on it."""
    opened = []
    for _ in range(200):
        connection = socket.create_connection(line.address, source_address=("127.0.0.9", 0))
        connection.setblocking(False)
        opened.append(connection)
    wait_for(lambda: sum(map(is_open, opened)) <= 64, "the end of most")
    kept = [each for each in opened if is_open(each)]
    assert kept
    begun = time.monotonic()
    while kept:
        assert time.monotonic() - begun < 32 + 4 + patience.SECONDS, f"{len(kept)} connections are held"
        for each in kept:
            with contextlib.suppress(OSError):
                each.send(b"\r\n\r\n")
        time.sleep(1)
        kept = [each for each in kept if is_open(each)]
    assert time.monotonic() - begun > 20, "they were closed for another reason"


def is_open(connection):
    try:
        while connection.recv(4096):
            pass
        return False
    except BlockingIOError:
        return True
    except OSError:
        return False


def test_guesses_are_silenced_and_the_telephone_is_not(centre, line):
    desk = centre.desk()
    phone = line.telephone(centre, desk)
    guesser = Phone(line.address, host="127.0.0.8", user=phone.user, password="guess")
    assert [guesser.register() for _ in range(5)] == [401] * 5
    guesser.password = phone.password
    try:
        guesser.register()
    except AssertionError:
        pass
    else:
        raise AssertionError("who guessed is heard")
    # It is on record, and an alert, and names the telephone but not what was tried.
    server = centre.world.server
    told = sessions.events_of(server, lambda event: event["eventName"] == "RefuseGuesses" and "127.0.0.8" in json.dumps(event))
    assert [event["requestParameters"] for event in told] == [
        {"address": "127.0.0.8", "deviceId": phone.user, "wrong": "5", "silentSeconds": "60", "unreported": "0"}]
    wait_for(lambda: "127.0.0.8" in alert_run(server, "list").stdout, "an alert")
    alerts = [line for line in alert_run(server, "list").stdout.splitlines() if "127.0.0.8" in line]
    assert len(alerts) == 1 and '"rule":"guesses"' in alerts[0] and phone.password not in alerts[0]
    # The control: the same password from elsewhere, and the telephone itself.
    honest = Phone(line.address, host="127.0.0.7", user=phone.user, password=phone.password)
    assert honest.register() == 200
    assert phone.register() == 200
    for each in (guesser, honest):
        each.close()


def test_scanners_hear_nothing(line):
    stranger, carrier = Stranger("127.0.0.9", line.address), Stranger(TRUNK, line.address)
    for method in ("OPTIONS", "BYE", "INFO", "SUBSCRIBE", "MESSAGE"):
        stranger.send(method)
    for agent in ("friendly-scanner", "sipvicious", "sundayddr"):
        stranger.send("REGISTER", agent=agent)
        stranger.send("INVITE", agent=agent)
    # The control: the trunk is answered.
    deadline = time.monotonic() + patience.SECONDS
    while not carrier.answers:
        assert time.monotonic() < deadline, "the trunk is not answered"
        carrier.send("OPTIONS")
        time.sleep(0.3)
    assert carrier.answers[0].status == 200 and stranger.answers == []
    for each in (stranger, carrier):
        each.close()


def test_a_telephone_calls_nobody(centre, line):
    """A device password that was stolen makes no calls: toll fraud has nothing to take."""
    desk = centre.desk()
    phone = line.telephone(centre, desk)
    line.leads(centre, centre.flow)
    carrier = line.carrier()
    stranger = Stranger(PHONES, line.address)
    stranger.send("INVITE", user="+441632960099")
    wait_for(lambda: stranger.answers, "an answer")
    challenge = next(answer for answer in stranger.answers if answer.status == 401)
    uri = f"sip:+441632960099@{line.address[0]}"
    proof = phone.authorize(challenge, "INVITE", uri)
    phone.dialog = {"call": "fraud", "local": f"<sip:{phone.user}@{phone.host}>;tag=f", "remote": f"<{uri}>", "target": uri, "cseq": 1}
    phone.send(
        f"INVITE {uri} SIP/2.0\r\n{phone.via()}Max-Forwards: 70\r\nFrom: <sip:{phone.user}@{phone.host}>;tag=f\r\nTo: <{uri}>\r\nCall-ID: fraud\r\n"
        f"CSeq: 1 INVITE\r\n{phone.contact()}{proof}", phone.sdp())
    assert phone.waits("INVITE", 403) and not [m for m in carrier.messages if m.method == "INVITE"]
    stranger.close()


def test_a_telephone_that_has_signed_off_is_not_rung(centre, line):
    desk = centre.desk()
    phone = line.telephone(centre, desk)
    assert phone.register(expires=0) == 200
    caller, _ = call_in(centre, line)
    desk.contact("REJECTED")
    caller.hang_up()
    assert not phone.rung

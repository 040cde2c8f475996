"""A telephone over sockets: SIP on UDP and G.711 on RTP. It says a tone, and knows which tones it hears and which keys come.

Beside sipp and baresip it is for what they cannot do: faults on purpose, and proof of who heard whom.
"""

import contextlib
import hashlib
import re
import secrets
import socket
import struct
import threading
import time

from harness import patience
from harness.sip import Message, Persistence
from harness.tones import FRAME, keys, level, share, shares, tone


class Phone:
    """One telephone, with one call at a time."""

    def __init__(self, server, host="127.0.0.3", user="phone", password=None, hertz=440, answers=True, port=0, persists=False, demands=None):
        """One that persists sends again what is not answered, as RFC 3261 17 has it: for networks that lose packets. One that demands a user and
        password does so from its first moment on."""
        self.server, self.user, self.password, self.hertz, self.answers = server, user, password, hertz, answers
        self.sip = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.sip.bind((host, port))
        self.rtp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.rtp.bind((host, 0))
        self.host, self.port = self.sip.getsockname()
        self.changed = threading.Condition()
        self.messages, self.heard, self.events, self.sources = [], bytearray(), [], set()
        self.invite = self.dialog = self.media = None
        self.rung = []
        self.ended = self.is_muted = self.closed = False
        self.cseq, self.keys, self.status, self.branch = 0, [], None, None
        self.direction = "sendrecv"
        self.sent_packets, self.is_late, self.sounds = 0, False, bytearray()
        self.persistence = Persistence(self._transmit) if persists else None
        self.demanded, self.proved, self.registered = demands, False, None
        for body in (self._listen, self._hear, self._say):
            threading.Thread(target=body, daemon=True).start()

    # Waiting

    def wait(self, met, what, seconds=patience.SECONDS):
        with self.changed:
            found = self.changed.wait_for(met, timeout=seconds)
            assert found, f"{what} did not come; there came {[m.first for m in self.messages]}"
            return found

    def waits(self, method=None, status=None, seconds=patience.SECONDS):
        def found():
            return next((m for m in self.messages if m.method == method and m.status == status), None)
        return self.wait(found, f"{method} {status or ''}", seconds)

    # SIP

    def send(self, text, body="", to=None):
        kind = "Content-Type: application/sdp\r\n" if body and "Content-Type" not in text else ""
        data = f"{text}{kind}Content-Length: {len(body)}\r\n\r\n{body}".encode()
        if self.persistence:
            with self.changed:
                self.persistence.sent(data)
        self._transmit(data, to)

    def _transmit(self, data, to=None):
        with contextlib.suppress(OSError):
            self.sip.sendto(data, to or self.server)

    def via(self, branch=None):
        return f"Via: SIP/2.0/UDP {self.host}:{self.port};branch={branch or 'z9hG4bK' + secrets.token_hex(8)};rport\r\n"

    def contact(self):
        return f"Contact: <sip:{self.user}@{self.host}:{self.port}>\r\n"

    def sdp(self, codecs="0 101"):
        events = "a=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\n" if "101" in codecs else ""
        return (
            f"v=0\r\no=- 1 1 IN IP4 {self.host}\r\ns=-\r\nc=IN IP4 {self.host}\r\nt=0 0\r\nm=audio {self.rtp.getsockname()[1]} RTP/AVP {codecs}\r\n"
            f"{events}a={self.direction}\r\n")

    def register(self, expires=300, realm="switchkeep"):
        """Registers; answers the last status."""
        authorization = ""
        for _ in range(2):
            self.cseq += 1
            with self.changed:
                self.messages.clear()
            host = self.server[0]
            self.send(
                f"REGISTER sip:{host} SIP/2.0\r\n{self.via()}Max-Forwards: 70\r\nFrom: <sip:{self.user}@{host}>;tag=r1\r\nTo: <sip:{self.user}@{host}>\r\n"
                f"Call-ID: reg-{self.port}\r\nCSeq: {self.cseq} REGISTER\r\n{self.contact()}Expires: {expires}\r\n{authorization}")
            answer = self.wait(
                lambda: next((m for m in self.messages if m.method == "REGISTER" and m.status), None), "an answer to REGISTER", 5)
            if answer.status != 401:
                return answer.status
            authorization = self.authorize(answer, "REGISTER", f"sip:{host}")
        return 401

    def authorize(self, challenge, method, uri, name="WWW-Authenticate"):
        """By SHA-256, or by MD5 where nothing else is asked for."""
        values = challenge.all(name)
        value = next((v for v in values if "SHA-256" in v), values[0])
        field = dict(re.findall(r'(\w+)="?([^",]+)"?', value))
        algorithm = "SHA-256" if "SHA-256" in value else "MD5"

        def digest(text):
            return hashlib.new(algorithm.replace("-", ""), text.encode()).hexdigest()
        secret = digest(f"{self.user}:{field['realm']}:{self.password}")
        response = digest(f"{secret}:{field['nonce']}:00000001:abcd:auth:{digest(f'{method}:{uri}')}")
        return (
            f'Authorization: Digest username="{self.user}", realm="{field["realm"]}", nonce="{field["nonce"]}", uri="{uri}", '
            f'algorithm={algorithm}, qop=auth, nc=00000001, cnonce="abcd", response="{response}"\r\n')

    def dial(self, number, caller="+441632960011", codecs="0 101", sdp=None, extra=""):
        """Calls a number, as a trunk's side does."""
        self.ended, self.status, self.is_late = False, None, sdp == ""
        self.branch = "z9hG4bK" + secrets.token_hex(8)
        self.dialog = {"call": secrets.token_hex(8), "local": f"<sip:{caller}@{self.host}>;tag={secrets.token_hex(4)}",
                       "remote": f"<sip:{number}@{self.server[0]}>", "target": f"sip:{number}@{self.server[0]}", "cseq": 1, "is_caller": True}
        self.send(
            f"INVITE {self.dialog['target']} SIP/2.0\r\n{self.via(self.branch)}Max-Forwards: 70\r\nFrom: {self.dialog['local']}\r\n"
            f"To: {self.dialog['remote']}\r\nCall-ID: {self.dialog['call']}\r\nCSeq: 1 INVITE\r\n{self.contact()}{extra}",
            self.sdp(codecs) if sdp is None else sdp)

    def answered(self, seconds=patience.SECONDS):
        return self.wait(lambda: self.media and self.status == 200, "an answer", seconds)

    def cancel(self):
        d = self.dialog
        self.send(
            f"CANCEL {d['target']} SIP/2.0\r\n{self.via(self.branch)}Max-Forwards: 70\r\nFrom: {d['local']}\r\nTo: {d['remote']}\r\n"
            f"Call-ID: {d['call']}\r\nCSeq: 1 CANCEL\r\n")

    def within(self, method, body="", headers="", cseq=None):
        d = self.dialog
        if cseq is None:
            d["cseq"] += 1
        self.send(
            f"{method} {d['target']} SIP/2.0\r\n{self.via()}Max-Forwards: 70\r\nFrom: {d['local']}\r\nTo: {d['remote']}\r\nCall-ID: {d['call']}\r\n"
            f"CSeq: {cseq or d['cseq']} {method}\r\n{self.contact()}{headers}", body)

    def hang_up(self):
        self.within("BYE")
        self.ended = True

    def info(self, key):
        body = f"Signal={key}\r\nDuration=160\r\n"
        self.within("INFO", body, "Content-Type: application/dtmf-relay\r\n")

    def hold(self, direction="sendonly"):
        self.direction = direction
        self.within("INVITE", self.sdp())

    def over(self, seconds=patience.SECONDS):
        self.wait(lambda: self.ended, "the end of the call", seconds)

    def ring(self, seconds=patience.SECONDS):
        """The first call that nobody has waited for; it may be over already."""
        return self.wait(lambda: self.rung and self.rung.pop(0), "a call", seconds)

    def answer(self):
        self._respond(self.invite, 200, self.sdp())

    def refuse(self, status):
        self._respond(self.invite, status)
        self.invite = None

    def _respond(self, request, status, body="", extra=""):
        tag = "" if ";tag=" in request["To"] or status == 100 else ";tag=p1"
        vias = "".join(f"Via: {via}\r\n" for via in request.all("Via"))
        contact = self.contact() if request.method == "INVITE" else ""
        if request.method == "INVITE" and status == 200:
            remote = request["From"]
            self.dialog = {
                "call": request["Call-ID"], "local": request["To"] + tag, "remote": remote,
                "target": re.search(r"<([^>]+)>", request["Contact"]).group(1), "cseq": (self.dialog or {}).get("cseq", 1), "is_caller": False}
        self.send(
            f"SIP/2.0 {status} Said\r\n{vias}From: {request['From']}\r\nTo: {request['To']}{tag}\r\nCall-ID: {request['Call-ID']}\r\n"
            f"CSeq: {request['CSeq']}\r\n{contact}{extra}", body)

    def _listen(self):
        while not self.closed:
            try:
                data, source = self.sip.recvfrom(65536)
            except OSError:
                return
            if not data.strip():
                continue
            message = Message(data)
            with self.changed:
                if self.persistence and self.persistence.is_again(message):
                    continue
                self.messages.append(message)
                self._take(message)
                self.changed.notify_all()

    def _take(self, message):
        if message.is_response:
            if message.method == "INVITE" and message.status >= 200:
                self.status = message.status
                self.dialog["remote"] = message["To"]
                if message.status == 200:
                    contact = message["Contact"]
                    self.dialog["target"] = re.search(r"<([^>]+)>", contact).group(1) if contact else self.dialog["target"]
                    self._agree(message.body)
                    self.within("ACK", self.sdp() if self.is_late else "", cseq=int(message["CSeq"].split()[0]))
                else:
                    self._acknowledge_refusal(message)
                    self.ended = True
        elif message.method == "INVITE":
            is_again = ";tag=" in message["To"]
            if self.demanded and not is_again and not self._is_proved(message):
                return
            self._agree(message.body)
            if is_again:
                self._respond(message, 200, self.sdp())
            elif self.invite is None or self.invite["Call-ID"] != message["Call-ID"]:
                self.invite, self.ended = message, False
                self.rung.append(message)
                if self.answers is not None:
                    self._respond(message, 180)
                if self.answers:
                    self.answer()
        elif message.method in ("BYE", "CANCEL") and not self._is_mine(message):
            self._respond(message, 481)
        elif message.method == "BYE":
            self._respond(message, 200)
            self.ended, self.invite = True, None
        elif message.method == "CANCEL":
            self._respond(message, 200)
            self._respond(self.invite, 487)
            self.ended, self.invite = True, None
        elif message.method == "REGISTER":
            if not self.demanded or self._is_proved(message):
                self.registered = message
                self._respond(message, 200, extra="Expires: 60\r\n")
        elif message.method in ("INFO", "OPTIONS", "NOTIFY"):
            self._respond(message, 200)

    def _is_mine(self, message):
        """A telephone that had this port before may have left without a word, and its calls' ends are sent for half a minute."""
        return message["Call-ID"] in ((self.dialog or {}).get("call"), self.invite and self.invite["Call-ID"])

    def _acknowledge_refusal(self, message):
        d = self.dialog
        self.send(
            f"ACK {d['target']} SIP/2.0\r\n{self.via(self.branch)}Max-Forwards: 70\r\nFrom: {d['local']}\r\nTo: {message['To']}\r\n"
            f"Call-ID: {d['call']}\r\nCSeq: {message['CSeq'].split()[0]} ACK\r\n")

    def _agree(self, body):
        text = body.decode()
        port = re.search(r"m=audio (\d+)", text)
        address = re.search(r"c=IN IP4 ([\d.]+)", text)
        if port and address:
            self.media = (address.group(1), int(port.group(1)))

    def demand(self, user, password):
        """Calls to here, and registrations, have to prove a password: 407 or 401 until they do."""
        self.demanded = (user, password)

    def _is_proved(self, message):
        is_call = message.method == "INVITE"
        field = dict(re.findall(r'(\w+)="?([^",]+)"?', message["Proxy-Authorization" if is_call else "Authorization"] or ""))
        if not field:
            name = "Proxy-Authenticate" if is_call else "WWW-Authenticate"
            self._respond(message, 407 if is_call else 401, extra=f'{name}: Digest realm="carrier", nonce="n1", algorithm=MD5, qop="auth"\r\n')
            return False

        def digest(text):
            return hashlib.md5(text.encode()).hexdigest()
        user, password = self.demanded
        asked = digest(f"{message.method}:{field['uri']}")
        right = digest(f"{digest(f'{user}:carrier:{password}')}:n1:{field['nc']}:{field['cnonce']}:auth:{asked}")
        if field["username"] != user or field["response"] != right:
            self._respond(message, 403)
            return False
        self.proved = True
        return True

    # RTP

    def _hear(self):
        while not self.closed:
            try:
                data, source = self.rtp.recvfrom(2048)
            except OSError:
                return
            if len(data) < 12 or 192 <= data[1] <= 223:
                continue
            with self.changed:
                self.sources.add(source)
                if data[1] & 0x7F == 101:
                    key, flags = data[12], data[13]
                    stamp = data[4:8]
                    if not self.events or self.events[-1][1] != stamp:
                        self.events.append(("0123456789*#ABCD"[key], stamp))
                else:
                    self.heard += data[12:]
                self.changed.notify_all()

    def _say(self):
        sequence, stamp, source, sample = secrets.randbelow(60000), secrets.randbelow(1 << 30), secrets.randbelow(1 << 32), 0
        due = time.monotonic()
        while not self.closed:
            due += 0.02
            time.sleep(max(0, due - time.monotonic()))
            if self.persistence:
                with self.changed:
                    self.persistence.send_again()
            target, keys = self.media, self.keys
            if target is None or self.is_muted or self.ended:
                continue
            sound, self.sounds = bytes(self.sounds[:FRAME]), self.sounds[FRAME:]
            packets = [self._event(keys, stamp)] if keys else [(0, 0, stamp, sound or tone(self.hertz, FRAME, sample))]
            for marker, kind, at, payload in packets:
                header = struct.pack("!BBHII", 0x80, marker << 7 | kind, sequence & 0xFFFF, at & 0xFFFFFFFF, source)
                with contextlib.suppress(OSError):
                    self.rtp.sendto(header + payload, target)
                self.sent_packets += 1
                sequence += 1
            sample += FRAME
            stamp += FRAME

    def _event(self, keys, stamp):
        """The next packet of the first key: five of sound, three of its end."""
        key = keys[0]
        key.setdefault("stamp", stamp)
        key["step"] = key.get("step", 0) + 1
        is_end = key["step"] > 5
        duration = min(key["step"], 6) * FRAME
        if key["step"] >= 8:
            keys.pop(0)
        return int(key["step"] == 1), 101, key["stamp"], struct.pack("!BBH", key["code"], (0x80 if is_end else 0) | 10, duration)

    def press(self, digits):
        for digit in digits:
            self.keys.append({"code": "0123456789*#ABCD".index(digit)})
            self.wait(lambda: True, "nothing")
            deadline = time.monotonic() + 3
            while self.keys and time.monotonic() < deadline:
                time.sleep(0.01)
            time.sleep(0.06)

    def press_as_tones(self, digits):
        """Keys in the sound itself, each of 100 ms and followed by as much silence."""
        for digit in digits:
            self.sounds += keys(digit, 5 * FRAME) + tone(0, 5 * FRAME)

    def forget(self):
        with self.changed:
            self.heard.clear()
            self.events.clear()

    def joins(self):
        """Talks to whoever it hears: where sipp signals, it is the sound alone."""
        self.media = self.wait(lambda: next(iter(self.sources), None), "audio")

    def hears(self, hertz, seconds=patience.SECONDS, at_least=0.8, milliseconds=200):
        """Waits until a tone is nearly all that is heard."""
        octets = milliseconds * 8
        try:
            return self.wait(lambda: len(self.heard) >= octets and share(self.heard[-octets:], hertz) >= at_least, f"{hertz} Hz", seconds)
        except AssertionError as problem:
            raise AssertionError(f"{problem}; of the sound it was, each {milliseconds} ms, {shares(self.heard[-40000:], hertz, octets)}") from None

    def hears_both(self, first, second, seconds=patience.SECONDS, milliseconds=200):
        octets = milliseconds * 8
        return self.wait(
            lambda: len(self.heard) >= octets and all(share(self.heard[-octets:], each) > 0.3 for each in (first, second)), f"{first} and {second} Hz",
            seconds)

    def share_of(self, hertz, milliseconds=400):
        with self.changed:
            return share(self.heard[-milliseconds * 8:], hertz)

    def hears_sound(self, seconds=patience.SECONDS, at_least=300, milliseconds=400, without=0):
        """Speech or music; without a tone, where one is given."""
        def found():
            last = self.heard[-milliseconds * 8:]
            return len(last) == milliseconds * 8 and level(last) >= at_least and (not without or share(last, without) < 0.1)
        return self.wait(found, "a sound", seconds)

    def hears_nothing(self, seconds=patience.SECONDS, milliseconds=300):
        octets = milliseconds * 8
        return self.wait(lambda: len(self.heard) >= octets and level(self.heard[-octets:]) < 30, "silence", seconds)

    def close(self):
        self.closed = True
        for each in (self.sip, self.rtp):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

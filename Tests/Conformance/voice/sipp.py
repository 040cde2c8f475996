"""Runs sipp with a scenario that is written here as what each step does."""

import hashlib
import pathlib
import re
import shutil
import socket
import subprocess

from harness.sip import Message

SIPP = shutil.which("sipp")
SOUNDS = pathlib.Path("/usr/share/sip-tester")

_INVITE = """<send retrans="500"><![CDATA[
INVITE sip:[service]@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: <sip:CALLER@[local_ip]>;tag=[pid]c[call_number]
To: <sip:[service]@[remote_ip]>
Call-ID: [call_id]
CSeq: 1 INVITE
Contact: <sip:caller@[local_ip]:[local_port];transport=[transport]>
Max-Forwards: 70
Content-Type: application/sdp
Content-Length: [len]

v=0
o=caller 1 1 IN IP[local_ip_type] [local_ip]
s=-
c=IN IP[media_ip_type] [media_ip]
t=0 0
m=audio [media_port] RTP/AVP 8 101
a=rtpmap:101 telephone-event/8000
a=fmtp:101 0-15
]]></send>
<recv response="100" optional="true"/><recv response="180" optional="true"/>
"""

WITHIN = """<send{retrans}><![CDATA[
{method} [next_url] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
[last_From:]
[last_To:]
Call-ID: [call_id]
CSeq: {number} {method}
Max-Forwards: 70
Content-Length: 0

]]></send>
"""


def invite(caller, number=None):
    """To the service that sipp is told; the number in To, where it is another."""
    text = _INVITE.replace("CALLER", caller)
    return text.replace("To: <sip:[service]@", f"To: <sip:{number}@") if number else text


ANSWERED = '<recv response="200" rrs="true" rtd="true"/>' + WITHIN.format(method="ACK", number=1, retrans="")
HUNG_UP = """<recv request="BYE"/><send><![CDATA[
SIP/2.0 200 OK
[last_Via:]
[last_From:]
[last_To:]
[last_Call-ID:]
[last_CSeq:]
Content-Length: 0

]]></send>
"""
HANGS_UP = WITHIN.format(method="BYE", number=2, retrans=' retrans="500"') + '<recv response="200"/>'


def plays(name):
    return f'<nop><action><exec play_pcap_audio="{SOUNDS / name}"/></action></nop>'


def pause(milliseconds):
    return f'<pause milliseconds="{milliseconds}"/>'


# It waits for `Sipp.goes_on`.
TOLD = '<recv request="INFO"/>'


def _response(status, *fields, body=""):
    """To the last request, with its To tag, or one of this call's own."""
    lines = "".join(f"{field}\n" for field in fields)
    return f"""<send><![CDATA[
SIP/2.0 {status}
[last_Via:]
[last_From:]
[last_To:];tag=[pid]s[call_number]
[last_Call-ID:]
[last_CSeq:]
{lines}Content-Length: [len]

{body}]]></send>
"""


DESCRIPTION = """v=0
o=carrier 1 1 IN IP[local_ip_type] [local_ip]
s=-
c=IN IP[media_ip_type] [media_ip]
t=0 0
m=audio [media_port] RTP/AVP 8 101
a=rtpmap:101 telephone-event/8000
a=fmtp:101 0-15
"""
NONCE = "9f1c77"
REALM = f'Digest realm="carrier.example", nonce="{NONCE}", algorithm=MD5, qop="auth"'
CONTACT = "Contact: <sip:carrier@[local_ip]:[local_port]>"


def _proof(user, password):
    """The request again, with a digest that sipp works out for itself; a wrong one is refused, and fails the scenario."""
    return f"""<recv request="REGISTER"><action>
<verifyauth assign_to="proved" username="{user}" password="{password}"/>
</action></recv><nop test="proved" next="1"/>{_response("403 Forbidden")}
<nop><action><error message="the digest is wrong"/></action></nop><label id="1"/>
"""


def registrar(user, password):
    """401 until the password is proved."""
    return (
        '<recv request="REGISTER"/>' + _response("401 Unauthorized", "WWW-Authenticate: " + REALM) + _proof(user, password)
        + _response("200 OK", "[last_Contact:];expires=300"))


def carrier():
    """A call that comes here: 407 to the first INVITE, then ringing, an answer, and the end by the other side. sipp looks at no
    Proxy-Authorization: `Sipp.proves` does."""
    return (
        '<recv request="INVITE"/>' + _response("407 Proxy Authentication Required", "Proxy-Authenticate: " + REALM)
        + '<recv request="ACK"/><recv request="INVITE"/>' + _response("180 Ringing", CONTACT)
        + _response("200 OK", CONTACT, "Content-Type: application/sdp", body=DESCRIPTION) + '<recv request="ACK"/>' + HUNG_UP)


class Sipp:
    """sipp with those steps. Audio is a telephone's of ours, where one is given: sipp gives back the switch's own packets, which it takes
    for a loop (RFC 3550 8.2)."""

    def __init__(self, folder, name, *steps, host, port=0, to=None, number="", calls=1, transport="u1", seconds=30, audio=None):
        self.folder, self.name, self.seconds, self.host, self.port = folder, name, seconds, host, port
        text = "".join(steps)
        if audio:
            text = text.replace("[media_port] RTP/AVP 8", f"{audio.rtp.getsockname()[1]} RTP/AVP 0")
        scenario = folder / f"{name}.xml"
        scenario.write_text(f'<?xml version="1.0" encoding="ISO-8859-1"?><scenario name="{name}">{text}</scenario>')
        words = [f"{to[0]}:{to[1]}", "-s", number] if to else []
        self.process = subprocess.Popen(
            [SIPP, *words, "-sf", scenario, "-i", host, *(["-p", str(port)] if port else []), "-m", str(calls), "-l", str(calls), "-t", transport,
             "-nostdin", "-trace_err", "-error_file", folder / f"{name}.errors", "-trace_msg", "-message_file", folder / f"{name}.messages", "-timeout", str(seconds), "-timeout_error"],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=folder)

    def goes_on(self):
        """Its one call, which waits at `TOLD`; its port has to be given. What sipp sends next has From and To of what came last: its own."""
        text = (self.folder / f"{self.name}.messages").read_text()
        answer = Message(text[text.rindex("SIP/2.0 200 OK"):].partition("\n\n")[0].replace("\n", "\r\n").encode() + b"\r\n\r\n")
        own = "".join(f"{name}: {answer[name]}\r\n" for name in ("From", "To", "Call-ID"))
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as here:
            here.sendto(
                f"INFO sip:caller@{self.host} SIP/2.0\r\nVia: SIP/2.0/UDP {self.host};branch=z9hG4bKtold\r\n{own}CSeq: 9 INFO\r\n"
                "Content-Length: 0\r\n\r\n".encode(), (self.host, self.port))

    def wait(self):
        """Its exit status, and what it says of errors."""
        try:
            printed, _ = self.process.communicate(timeout=self.seconds + 10)
        finally:
            self.process.kill()
        errors = self.folder / f"{self.name}.errors"
        return self.process.returncode, (errors.read_text() if errors.exists() else "") + printed[-1500:]

    def __enter__(self):
        return self

    def __exit__(self, kind, problem, _):
        """It ends well too; where something went wrong beside it, what it says is told."""
        if problem is None:
            return self.ends_well()
        self.process.terminate()
        if isinstance(problem, AssertionError):
            raise AssertionError(f"{problem}\nsipp: {self.wait()}") from problem

    def proves(self, user, password):
        """Whether an INVITE that came shows the password, by RFC 2617 3.2.2."""
        text = (self.folder / f"{self.name}.messages").read_text()
        [header] = set(re.findall(r"^Proxy-Authorization: Digest (.*)$", text, re.M))
        field = dict(re.findall(r'(\w+)="?([^",]+)"?', header))

        def digest(*parts):
            return hashlib.md5(":".join(parts).encode()).hexdigest()
        secret, asked = digest(user, "carrier.example", password), digest("INVITE", field["uri"])
        assert (field["username"], field["nonce"], field["qop"]) == (user, NONCE, "auth")
        return field["response"] == digest(secret, NONCE, field["nc"], field["cnonce"], "auth", asked)

    def ends_well(self):
        status, said = self.wait()
        assert status == 0, f"sipp: {status}\n{said}"


def call(tmp_path, address, number, *steps, host, calls=1, transport="u1", seconds=30):
    """Calls as those steps say; fails where sipp does."""
    Sipp(tmp_path, "caller", *steps, host=host, to=address, number=number, calls=calls, transport=transport, seconds=seconds).ends_well()

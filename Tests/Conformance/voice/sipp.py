"""Runs sipp with a scenario that is written here as what each step does."""

import pathlib
import shutil
import subprocess

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



def invite(caller):
    return _INVITE.replace("CALLER", caller)


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


def call(tmp_path, address, number, *steps, host, calls=1, transport="u1", seconds=30):
    """Calls as those steps say; fails where sipp does."""
    scenario = tmp_path / "scenario.xml"
    scenario.write_text(f'<?xml version="1.0" encoding="ISO-8859-1"?><scenario name="caller">{"".join(steps)}</scenario>')
    done = subprocess.run(
        [SIPP, f"{address[0]}:{address[1]}", "-s", number, "-sf", scenario, "-i", host, "-m", str(calls), "-l", str(calls), "-t", transport, "-nostdin",
         "-trace_err", "-error_file", tmp_path / "errors", "-timeout", str(seconds), "-timeout_error"],
        capture_output=True, text=True, cwd=tmp_path, timeout=seconds + 10)
    errors = (tmp_path / "errors").read_text() if (tmp_path / "errors").exists() else ""
    assert done.returncode == 0, f"sipp: {done.returncode}\n{errors}\n{done.stdout[-1500:]}"

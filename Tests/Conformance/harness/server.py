"""Starts and stops the real program in a folder of its own."""

import contextlib
import functools
import os
import pathlib
import secrets
import signal
import subprocess
import tempfile

import boto3
import botocore.config
import botocore.loaders

from harness import root_key
from harness.approvals import approved

ROOT = pathlib.Path(__file__).resolve().parents[3]
PROGRAM = os.environ.get("SWITCHKEEP_PROGRAM", str(ROOT / ".build" / "release" / "switchkeep"))
# Low enough to be reached in a test, high enough for all tests together.
QUOTAS = {
    "queue": 600, "hours-of-operation": 600, "routing-profile": 600, "agent-status": 300, "contact-flow": 600, "contact-flow-module": 300,
    "quick-connect": 600, "queue-quick-connect": 40, "predefined-attribute": 300,
    "prompt": 300, "security-profile": 300, "user": 300, "instance": 40,
    "lambda-function": 300, "contact-flow-version": 8, "contact-flow-module-version": 8, "contact-flow-module-alias": 8, "task-template": 300,
    "view": 300, "view-version": 8,
}
# These take the place of a profile's ca_bundle.
for name in ("AWS_CA_BUNDLE", "REQUESTS_CA_BUNDLE"):
    os.environ.pop(name, None)


class RememberingLoader(botocore.loaders.JSONFileLoader):
    """Reads each model once for all sessions, which takes most of the time that a client is made in."""

    @functools.cache
    def _read(path):
        return botocore.loaders.JSONFileLoader().load_file(path)

    def load_file(self, file_path):
        return type(self)._read(file_path)


botocore.loaders.Loader.FILE_LOADER_CLASS = RememberingLoader


class Server:
    """One data folder, and the program that serves it while it is started."""

    def __init__(self, passphrase=None):
        """The root secret is in a file beside the data folder, or a passphrase."""
        self.identities = {}
        self.folder = tempfile.TemporaryDirectory(prefix="switchkeep-")
        # The switch and the keep have users of their own, who must be able to come here.
        os.chmod(self.folder.name, 0o711)
        self.data = pathlib.Path(self.folder.name) / "data"
        self.process = None
        self.urls = {}
        self.passphrase = passphrase
        # What the program is started by, for tests of what is around it.
        self.launcher = []
        self.secret_file = pathlib.Path(self.folder.name) / "root.secret"
        self.secret_file.touch(0o600)
        self.secret_file.write_text(secrets.token_urlsafe(32) + "\n")
        source = "passphrase" if passphrase else f"file:{self.secret_file}"
        self.recovery_key = root_key.recovery_key(self.command("init", "--root-key", source).stdout)

    def run(self, *words, **texts):
        """A command on the folder, with what it is given over descriptors."""
        return root_key.run(PROGRAM, *words, "--data-dir", self.data, **texts)

    def command(self, *words, **texts):
        """A command of the operator's, who knows the passphrase if there is one."""
        done = self.run(*words, **texts or ({"passphrase_fd": self.passphrase} if self.passphrase else {}))
        assert done.returncode == 0, done.stderr
        return done

    def refused(self, *words, **texts):
        """What a command says that is refused."""
        done = self.run(*words, **texts)
        assert done.returncode != 0 and done.stdout == "", done.stdout
        return done.stderr

    @contextlib.contextmanager
    def without_its_secret(self):
        """The folder as a copy of the whole of it is: the secret lies elsewhere."""
        aside = self.secret_file.with_suffix(".aside")
        self.secret_file.rename(aside)
        try:
            yield
        finally:
            aside.rename(self.secret_file)

    def start(self, *options, passphrase=None):
        """A passphrase goes over a descriptor; there is no terminal."""
        log = open(self.data / "serve.log", "a")
        quotas = [word for kind, count in QUOTAS.items() for word in ("--quota", f"{kind}={count}")]
        with root_key.descriptors({"passphrase_fd": passphrase} if passphrase else {}) as (given, readers):
            self.process = subprocess.Popen(
                [*self.launcher, PROGRAM, "serve", "--data-dir", self.data, "--http", "127.0.0.1:0", "--https", "127.0.0.1:0", "--keep", "127.0.0.1:0",
                 "--check-responses", *quotas, *options, *given],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, text=True, pass_fds=readers,
                env={**os.environ, "SWIFT_BACKTRACE": "enable=no"})
        for line in self.process.stdout:
            if line.startswith("ready "):
                self.urls = dict(part.split("=", 1) for part in line.split()[1:])
                return self
        self.process.wait()
        raise AssertionError(f"the program ended before it was ready: {(self.data / 'serve.log').read_text()[-2000:]}")

    def stop(self):
        """Ends it as an operator does, and answers its exit status."""
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(timeout=30)
        finally:
            self.process.stdout.close()

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def child(self, role):
        """The id of the switch or the keep."""
        for path in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
            try:
                words = path.read_bytes().split(b"\0")
                parent = int((path.parent / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except (OSError, ProcessLookupError):
                continue
            if parent == self.process.pid and len(words) > 1 and words[1] == role.encode():
                return int(path.parent.name)
        raise AssertionError(f"there is no {role}")

    def restart(self):
        self.stop()
        return self.start()

    @property
    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def session(self, profile="switchkeep"):
        os.environ.update(
            AWS_CONFIG_FILE=str(self.data / "aws/config"), AWS_SHARED_CREDENTIALS_FILE=str(self.data / "aws/credentials"))
        return boto3.Session(profile_name=profile)

    def client(self, service="connect", profile="switchkeep", session=None):
        """A client as a user has it, but for two things: it leaves wrong input to the server, and it does not try again."""
        config = botocore.config.Config(parameter_validation=False, retries={"total_max_attempts": 1}, max_pool_connections=64)
        return (session or self.session(profile)).client(service, config=config)

    def identity(self, name, policy, tmp):
        """A client of a new identity with that policy."""
        import json
        path = tmp / f"{name}.json"
        path.write_text(json.dumps(policy))
        made = subprocess.run(
            [PROGRAM, "identity", "create", "--data-dir", self.data, "--name", name, "--policy", path], check=True, capture_output=True,
            text=True)
        key = approved(self, made.stdout)
        session = boto3.Session(
            aws_access_key_id=key["AccessKeyId"], aws_secret_access_key=key["SecretAccessKey"], region_name="us-east-1")
        config = botocore.config.Config(parameter_validation=False, retries={"total_max_attempts": 1})
        return session.client("connect", endpoint_url=self.urls["https"], verify=str(self.data / "ca.pem"), config=config)

    def close(self):
        if self.is_running:
            self.kill()
        self.folder.cleanup()

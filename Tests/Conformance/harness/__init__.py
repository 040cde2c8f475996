"""What the tests of the running program share. See ../README.md."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Unreachable:
    """An error that an operation declares and that cannot be provoked, with the reason."""

    reason: str


def unreachable(reason: str) -> Unreachable:
    return Unreachable(reason)


THROTTLING = unreachable("a caller that asks too often is refused before the operation, for every operation alike: see test_rates.py")
INTERNAL = unreachable("only an operating fault, such as a full disk, leads here")
ACCESS_DENIED = unreachable("refusals are judged before the operation, for every operation alike: see test_signatures.py")

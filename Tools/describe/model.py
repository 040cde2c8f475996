"""Reads the published model."""

import dataclasses
import gzip
import json
import pathlib

import botocore

HERE = pathlib.Path(__file__).resolve().parent

# Patterns that no right value matches, or that take a time out of proportion to the value, by shape: what they must be, and why.
MENDED_PATTERNS = {
    # Carries the slashes of another language's literal; the rule itself is checked where a password is taken.
    "Password": None,
    # Asks for one character where a digest has 64.
    "ViewContentSha256": r"^[a-zA-Z0-9]{64}$",
    # The second alternative is escaped twice. The groups are atomic, since a later place for what they find leaves less for the rest:
    # without them 2,000 characters take 80 ms.
    "S3Uri": r"s3://\S+/.+|https://(?>\S+?\.s3\.)(?>\S+?\.amazonaws\.com/)\S+",
    # Their two runs overlap, so that a wrong value takes the square of its length (4,096 characters: a second).
    "ViewAction": r"^[\p{L}\p{N}_.:\/=+\-@()'][\p{L}\p{Z}\p{N}_.:\/=+\-@()']*$",
    "ViewName": r"^[\p{L}\p{N}_.:\/=+\-@()'][\p{L}\p{Z}\p{N}_.:\/=+\-@()']*$",
    "ViewDescription": r"^[\p{L}\p{N}_.:\/=+\-@,()'][\p{L}\p{Z}\p{N}_.:\/=+\-@,()']*$",
}

# Escaped twice: they ask for backslashes.
ESCAPED_TWICE = (
    "DataTableDescription", "MediaSource", "Page", "PhoneNumber", "PhoneNumberPrefix", "Slug", "ThemeImageLink", "ThemeString",
    "WorkspaceAssociatedResourceName", "WorkspaceDescription", "WorkspaceName", "WorkspaceTitle",
)

# Members that are idempotency tokens by the documentation of their operation, and are not marked as such.
TOKENS = {"CreateViewRequest": "ClientToken"}


@dataclasses.dataclass
class Service:
    operations: dict
    shapes: dict
    paginators: dict


CONNECT, PARTICIPANT = ("connect", "2017-08-08"), ("connectparticipant", "2018-09-07")


def read(name: str, of=CONNECT) -> dict:
    folder = pathlib.Path(botocore.__file__).parent.joinpath("data", *of)
    packed = folder / f"{name}.json.gz"
    if packed.exists():
        return json.loads(gzip.decompress(packed.read_bytes()))
    return json.loads((folder / f"{name}.json").read_text())


def load() -> Service:
    service = read("service-2")
    for name, pattern in MENDED_PATTERNS.items():
        service["shapes"][name].pop("pattern", None)
        if pattern:
            service["shapes"][name]["pattern"] = pattern
    for name in ESCAPED_TWICE:
        service["shapes"][name]["pattern"] = service["shapes"][name]["pattern"].replace("\\\\", "\\")
    for shape, member in TOKENS.items():
        service["shapes"][shape]["members"][member]["idempotencyToken"] = True
    payloads = [name for name, shape in service["shapes"].items() if shape.get("payload")]
    greedy = [name for name, operation in service["operations"].items() if "+}" in operation["http"]["requestUri"]]
    if greedy:
        raise SystemExit(f"the router knows no label of several segments: {', '.join(greedy)}")
    if payloads:
        raise SystemExit(f"the engines know no body that is one member: {', '.join(payloads)}")
    return Service(service["operations"], service["shapes"], read("paginators-1")["pagination"])


def load_participant() -> Service:
    """The service that chat customers use; small enough to need no Swift types."""
    service = read("service-2", PARTICIPANT)
    return Service(service["operations"], service["shapes"], read("paginators-1", PARTICIPANT)["pagination"])


def built() -> list:
    return (HERE / "built.txt").read_text().split()


def groups() -> list:
    """(operation, group, tier) of every operation."""
    lines = (HERE / "groups.tsv").read_text().splitlines()[1:]
    return [tuple(line.split("\t")[:3]) for line in lines]


def members(shape: dict) -> dict:
    return shape.get("members", {})


def parts(shape: dict) -> list:
    """The names of the shapes that a shape is made of."""
    kind = shape["type"]
    if kind == "structure":
        return [member["shape"] for member in members(shape).values()]
    if kind == "list":
        return [shape["member"]["shape"]]
    if kind == "map":
        return [shape["key"]["shape"], shape["value"]["shape"]]
    return []


def reach(service: Service, names) -> set:
    """Those shapes and all that they are made of."""
    found, waiting = set(), list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += parts(service.shapes[name])
    return found


def ends(operation: dict) -> list:
    return [operation[side]["shape"] for side in ("input", "output") if side in operation]

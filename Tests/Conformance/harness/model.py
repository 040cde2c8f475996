"""The published model, as the tests need it, and the check of every response against it."""

import datetime
import importlib.util
import pathlib

import botocore.loaders
import botocore.model
import regex
from botocore import xform_name

HERE = pathlib.Path(__file__).resolve().parent
SERVICE = botocore.model.ServiceModel(botocore.loaders.Loader().load_service_model("connect", "service-2"), "connect")
PAGINATORS = botocore.loaders.Loader().load_service_model("connect", "paginators-1")["pagination"]
# As Tools/describe mends them.
MENDED = {
    "Password": None, "ViewContentSha256": "^[a-zA-Z0-9]{64}$", "PhoneNumber": r"\+[1-9]\d{1,14}$",
    "S3Uri": r"s3://\S+/.+|https://\S+\.s3\.\S+\.amazonaws\.com/\S+"}


def load(path: pathlib.Path):
    spec = importlib.util.spec_from_file_location(f"operations.{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


FIXTURES = {path.stem: load(path) for path in sorted((HERE.parent / "operations").glob("*.py"))}


def operation(name):
    return SERVICE.operation_model(name)


def method(client, name):
    return getattr(client, xform_name(name))


def pattern(shape):
    return MENDED[shape.name] if shape.name in MENDED else shape.metadata.get("pattern")


def leaves(shape, path="", seen=()):
    """Every member that a request can set, by its dotted path; lists and maps of structures are passed through."""
    while shape.type_name in ("list", "map"):
        shape = shape.member if shape.type_name == "list" else shape.value
    if shape.type_name != "structure" or shape.name in seen:
        return [path]
    found = []
    for name, member in shape.members.items():
        found += leaves(member, f"{path}.{name}" if path else name, (*seen, shape.name))
    return found


def problems(value, shape, path="$"):
    """What in a response the model does not allow."""
    kind = shape.type_name
    if kind == "structure":
        found = [f"{path}.{name} is missing" for name in shape.required_members if name not in value]
        for name, member in value.items():
            if name == "ResponseMetadata":
                continue
            found += problems(member, shape.members[name], f"{path}.{name}") if name in shape.members else [f"{path}.{name} is unknown"]
        return found
    if kind == "list":
        found = bounds(len(value), shape, path)
        for index, element in enumerate(value):
            found += problems(element, shape.member, f"{path}[{index}]")
        return found
    if kind == "map":
        return bounds(len(value), shape, path) + [p for k, v in value.items() for p in problems(v, shape.value, f"{path}.{k}")]
    return scalar(value, shape, kind, path)


def scalar(value, shape, kind, path):
    types = {"string": str, "integer": int, "long": int, "boolean": bool, "double": (int, float), "float": (int, float)}
    expected = datetime.datetime if kind == "timestamp" else types.get(kind, object)
    if not isinstance(value, expected):
        return [f"{path} is {type(value).__name__}, not {kind}"]
    if kind in ("integer", "long", "double", "float"):
        return bounds(value, shape, path)
    if kind != "string":
        return []
    found = bounds(len(value), shape, path)
    if shape.enum and value not in shape.enum:
        found.append(f"{path} is {value}, which is not in the enum")
    wanted = pattern(shape)
    if wanted and not regex.fullmatch(wanted, value, regex.S):
        found.append(f"{path} does not match {wanted}")
    return found


def bounds(size, shape, path):
    low, high = shape.metadata.get("min"), shape.metadata.get("max")
    return [f"{path}: {size} is out of bounds"] if (low is not None and size < low) or (high is not None and size > high) else []

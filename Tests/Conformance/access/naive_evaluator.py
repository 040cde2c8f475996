"""A second evaluator of IAM policies: written from the IAM User Guide's rules, slow and plain on purpose.

Each function quotes in its docstring the page whose rule it follows. It shares nothing with the program that it judges.
FLIPS holds rules that `compare.py --canary` may break, to prove that a wrong rule is noticed.
"""

import base64
import datetime
import decimal
import ipaddress
import json
import re

FLIPS = set()

NEGATED = {
    "StringNotEquals": "StringEquals",
    "StringNotEqualsIgnoreCase": "StringEqualsIgnoreCase",
    "StringNotLike": "StringLike",
    "NumericNotEquals": "NumericEquals",
    "DateNotEquals": "DateEquals",
    "NotIpAddress": "IpAddress",
    "ArnNotEquals": "ArnEquals",
    "ArnNotLike": "ArnLike",
}


def as_list(value):
    return value if isinstance(value, list) else [value]


def scalar(value):
    """A value of a condition as text: JSON's numbers and booleans are written as JSON writes them."""
    return value if isinstance(value, str) else json.dumps(value)


# Wildcards and variables


def pattern_of(pieces):
    """The regular expression for pieces (text, is_literal): `*` is any run of characters, `?` any one."""
    expression = ""
    for text, is_literal in pieces:
        for character in text:
            if character == "*" and not is_literal:
                expression += ".*"
            elif character == "?" and not is_literal:
                expression += "."
            else:
                expression += re.escape(character)
    return re.compile(expression, re.DOTALL)


def like(pieces, text):
    return pattern_of(pieces).fullmatch(text) is not None


def expand(text, context, version):
    """The pieces of a value after its variables; None where one has no value, which is effectively null.

    "Variables and tags": `${key}`, `${key, 'default'}`, and `${*}`, `${?}`, `${$}` for the characters themselves. A version of
    2008-10-17 has no variables. A key with several values is no variable.
    """
    if version != "2012-10-17" and "version" not in FLIPS:
        return [(text, False)]
    pieces = []
    for index, part in enumerate(re.split(r"\$\{([^}]*)\}", text)):
        if index % 2 == 0:
            pieces.append((part, False))
            continue
        if part in ("*", "?", "$"):
            pieces.append((part, True))
            continue
        key, comma, default = part.partition(",")
        values = context.get(key.strip().lower(), [])
        if len(values) == 1:
            pieces.append((values[0], True))
        elif not values and comma and "default" not in FLIPS:
            pieces.append((default.strip()[1:-1], True))
        else:
            return None
    return pieces


def joined(pieces):
    return "".join(text for text, _ in pieces)


# Condition operators


def arn_like(pieces, text):
    """ArnEquals and ArnLike: "each of the six colon-delimited components of the ARN is checked separately"."""
    characters = [(character, is_literal) for text_, is_literal in pieces for character in text_]
    segments = [[]]
    for character, is_literal in characters:
        if character == ":" and len(segments) < 6:
            segments.append([])
        else:
            segments[-1].append((character, is_literal))
    given = text.split(":", 5)
    if len(segments) != 6 or len(given) != 6:
        return False
    return all(like(segment, part) for segment, part in zip(segments, given))


def moment(text):
    """Dates: "either the W3C implementation of ISO 8601 or epoch (UNIX) time"."""
    try:
        return decimal.Decimal(text)
    except decimal.InvalidOperation:
        pass
    try:
        parsed = datetime.datetime.fromisoformat(text)
    except ValueError:
        return None
    if parsed.tzinfo is None:
        parsed = parsed.replace(tzinfo=datetime.timezone.utc)
    since = parsed - datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
    return decimal.Decimal(since.days * 86_400 + since.seconds) + decimal.Decimal(since.microseconds) / 1_000_000


def number(text):
    try:
        return decimal.Decimal(text)
    except decimal.InvalidOperation:
        return None


def ordered(operator, given, wanted):
    if given is None or wanted is None:
        return False
    for name, result in (
        ("LessThanEquals", given <= wanted), ("GreaterThanEquals", given >= wanted), ("LessThan", given < wanted),
        ("GreaterThan", given > wanted), ("Equals", given == wanted),
    ):
        if operator.endswith(name):
            return result
    raise ValueError(operator)


def in_network(given, wanted):
    """IpAddress: CIDR; without a prefix, the one address. IPv4 and IPv6 never match each other."""
    try:
        return ipaddress.ip_address(given) in ipaddress.ip_network(wanted, strict=False)
    except ValueError:
        return False


def one_matches(operator, given, wanted, context, version):
    """One value of the request against one value of the policy, for an operator that is not negated."""
    if operator.startswith("Numeric"):
        return ordered(operator, number(given), number(wanted))
    if operator.startswith("Date"):
        return ordered(operator, moment(given), moment(wanted))
    if operator == "IpAddress":
        return in_network(given, wanted)
    if operator == "Bool":
        return given.lower() == wanted.lower()
    if operator == "BinaryEquals":
        return base64.b64decode(given) == base64.b64decode(wanted)
    pieces = expand(wanted, context, version)
    if pieces is None:
        return False
    if operator == "StringEquals":
        return joined(pieces) == given
    if operator == "StringEqualsIgnoreCase":
        return joined(pieces).lower() == given.lower()
    if operator == "StringLike":
        return like(pieces, given)
    if operator in ("ArnEquals", "ArnLike"):
        return arn_like(pieces, given)
    raise ValueError(operator)


def value_fits(operator, given, wanted, context, version):
    """One value of the request against all of the policy's: alternatives (OR); for a negated operator none may match (NOR)."""
    if operator in NEGATED:
        return not any(one_matches(NEGATED[operator], given, each, context, version) for each in wanted)
    return any(one_matches(operator, given, each, context, version) for each in wanted)


def condition_holds(name, key, wanted, context, version):
    """As the condition says; the other way round where its operator is broken on purpose."""
    operator = name.rpartition(":")[2].removesuffix("IfExists")
    return unbroken_condition_holds(name, key, wanted, context, version) != (operator in FLIPS)


def unbroken_condition_holds(name, key, wanted, context, version):
    """ "Condition operators", "Multivalued context keys".

    A missing key: false; true for a negated operator, with IfExists and with ForAllValues; false with ForAnyValue.
    """
    given = context.get(key.lower(), [])
    if name == "Null":
        return any((each.lower() == "true") == (not given) for each in wanted)
    quantifier, _, operator = name.rpartition(":")
    if "quantifier" in FLIPS and quantifier:
        quantifier = "ForAnyValue" if quantifier == "ForAllValues" else "ForAllValues"
    if_exists = operator.endswith("IfExists")
    operator = operator.removesuffix("IfExists")
    # "ForAllValues ... a null data set, such as an empty string".
    if not given or (quantifier and set(given) == {""}):
        if if_exists or quantifier == "ForAllValues":
            return "if-exists" not in FLIPS
        if quantifier == "ForAnyValue":
            return False
        return (operator in NEGATED) != ("missing-negated" in FLIPS)
    if "string-case" in FLIPS and operator == "StringEquals":
        operator = "StringEqualsIgnoreCase"
    fits = [value_fits(operator, each, wanted, context, version) for each in given]
    if quantifier == "ForAnyValue":
        return any(fits)
    if quantifier == "ForAllValues":
        return all(fits)
    return all(fits) if operator in NEGATED else any(fits)


# Principals


class Caller:
    """Who asks, as the principals that a request carries: an account's root, a role behind a session, and itself."""

    def __init__(self, described):
        kind, name = next(iter(described.items())) if isinstance(described, dict) else ("AWS", described)
        self.kind, self.name, self.account, self.role = kind, name, None, None
        if kind == "AWS":
            self.account = name.split(":")[4]
            session = re.fullmatch(r"arn:aws:sts::(\d+):assumed-role/([^/]+)/[^/]+", name)
            if session:
                self.role = f"arn:aws:iam::{session[1]}:role/{session[2]}"
            elif ":role/" in name:
                self.role = name

    @property
    def root(self):
        return f"arn:aws:iam::{self.account}:root"

    @property
    def layers(self):
        """The account first, then the role, then the session ("NotPrincipal": how AWS validates)."""
        if self.kind != "AWS":
            return [(self.kind, self.name)]
        return [("AWS", name) for name in dict.fromkeys([self.root, self.role, self.name]) if name]


def named(principal):
    """The principals that a Principal or NotPrincipal names; `*` is everyone, an account's number is its root."""
    if principal == "*":
        return [("AWS", "*")]
    names = []
    for kind, values in principal.items():
        for value in as_list(values):
            names.append((kind, f"arn:aws:iam::{value}:root" if kind == "AWS" and re.fullmatch(r"\d{12}", value) else value))
    return names


def principal_layer(principal, caller):
    """How far a Principal reaches down to the caller: "direct", "role", "account", or None.

    "Principal": `*` means the very caller, whoever it is; an account delegates to its administrators.
    """
    names = named(principal)
    if ("AWS", "*") in names:
        return "direct"
    if (caller.kind, caller.name) in names:
        return "role" if caller.name == caller.role else "direct"
    if caller.role and ("AWS", caller.role) in names:
        return "role"
    if caller.kind == "AWS" and ("AWS", caller.root) in names:
        return "account"
    return None


def not_principal_spares(principal, caller, has_boundary):
    """NotPrincipal with Deny spares those whose account, role and self are all named; never one with a permissions boundary."""
    names = named(principal)
    if has_boundary and caller.kind == "AWS" and "spared-boundary" not in FLIPS:
        return False
    if "spared-account" in FLIPS:
        return (caller.kind, caller.name) in names
    return ("AWS", "*") in names or all(layer in names for layer in caller.layers)


# Statements and policies


def statement_applies(statement, version, case):
    caller, context = case["caller"], case["values"]
    if "Principal" in statement and principal_layer(statement["Principal"], caller) is None:
        return False
    if "NotPrincipal" in statement and not_principal_spares(statement["NotPrincipal"], caller, bool(case["boundaries"])):
        return False
    action = case["action"].lower()
    actions = [like([(each.lower(), False)], action) for each in as_list(statement.get("Action", statement.get("NotAction")))]
    if any(actions) == ("NotAction" in statement):
        return False
    if "Resource" in statement or "NotResource" in statement:
        patterns = [expand(each, context, version) for each in as_list(statement.get("Resource", statement.get("NotResource")))]
        if any(each is not None and like(each, case["resource"]) for each in patterns) == ("NotResource" in statement):
            return False
    for operator, keys in statement.get("Condition", {}).items():
        for key, wanted in keys.items():
            if not condition_holds(operator, key, [scalar(each) for each in as_list(wanted)], context, version):
                return False
    return True


def matching(policy, effect, case):
    version = policy.get("Version", "2008-10-17")
    return [
        statement for statement in as_list(policy["Statement"])
        if statement["Effect"] == effect and statement_applies(statement, version, case)
    ]


def allows(policies, case):
    return any(matching(policy, "Allow", case) for policy in policies)


def owner_of(case, caller):
    """The account of the resource: as the case says, or as the ARN says, or the caller's own."""
    parts = case["resource"].split(":")
    in_arn = parts[4] if len(parts) > 5 and re.fullmatch(r"\d{12}", parts[4]) else None
    return case.get("resourceAccount") or in_arn or caller.account


def read(case):
    """The case with what the program adds to its context where the case does not say."""
    caller = Caller(case["principal"])
    values = {key.lower(): [scalar(each) for each in as_list(value)] for key, value in case.get("context", {}).items()}
    if caller.kind == "AWS":
        values.setdefault("aws:principalarn", [caller.role or caller.name])
        values.setdefault("aws:principalaccount", [caller.account])
        user = re.fullmatch(r"arn:aws:iam::\d+:user/(?:.*/)?([^/]+)", caller.name)
        if user:
            values.setdefault("aws:username", [user[1]])
    resource = case.get("resourcePolicy")
    return {
        "caller": caller, "values": values, "action": case["action"], "resource": case["resource"],
        "owner": owner_of(case, caller), "identity": as_list(case.get("identityPolicies", [])),
        "resourcePolicies": [] if resource is None else [resource], "boundaries": as_list(case.get("permissionBoundaries", [])),
        "sessions": as_list(case.get("sessionPolicies", [])),
    }


def within_limits(case):
    """Boundaries and session policies take away what they do not allow."""
    if "boundary" not in FLIPS and not all(allows([each], case) for each in case["boundaries"]):
        return False
    return not case["sessions"] or allows(case["sessions"], case)


def decide(described):
    """ "Policy evaluation logic" and "Cross-account policy evaluation logic". """
    case = read(described)
    caller = case["caller"]
    everything = case["identity"] + case["resourcePolicies"] + case["boundaries"] + case["sessions"]
    if any(matching(policy, "Deny", case) for policy in everything):
        return "ExplicitlyDenied"
    identity = allows(case["identity"], case)
    layers = {
        principal_layer(statement["Principal"], caller)
        for policy in case["resourcePolicies"] for statement in matching(policy, "Allow", case)
    }
    if caller.account is not None and case["owner"] != caller.account:
        allowed = identity and (bool(layers) or "cross-account" in FLIPS) and within_limits(case)
    elif "direct" in layers:
        allowed = "direct" not in FLIPS or within_limits(case)
    else:
        allowed = (identity or "role" in layers or ("delegation" in FLIPS and bool(layers))) and within_limits(case)
    return "Allowed" if allowed else "ImplicitlyDenied"

"""Cases for the policy language, from a seed: each builds a request first, then policies that mostly speak of that request.

Values are drawn from small sets, so that what a policy says often meets what a request has, and as often just misses it.
"""

import random

ACCOUNTS = ["111122223333", "444455556666"]
ACTIONS = ["connect:DeleteQueue", "connect:DescribeQueue", "connect:ListQueues", "s3:GetObject", "s3:PutObject", "kms:Decrypt"]
USERS = ["ann", "bob"]
ROLES = ["auditor", "operator"]
TEAMS = ["sales", "support", "Sales", "a*b", "été"]
RESOURCES = [
    "arn:aws:connect:eu-west-2:111122223333:instance/aa11/queue/bb22",
    "arn:aws:connect:eu-west-2:111122223333:instance/aa11/queue/ann",
    "arn:aws:connect:us-east-1:444455556666:instance/cc33/agent/bob",
    "arn:aws:s3:::recordings/sales/2026/call.wav",
    "arn:aws:s3:::recordings/ann/a?c*d",
    "arn:aws:s3:::exports",
    "arn:aws:kms:eu-west-2:111122223333:key/dd44",
    "arn:aws:logs:eu-west-2:111122223333:log-group:calls:log-stream:x",
]
ADDRESSES = ["10.1.2.3", "10.1.2.130", "192.0.2.7", "203.0.113.255", "2001:db8::1", "2001:db8:0:1::42", "fe80::10.1.2.3"]
NETWORKS = [
    "10.0.0.0/8", "10.1.2.0/25", "10.1.2.3", "10.1.2.128/25", "192.0.2.7/32", "192.0.2.0/29", "0.0.0.0/0", "203.0.113.0/24",
    "2001:db8::/32", "2001:db8::/64", "2001:DB8:0:1::/64", "2001:0db8:0000:0000:0000:0000:0000:0001", "::/0", "fe80::a01:203/128",
]
DATES = [
    "2026-03-01T12:00:00Z", "2026-03-01T12:00:00+00:00", "2026-03-01T13:00:00+01:00", "2026-03-01T11:59:59Z", "2026-03-01",
    "2026-03-01T12:00Z", "2026-03-01T12:00:00.500Z", "2025-12-31T23:59:59Z", "1772366400", "1772366399", "1772323200",
    "2028-02-29T00:00:00-05:00",
]
NUMBERS = ["0", "1", "5", "10", "10.0", "10.5", "-3", "100", "1e2", "0.1"]
BINARIES = ["QmluYXJ5VmFsdWU=", "AAEC", "AAED", "Zm9v"]
BOOLS = ["true", "false"]
TAG_KEYS = ["team", "Team", "cost", "stage", ""]

# What a key holds: single values, many values (read with set operators), and the operators that fit it.
TEXT_KEYS = ["aws:PrincipalTag/Team", "aws:ResourceTag/Team", "aws:RequestTag/cost", "connect:Channel", "aws:username"]
ARN_KEYS = ["aws:PrincipalArn", "aws:SourceArn"]
MANY_KEYS = ["aws:TagKeys", "connect:Channels"]

STRINGS = [
    "StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "StringLike", "StringNotLike",
]
ORDERS = ["Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals"]
ARNS = ["ArnEquals", "ArnNotEquals", "ArnLike", "ArnNotLike"]


class Generator:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def chance(self, share):
        return self.random.random() < share

    def pick(self, values):
        return self.random.choice(values)

    def some(self, values, most=3):
        return [self.pick(values) for _ in range(self.random.randint(1, most))]

    def one_or_list(self, values):
        """A list of one may stand without its brackets."""
        return values[0] if len(values) == 1 and self.chance(0.6) else values

    def swap_case(self, text):
        return self.pick([text, text, text.upper(), text.lower(), text.swapcase()])

    # The request

    def case(self):
        self.caller()
        self.action = self.pick(ACTIONS)
        self.resource = self.pick(RESOURCES)
        self.owner = self.account if self.account is not None and self.chance(0.7) else self.pick(ACCOUNTS)
        self.context = self.request_context()
        case = {"principal": self.principal, "action": self.swap_case(self.action) if self.chance(0.2) else self.action}
        case["resource"] = self.resource
        if self.owner != self.account or self.chance(0.5):
            case["resourceAccount"] = self.owner
        if self.context or self.chance(0.5):
            case["context"] = self.context
        self.attach(case)
        return case

    def caller(self):
        self.account = self.pick(ACCOUNTS)
        kind = self.pick(["user", "user", "user", "session", "session", "session", "role", "root", "service", "federated"])
        self.kind, self.name, self.role = "AWS", f"arn:aws:iam::{self.account}:user/{self.pick(USERS)}", None
        if kind == "user" and self.chance(0.2):
            self.name = f"arn:aws:iam::{self.account}:user/desk/{self.pick(USERS)}"
        if kind in ("session", "role"):
            role = self.pick(ROLES)
            self.role = f"arn:aws:iam::{self.account}:role/{role}"
            self.name = self.role if kind == "role" else f"arn:aws:sts::{self.account}:assumed-role/{role}/{self.pick(USERS)}"
        elif kind == "root":
            self.name = f"arn:aws:iam::{self.account}:root"
        elif kind == "service":
            self.kind, self.name, self.account = "Service", self.pick(["connect.amazonaws.com", "lambda.amazonaws.com"]), None
        elif kind == "federated":
            self.kind, self.name = "Federated", self.pick(["accounts.example.com", "arn:aws:iam::111122223333:saml-provider/idp"])
            self.account = None
        self.principal = self.name if self.kind == "AWS" and self.chance(0.5) else {self.kind: self.name}

    def request_context(self):
        context = {}
        for key, values in (
            ("aws:PrincipalTag/Team", TEAMS), ("aws:ResourceTag/Team", TEAMS), ("aws:RequestTag/cost", TEAMS),
            ("connect:Channel", ["VOICE", "CHAT", "voice"]), ("aws:SourceIp", ADDRESSES), ("aws:CurrentTime", DATES),
            ("aws:EpochTime", DATES[8:11]), ("connect:MaxContacts", NUMBERS), ("s3:max-keys", NUMBERS),
            ("aws:MultiFactorAuthPresent", BOOLS), ("aws:SecureTransport", BOOLS), ("connect:Token", BINARIES),
            ("aws:SourceArn", RESOURCES),
        ):
            if self.chance(0.65):
                context[self.spelled(key)] = self.given(self.pick(values))
        for key, values in (("aws:TagKeys", TAG_KEYS), ("connect:Channels", ["VOICE", "CHAT", "TASK"])):
            if self.chance(0.7):
                context[key] = [] if self.chance(0.1) else self.some(values)
        if self.chance(0.05):
            context = {key: value for key, value in context.items() if key.lower() != "connect:channel"}
            context["connect:Channel"] = ["VOICE", "CHAT"]
        return context

    def spelled(self, key):
        return self.pick([key, key, key.lower(), key.upper()]) if key.isascii() else key

    def given(self, text):
        """A value as JSON may give it: true and numbers may be themselves."""
        if text in BOOLS and self.chance(0.5):
            return text == "true"
        if text.lstrip("-").isdigit() and self.chance(0.3):
            return int(text)
        return [text] if self.chance(0.2) else text

    # The policies

    def attach(self, case):
        self.keen = self.pick([0.5, 0.8, 0.97])
        self.denies = self.pick([0.0, 0.1, 0.45, 0.8])
        if self.kind == "AWS" and self.chance(0.85):
            policies = [self.policy(False) for _ in range(self.random.randint(0, 3))]
            case["identityPolicies"] = policies[0] if len(policies) == 1 and self.chance(0.2) else policies
        if self.chance(0.95 if self.kind != "AWS" or self.owner != self.account else 0.45):
            case["resourcePolicy"] = self.policy(True)
        if self.kind == "AWS" and not self.name.endswith(":root"):
            if self.chance(0.2):
                case["permissionBoundaries"] = [self.policy(False) for _ in range(self.pick([1, 1, 2]))]
            if "assumed-role" in self.name and self.chance(0.25):
                case["sessionPolicies"] = [self.policy(False) for _ in range(self.pick([1, 1, 2]))]

    def policy(self, is_resource_policy):
        self.version = self.pick(["2012-10-17"] * 5 + ["2008-10-17", None])
        statements = [self.statement(is_resource_policy) for _ in range(self.pick([1, 1, 2, 3]))]
        policy = {"Statement": self.one_or_list(statements)}
        if self.version:
            policy["Version"] = self.version
        if self.chance(0.1):
            policy["Id"] = "generated"
        return policy

    def statement(self, is_resource_policy):
        is_deny = self.chance(self.denies)
        statement = {"Effect": "Deny" if is_deny else "Allow"}
        if self.chance(0.2):
            statement["Sid"] = "S" + str(self.random.randint(0, 99))
        if is_resource_policy:
            statement["NotPrincipal" if is_deny and self.chance(0.35) else "Principal"] = self.named()
        negated = self.chance(0.12)
        statement["NotAction" if negated else "Action"] = self.one_or_list(self.actions(negated))
        if not is_resource_policy or self.chance(0.7):
            negated = self.chance(0.12)
            statement["NotResource" if negated else "Resource"] = self.one_or_list(self.resources(negated))
        if self.chance(0.55):
            statement["Condition"] = self.conditions()
        return statement

    def named(self):
        if self.chance(0.15):
            return self.pick(["*", {"AWS": "*"}])
        mine = [(self.kind, self.name)]
        if self.kind == "AWS":
            root = f"arn:aws:iam::{self.account}:root"
            mine += [("AWS", root), ("AWS", self.account)] + ([("AWS", self.role)] * 2 if self.role else [])
        other = [
            ("AWS", f"arn:aws:iam::{self.pick(ACCOUNTS)}:user/{self.pick(USERS)}"), ("AWS", self.pick(ACCOUNTS)),
            ("AWS", f"arn:aws:iam::{self.pick(ACCOUNTS)}:role/{self.pick(ROLES)}"), ("Service", "lambda.amazonaws.com"),
            ("Federated", "accounts.example.com"),
            ("CanonicalUser", "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"),
        ]
        principal = {}
        for _ in range(self.random.randint(1, 3)):
            kind, name = self.pick(mine if self.chance(self.keen) else other)
            principal.setdefault(kind, []).append(name)
        return {kind: self.one_or_list(names) for kind, names in principal.items()}

    def actions(self, negated):
        service, _, verb = self.action.partition(":")
        near = [
            "*", self.action, f"{service}:*", f"{service}:{verb[:3]}*", f"{service}:*{verb[-5:]}",
            f"{service}:{verb[:2]}?{verb[3:]}", f"{service}:{verb[0]}*{verb[4]}*{verb[-1]}", self.action.swapcase(),
        ]
        far = ACTIONS + ["iam:*", f"{service}:{verb}?", f"{service}:{verb[:-2]}", "connect:?ist*"]
        return [self.pick(near if self.chance(self.keen) != negated else far) for _ in range(self.random.randint(1, 2))]

    def resources(self, negated):
        head, tail = self.resource.rsplit(":", 1)
        near = [
            "*", "*", self.resource, head + ":*", self.resource[:-2] + "*", self.resource[:-1] + "?", "arn:aws:*:*:*:*",
            head + ":*" + tail[-3:], "arn:*:" + self.resource.split(":", 2)[2],
            self.resource.replace("ann", "${aws:username}"), self.resource.replace("sales", "${aws:PrincipalTag/Team, 'sales'}"),
            self.resource.replace("*", "${*}").replace("?", "${?}"),
        ]
        far = RESOURCES + [
            self.resource.upper(), self.resource + "?", "arn:aws:connect:*:*:instance/*/queue/*",
            "arn:aws:s3:::recordings/${aws:username}/*", "arn:aws:s3:::recordings/${AWS:PRINCIPALTAG/team}/*",
            "arn:aws:s3:::recordings/${aws:PrincipalTag/none,'sales'}/????/*",
            "arn:aws:s3:::recordings/${aws:PrincipalTag/none}/*", "arn:aws:s3:::recordings/*${?}*",
            "arn:aws:s3:::recordings/ann/a${?}c${*}d",
            "arn:aws:s3:::recordings/${aws:TagKeys}/*", "arn:aws:s3:::price${$}",
        ]
        return [self.pick(near if self.chance(self.keen) != negated else far) for _ in range(self.random.randint(1, 2))]

    # Conditions

    def conditions(self):
        conditions = {}
        for _ in range(self.pick([1, 1, 1, 2])):
            operator, key, values = self.condition()
            conditions.setdefault(operator, {})[self.spelled(key)] = self.one_or_list(values)
        return conditions

    def condition(self):
        kind = self.pick([
            "text", "text", "text", "many", "many", "arn", "arn", "number", "date", "bool", "binary", "address", "null", "set"])
        if kind == "null":
            return "Null", self.pick(TEXT_KEYS + MANY_KEYS + ["aws:MultiFactorAuthPresent"]), self.some(BOOLS, 2)
        operator, key, values = getattr(self, kind + "_condition")()
        if kind in ("many", "set"):
            operator = self.pick(["ForAnyValue:", "ForAllValues:"]) + operator
        if self.chance(0.25):
            operator += "IfExists"
        return operator, key, values

    def context_value(self, key):
        for name, value in self.context.items():
            if name.lower() == key.lower() and value not in ([], None):
                value = self.pick(value) if isinstance(value, list) else value
                return str(value).lower() if isinstance(value, bool) else str(value)
        return None

    def text_condition(self):
        key = self.pick(TEXT_KEYS)
        own = self.context_value(key) or self.pick(TEAMS)
        values = [own, own.swapcase(), own[:2] + "*", "?" + own[1:], "*", "*" + own[-1], own + "?", "", own.replace("*", "${*}")]
        values += ["${aws:PrincipalTag/Team}", "${aws:ResourceTag/Team}", "${aws:username}", "${aws:PrincipalTag/none, 'sales'}"]
        values += ["${aws:PrincipalTag/Team, 'sales'}*", "${aws:TagKeys}", *TEAMS, *USERS]
        alone = self.pick([[own], [own], [own.swapcase()], None, None, None, None])
        return self.pick(STRINGS), key, alone or self.some(values)

    def many_condition(self):
        key = self.pick(MANY_KEYS)
        values = TAG_KEYS[:2] + ["VOICE", "CHAT", "chat", "c*", "T*", "*", "??am", "${aws:PrincipalTag/Team}"]
        return self.pick(STRINGS), key, self.some(values)

    def set_condition(self):
        """Set operators with operators that are not of strings, over keys of one value or none."""
        kind = self.pick(["arn", "number", "date", "bool", "address", "text"])
        return getattr(self, kind + "_condition")()

    def arn_condition(self):
        key = self.pick(ARN_KEYS)
        own = self.context_value(key) or (self.name if key == "aws:PrincipalArn" else self.resource)
        mine = [own, own.replace("assumed-role", "role"), own.rsplit("/", 1)[0] + "/*"]
        mine.append(":".join(["arn:aws:*"] + own.split(":")[3:]))
        values = mine + [
            f"arn:aws:iam::{self.account}:*", f"arn:aws:iam::{self.account}:user/${{aws:username}}", "arn:*:*:*:*:*", "arn:aws:*",
            f"arn:aws:iam::????????????:role/{self.pick(ROLES)}", "arn:aws:*:111122223333:*", "arn:aws:s3:::*",
            "${aws:SourceArn}",
            "arn:aws:sts::*:assumed-role/*", "arn:aws:iam::111122223333:*${aws:PrincipalTag/Team,'r'}", "nothing", *RESOURCES[:4],
        ]
        return self.pick(ARNS), key, self.some(mine if self.chance(0.4) else values)

    def number_condition(self):
        values = [self.number(each) for each in self.some(NUMBERS)]
        return "Numeric" + self.pick(ORDERS), self.pick(["connect:MaxContacts", "s3:max-keys"]), values

    def number(self, text):
        return int(text) if text.lstrip("-").isdigit() and self.chance(0.4) else text

    def date_condition(self):
        return "Date" + self.pick(ORDERS), self.pick(["aws:CurrentTime", "aws:CurrentTime", "aws:EpochTime"]), self.some(DATES, 2)

    def bool_condition(self):
        value = self.pick(BOOLS + ["True", "FALSE"])
        key = self.pick(["aws:MultiFactorAuthPresent", "aws:SecureTransport"])
        return "Bool", key, [value.lower() == "true" if self.chance(0.4) else value]

    def binary_condition(self):
        return "BinaryEquals", "connect:Token", self.some(BINARIES, 2)

    def address_condition(self):
        return self.pick(["IpAddress", "IpAddress", "NotIpAddress"]), "aws:SourceIp", self.some(NETWORKS, 2)


def generate(seed, count):
    generator = Generator(seed)
    return [generator.case() for _ in range(count)]

"""Values for each pattern of the description, with what Python's `re` says of them: the measure of the program's own matching."""

import functools
import json
import random
import re
import re._constants as op
import re._parser
import sys
import unicodedata

import model

SAMPLES = 24
# What patterns get wrong: line ends, spaces and digits beyond ASCII, control and format characters, backslashes, other planes.
ODD = "\n\r\t \\/-_.:=@'|\"#!~\x00\x7f\x85\xa0\xe9\xff\u0131\u0663\u200b\u2028\u212a\u3000\u4e00\ufb01\U0001f600\U00020000"
CLASS = re.compile(r"\\([pP])\{(\w)\}")


@functools.cache
def category(letter: str) -> str:
    """The content of a character class with all of one Unicode category. `re` has no such classes of its own."""
    points = [point for point in range(sys.maxunicode + 1) if unicodedata.category(chr(point))[0] == letter]
    runs, start = [], None
    for index, point in enumerate(points):
        start = point if start is None else start
        if index + 1 == len(points) or points[index + 1] != point + 1:
            runs.append(f"\\U{start:08x}-\\U{point:08x}")
            start = None
    return "".join(runs)


def complement(letter: str) -> str:
    return "".join(category(other) for other in "CLMNPSZ" if other != letter)


def translated(pattern: str) -> str:
    """The pattern in the words of `re`: a category class becomes ranges, inside brackets of its own unless it stands in some."""
    def ranges(match):
        text = complement(match[2]) if match[1] == "P" else category(match[2])
        inside = pattern.rfind("[", 0, match.start()) > pattern.rfind("]", 0, match.start())
        return text if inside else f"[{text}]"
    return CLASS.sub(ranges, pattern)


def compiled(pattern: str) -> re.Pattern:
    return re.compile(translated(pattern), re.ASCII | re.DOTALL)


class Maker:
    """Makes values that a pattern describes, more or less: what does not fit after all is a sample too."""

    def __init__(self, pattern: str):
        self.random = random.Random(pattern)
        self.tree = re._parser.parse(CLASS.sub("a-z", pattern), re.ASCII | re.DOTALL)

    def value(self) -> str:
        return "".join(self.node(*node) for node in self.tree)

    def sequence(self, nodes) -> str:
        return "".join(self.node(*node) for node in nodes)

    def node(self, kind, argument) -> str:
        if kind is op.LITERAL:
            return chr(argument)
        if kind is op.ANY or kind is op.NOT_LITERAL:
            return self.random.choice("aZ0 -\n")
        if kind is op.IN:
            return self.member(argument)
        if kind is op.BRANCH:
            return self.sequence(self.random.choice(argument[1]))
        if kind is op.SUBPATTERN:
            return self.sequence(argument[3])
        if kind is op.ATOMIC_GROUP:
            return self.sequence(argument)
        if kind in (op.MAX_REPEAT, op.MIN_REPEAT):
            low, high, nodes = argument
            count = self.random.randint(low, max(low, min(int(high), low + 5)))
            return "".join(self.sequence(nodes) for _ in range(count))
        if kind in (op.AT, op.ASSERT, op.ASSERT_NOT):
            return ""
        raise SystemExit(f"samples.py does not know {kind}")

    def member(self, items) -> str:
        kind, argument = self.random.choice([item for item in items if item[0] is not op.NEGATE])
        if items[0][0] is op.NEGATE:
            return self.random.choice("aZ0.\xe9")
        if kind is op.RANGE:
            return chr(self.random.randint(*argument))
        if kind is op.CATEGORY:
            return self.random.choice({op.CATEGORY_DIGIT: "059", op.CATEGORY_SPACE: " \t"}.get(argument, "aZ\xe9"))
        return chr(argument)

    def changed(self, value: str) -> str:
        """One character put in, taken out or replaced."""
        at = self.random.randint(0, len(value))
        return value[:at] + self.random.choice([*ODD, ""]) + value[at + self.random.randint(0, 1):]


def samples(pattern: str) -> list:
    maker, matcher = Maker(pattern), compiled(pattern)
    values = ["", " ", "a", *(maker.value() for _ in range(SAMPLES // 3))]
    values += [maker.changed(maker.random.choice(values)) for _ in range(SAMPLES - len(values))]
    return [[value, matcher.fullmatch(value) is not None] for value in dict.fromkeys(values)]


def text(service) -> str:
    patterns = sorted({shape["pattern"] for shape in service.shapes.values() if "pattern" in shape})
    rows = [f"{json.dumps(pattern)}:{json.dumps(samples(pattern), separators=(',', ':'))}" for pattern in patterns]
    return "{\n" + ",\n".join(rows) + "\n}\n"

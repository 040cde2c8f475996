"""G.711 mu-law, tones, and how much of a sound a tone is."""

import math

FRAME = 160
RATE = 8000


def _compress(sample):
    magnitude = min(abs(sample), 32635) + 132
    segment = max(0, magnitude.bit_length() - 8)
    return ~((0x80 if sample < 0 else 0) | segment << 4 | (magnitude >> (segment + 3) & 0x0F)) & 0xFF


def _expand(octet):
    octet = ~octet & 0xFF
    magnitude = ((octet & 0x0F) << 3) + 132 << (octet >> 4 & 7)
    return (132 - magnitude) if octet & 0x80 else (magnitude - 132)


COMPRESSED = bytes(_compress(sample - 32768) for sample in range(65536))
EXPANDED = [_expand(octet) for octet in range(256)]


def tone(hertz, samples, start=0, amplitude=8000):
    return bytes(
        COMPRESSED[32768 + int(amplitude * math.sin(2 * math.pi * hertz * (start + n) / RATE))] if hertz else 0xFF for n in range(samples))


def keys(digit, samples):
    """The two tones of a key (ITU-T Q.23)."""
    row, column = divmod("123A456B789C*0#D".index(digit), 4)
    both = (697, 770, 852, 941)[row], (1209, 1336, 1477, 1633)[column]
    return bytes(
        COMPRESSED[32768 + sum(int(5000 * math.sin(2 * math.pi * hertz * n / RATE)) for hertz in both)] for n in range(samples))


def share(octets, hertz):
    """How much of the energy of the sound a tone is, from 0 to 1 (Goertzel)."""
    samples = [EXPANDED[octet] for octet in octets]
    energy = sum(sample * sample for sample in samples)
    if energy <= 1000 * len(samples):
        return 0.0
    last = before = 0.0
    coefficient = 2 * math.cos(2 * math.pi * hertz / RATE)
    for sample in samples:
        last, before = sample + coefficient * last - before, last
    power = last * last + before * before - coefficient * last * before
    return 2 * power / (energy * len(samples))


def level(octets):
    """The root of the mean square."""
    return math.sqrt(sum(EXPANDED[octet] ** 2 for octet in octets) / max(1, len(octets)))


def shares(octets, hertz, length):
    """How much of each part a tone is, and how loud the part is."""
    parts = [octets[at:at + length] for at in range(0, len(octets) - length + 1, length)]
    return " ".join(f"{share(part, hertz):.2f}/{level(part):.0f}" for part in parts)

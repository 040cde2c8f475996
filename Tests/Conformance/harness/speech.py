"""What is said, as flite says it: a sound is compared with the synthesis of each text that it may have."""

import ctypes
import functools
import math
from operator import mul

from harness.tones import EXPANDED, FRAME, RATE

# Of 1: the same text said again has 0.97 and more, since its noise is another; another text has 0.6 at most.
AGREEMENT_MIN = 0.85
# What is compared first: the loudest part of a text.
PROBE_FRAMES = 3
# A sample that is heard: below it is what silence leaves after the codec.
AUDIBLE = 100


class _Wave(ctypes.Structure):
    """cst_wave_struct of flite's cst_wave.h."""
    _fields_ = [
        ("kind", ctypes.c_char_p), ("rate", ctypes.c_int), ("count", ctypes.c_int), ("channels", ctypes.c_int),
        ("samples", ctypes.POINTER(ctypes.c_short))]


@functools.cache
def _flite():
    """flite, and the voice that speaks unless a flow names another (docs/voice.md): libraries of Debian's libflite1."""
    flite, voices = ctypes.CDLL("libflite.so.1"), ctypes.CDLL("libflite_cmu_us_slt.so.1")
    for function, result, arguments in (
            (flite.flite_text_to_wave, ctypes.POINTER(_Wave), [ctypes.c_char_p, ctypes.c_void_p]),
            (flite.delete_wave, None, [ctypes.POINTER(_Wave)]), (voices.register_cmu_us_slt, ctypes.c_void_p, [ctypes.c_char_p])):
        function.restype, function.argtypes = result, arguments
    flite.flite_init()
    return flite, voices.register_cmu_us_slt(None)


def _low_pass(taps=41, hertz=3700):
    """For halving the rate: a sinc with Hamming's window."""
    middle, turns = taps // 2, 2 * hertz / (2 * RATE)
    values = [
        (turns if n == middle else math.sin(math.pi * turns * (n - middle)) / (math.pi * (n - middle)))
        * (0.54 - 0.46 * math.cos(2 * math.pi * n / (taps - 1))) for n in range(taps)]
    return [value / sum(values) for value in values]


@functools.cache
def spoken(text):
    """The samples of a text, 8,000 a second, up to the last that is heard."""
    flite, voice = _flite()
    wave = flite.flite_text_to_wave(text.encode("ascii"), voice)
    assert wave.contents.rate == 2 * RATE and wave.contents.channels == 1, "the voice is another"
    made = wave.contents.samples[:wave.contents.count]
    flite.delete_wave(wave)
    filter, half = (low := _low_pass()), len(low) // 2
    padded = [0] * half + made + [0] * half
    samples = [sum(map(mul, padded[start:start + len(filter)], filter)) for start in range(0, len(made), 2)]
    while samples and abs(samples[-1]) < AUDIBLE:
        samples.pop()
    return samples


def agreement(one, other):
    """How much two stretches of samples are the same sound, whatever their loudness: 1, or about 0 for two of different sounds."""
    energies = sum(map(mul, one, one)) * sum(map(mul, other, other))
    return sum(map(mul, one, other)) / math.sqrt(energies) if energies else 0.0


class Ear:
    """Knows some texts, and tells which of them a sound that goes on has had, each once it is heard to its end.

    A playback begins with a packet, so that a text can begin at each packet's beginning and nowhere else.
    """

    def __init__(self, texts):
        self.samples, self.found = [], []
        self.known = {text: spoken(text) for text in texts}
        self.probes = {text: loudest(samples) for text, samples in self.known.items()}
        # Up to where each text has been looked for, in packets.
        self.looked = dict.fromkeys(texts, 0)

    def hear(self, octets):
        """The texts that the sound has had so far, in their order; it is given whole each time, as G.711 mu-law."""
        self.samples += [EXPANDED[octet] for octet in octets[len(self.samples):]]
        for text in self.known:
            self._look_for(text)
        return [text for _, text in sorted(self.found)]

    def _look_for(self, text):
        samples, frame = self.known[text], self.looked[text]
        while frame * FRAME + len(samples) <= len(self.samples):
            is_here = self._begins(text, frame)
            if is_here:
                self.found.append((frame, text))
            frame += len(samples) // FRAME if is_here else 1
        self.looked[text] = frame

    def _begins(self, text, frame):
        place, probe = self.probes[text]
        start = frame * FRAME
        if agreement(self.samples[start + place:start + place + len(probe)], probe) < AGREEMENT_MIN - 0.1:
            return False
        samples = self.known[text]
        return agreement(self.samples[start:start + len(samples)], samples) >= AGREEMENT_MIN


def loudest(samples):
    """The loudest stretch, and where it begins."""
    size = PROBE_FRAMES * FRAME
    place = max(range(0, max(1, len(samples) - size), FRAME), key=lambda start: sum(map(abs, samples[start:start + size])))
    return place, samples[place:place + size]

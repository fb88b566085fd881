"""A tone for each class of alarm, again and again until somebody answers. Silence is not acknowledgement:
the alarm stays as new as it was.
"""

from __future__ import annotations

import math
import struct
import subprocess
import tempfile
import wave
from pathlib import Path
from shutil import which

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from iss_viewer.telemetry.status import AlarmClass

_RATE = 22050
#: class -> (frequencies in order, length of each in seconds, repeats)
PATTERNS = {
    AlarmClass.ADVISORY: ((660.0,), 0.12, 1),
    AlarmClass.CAUTION: ((620.0, 0.0), 0.18, 2),
    AlarmClass.WARNING: ((780.0, 520.0), 0.16, 4),
    AlarmClass.EMERGENCY: ((900.0, 1100.0, 900.0, 0.0), 0.11, 6),
}
#: class -> seconds from one tone to the next while nobody answers; an advisory sounds once
REPEATS_S = {AlarmClass.CAUTION: 30.0, AlarmClass.WARNING: 10.0, AlarmClass.EMERGENCY: 5.0}


class Annunciator(QObject):
    """Sounds for every new alarm, and for the worst again and again until it is silenced or acknowledged.

    An alarm is known by a key that is another one when it is raised anew.
    """

    def __init__(self, has_sound: bool = True, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._has_sound = has_sound
        self.is_muted = False
        self.sounding = AlarmClass.NONE
        self._heard: frozenset[str] = frozenset()
        self._silenced: frozenset[str] = frozenset()
        self._again = QTimer(self)
        self._again.timeout.connect(lambda: self._sound(self.sounding))
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._player: subprocess.Popen[bytes] | None = None

    def follow(self, new_alarms: dict[str, AlarmClass]) -> None:
        """Take the alarms that nobody has acknowledged: key to class."""
        loud = {key: kind for key, kind in new_alarms.items() if key not in self._silenced}
        fresh = [kind for key, kind in loud.items() if key not in self._heard]
        self._heard = frozenset(new_alarms)
        worst = max(loud.values(), default=AlarmClass.NONE)
        if fresh or worst is not self.sounding:
            self._repeat(worst)
        if fresh:
            self._sound(max(fresh))
        elif worst is AlarmClass.NONE and self.sounding is not AlarmClass.NONE:
            self._stop()
        self.sounding = worst

    def silence(self, new_alarms: dict[str, AlarmClass]) -> None:
        """Stop the sound of what is new now; what comes later sounds again."""
        self._silenced = frozenset(new_alarms)
        self.sounding = AlarmClass.NONE
        self._again.stop()
        self._stop()

    def _repeat(self, kind: AlarmClass) -> None:
        """Begin anew to wait until the tone of a class comes again."""
        self._again.stop()
        if kind in REPEATS_S:
            self._again.start(round(1000 * REPEATS_S[kind]))

    def _sound(self, kind: AlarmClass) -> None:
        if kind is not AlarmClass.NONE and self._has_sound and not self.is_muted:
            self._play(kind)

    def mute(self, is_muted: bool) -> None:
        """Turn all tones off, which is shown, or on again."""
        self.is_muted = is_muted
        if is_muted:
            self._stop()

    def _play(self, kind: AlarmClass) -> None:
        self._stop()
        player = which("paplay") or which("aplay")
        try:
            if player is not None:
                self._player = subprocess.Popen(
                    [player, str(self._file(kind))],
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )
                return
        except OSError:  # a full disk, a player that does not start: the alarm is on the screen
            self._player = None
        QApplication.beep()

    def _stop(self) -> None:
        if self._player is not None and self._player.poll() is None:
            self._player.terminate()
        self._player = None

    def _file(self, kind: AlarmClass) -> Path:
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="iss-viewer-tones-")
        path = Path(self._folder.name) / f"{kind.name.lower()}.wav"
        if not path.exists():
            with wave.open(str(path), "wb") as file:
                file.setnchannels(1)
                file.setsampwidth(2)
                file.setframerate(_RATE)
                file.writeframes(samples(kind))
        return path


def samples(kind: AlarmClass) -> bytes:
    """The tone of a class, 16-bit mono at 22,050 Hz, with soft edges."""
    tones, length_s, repeats = PATTERNS[kind]
    count = int(length_s * _RATE)
    one = bytearray()
    for frequency in tones:
        for i in range(count):
            edge = min(i, count - i, 400) / 400
            level = math.sin(2 * math.pi * frequency * i / _RATE) * edge if frequency else 0.0
            one += struct.pack("<h", int(9000 * level))
    return bytes(one) * repeats

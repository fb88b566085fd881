"""A tone for each class of alarm. Silence is not acknowledgement: the alarm stays as new as it was."""

from __future__ import annotations

import math
import struct
import subprocess
import tempfile
import wave
from pathlib import Path
from shutil import which

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


class Annunciator:
    """Sounds for the worst new alarm until it is silenced or acknowledged."""

    def __init__(self, has_sound: bool = True) -> None:
        self._has_sound = has_sound
        self.is_muted = False
        self.sounding = AlarmClass.NONE
        self._silenced: frozenset[str] = frozenset()
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._player: subprocess.Popen[bytes] | None = None

    def follow(self, new_alarms: dict[str, AlarmClass]) -> None:
        """Take the alarms that nobody has acknowledged: id to class."""
        fresh = {id_: kind for id_, kind in new_alarms.items() if id_ not in self._silenced}
        worst = max(fresh.values(), default=AlarmClass.NONE)
        rises = worst > self.sounding
        self.sounding = worst
        if rises and self._has_sound and not self.is_muted:
            self._play(worst)

    def silence(self, new_alarms: dict[str, AlarmClass]) -> None:
        """Stop the sound of what is new now; what comes later sounds again."""
        self._silenced = frozenset(new_alarms)
        self.sounding = AlarmClass.NONE
        self._stop()

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

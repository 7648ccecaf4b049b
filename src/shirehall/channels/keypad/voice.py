"""The voice of the simulator: espeak-ng, where it is installed, bounded in time and length."""

import shutil
import subprocess

LONGEST_TEXT = 4_000
WAIT_SECONDS = 10
WORDS_A_MINUTE = "150"


def can_speak() -> bool:
    """Whether there is a voice on this machine."""
    return shutil.which("espeak-ng") is not None


def speak(text: str) -> bytes | None:
    """The text as a WAV file, or None where it cannot be spoken."""
    program = shutil.which("espeak-ng")
    if program is None:
        return None
    command = [program, "-v", "en-gb", "-s", WORDS_A_MINUTE, "--stdin", "--stdout"]
    try:
        done = subprocess.run(
            command, input=text[:LONGEST_TEXT].encode(), capture_output=True, timeout=WAIT_SECONDS, check=True
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout or None

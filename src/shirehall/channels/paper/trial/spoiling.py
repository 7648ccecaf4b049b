"""What a scanner or a telephone does to a sheet: skew, blur, noise, shadow, JPEG, the wrong way up."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Spoiling:
    """How much. `skew` in degrees to either side, `blur` the widest, `noise` the strongest, `shadow` of a photo, `tilt`
    how much a photo is taken from the side, `turned` how many of a hundred lie upside down or on their side."""

    skew: float = 3.0
    blur: float = 1.1
    noise: float = 9.0
    quality: int = 50
    shadow: float = 0.18
    tilt: float = 0.02
    turned: int = 25


def spoil(sheet: Picture, how: Spoiling, random: np.random.Generator) -> Picture:
    """The sheet as it comes in."""
    high, wide = sheet.shape
    rim = 40
    corners = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    pushed = corners + random.uniform(-how.tilt, how.tilt, (4, 2)) * wide * 0.5 + rim
    angle = np.radians(random.uniform(-how.skew, how.skew))
    middle = np.array([wide / 2 + rim, high / 2 + rim])
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    placed = ((pushed - middle) @ turn.T + middle).astype(np.float32)
    move = cv2.getPerspectiveTransform(corners, placed)
    size = (wide + 2 * rim, high + 2 * rim)
    seen: NDArray[np.float32] = cv2.warpPerspective(
        sheet, move, size, flags=cv2.INTER_LINEAR, borderValue=(235,)
    ).astype(np.float32)
    slope = (
        np.linspace(0, 1, size[0], dtype=np.float32)[None, :]
        if random.random() < 0.5
        else np.linspace(0, 1, size[1], dtype=np.float32)[:, None]
    )
    seen = seen * (1 - random.uniform(0, how.shadow) * slope)
    blurred = cv2.GaussianBlur(seen, (0, 0), random.uniform(0.4, how.blur))
    noisy = blurred + random.normal(0, random.uniform(2, how.noise), seen.shape)
    picture = np.clip(noisy, 0, 255).astype(np.uint8)
    if random.integers(100) < how.turned:
        picture = np.ascontiguousarray(np.rot90(picture, random.choice([1, 2, 2, 2, 3])))
    _done, packed = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, how.quality])
    return cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE)  # type: ignore[return-value]

"""Paint the Earth below the station: ``python scripts/ground.py`` writes assets/ground.jpg anew.

Noise of fractal land, dryness and clouds; no place on it is real. Painted once, since it takes a quarter of a second.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from vtkmodules.util.numpy_support import numpy_to_vtk
from vtkmodules.vtkCommonDataModel import vtkImageData
from vtkmodules.vtkIOImage import vtkJPEGWriter

SIZE_PX = 1024
QUALITY = 90
Floats = NDArray[np.float32]


def main() -> None:
    """Write the picture."""
    image, writer = vtkImageData(), vtkJPEGWriter()
    image.SetDimensions(SIZE_PX, SIZE_PX, 1)
    image.GetPointData().SetScalars(numpy_to_vtk(ground().reshape(-1, 3), deep=True))
    writer.SetInputData(image)
    writer.SetQuality(QUALITY)
    writer.SetFileName(str(Path(__file__).parents[1] / "assets/ground.jpg"))
    writer.Write()


def ground(size: int = SIZE_PX) -> NDArray[np.uint8]:
    """Sea, land and clouds as seen from straight above, (size, size, 3)."""
    land, dry = _clouds(size, 2.0, 3)
    fine, swirl = _clouds(size, 1.28, 11)
    broad, relief = _clouds(size, 1.9, 23)
    shore = ((land - 0.45) * 9).clip(0, 1)
    aridity = (0.45 + 0.6 * dry).clip(0, 1)
    cover = ((0.55 * fine + 0.75 * broad + 0.15 * swirl - 0.05) * 0.62).clip(0, 1)
    cover *= cover * (3 - 2 * cover)
    light = (1 + 0.14 * relief + 0.26 * fine).clip(0.6, 1.8)
    picture = np.empty((size, size, 3), np.float32)
    for channel in range(3):
        sea, green, sand = _SEA[channel], _GREEN[channel], _SAND[channel]
        ground = sea + ((green - sea) + (sand - green) * aridity) * shore * light
        picture[..., channel] = ground + (_CLOUD[channel] - ground) * (0.92 * cover)
    picture *= 255
    return picture.clip(0, 255).astype(np.uint8)


_SEA = (0.012, 0.070, 0.185)
_GREEN = (0.150, 0.205, 0.110)
_SAND = (0.460, 0.350, 0.225)
_CLOUD = (0.80, 0.84, 0.88)


def _clouds(size: int, roughness: float, seed: int) -> tuple[Floats, Floats]:
    """Two fields of fractal noise of zero mean, unit deviation: amplitudes fall as f**-roughness."""
    chance = np.random.default_rng(seed)
    step = (np.fft.fftfreq(size) * size).astype(np.float32)
    squared = step[None, :] ** 2 + step[:, None] ** 2
    squared[0, 0] = np.inf
    spectrum = chance.standard_normal((size, size, 2), np.float32).view(np.complex64)[..., 0]
    noise = np.fft.ifft2(spectrum * squared ** np.float32(-roughness / 2))
    return noise.real / noise.real.std(), noise.imag / noise.imag.std()


if __name__ == "__main__":
    main()

"""The service folders that ship, read as the kernel takes them, and the names of the partnership."""

from pathlib import Path

import yaml

from shirehall.kernel.api import CHANNELS
from shirehall.project.scan import find_channels

ROOT = Path(__file__).resolve().parents[2]
SERVICES = ROOT / "services"
EXAMPLES = ROOT / "examples"
AUTHORITIES = ("north_dorset", "west_dorset", "weymouth_and_portland")


def folders() -> list[Path]:
    """Every service folder that ships."""
    return sorted(path.parent for base in (SERVICES, EXAMPLES) for path in base.glob("*/service.yaml"))


def texts_of(folder: Path) -> dict[str, str]:
    """The texts of a service folder by path, with the shared page sets under `_shared/`."""
    texts = {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.suffix in (".yaml", ".md") and path.name != "README.md"
    }
    for path in sorted((SERVICES / "_shared").glob("*.yaml")):
        texts[f"_shared/{path.name}"] = path.read_text(encoding="utf-8")
    return texts


def partnership() -> dict[str, set[str]]:
    """The authorities, queues, teams and channels of what ships, as `check` takes them."""
    dorset = ROOT / "partnership" / "dorset"
    authorities = yaml.safe_load((dorset / "authorities.yaml").read_text(encoding="utf-8"))
    teams = yaml.safe_load((dorset / "teams.yaml").read_text(encoding="utf-8"))
    queues = {each["queue"] for team in teams.values() for each in team["queues"]}
    channels = {*CHANNELS, *find_channels()}
    return {"authorities": set(authorities), "queues": queues, "teams": set(teams), "channels": channels}

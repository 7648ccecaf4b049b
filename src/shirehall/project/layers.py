"""The order of the layers, in the one form that running code reads.

The import contract in pyproject.toml states the same order for imports; a test holds the two together.
"""

from collections.abc import Sequence

ROOT = "shirehall"

# Top to bottom. Packages on one line do not know each other.
LAYERS: tuple[tuple[str, ...], ...] = (
    ("project",),
    ("channels", "desk", "studio", "website"),
    ("departments",),
    ("capabilities",),
    ("casework", "design"),
    ("partnership",),
    ("kernel",),
)

# The layers whose packages hold one app each.
GROUPS: tuple[str, ...] = ("channels", "departments", "capabilities")

# Top to bottom: a capability may use those below it, each by its front door.
CAPABILITIES: tuple[str, ...] = ("measures", "messages", "people", "documents", "gazetteer")


def may_know(knower: str, known: str) -> bool:
    """Say whether the module `knower` may know the module `known`; both are dotted names under shirehall.

    Raises ValueError for a name that stands in no layer.
    """
    upper, lower = _house(knower), _house(known)
    if upper == lower:
        return True
    upper_rank, lower_rank = _rank(upper), _rank(lower)
    if upper_rank != lower_rank:
        return upper_rank < lower_rank
    if upper[0] == lower[0] == "capabilities":
        return _capability_rank(upper[1]) < _capability_rank(lower[1])
    return False


def _house(module: str) -> tuple[str, ...]:
    """Name the package that a module belongs to: its layer, and in a group its own name there."""
    parts = module.split(".")
    if parts[0] != ROOT or len(parts) < 2:
        raise ValueError(f"{module} stands outside the layers of {ROOT}")
    return tuple(parts[1:3]) if parts[1] in GROUPS and len(parts) > 2 else (parts[1],)


def _rank(house: Sequence[str]) -> int:
    for rank, layer in enumerate(LAYERS):
        if house[0] in layer:
            return rank
    raise ValueError(
        f"shirehall.{house[0]} stands in no layer: give it a place in shirehall/project/layers.py"
    )


def _capability_rank(name: str) -> int:
    if name not in CAPABILITIES:
        raise ValueError(f"the capability {name} has no place in the order in shirehall/project/layers.py")
    return CAPABILITIES.index(name)

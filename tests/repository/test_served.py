"""What is served is the councils' own: no crown, no crest, no GDS Transport, no map to the sources, and light."""

import gzip
import re

from tests.repository.tree import ROOT, SOURCE, shown

SERVED = SOURCE / "design" / "static" / "shirehall_design"
FORBIDDEN = re.compile(rb"gds.?transport|crest|crown|sourceMappingURL|@font-face", re.IGNORECASE)
STYLE_BYTES, SCRIPT_BYTES = 30_000, 15_000


def test_there_is_something_to_serve() -> None:
    assert {"public.css", "desk.css"} <= {path.name for path in SERVED.iterdir()}, "run scripts/build-assets"


def test_nothing_forbidden_is_served() -> None:
    found = {
        shown(path): FORBIDDEN.findall(path.read_bytes())
        for path in SOURCE.rglob("static/**/*")
        if path.is_file()
    }
    assert {name: words for name, words in found.items() if words} == {}
    assert [shown(path) for path in SOURCE.rglob("static/**/*.map")] == []


def test_a_first_view_is_light() -> None:
    for sheet in SERVED.glob("*.css"):
        assert len(gzip.compress(sheet.read_bytes())) <= STYLE_BYTES, sheet.name
    for script in SERVED.glob("*.js"):
        assert len(gzip.compress(script.read_bytes())) <= SCRIPT_BYTES, script.name


def test_what_is_compiled_is_not_in_git() -> None:
    ignored = (ROOT / ".gitignore").read_text().splitlines()
    assert "/src/shirehall/design/static/shirehall_design/" in ignored

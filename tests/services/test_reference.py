"""The reference names every key, and the service that the guide builds up is one that passes."""

import re

from shirehall.kernel.api import check
from shirehall.kernel.loading import keys
from tests.services.folders import ROOT, partnership

REFERENCE = ROOT / "docs" / "reference" / "service-definition.md"
GUIDE = ROOT / "docs" / "how-to" / "write-a-service.md"
MESSAGE = """---
message: {name}
on: decided
outcomes: [{name}]
---
# subject
Your street party

# email
{{reasons}}

# letter
{{reasons}}
"""


def test_every_key_of_a_definition_is_in_the_reference() -> None:
    text = REFERENCE.read_text(encoding="utf-8")
    known = {key for name, group in vars(keys).items() if name.isupper() for key in group}
    assert not [key for key in sorted(known) if f"`{key}" not in text]


def test_the_service_of_the_guide_passes() -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    head, pages, rules, rates, examples = blocks
    more = (
        "  - {example: a bus route, on: 2026-06-01, answers: {road: bus}, expect: {outcome: refuse}}\n"
        "  - {example: they object, on: 2026-06-01, answers: {road: lane, homes: 2, neighbours_agree: no}, expect: {outcome: refuse}}\n"
    )
    texts = {
        "service.yaml": head + pages,
        "rules.yaml": rules,
        "rates.yaml": rates,
        "examples.yaml": examples + more,
    }
    texts |= {f"messages/{name}.md": MESSAGE.format(name=name) for name in ("approve", "refuse", "refer")}
    problems = check(texts, **partnership())
    assert not problems, "\n".join(map(str, problems))

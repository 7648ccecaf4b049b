"""The worker drains the inbox beside its steps."""

from shirehall.capabilities.measures.actions import drain
from shirehall.casework.api import Chore, register_chore

register_chore(Chore(name="measures", label="Count what happened", work=lambda at: drain(at=at)))

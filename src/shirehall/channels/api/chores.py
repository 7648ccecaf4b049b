"""What the worker does for the API beside its steps."""

from shirehall.casework.api import Chore, register_chore
from shirehall.channels.api.webhooks.planning import plan_webhooks

register_chore(Chore(name="api_webhooks", label="Look for what partners are to be told", work=plan_webhooks))

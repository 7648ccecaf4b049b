"""What the worker does for suppliers: the codes that they wait for go out about a second after they asked."""

from shirehall.casework.api import Chore, register_chore
from shirehall.departments.finance.portal.codes import send_waiting_codes

register_chore(Chore(name="suppliers_codes", label="Send suppliers their codes", work=send_waiting_codes))

"""Words that tell a public body from a company."""

import re

PUBLIC_BODY = re.compile(r"(?i)\b(council|borough|district|county of|accounts payable|authority)\b")
"""Who these invoices are for; a supplier is seldom one."""

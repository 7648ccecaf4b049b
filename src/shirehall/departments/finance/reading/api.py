"""The front door of reading: bytes in, what an invoice says out. `read_invoice` reads here and now; `read_safely` in a
child process that may use so much time and memory and no more, which is how files of strangers are read."""

from shirehall.departments.finance.reading.apart import Limits, read_safely
from shirehall.departments.finance.reading.file import read_invoice
from shirehall.departments.finance.reading.found import (
    FIELDS,
    KINDS,
    Box,
    ReadField,
    ReadInvoice,
    ReadLine,
    from_json,
)

__all__ = [
    "FIELDS",
    "KINDS",
    "Box",
    "Limits",
    "ReadField",
    "ReadInvoice",
    "ReadLine",
    "from_json",
    "read_invoice",
    "read_safely",
]

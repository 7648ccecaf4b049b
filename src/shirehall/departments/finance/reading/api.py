"""The front door of reading: bytes in, what an invoice says out. `read_invoice` reads a file as one invoice,
`read_each` each of several; `page_picture` and `picture_of_box` show it to people. Files of strangers are read and
drawn by those called `..._safely`: in a child process that may use so much time and memory and no more."""

from shirehall.departments.finance.reading.apart import (
    Limits,
    page_count_safely,
    page_picture_safely,
    picture_of_box_safely,
    read_each_safely,
    read_safely,
    teach_safely,
)
from shirehall.departments.finance.reading.bank import is_about_bank
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
from shirehall.departments.finance.reading.hints import Hint, Layout, hint_from_json, layout_from_json
from shirehall.departments.finance.reading.learning import learn_from, teach_from
from shirehall.departments.finance.reading.picture import (
    NoPictureError,
    page_count,
    page_picture,
    picture_of_box,
)
from shirehall.departments.finance.reading.splitting import read_each
from shirehall.departments.finance.reading.values import uk_vat_is_right

__all__ = [
    "FIELDS",
    "KINDS",
    "Box",
    "Hint",
    "Layout",
    "Limits",
    "NoPictureError",
    "ReadField",
    "ReadInvoice",
    "ReadLine",
    "from_json",
    "hint_from_json",
    "is_about_bank",
    "layout_from_json",
    "learn_from",
    "page_count",
    "page_count_safely",
    "page_picture",
    "page_picture_safely",
    "picture_of_box",
    "picture_of_box_safely",
    "read_each",
    "read_each_safely",
    "read_invoice",
    "read_safely",
    "teach_from",
    "teach_safely",
    "uk_vat_is_right",
]

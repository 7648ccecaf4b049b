"""The ways in for suppliers' invoices. Nobody fills in a form by them, so none has a page on which to begin."""

from django.utils.translation import gettext_noop

from shirehall.casework.api import Channel, register_channel

for name, label in (
    ("invoice_mail", gettext_noop("By mail to the invoices' address")),
    ("invoice_folder", gettext_noop("By the drop folder")),
    ("invoice_upload", gettext_noop("Uploaded by an officer")),
    ("invoice_api", gettext_noop("As an e-invoice by API")),
):
    register_channel(Channel(name=name, label=label, for_residents=False))

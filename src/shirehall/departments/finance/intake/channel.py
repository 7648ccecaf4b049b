"""The ways in of invoices."""

from django.utils.translation import gettext_noop

from shirehall.casework.api import Channel, register_channel
from shirehall.departments.finance.intake import FOLDER, MAIL, PROGRAM, UPLOAD

register_channel(Channel(name=MAIL, label=gettext_noop("Invoices by mail")))
register_channel(Channel(name=FOLDER, label=gettext_noop("Invoices by a folder")))
register_channel(Channel(name=UPLOAD, label=gettext_noop("Invoices uploaded")))
register_channel(Channel(name=PROGRAM, label=gettext_noop("Invoices by a program")))

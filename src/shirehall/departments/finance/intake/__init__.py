"""How suppliers' invoices come in: the mailbox, the drop folder, upload by an officer, e-invoices by API."""

CHANNELS = ("invoice_mail", "invoice_folder", "invoice_upload", "invoice_api")

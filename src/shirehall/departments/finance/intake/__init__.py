"""How invoices come in: by mail, by a folder, by upload, by a program."""

MAIL, FOLDER, UPLOAD, PROGRAM = "invoice_mail", "invoice_folder", "invoice_upload", "invoice_api"
CHANNELS = (MAIL, FOLDER, UPLOAD, PROGRAM)

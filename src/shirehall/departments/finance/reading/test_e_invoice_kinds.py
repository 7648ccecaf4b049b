"""E-invoices that are valid and unusual: other prefixes, envelopes, several parties, other countries' formats."""

import io

import pypdf
import pytest

from shirehall.departments.finance.reading.e_invoice import read_e_invoice
from shirehall.departments.finance.reading.file import read_invoice

UBL = """<{root} xmlns="urn:oasis:names:specification:ubl:schema:xsd:{root}-2"
 xmlns:a="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
 xmlns:b="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<b:ID> X/1 </b:ID><b:IssueDate>2026-01-31Z</b:IssueDate><b:DocumentCurrencyCode>EUR</b:DocumentCurrencyCode>
<a:OrderReference><b:ID>{order}</b:ID></a:OrderReference>
<a:AccountingSupplierParty><a:Party><a:PartyName><b:Name>Trading As</b:Name></a:PartyName>
{schemes}<a:PartyLegalEntity><b:RegistrationName>Seller AB</b:RegistrationName></a:PartyLegalEntity>
</a:Party></a:AccountingSupplierParty>
<a:PayeeParty><a:PartyName><b:Name>A Factor</b:Name></a:PartyName></a:PayeeParty>
<a:TaxRepresentativeParty><a:PartyTaxScheme><b:CompanyID>FR40303265045</b:CompanyID>
<a:TaxScheme><b:ID>VAT</b:ID></a:TaxScheme></a:PartyTaxScheme></a:TaxRepresentativeParty>
<a:PaymentTerms><b:PaymentDueDate>2026-03-02</b:PaymentDueDate></a:PaymentTerms>
<a:TaxTotal><b:TaxAmount currencyID="SEK">275.00</b:TaxAmount></a:TaxTotal>
<a:TaxTotal><b:TaxAmount currencyID="EUR">25.00</b:TaxAmount></a:TaxTotal>
<a:LegalMonetaryTotal><b:TaxExclusiveAmount>100.000</b:TaxExclusiveAmount>
<b:TaxInclusiveAmount>125</b:TaxInclusiveAmount><b:PrepaidAmount>50</b:PrepaidAmount>
<b:PayableAmount>75.00</b:PayableAmount></a:LegalMonetaryTotal></{root}>"""
SCHEME = "<a:PartyTaxScheme><b:CompanyID>{}</b:CompanyID><a:TaxScheme><b:ID>{}</b:ID></a:TaxScheme></a:PartyTaxScheme>"
REGISTER, NUMBER = SCHEME.format("Foretaksregisteret", "TAX"), SCHEME.format("SE556677889901", "VAT")


def ubl(root: str = "Invoice", order: str = "PO-7", schemes: str = REGISTER + NUMBER) -> str:
    """An invoice or a credit note with several parties, two tax totals and a part paid before."""
    return UBL.format(root=root, order=order, schemes=schemes)


@pytest.mark.parametrize("root", ["Invoice", "CreditNote"])
def test_ubl_with_other_prefixes_and_parties(root: str) -> None:
    found = read_e_invoice(ubl(root).encode())
    assert {name: field.value for name, field in found.fields.items()} == {
        "supplier_name": "Seller AB",
        "supplier_vat": "SE556677889901",
        "invoice_number": "X/1",
        "invoice_date": "2026-01-31",
        "due_date": "2026-03-02",
        "currency": "EUR",
        "net": "100.00",
        "vat": "25.00",
        "gross": "125.00",
        "po_number": "PO-7",
    }
    assert all(field.certain for field in found.fields.values())


def test_a_register_is_no_vat_number_and_na_is_no_order() -> None:
    found = read_e_invoice(ubl(order="NA", schemes=REGISTER).encode())
    assert found.value("supplier_vat") is None
    assert found.value("po_number") is None


def test_an_envelope_is_opened() -> None:
    inside = f'<e:StandardBusinessDocument xmlns:e="urn:e"><e:Header/>{ubl()}</e:StandardBusinessDocument>'
    assert read_e_invoice(inside.encode()).value("gross") == "125.00"


FATTURA = """<p:FatturaElettronica xmlns:p="http://ivaservizi.agenziaentrate.gov.it/docs/xsd/fatture/v1.2">
<FatturaElettronicaHeader><CedentePrestatore><DatiAnagrafici><IdFiscaleIVA><IdPaese>IT</IdPaese>
<IdCodice>01234567890</IdCodice></IdFiscaleIVA><Anagrafica><Nome>Ada</Nome><Cognome>Neri</Cognome></Anagrafica>
</DatiAnagrafici></CedentePrestatore></FatturaElettronicaHeader>{bodies}</p:FatturaElettronica>"""
BODY = """<FatturaElettronicaBody><DatiGenerali><DatiGeneraliDocumento><Divisa>EUR</Divisa><Data>2026-02-03</Data>
<Numero>123</Numero><ImportoTotaleDocumento>142.00</ImportoTotaleDocumento></DatiGeneraliDocumento></DatiGenerali>
<DatiBeniServizi><DatiRiepilogo><ImponibileImporto>100.00</ImponibileImporto><Imposta>22.00</Imposta></DatiRiepilogo>
<DatiRiepilogo><ImponibileImporto>20.00</ImponibileImporto><Imposta>0.00</Imposta></DatiRiepilogo></DatiBeniServizi>
</FatturaElettronicaBody>"""


def test_italys_format_is_read_and_its_rates_are_summed() -> None:
    found = read_e_invoice(FATTURA.format(bodies=BODY).encode())
    assert [found.value(name) for name in ("supplier_name", "supplier_vat", "net", "vat", "gross")] == [
        "Ada Neri", "IT01234567890", "120.00", "22.00", "142.00",
    ]  # fmt: skip
    assert found.fields["net"].certain


def test_several_invoices_in_one_file_are_not_certain() -> None:
    found = read_e_invoice(FATTURA.format(bodies=BODY * 2).encode())
    assert not any(field.certain for field in found.fields.values())
    assert "several" in " ".join(found.problems)


def test_an_e_invoice_in_a_pdf_is_known_by_what_it_is_and_not_by_its_name() -> None:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(595, 842)
    writer.add_attachment("annexe_2026.dat", ubl().encode())
    out = io.BytesIO()
    writer.write(out)
    assert read_invoice(out.getvalue(), "a.pdf").kind == "pdf-with-xml"

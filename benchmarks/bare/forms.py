"""Twelve fields of the kinds that Council Tax Reduction asks for."""

from django import forms

YES_NO = (("yes", "Yes"), ("no", "No"))


class EntryForm(forms.Form):
    """An application, as a plain Django project would take it."""

    full_name = forms.CharField(max_length=200)
    date_of_birth = forms.DateField()
    national_insurance_number = forms.RegexField(r"^[A-Z]{2}[0-9]{6}[A-D]$")
    address = forms.CharField(widget=forms.Textarea)
    postcode = forms.RegexField(r"^[A-Z]{1,2}[0-9][0-9A-Z]? [0-9][A-Z]{2}$")
    email = forms.EmailField(required=False)
    telephone = forms.RegexField(r"^\+?[0-9 ]{9,15}$", required=False)
    household_kind = forms.ChoiceField(choices=[("single", "Single"), ("couple", "Couple")])
    children = forms.IntegerField(min_value=0, max_value=20)
    receives_maximum_benefit = forms.TypedChoiceField(choices=YES_NO, coerce=lambda text: text == "yes")
    weekly_income = forms.DecimalField(min_value=0, max_value=20_000, decimal_places=2)
    council_tax_bill = forms.DecimalField(min_value=0, max_value=20_000, decimal_places=2)

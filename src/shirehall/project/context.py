"""What every page is given beside its own: the partnership's brand, where a page has no council's."""

from django.http import HttpRequest

from shirehall.partnership.api import brand_for
from shirehall.partnership.data import Brand


def partnership_brand(_request: HttpRequest) -> dict[str, Brand]:
    """The brand of the partnership, under a name of its own: what is given here wins over what a page gives."""
    return {"shared_brand": brand_for(None)}

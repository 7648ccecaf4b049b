"""The case page: the whole story, and who looked at it."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from shirehall.desk.conftest import MakeOfficer, SignIn, do, make_case, page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(make_officer: MakeOfficer, sign_in: SignIn) -> Client:
    return sign_in(make_officer())


def test_the_page_tells_the_whole_story(client: Client) -> None:
    case = make_case()
    page = page_of(client.get(f"/desk/case/{case.reference}/"))
    for words in (
        "Ada Invented", case.reference, "07700 900123", "An officer looks at very large homes.", "People at home", "12",
        "Food: 4", "Is a larger bin right?", "What officers" if False else "Record complete", "Ask for a larger bin",
    ):  # fmt: skip
        assert words in page, words

import pytest
from django.test import Client


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/return/a%00b/", "/case/%00/", "/outbox/%00/", "/telephone/call/simulated-%00/", "/%00"]
)
def test_an_address_that_no_database_can_look_up_is_not_found(address: str) -> None:
    answer = Client().get(address)
    assert answer.status_code == 404
    assert Client().post(address).status_code == 404

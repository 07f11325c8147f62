"""The API's description says of each address what that address takes and gives."""

import pytest
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator


def test_no_two_things_share_a_name(capsys: pytest.CaptureFixture[str]) -> None:
    """Of two serializers with one name, the second address would be described by the fields of the first."""
    GENERATOR_STATS.reset()
    components = SchemaGenerator(urlconf="project.urls_office").get_schema(public=True)["components"]["schemas"]
    assert capsys.readouterr().err == ""
    assert not GENERATOR_STATS
    assert set(components["ReturnInput"]["properties"]) == {"returned_on", "reason"}
    assert set(components["MonthReturnInput"]["properties"]) == {"return_reason"}

"""A call as a program's form holds it. Pure."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl

from adapters.web.open311.asked import NotThere, number
from bot.community import PlaceId
from bot.errors import Refused
from bot.features.open311 import service as open311
from bot.features.open311.views import SERVICES, Named

# "description" has 4,000 signs at most by the standard; the others hold a line.
_LONGEST: Final = {"description": 4000}
_LINE: Final = 200
_MOST_FIELDS: Final = 200
_NORTH, _EAST = 90.0, 180.0


def fields_of(body: bytes) -> Mapping[str, str]:
    """The form's fields, the last of each name; signs that no database keeps are left out.

    Raises:
        Refused: it has too many.
    """
    try:
        pairs = parse_qsl(body.decode("utf-8", "replace"), max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise Refused("requests.no.not_understood", short="form") from None
    return {name: value.replace("\0", "").strip()[: _LONGEST.get(name, _LINE)] for name, value in pairs}


def submission(fields: Mapping[str, str], key: str, here: Named) -> open311.Submission:
    """The call.

    Raises:
        NotThere: its service does not exist.
        Refused: something is missing, or makes no sense.
    """
    service = next((one for one in SERVICES if one == fields.get("service_code")), None)
    if service is None:
        raise NotThere("requests.no.no_service")
    if not fields.get("description"):
        raise Refused("requests.no.no_words")
    building = fields.get("attribute[building]") or fields.get("address_id")
    known = number(building) if building else None
    if building and known is None:
        raise Refused("requests.no.no_place")
    return open311.Submission(
        key=key,
        community=here.id,
        service=service,
        words=fields["description"],
        address=fields.get("address_string", ""),
        building=None if known is None else PlaceId(known),
        point=_point(fields),
        name=" ".join(filter(None, [fields.get("first_name"), fields.get("last_name")])),
        phone=fields.get("phone", ""),
        email=fields.get("email", ""),
    )


def _point(fields: Mapping[str, str]) -> str:
    """Latitude and longitude as the standard's programs send them; one without the other says nothing."""
    said = [fields.get("lat", ""), fields.get("long", "")]
    if not all(said):
        return ""
    try:
        north, east = map(float, said)
    except ValueError:
        raise Refused("requests.no.not_understood", short="lat, long") from None
    # What is no number is not within these either.
    if not (-_NORTH <= north <= _NORTH and -_EAST <= east <= _EAST):
        raise Refused("requests.no.not_understood", short="lat, long")
    return f"{north:.6f},{east:.6f}"

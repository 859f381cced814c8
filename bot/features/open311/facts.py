"""A request by the names of the standard, for whatever form it is written in. Values in, values out."""

from collections.abc import Mapping
from datetime import datetime

from bot.features.open311.shown import Request


def facts(one: Request) -> Mapping[str, object]:
    """GET Service Request. `closed` never means fixed: `extended_status` is our state, and `closing` how it closed."""
    service = one.service
    return {
        "service_request_id": str(one.number),
        "status": str(one.status),
        "extended_status": one.state,
        "closing": one.closing,
        "status_notes": one.notes,
        "service_name": None if service is None else service.name,
        "service_code": None if service is None else service.code,
        "description": one.words,
        "agency_responsible": one.community.name,
        "service_notice": None,
        "requested_datetime": _moment(one.requested_at),
        "updated_datetime": _moment(one.updated_at),
        "expected_datetime": _moment(one.expected_at),
        "address": one.place,
        "address_id": None if one.building is None else str(one.building),
        "zipcode": None,
        "lat": None,
        "long": None,
        "media_url": None,
        "jurisdiction_id": str(one.community.id),
    }


def _moment(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat(timespec="seconds")

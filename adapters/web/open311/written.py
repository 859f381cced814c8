"""Our answers as the standard writes them, in JSON and in XML. Pure."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Final
from xml.etree import ElementTree as ET

from bot.features.open311.views import Defined, Offered

Values = Mapping[str, object]
FORMATS: Final = {"json": "application/json", "xml": "text/xml"}
# Signs that no XML document may hold, however they are written.
_NO_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def services(offered: Sequence[Offered]) -> Sequence[Values]:
    """GET Service List. Every service asks for a building, so each has a definition."""
    return [
        {
            "service_code": one.code,
            "service_name": one.name,
            "description": one.description,
            "metadata": True,
            "type": "realtime",
            "keywords": "",
            "group": "",
        }
        for one in offered
    ]


def definition(defined: Defined, asks: str) -> Values:
    """GET Service Definition: the one thing that is asked, in the words `asks`, is the building."""
    attribute = {
        "variable": True,
        "code": "building",
        "datatype": "singlevaluelist",
        "required": False,
        "datatype_description": "",
        "order": 1,
        "description": asks,
        "values": [{"key": str(one.id), "name": one.name} for one in defined.buildings],
    }
    return {"service_code": defined.code, "attributes": [attribute]}


def as_json(values: object) -> str:
    """The answer in JSON."""
    return json.dumps(values, ensure_ascii=False)


def as_xml(root: str, item: str, values: Sequence[Values] | Values) -> str:
    """The answer in XML: a list of items under the root, or one item that is the root itself."""
    top = ET.Element(root)
    if isinstance(values, Mapping):
        _fill(top, values)
    else:
        for one in values:
            _fill(ET.SubElement(top, item), one)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(top, encoding="unicode")


# What the members of a list are called in XML.
_MEMBER: Final = {"attributes": "attribute", "values": "value", "endpoints": "endpoint", "formats": "format"}


def _fill(element: ET.Element, values: Values) -> None:
    for name, value in values.items():
        child = ET.SubElement(element, name)
        if isinstance(value, list):
            for one in value:
                member = ET.SubElement(child, _MEMBER[name])
                if isinstance(one, Mapping):
                    _fill(member, one)
                else:
                    member.text = _said(one)
        else:
            child.text = _said(value)


def _said(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else _NO_XML.sub("\ufffd", str(value))

"""Reads a UIMA CAS as JSON: the format 0.4 of UIMA's own library, which INCEpTION writes; the older one by another."""

from __future__ import annotations

from typing import Any, Final

from store.errors import StetError
from store.formats.uima.cas_json_legacy import is_legacy, read_legacy_json
from store.formats.uima.cas_structures import Content, Structure, Types
from store.jsontext import decode
from store.model.fields import Json

_FRAME: Final = ("%ID", "%TYPE", "%ELEMENTS", "%FLAGS")


def read_json(data: bytes) -> Content:
    """The CAS. Raises `StetError` if it is no JSON, or not of this format."""
    try:
        values = decode(data)
    except ValueError as error:
        raise StetError("Not JSON", f"it is not JSON ({error})") from None
    if not isinstance(values, dict) or "%FEATURE_STRUCTURES" not in values:
        if isinstance(values, dict) and is_legacy(values):
            return read_legacy_json(values)
        raise StetError("Not CAS", "it is JSON, but not UIMA CAS; export it as UIMA CAS JSON or XMI")
    content = Content(types=_types(values.get("%TYPES")), unit=_unit(values.get("%HEADER")))
    for one in map(_structure, _objects(values["%FEATURE_STRUCTURES"])):
        content.structures[one.id] = one
    views = values.get("%VIEWS")
    for view in views.values() if isinstance(views, dict) else ():
        if isinstance(view, dict):
            members = view.get("%MEMBERS")
            listed = map(str, members) if isinstance(members, list) else ()
            content.members.setdefault(str(view.get("%SOFA")), set()).update(listed)
    return content


def _unit(header: Any) -> str:
    return str(header.get("%OFFSET_ENCODING") or "UTF-16") if isinstance(header, dict) else "UTF-16"


def _objects(value: Any) -> list[Json]:
    """The structures, which are a list, or an object that has them by their ids."""
    if isinstance(value, dict):
        return [{"%ID": name, **one} for name, one in value.items() if isinstance(one, dict)]
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _types(value: Any) -> Types:
    types = Types()
    for name, one in (value if isinstance(value, dict) else {}).items():
        if not isinstance(one, dict):
            continue
        types.supertypes[name] = str(one.get("%SUPER_TYPE") or "")
        types.ranges[name] = {
            feature: str(about.get("%RANGE") or "") for feature, about in one.items() if isinstance(about, dict)
        }
    return types


def _structure(data: Json) -> Structure:
    """`@` before a feature's name marks a reference, `#` a number that JSON cannot hold."""
    one = Structure(str(data.get("%ID")), str(data.get("%TYPE")))
    elements = data.get("%ELEMENTS")
    if one.type.endswith("[]"):
        one.type = "uima.cas.FSArray"
    if isinstance(elements, list):
        if one.type == "uima.cas.FSArray":
            one.references["elements"] = [str(name) for name in elements if name is not None]
        else:
            one.values["elements"] = elements
    for name, value in data.items():
        if name.startswith("@"):
            one.references[name[1:]] = [str(each) for each in (value if isinstance(value, list) else [value])]
        elif name not in _FRAME and not name.startswith(("%", "^")):
            one.values[name.removeprefix("#")] = value
    return one

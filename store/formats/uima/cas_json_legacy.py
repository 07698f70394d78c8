"""Reads a UIMA CAS in the older JSON of UIMA, which WebAnno and earlier versions of INCEpTION export.

Its structures lie in the views by their types; those to which others refer lie apart, under numbers, or within these.
"""

from __future__ import annotations

from typing import Any

from store.errors import StetError
from store.formats.uima.cas_structures import Content, Structure
from store.model.fields import Json


def is_legacy(values: Json) -> bool:
    return isinstance(values.get("_views"), dict)


def read_legacy_json(values: Json) -> Content:
    """The CAS. Raises `StetError` if its structures are nested too deeply."""
    reader = _Reader(values)
    try:
        reader.read()
    except RecursionError:
        raise StetError("Not CAS", "it is nested too deeply; export it as UIMA CAS JSON 0.4 or XMI") from None
    return reader.content


def _inner(value: Any, *keys: str) -> Json:
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


class _Reader:
    def __init__(self, values: Json) -> None:
        self.content = Content()
        self._values = values
        self._types = _inner(values, "_context", "_types")
        for name in self._types:
            about = _inner(self._types, name)
            below_it = about.get("_subtypes")
            for below in below_it if isinstance(below_it, list) else ():
                self.content.types.supertypes[self._type(str(below))] = self._type(name)

    def read(self) -> None:
        for identifier, one in _inner(self._values, "_referenced_fss").items():
            if isinstance(one, dict):
                self._add(identifier, str(one.get("_type")), one)
        sofas = {
            str(one.values.get("sofaID")): one.id
            for one in self.content.structures.values()
            if one.type == "uima.cas.Sofa"
        }
        for view, by_type in _inner(self._values, "_views").items():
            members = self.content.members.setdefault(sofas.get(view, view), set())
            for name, listed in by_type.items() if isinstance(by_type, dict) else ():
                for one in listed if isinstance(listed, list) else ():
                    members.add(self._add("", str(name), one).id if isinstance(one, dict) else str(one))

    def _type(self, short: str) -> str:
        return str(_inner(self._types, short).get("_id") or short)

    def _add(self, identifier: str, short: str, data: Json) -> Structure:
        """A structure, whatever zeros it leaves out."""
        one = Structure(identifier or f"within {len(self.content.structures)}", self._type(short))
        self.content.structures[one.id] = one
        declared = _inner(self._types, short, "_feature_types")
        for name, value in data.items():
            is_reference = name == "sofa" or declared.get(name) in ("_ref", "_array")
            if isinstance(value, dict):
                one.references[name] = [self._add("", str(value.get("_type")), value).id]
            elif isinstance(value, list):
                self._add_list(one, name, value, is_reference)
            elif is_reference and type(value) is int:
                one.references[name] = [str(value)]
            elif not name.startswith("_"):
                one.values[name] = value
        if "sofa" in one.references and ("begin" in one.values or "end" in one.values):
            one.values.setdefault("begin", 0)
        return one

    def _add_list(self, one: Structure, name: str, listed: list[Any], is_reference: bool) -> None:
        inner = [self._add("", str(value.get("_type")), value).id for value in listed if isinstance(value, dict)]
        numbers = [str(value) for value in listed if type(value) is int] if is_reference else []
        if inner or numbers:
            one.references[name] = inner + numbers
        else:
            one.values[name] = listed

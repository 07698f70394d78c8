"""What the gazetteer knows of a name that a person has typed or selected: loaded with the first such name."""

from __future__ import annotations

from store.model.fields import Json


def place_named(name: str) -> Json:
    """Type, country and coordinates of the likeliest place of this name, under the record's keys; else nothing."""
    from extract.names.gazetteer import lookup

    found = lookup(" ".join(name.split()))
    if not found:
        return {}
    place = found[0]
    return {"type": place.type, "country": place.country, "latitude": place.latitude, "longitude": place.longitude}

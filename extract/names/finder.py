"""People and places: the mentions that the tagger finds, put together into one field each, and how sure each is."""

from __future__ import annotations

from extract.document import Document
from extract.names.confidence import rate
from extract.names.joins import joined
from extract.names.listed import Listing
from extract.names.news_style import mend
from extract.names.people import link_people
from extract.names.places import link_places
from extract.names.repeats import repeated
from extract.names.tagger import Tagger, shipped
from extract.names.titles import without_titles
from store.model.fields import Person, Place


def find_names(
    document: Document, listing: Listing | None = None, tagger: Tagger | None = None
) -> tuple[list[Person], list[Place]]:
    """Fields without ids, ascending by first span. `listing` has the names of a desk's own lists, `tagger` weights that
    are not the shipped ones."""
    text = document.text
    tagger = tagger or shipped()
    tagged = mend(text, tagger.tag(document))
    mentions = joined(text, without_titles(text, tagged))
    if listing is not None:
        mentions = listing.among(mentions)
    mentions = repeated(text, mentions)
    people = link_people(text, [mention for mention in mentions if mention.kind == "person"])
    places = link_places(text, [mention for mention in mentions if mention.kind == "place"])
    rate(text, mentions, people, places, tagger.sure)
    if listing is not None:
        people, places = listing.people(people), listing.places(places)
    return people, places

"""Drafts the edits that lead from the fields that were exported to those that came back: `import --back`. Pure.

`sent` is what the format made of the exported fields and `came` what came back, both as an import reads them: only
where these two differ was something changed, for what the format cannot say is in neither. `regrouping` decides which
field is which, `attribute_changes` compares the attributes.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from typing import ParamSpec

from store.errors import StetError
from store.formats.graph import SPEAKER, label_of
from store.formats.incoming.annotations import Losses
from store.formats.incoming.assembling import Imported
from store.formats.incoming.refusing import Refusal
from store.importing.attribute_changes import attribute_changes, links_of, new_values
from store.importing.regrouping import regroup
from store.model import actions
from store.model.actions import Draft
from store.model.fields import AnyField, Json, Person, Quote, Span, ids_in, to_json
from store.model.kept_references import repointed
from store.model.record import Record

Arguments = ParamSpec("Arguments")
Act = Callable[[Draft], Record]
"""Makes a draft an edit, and returns the record with it."""


class Return:
    """`draft` makes the edits; `losses` counts the corrections that the record cannot take, by reason."""

    def __init__(
        self,
        record: Record,
        exported: Container[str],
        sent: Imported,
        came: Imported,
        act: Act,
        refused: Sequence[Refusal] = (),
    ) -> None:
        self.losses = Losses()
        self._act = act
        self._record = record
        self._sent, self._came = sent, came
        self._unlinked = {one.link for one in refused}
        self._groups = regroup(record, exported, sent, came, refused)
        self._wholes = {item.id: item for item in came.all()}
        self._senders = {item.id: name for name, item in self._groups.sent.items()}
        """The field of the record, by the field as which it was sent."""

    def draft(self) -> None:
        groups = self._groups
        for name, spans in groups.spans.items():
            if not spans and name not in groups.kinds and name not in groups.merged:
                self._try(self._rejected, name)
        for name, target in groups.merged.items():
            self._try(self._merged, name, target)
        self._draft_of(quotes=False)  # people first: a new one may be a quote's speaker
        self._draft_of(quotes=True)

    def _draft_of(self, *, quotes: bool) -> None:
        """The edits that make or change quotes, or all others."""
        groups = self._groups
        of_these = {whole for whole, item in self._wholes.items() if isinstance(item, Quote) == quotes}
        for name, whole in groups.kinds.items():
            if whole in of_these:
                self._make(whole, self._relabelled, name, whole)
        for whole, (name, span) in groups.parted.items():
            if whole in of_these:
                self._make(whole, self._parted, name, span, whole)
        for name in sorted(groups.spans, key=lambda name: name not in groups.thinned):
            if isinstance(self._record.fields[name], Quote) == quotes and groups.spans[name]:
                self._try(self._changed, name)
        for whole, spans in groups.fresh.items():
            if whole in of_these and whole not in groups.targets:
                self._make(whole, self._added, whole, spans)

    def accept(self) -> list[str]:
        """The undecided fields that came back: who finished the article there has let them stand."""
        return [name for name in self._groups.homes if not self._record.fields[name].decided]

    def _try(
        self, make: Callable[Arguments, Draft | None], *args: Arguments.args, **more: Arguments.kwargs
    ) -> Draft | None:
        try:
            draft = make(*args, **more)
        except StetError as error:
            self.losses[f"corrections that this record cannot take: {error.message}"] += 1
            return None
        if draft is not None:
            self._record = self._act(draft)
        return draft

    def _make(
        self, whole: str, make: Callable[Arguments, Draft | None], *args: Arguments.args, **more: Arguments.kwargs
    ) -> None:
        """Act on a draft that makes a field of what came back."""
        draft = self._try(make, *args, **more)
        if draft is not None:
            made = next(change.field for change in draft.changes if change.before is None)
            self._groups.targets[whole] = made
            self._groups.spans[made] = self._groups.fresh.get(whole) or list(self._record.fields[made].spans)

    def _rejected(self, name: str) -> Draft | None:
        return actions.reject(self._record, [name])

    def _merged(self, name: str, target: str) -> Draft:
        return actions.merge(self._record, name, target)

    def _relabelled(self, name: str, whole: str) -> Draft | None:
        item = self._wholes[whole]
        return actions.change_kind(self._record, name, item.group, new_values(item) | self._speaker_of(item))

    def _parted(self, name: str, span: Span, whole: str) -> Draft:
        at = self._record.fields[name].spans.index(span)
        item = self._wholes[whole]
        speaker = {"speaker": None, "speaker_name": None} if isinstance(item, Quote) else {}
        return actions.split(self._record, name, at, new_values(item) | speaker | self._speaker_of(item))

    def _added(self, whole: str, spans: list[Span]) -> Draft:
        item = self._wholes[whole]
        return actions.add(self._record, item.group, spans, new_values(item) | self._speaker_of(item))

    def _changed(self, name: str) -> Draft | None:
        item, groups = self._record.fields[name], self._groups
        after: Json = {}
        whole = groups.homes.get(name)
        if whole is not None and name not in groups.kept:  # what carried its attributes may be what was refused
            came, sent = self._wholes[whole], groups.sent.get(name)
            after = attribute_changes(item, sent, self._sent, came, self._came)
            if isinstance(came, Quote) and isinstance(sent, Quote):
                after |= self._speaker_changes(item, sent, came, after)
            elif item.row.own and type(came) is type(sent) and sent is not None:
                after |= self._reference_changes(sent, came)
        spans = sorted(set(groups.spans[name]))
        if spans != item.spans:
            after["spans"] = spans
        return (actions.change(self._record, name, after) if after else None) or self._accepted(name)

    def _accepted(self, name: str) -> Draft | None:
        """Accept what somebody made there that was suggested or struck out here, or what they call decided there."""
        item, sent = self._record.fields[name], self._groups.sent.get(name)
        if sent is None:
            return None if item.decided and item.alive else actions.accept(self._record, [name])
        if self._came.decided is None or self._sent.decided is None or name in self._groups.kept:
            return None
        before, now = sent.id in self._sent.decided, self._groups.homes.get(name) in self._came.decided
        self.losses["decisions that were taken back there: u takes them back here"] += before and not now
        return actions.accept(self._record, [name]) if now and not before and not item.decided else None

    def _speaker_of(self, item: AnyField) -> Json:
        """The speaker of a new quote."""
        if not isinstance(item, Quote):
            return self._references_of(item)
        name = self._groups.targets.get(item.speaker or "")
        if name is None:
            return {"speaker_name": item.speaker_name} if item.speaker_name else {}
        return self._named(name)

    def _references_of(self, came: AnyField) -> Json:
        """What a field of a desk's own kind points at there, as it is here."""
        values = repointed(to_json(came), came.references, self._groups.targets.get)
        return {key: values[key] for key in links_of(came)}

    def _reference_changes(self, sent: AnyField, came: AnyField) -> Json:
        """The references that point at something else than was sent; those that lead to what is gone stay."""
        merged = self._groups.merged
        senders = {name: merged.get(here, here) for name, here in self._senders.items()}
        old = repointed(to_json(sent), sent.references, senders.get)
        new = self._references_of(came)
        after: Json = {}
        for one in came.references:
            gone = {name for name in ids_in(old[one.key]) if name in self._groups.thinned}
            if new[one.key] != old[one.key] and not gone and label_of(one) not in self._unlinked:
                after |= {key: new[key] for key in (one.key, one.name_key)}
        return after

    def _named(self, name: str) -> Json:
        person = self._record.fields.get(name)
        return {"speaker": name, "speaker_name": person.name} if isinstance(person, Person) else {}

    def _speaker_changes(self, item: AnyField, sent: Quote, came: Quote, after: Json) -> Json:
        """The speaker, if a quote is linked to another person, or to none though the link's ends are there."""
        before = self._senders.get(sent.speaker or "")
        before = self._groups.merged.get(before or "", before)
        now = self._groups.targets.get(came.speaker or "")
        if now is None and came.speaker is None and sent.speaker is None:
            changed = came.speaker_name != sent.speaker_name
            return {"speaker_name": came.speaker_name} if changed else {}
        lost = before in self._groups.thinned or SPEAKER in self._unlinked
        if now == before or (now is None and (came.speaker is not None or lost)):
            return {}
        values: Json = self._named(now) if now is not None else {"speaker": None, "speaker_name": came.speaker_name}
        evidence = after.get("evidence", {})
        if "speaker" in item.evidence and "speaker" not in evidence:
            values["evidence"] = {**evidence, "speaker": None}
        return values

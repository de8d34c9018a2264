"""Decides which records of a file change the index, so that it ends as if files had come in NLM's order.

A file that comes late changes no record that a later file has written. A file that NLM issues again also
removes what only its earlier issue wrote. A lower version of a record never replaces a higher one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from citecheck.pubmed.build_folder import PmidBitmap
from citecheck.pubmed.file_ledger import FileLedger
from citecheck.pubmed.index_state import BuildOptions, IndexedFile, serial_number
from citecheck.pubmed.schema import IndexEntry, index_document
from citecheck.pubmed.worker import Removal, file_tasks, prepare_batch

if TYPE_CHECKING:
    import tantivy


def later_files(held: Sequence[IndexedFile], serial: tuple[int, int]) -> list[str]:
    """Return the names of the files of NLM's series that come after one of them.

    Args:
        held: The files that the index holds.
        serial: Year and number of the one file.
    """
    numbered = ((file.name, serial_number(file.name)) for file in held)
    return [name for name, other in numbered if other and other > serial]


class SeriesOrder:
    """Compares each file of a build or update with what the index's other files have written.

    Args:
        folder: The folder of the index.
        choices: Which records and fields the index holds.
        at_hand: The files that can be read again, by name.
    """

    def __init__(self, folder: Path, choices: BuildOptions, at_hand: Mapping[str, Path]) -> None:
        self.notes: list[str] = []
        self._choices = choices
        self._at_hand = at_hand
        self._ledger = FileLedger(folder)
        self._held: Sequence[IndexedFile] = ()
        self._newer: PmidBitmap | None = None

    def begin_file(self, name: str, held: Sequence[IndexedFile]) -> None:
        """Prepare for the steps of a file.

        Args:
            name: The name of the file.
            held: The files that the index holds.
        """
        serial = serial_number(name)
        later = later_files(held, serial) if serial else []
        self._held = held
        self._newer = self._ledger.pmids_of(later) if later else None

    def changes_index(self, step: IndexEntry | Removal) -> bool:
        """Whether no later file has written the record of a step, and no higher version of it is held."""
        newer = self._newer is not None and step.number in self._newer
        if step.version is None:
            return not newer
        if newer:
            return isinstance(step, IndexEntry) and self._ledger.is_above(step.number, step.version)
        return self._ledger.accepts(step.number, step.version)

    def note(self, step: IndexEntry | Removal) -> None:
        """Note a step that has changed the index."""
        if isinstance(step, IndexEntry):
            self._ledger.note_entry(step.number, step.version)
        else:
            self._ledger.note_removal(step.number, deleted=step.version is not None)

    def end_file(self, name: str, writer: tantivy.IndexWriter) -> None:
        """Undo what an earlier issue of the file wrote and this one does not, and close its ledger.

        Args:
            name: The name of the file.
            writer: The writer of the index.
        """
        numbered = serial_number(name) is not None
        if numbered and any(file.name == name for file in self._held):
            lost = self._ledger.lost_by(name)
            self._restore(writer, name, {n for n in lost if self._newer is None or n not in self._newer})
        self._ledger.end_file(name, numbered=numbered)

    def save(self) -> None:
        """Save the ledger, before the commit that it belongs to."""
        self._ledger.save()

    def _restore(self, writer: tantivy.IndexWriter, name: str, lost: set[int]) -> None:
        """Give these records the state in which the files before `name` left them."""
        for earlier in self._files_before(name):
            if not lost:
                return
            if not (written := self._ledger.wrote(earlier, lost)):
                continue
            lost -= written
            if earlier not in self._at_hand:
                self.notes.append(
                    f"{name} was issued again without {len(written)} of its records, which stay as they "
                    f"were: {earlier}, which has them as they were before, is not at hand"
                )
                continue
            last = _last_steps(self._at_hand[earlier], written, self._choices)
            for number in written:
                writer.delete_documents_by_term("key", f"p{number}")
                if isinstance(step := last.get(number), IndexEntry):
                    writer.add_document(index_document(step))
        for number in lost:  # no other file has them
            writer.delete_documents_by_term("key", f"p{number}")

    def _files_before(self, name: str) -> list[str]:
        """The files of the series before this one, the last of them first."""
        serial = serial_number(name) or (0, 0)
        numbered = ((serial_number(file.name), file.name) for file in self._held)
        before = sorted(((other, held) for other, held in numbered if other and other < serial), reverse=True)
        return [held for _, held in before]


def _last_steps(file: Path, numbers: set[int], choices: BuildOptions) -> dict[int, IndexEntry | Removal]:
    """The last step of a file for each of these PMIDs."""
    found: dict[int, IndexEntry | Removal] = {}
    for task in file_tasks(file):
        found |= {step.number: step for step in prepare_batch(task, choices).steps if step.number in numbers}
    return found

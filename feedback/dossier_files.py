"""What is kept about a customer, as two files for them: one to read, one for programs."""

from datetime import datetime

from feedback.dossier import Dossier
from feedback.dossier_json import machine_readable
from feedback.dossier_lines import readable
from feedback.prompts import Document


def documents_of(dossier: Dossier, *, title: str, language: str, at: datetime) -> tuple[Document, ...]:
    """Return the file to read, in `language`, and the file for programs; `title` is the company's journey."""
    return (
        Document(
            name="mydata.txt", mime="text/plain", text=readable(dossier, title=title, language=language)
        ),
        Document(name="mydata.json", mime="application/json", text=machine_readable(dossier, at=at)),
    )

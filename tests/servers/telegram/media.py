"""Files on the server. A file keeps its unique id; every message that shows it gets a fresh file_id."""

import mimetypes
from dataclasses import dataclass, field
from typing import Any, Final

Json = dict[str, Any]

FOLDERS: Final = {
    "photo": ("photos", "jpg", "image/jpeg"),
    "video": ("videos", "mp4", "video/mp4"),
    "voice": ("voice", "oga", "audio/ogg"),
    "audio": ("music", "mp3", "audio/mpeg"),
    "document": ("documents", "", "application/octet-stream"),
}
WIDTH: Final = 1280
HEIGHT: Final = 960
THUMB: Final = 90
# A file_id is a fresh head of this length before the unique id.
PREFIX: Final = 20


@dataclass(eq=False, kw_only=True)
class StoredFile:
    """One file. `size` may be more than the content, so that a test need not make 25 MB."""

    unique_id: str
    kind: str
    content: bytes
    size: int
    path: str
    mime_type: str
    name: str | None = None
    link_until: float = 0.0


@dataclass(eq=False)
class Files:
    """All files by the ids given out, and by the path of their download."""

    by_id: dict[str, StoredFile] = field(default_factory=dict)
    by_path: dict[str, StoredFile] = field(default_factory=dict)

    def store(self, kind: str, content: bytes, *, name: str | None = None, size: int | None = None) -> StoredFile:
        """Keep a new file."""
        number = len(self.by_path) + 1
        folder, extension, mime_type = FOLDERS[kind]
        if kind == "document" and name is not None:
            mime_type = mimetypes.guess_type(name)[0] or mime_type
            extension = name.rpartition(".")[2] if "." in name else ""
        stored = StoredFile(
            unique_id=f"AQAD{number:08d}",
            kind=kind,
            content=content,
            size=len(content) if size is None else size,
            path=f"{folder}/file_{number}" + (f".{extension}" if extension else ""),
            mime_type=mime_type,
            name=name,
        )
        self.by_path[stored.path] = stored
        return stored

    def shown(self, stored: StoredFile, **facts: Any) -> Json:
        """The part of a message that shows the file: {"photo": […]}, {"voice": {…}} and so on."""
        if stored.kind == "photo":
            small = self._ids(stored, "s") | {"width": THUMB, "height": THUMB * HEIGHT // WIDTH}
            large = self._ids(stored, "x") | {"width": WIDTH, "height": HEIGHT, "file_size": stored.size}
            return {"photo": [small, large]}
        shown = self._ids(stored, "") | {"file_size": stored.size, "mime_type": stored.mime_type}
        if stored.kind in {"video", "voice", "audio"}:
            shown["duration"] = facts.get("duration", 1)
        if stored.kind == "video":
            shown |= {"width": facts.get("width", WIDTH), "height": facts.get("height", HEIGHT)}
        if stored.kind != "voice" and stored.name is not None:
            shown["file_name"] = stored.name
        return {stored.kind: shown}

    def unique_id(self, file_id: str) -> str:
        """The unique id that stands in a file_id."""
        return file_id[PREFIX:]

    def _ids(self, stored: StoredFile, form: str) -> Json:
        file_id = f"AgACAgUAAx{len(self.by_id):010d}{stored.unique_id}{form}"
        self.by_id[file_id] = stored
        return {"file_id": file_id, "file_unique_id": f"{stored.unique_id}{form}"}

"""Where files lie: a folder of our own, or an object store."""

import re
import stat
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.shelf import FolderShelf, ObjectShelf, shelf_at
from bot.media import NotNow, Shelf

DIGEST = "ab" * 32


@pytest.fixture
async def bucket(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[str]:
    """As much of an object store in Amazon's protocol as we use; answers its address."""
    objects: dict[str, bytes] = {}

    async def answer(request: web.Request) -> web.Response:
        assert request.headers["Authorization"].startswith("AWS4-HMAC-SHA256 Credential=key/")
        if request.method == "PUT":
            objects[request.path] = await request.read()
            return web.Response(headers={"ETag": '"1"'})
        if request.method == "POST" and "delete" in request.query:
            keys = re.findall(r"<Key>([^<]+)</Key>", await request.text())
            for key in keys:
                objects.pop(f"/huying/{key}", None)
            gone = "".join(f"<Deleted><Key>{key}</Key></Deleted>" for key in keys)
            return web.Response(text=f"<DeleteResult>{gone}</DeleteResult>", content_type="application/xml")
        if request.path not in objects:
            missing = "<Error><Code>NoSuchKey</Code></Error>"
            return web.Response(status=404, text=missing, content_type="application/xml")
        headers = {"ETag": '"1"', "Last-Modified": "Thu, 26 Nov 2026 02:00:00 GMT"}
        return web.Response(body=objects[request.path], headers=headers)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    server = TestServer(app)
    await server.start_server()
    for name, value in {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{server.port}",
        "AWS_ALLOW_HTTP": "true",
        "AWS_ACCESS_KEY_ID": "key",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_REGION": "cn-north-1",
    }.items():
        monkeypatch.setenv(name, value)
    yield "s3://huying/media"
    assert all(path.startswith("/huying/media/") for path in objects)
    await server.close()


@pytest.fixture(params=["folder", "bucket"])
def shelf(request: pytest.FixtureRequest, tmp_path: Path) -> Shelf:
    where = "media" if request.param == "folder" else str(request.getfixturevalue("bucket"))
    return shelf_at(where, tmp_path)


async def test_what_is_put_down_is_there_until_it_is_dropped(shelf: Shelf) -> None:
    await shelf.put(DIGEST, b"a picture")
    await shelf.put(DIGEST, b"a picture")
    assert await shelf.get(DIGEST) == b"a picture"

    await shelf.drop(DIGEST)
    await shelf.drop(DIGEST)

    assert await shelf.get(DIGEST) is None


async def test_nobody_else_on_this_machine_reads_them(tmp_path: Path) -> None:
    await FolderShelf(tmp_path / "media").put(DIGEST, b"a picture")

    found = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "media").rglob("*")}
    assert found == {"ab": 0o700, DIGEST: 0o600}
    assert stat.S_IMODE((tmp_path / "media").stat().st_mode) == 0o700


async def test_a_shelf_that_is_away_is_no_lost_picture(tmp_path: Path) -> None:
    (tmp_path / "media").write_text("no folder")

    with pytest.raises(NotNow):
        await FolderShelf(tmp_path / "media").put(DIGEST, b"a picture")


async def test_a_store_without_a_bucket_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SKIP_SIGNATURE", "true")

    with pytest.raises(NotNow):
        await ObjectShelf("s3://").get(DIGEST)

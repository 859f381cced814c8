"""Another wording, or another language, is one file in the data folder; no code is touched."""

from pathlib import Path

from bot.config import Config
from storage.engine import OpenDatabase
from tests.town import Yucheng, open_town, yucheng

# A language that the service does not have. What it leaves out is said in the language of the deployment.
ESPERANTO = """
[lang.set]
text = "Bone, mi parolas Esperanton."

["card.assigned"]
text = "#{n} {place} · {short}\\nCe {worker}, respondo {due}."
buttons = [["Ne peto"]]

["metoo.button"]
text = "Ankaux ni"

[mine.list.one]
text = "Unu peto:\\n{lines}"

[mine.list.other]
text = "{count} petoj:\\n{lines}"
"""
OWN = """
[lang.set]
text = "好嘞,以后跟您说中文。"

[lang.which]
text = "会说 {languages}。"
"""


async def town_with(database: OpenDatabase, folder: Path, **files: str) -> Yucheng:
    (folder / "texts").mkdir()
    for language, words in files.items():
        (folder / "texts" / f"{language}.toml").write_text(words, encoding="utf-8")
    return await yucheng(open_town(database, Config(folder=folder)))


async def test_a_new_language_is_one_file(database: OpenDatabase, tmp_path: Path) -> None:
    here = await town_with(database, tmp_path, eo=ESPERANTO)
    await here.wang.tells_the_bot("/lang eo")

    await here.wang.tells_the_bot("/report 4号楼路灯不亮")
    await here.wang.tells_the_bot("/report 4号楼漏水")
    await here.wang.tells_the_bot("/mine")
    await here.wang.tells_the_bot("/help")

    assert here.wang.inbox[0] == "Bone, mi parolas Esperanton."
    assert here.wang.inbox[1].startswith("#1 御城一区4号楼 · 4号楼路灯不亮\nCe 李明, respondo ")
    assert here.wang.private[1].labels == [["Ne peto"]]
    assert here.wang.inbox[3].startswith("2 petoj:\n#2 ")
    assert here.wang.inbox[4].startswith("直接说事就行。")


async def test_an_admin_rewords_a_text_and_what_does_not_fit_is_left_out_with_a_warning(
    database: OpenDatabase, tmp_path: Path
) -> None:
    here = await town_with(database, tmp_path, zh=OWN)

    await here.wang.tells_the_bot("/lang zh")
    await here.wang.tells_the_bot("/lang xx")

    assert here.wang.inbox[0] == "好嘞,以后跟您说中文。"
    assert here.wang.inbox[1].startswith("会说的语言:")
    (warning,) = here.town.service.setup.texts.warnings
    assert "names {languages}, which nobody gives" in warning

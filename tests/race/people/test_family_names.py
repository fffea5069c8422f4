"""The family name in a name of which nothing says what part it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from race.messages import Entrant
from race.people.family_names import family_name


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("Josh Kerr", "Kerr"),
        ("Narve Gilje Nordås", "Nordås"),
        ("Hicham El Guerrouj", "El Guerrouj"),
        ("Abdelati el Guesse", "el Guesse"),
        ("Wayde van Niekerk", "van Niekerk"),
        ("Mike van der Poel", "van der Poel"),
        ("Elle St. Pierre", "St. Pierre"),
        ("El Mahjoub", "Mahjoub"),
        ("Van Le", "Le"),
        ("محمد علي", "علي"),
        ("Ａｎｎ　Ｗｉｄｅ", "Ｗｉｄｅ"),
        ("Taro 山田", "山田"),
        ("山田 太郎", "山田"),
        ("高橋　みなみ", "高橋"),
        ("ﾔﾏﾀﾞ ﾀﾛｳ", "ﾔﾏﾀﾞ"),
        ("王 霞", "王"),
        ("王霞", "王霞"),
        ("김 민수", "김"),
        ("김민수", "김"),
        ("허준", "허"),
        ("남궁민수", "남궁"),
        ("남궁 민수", "남궁"),
        ("엘리우드 킵초게", "킵초게"),
        ("모하메드", "모하메드"),
        ("エリウド・キプチョゲ", "キプチョゲ"),
        ("埃利乌德·基普乔格", "基普乔格"),
        ("Gal·la Pi", "Pi"),
        ("Ann B. Lee", "Lee"),
        ("Ann B. van der Poel", "van der Poel"),
        ("Ann van - Berg", "van Berg"),
        ("⚠️ Zoé 🏃\u200d♀️", "Zoé"),
        ("Josh Kerr \u200f", "Kerr"),
        ("🏃", "🏃"),
        ("", ""),
    ],
)
def test_family_names(name: str, family: str) -> None:
    """The first word of a Chinese, Japanese or Korean name, the last of any other; no emoji or bidi marks.

    The particles before the last word belong to it where a given name comes before.
    """
    assert family_name(name) == family


def test_a_published_family_name_counts() -> None:
    """Whatever the script."""
    assert Entrant(bib="1", name="山田 太郎", family="太郎").short_name == "太郎"


@given(st.text(min_size=1))
def test_every_name_has_one(name: str) -> None:
    """A family name is part of the name, in whatever characters."""
    family = family_name(name)
    assert family

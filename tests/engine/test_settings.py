from __future__ import annotations

from pathlib import Path

import pytest

from graph.engine.settings import Target, default_path, target_from
from schema.errors import SettingsError


def test_the_default_is_an_embedded_store_in_the_users_data_folder() -> None:
    target = target_from({})
    assert target == Target("embedded", path=default_path(), database="parley")
    assert default_path().parts[-2:] == ("parley", "store")
    assert target_from({"PARLEY_STORE": "  ", "PARLEY_STORE_DATABASE": ""}) == target
    assert target_from({"PARLEY_STORE": "embedded:"}) == target


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("embedded:graphs/one", "{base}/graphs/one"),
        ("embedded:./graphs/../two", "{base}/two"),
        ("embedded:/srv/store", "/srv/store"),
        ("embedded:///srv/store", "/srv/store"),
        ("EMBEDDED:~/store", "{home}/store"),
        ("embedded:with blank: and colon", "{base}/with blank: and colon"),
    ],
)
def test_embedded_paths(url: str, path: str, tmp_path: Path) -> None:
    target = target_from({"PARLEY_STORE": url}, base=tmp_path)
    assert str(target.path) == path.format(base=tmp_path, home=Path.home())
    assert str(target) == f"embedded:{target.path}"


@pytest.mark.parametrize("scheme", ["neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc"])
def test_bolt_addresses(scheme: str) -> None:
    target = target_from(
        {"PARLEY_STORE": f"{scheme}://db.example:7687", "PARLEY_STORE_PASSWORD": " s e ", "PARLEY_STORE_DATABASE": "g"}
    )
    assert (target.kind, target.user, target.password, target.database) == ("bolt", "neo4j", " s e ", "g")
    assert target.uri == str(target) == f"{scheme}://db.example:7687"
    assert " s e " not in repr(target)


def test_no_password_means_no_authentication() -> None:
    target = target_from({"PARLEY_STORE": "bolt://[::1]:7687"})
    assert (target.user, target.password, target.database) == (None, None, None)


@pytest.mark.parametrize("content", ["hush\n", "hush", "hush\r\nsecond line\n"])
def test_password_from_a_file(content: str, tmp_path: Path) -> None:
    file = tmp_path / "pw"
    file.write_bytes(content.encode())
    settings = {"PARLEY_STORE": "bolt://h", "PARLEY_STORE_USER": "ann", "PARLEY_STORE_PASSWORD_FILE": str(file)}
    target = target_from(settings)
    assert (target.user, target.password) == ("ann", "hush")


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"PARLEY_STORE": "bolt://ann:hush@h:7687"}, "holds a user name or a password"),
        ({"PARLEY_STORE": "bolt://ann@h:7687"}, "holds a user name or a password"),
        ({"PARLEY_STORE": "neo4j://h?password=hush"}, "holds a user name or a password"),
        ({"PARLEY_STORE": "bolt://ann:hush@h:port"}, "host or port cannot be read"),
        ({"PARLEY_STORE": "bolt://"}, "SCHEME://HOST:PORT"),
        ({"PARLEY_STORE": "bolt:h"}, "SCHEME://HOST:PORT"),
        ({"PARLEY_STORE": "bolt://h/movies"}, "PARLEY_STORE_DATABASE"),
        ({"PARLEY_STORE": "https://hush@h"}, "expected embedded:PATH"),
        ({"PARLEY_STORE": "/srv/hush"}, "expected embedded:PATH"),
        ({"PARLEY_STORE": "embedded:a\0b"}, "NUL"),
        ({"PARLEY_STORE": "embedded:~nobody-of-that-name/x"}, "cannot be used"),
        ({"PARLEY_STORE_PASSWORD": "hush"}, "makes its own accounts"),
        ({"PARLEY_STORE": "embedded:x", "PARLEY_STORE_USER": "ann"}, "makes its own accounts"),
        ({"PARLEY_STORE": "embedded:x", "PARLEY_STORE_DATABASE": "neo4j"}, "has only 'parley'"),
        ({"PARLEY_STORE": "bolt://h", "PARLEY_STORE_USER": "ann"}, "without a password"),
        (
            {"PARLEY_STORE": "bolt://h", "PARLEY_STORE_PASSWORD": "hush", "PARLEY_STORE_PASSWORD_FILE": "f"},
            "leave one out",
        ),
        ({"PARLEY_STORE": "bolt://h", "PARLEY_STORE_PASSWORD_FILE": "/nowhere/pw"}, "cannot be read: No such file"),
        ({"PARLEY_STORE": "bolt://h", "PARLEY_STORE_PASSWORD_FILE": "/"}, "cannot be read: Is a directory"),
    ],
)
def test_refused_in_one_line_that_keeps_the_secret(settings: dict[str, str], said: str) -> None:
    with pytest.raises(SettingsError) as caught:
        target_from(settings)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
    assert "hush" not in str(caught.value)


@pytest.mark.parametrize(("content", "said"), [(b"", "no password"), (b"\nx", "no password"), (b"\xff", "not UTF-8")])
def test_refused_password_files(content: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / "pw").write_bytes(content)
    with pytest.raises(SettingsError, match=said):
        target_from({"PARLEY_STORE": "bolt://h", "PARLEY_STORE_PASSWORD_FILE": str(tmp_path / "pw")})

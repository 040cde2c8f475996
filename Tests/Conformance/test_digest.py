"""The digest that shows that a refusal changed nothing sees whatever changes."""

import sqlite3

import pytest
from harness.digest import LEFT_OUT, Store, digest


@pytest.fixture
def data(tmp_path):
    """The stores of nobody, with a row of each type."""
    (tmp_path / "switch").mkdir()
    with database(tmp_path) as made:
        made.executescript(
            "PRAGMA journal_mode = WAL; CREATE TABLE record (value); CREATE TABLE outbox (value); CREATE TABLE stream (value);"
            "INSERT INTO record VALUES (-1), (1), ('1'), ('twice'), ('twice'), (x'31'), (NULL);")
    return tmp_path


def database(data):
    return sqlite3.connect(data / "switch" / "switch.sqlite")


CHANGES = {
    "a row more": "INSERT INTO record VALUES (1)", "a row less": "DELETE FROM record WHERE value = 'twice' AND rowid = 5",
    "a number": "UPDATE record SET value = -2 WHERE value = -1", "a type": "UPDATE record SET value = 1.0 WHERE typeof(value) = 'integer' AND value = 1",
    "text as bytes": "UPDATE record SET value = x'7477696365' WHERE value = 'twice'",
    "nothing as something": "UPDATE record SET value = '' WHERE value IS NULL", "a table": "CREATE TABLE other (value)",
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_seen(data, change):
    before = digest(data)
    with database(data) as changed:
        changed.execute(CHANGES[change])
    assert digest(data) != before


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_while_it_looks_is_seen(data, change):
    """The version of the data, by which it knows that it need not read again, tells of every commit."""
    store = Store(data / "switch" / "switch.sqlite")
    before = store.digest()
    assert store.digest() == before
    with database(data) as changed:
        changed.execute(CHANGES[change])
    assert store.digest() != before


def test_what_is_the_same_is_the_same(data):
    """Where a row lies does not matter, and neither do the events on their way."""
    assert "stream" in LEFT_OUT
    before = digest(data)
    with database(data) as changed:
        changed.executescript(
            "DELETE FROM record WHERE value = -1; INSERT INTO record VALUES (-1); INSERT INTO stream VALUES (1);")
    assert digest(data) == before

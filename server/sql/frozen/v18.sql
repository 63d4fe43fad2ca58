-- What version 18 added to a database of version 17, frozen, with what its program wrote: run upon v17.sql. Never changed.

CREATE TABLE contract (
    -- A maintenance contract (合同服务) with a customer.
    contract      INTEGER PRIMARY KEY AUTOINCREMENT,
    -- As it stands on the paper; may be empty.
    number        TEXT    NOT NULL,
    -- NULL: of no station.
    station       TEXT,
    customer_name TEXT    NOT NULL CHECK (customer_name <> ''),
    phone         TEXT    NOT NULL,
    address       TEXT    NOT NULL,
    -- In which the customer is spoken to.
    language      TEXT    NOT NULL,
    -- Its first and its last day.
    from_day      TEXT    NOT NULL CHECK (from_day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    until_day     TEXT    NOT NULL CHECK (until_day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    -- How often each unit is visited: one of the two.
    visits_a_year INTEGER,
    every_months  INTEGER,
    -- Of the whole term, in fen.
    price_minor   INTEGER NOT NULL CHECK (price_minor >= 0),
    -- What technicians are to know.
    note          TEXT    NOT NULL,
    taken_at_ms   INTEGER NOT NULL,
    taken_by      TEXT    NOT NULL REFERENCES person (person),
    -- NULL: not ended by the office, whatever its last day.
    ended_at_ms   INTEGER,
    ended_by      TEXT    REFERENCES person (person),
    ended_words   TEXT    NOT NULL,
    -- Counts up with every change, of its units too.
    version       INTEGER NOT NULL,
    CHECK ((visits_a_year IS NULL) <> (every_months IS NULL)),
    CHECK ((ended_at_ms IS NULL) = (ended_by IS NULL))
) STRICT;

CREATE INDEX contract_running ON contract (until_day, contract, station) WHERE ended_at_ms IS NULL;
CREATE INDEX contract_ended ON contract (contract, station) WHERE ended_at_ms IS NOT NULL;

CREATE TABLE contract_unit (
    -- A unit that a contract is about.
    contract_unit INTEGER PRIMARY KEY AUTOINCREMENT,
    contract      INTEGER NOT NULL REFERENCES contract (contract),
    unit_kind     TEXT    NOT NULL CHECK (unit_kind <> ''),
    model         TEXT    NOT NULL,
    serial        TEXT    NOT NULL,
    -- It is visited no longer.
    is_taken_out  INTEGER NOT NULL CHECK (is_taken_out IN (0, 1)),
    -- The last day for its next visit: derived from the contract and the visits. NULL: none is due, or one is under way.
    due_on        TEXT
) STRICT;

CREATE INDEX contract_unit_of ON contract_unit (contract, is_taken_out, due_on);
CREATE INDEX contract_unit_due ON contract_unit (due_on, contract_unit, contract) WHERE due_on IS NOT NULL;

CREATE TABLE contract_visit (
    -- Records that were opened for the maintenance of a unit by its contract.
    document      BLOB    PRIMARY KEY REFERENCES document (document),
    contract_unit INTEGER NOT NULL REFERENCES contract_unit (contract_unit),
    opened_at_ms  INTEGER NOT NULL,
    opened_by     TEXT    NOT NULL REFERENCES person (person),
    -- What its record says: the day on which the finished visit was reported, and whether it was called off.
    visited_on    TEXT,
    is_called_off INTEGER NOT NULL CHECK (is_called_off IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE INDEX contract_visit_of ON contract_visit (contract_unit, visited_on, is_called_off);

UPDATE organisation SET derivation_version = 18;
INSERT INTO contract (number, station, customer_name, phone, address, language, from_day, until_day, visits_a_year, every_months,
    price_minor, note, taken_at_ms, taken_by, ended_words, version)
SELECT 'HT-1', 'east', '王秀英', '139-0000-0001', '和平路 1 号', 'zh-CN', '2026-01-01', '2026-12-31', 4, NULL, 88000, '',
    1790000018000, min(person), '', 1 FROM person;
INSERT INTO contract_unit (contract, unit_kind, model, serial, is_taken_out, due_on)
VALUES (1, 'washing_machine', 'YL-1', 'YL-1-1', 0, '2026-12-22');
INSERT INTO contract_visit (document, contract_unit, opened_at_ms, opened_by, visited_on, is_called_off)
SELECT (SELECT min(document) FROM document), 1, 1790000018000, min(person), '2026-09-22', 0 FROM person;

PRAGMA user_version = 18;

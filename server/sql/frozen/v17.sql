-- What version 17 added to a database of version 16, frozen, with what its program wrote: run upon v16.sql. Never changed.

CREATE TABLE tool (
    -- Tools and instruments that are kept in a register (登记保管).
    tool             INTEGER PRIMARY KEY,
    -- As it stands on the tool.
    number           TEXT    NOT NULL UNIQUE CHECK (number <> ''),
    name             TEXT    NOT NULL CHECK (name <> ''),
    -- Empty where it has none.
    serial           TEXT    NOT NULL,
    -- Of a measuring instrument the last day of its calibration, YYYY-MM-DD; NULL: a tool that measures nothing.
    calibrated_until TEXT,
    -- NULL: the organisation's own.
    station          TEXT    REFERENCES station (station),
    -- Counts up with every change and movement: what a form names.
    version          INTEGER NOT NULL
) STRICT;

CREATE INDEX tool_calibrated ON tool (calibrated_until, number) WHERE calibrated_until IS NOT NULL;

CREATE TABLE tool_movement (
    -- Who had a tool, one after the other; the last says where it is.
    movement INTEGER PRIMARY KEY,
    tool     INTEGER NOT NULL REFERENCES tool (tool),
    kind     TEXT    NOT NULL CHECK (kind IN ('issued', 'returned', 'lost', 'scrapped')),
    -- To whom it was issued; NULL otherwise.
    holder   TEXT    REFERENCES person (person),
    -- In what state it came back, or why it is gone.
    words    TEXT    NOT NULL,
    person   TEXT    NOT NULL REFERENCES person (person),
    at_ms    INTEGER NOT NULL,
    CHECK ((holder IS NULL) = (kind <> 'issued'))
) STRICT;

CREATE INDEX tool_moved ON tool_movement (tool, movement, kind, holder);

CREATE TABLE expense (
    -- What somebody paid for the service and wants back (报销).
    expense       INTEGER PRIMARY KEY,
    -- Who gets it back.
    person        TEXT    NOT NULL REFERENCES person (person),
    -- The day on the voucher, YYYY-MM-DD.
    day           TEXT    NOT NULL,
    kind          TEXT    NOT NULL,
    -- Fen.
    minor         INTEGER NOT NULL CHECK (minor > 0),
    -- What for.
    words         TEXT    NOT NULL CHECK (words <> ''),
    -- The voucher's number; empty where there is none.
    voucher       TEXT    NOT NULL,
    -- The number of the record that it was for; empty where it was for none.
    record_number TEXT    NOT NULL,
    state         TEXT    NOT NULL CHECK (state IN ('claimed', 'approved', 'refused', 'paid')),
    claimed_by    TEXT    NOT NULL REFERENCES person (person),
    claimed_at_ms INTEGER NOT NULL,
    decided_by    TEXT    REFERENCES person (person),
    decided_at_ms INTEGER,
    -- Why it was refused; empty otherwise.
    reason        TEXT    NOT NULL,
    -- YYYY-MM-DD; NULL until it is paid.
    paid_on       TEXT,
    CHECK ((decided_by IS NULL) = (decided_at_ms IS NULL) AND (decided_by IS NULL) = (state = 'claimed')),
    CHECK ((paid_on IS NULL) = (state <> 'paid') AND (reason = '') = (state <> 'refused'))
) STRICT;

CREATE INDEX expense_listed ON expense (day, expense);
CREATE INDEX expense_open ON expense (state, expense) WHERE state IN ('claimed', 'approved');
CREATE INDEX expense_person ON expense (person, day, expense);

UPDATE organisation SET derivation_version = 17;
INSERT INTO tool (number, name, serial, calibrated_until, station, version) VALUES ('G-1', '万用表', '', '2027-06-30', NULL, 1);
INSERT INTO tool_movement (tool, kind, holder, words, person, at_ms)
SELECT 1, 'issued', min(person), '', min(person), 1790000017000 FROM person;
INSERT INTO expense (person, day, kind, minor, words, voucher, record_number, state, claimed_by, claimed_at_ms, reason)
SELECT min(person), '2026-09-22', 'travel', 1200, '过桥费', '', '', 'claimed', min(person), 1790000017000, '' FROM person;

PRAGMA user_version = 17;

-- What version 4 added to a database of version 3, frozen, with what its program wrote: run upon v3.sql. Never changed.

CREATE TABLE unit_record (
    -- One row for each record that names, or once named, a unit by its serial number: what goes to whoever has a job on
    -- the same unit. Derived from the documents, made again at will.
    document    BLOB    PRIMARY KEY CHECK (length(document) = 16) REFERENCES document (document),
    -- The serial number as units are told apart by it; empty: it names none any more.
    unit_key    TEXT    NOT NULL,
    -- The kind of appliance; empty: not given.
    unit_kind   TEXT    NOT NULL,
    -- The record's summary as JSON, without anything of its customer.
    summary     TEXT    NOT NULL,
    -- The head of the log when its unit, or another record of its unit, last became another: from then on the device
    -- that has it is to be sent its earlier records anew.
    history_seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- After how many days devices put a closed record away: its row stays with them, the rest is fetched on demand.
ALTER TABLE organisation ADD COLUMN closed_days INTEGER NOT NULL DEFAULT 30 CHECK (closed_days BETWEEN 1 AND 3650);

CREATE INDEX unit_record_of_unit ON unit_record (unit_key);
CREATE INDEX unit_record_due ON unit_record (history_seq);

UPDATE organisation SET derivation_version = 4, closed_days = 45;
INSERT INTO unit_record
    (document, unit_key, unit_kind, summary, history_seq)
VALUES
    (x'd0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0', 'SN2024000117', 'washing_machine', '{"number":"001-20260921-0001"}', 1);

PRAGMA user_version = 4;

-- What version 11 added to a database of version 10, frozen, with what its program wrote: run upon v10.sql. Never changed.

CREATE TABLE batch (
    -- Units that were sold or installed, by model and batch: which serial numbers, and how many are known.
    model        TEXT    NOT NULL CHECK (model <> ''),
    batch        TEXT    NOT NULL CHECK (batch <> ''),
    -- As unit_key writes them. Without a last one the first is what all of them begin with.
    serial_first TEXT    NOT NULL CHECK (serial_first <> ''),
    serial_last  TEXT    CHECK (length(serial_last) = length(serial_first)),
    units        INTEGER NOT NULL CHECK (units > 0),
    PRIMARY KEY (model, batch)
) STRICT, WITHOUT ROWID;

CREATE TABLE failure (
    -- What each record says has failed (crates/domain/src/quality): derived, made again at will.
    document BLOB PRIMARY KEY REFERENCES document (document),
    model    TEXT NOT NULL,
    -- Empty where no batch has the serial number.
    batch    TEXT NOT NULL,
    -- The fault code.
    cause    TEXT NOT NULL,
    -- The part that was taken out; empty where none was.
    part     TEXT NOT NULL,
    -- As unit_key writes it; empty where nobody read it.
    serial   TEXT NOT NULL,
    -- The record's station, as in record_row, which keeps it so.
    station  TEXT
) STRICT, WITHOUT ROWID;

-- Failures are counted and listed in this order, unit by unit.
CREATE INDEX failure_counted ON failure (model, batch, cause, serial, document, station);

CREATE TRIGGER failure_moves AFTER UPDATE OF station ON record_row WHEN old.station IS NOT new.station BEGIN
    UPDATE failure SET station = new.station WHERE document = new.document;
END;

CREATE TABLE batch_alert (
    -- A batch quality event. It was raised when the limit was passed, once, and stands whatever is learnt later; it is
    -- not derived, and making the list again raises none that stands.
    -- Its number, by which an approval names it.
    alert        INTEGER PRIMARY KEY AUTOINCREMENT,
    model        TEXT    NOT NULL,
    batch        TEXT    NOT NULL,
    cause        TEXT    NOT NULL,
    passed       TEXT    NOT NULL CHECK (passed IN ('share', 'units')),
    -- Different units that had failed, and units of the batch that were known then.
    failed       INTEGER NOT NULL CHECK (failed > 0),
    units        INTEGER NOT NULL CHECK (units > 0),
    raised_at_ms INTEGER NOT NULL,
    UNIQUE (model, batch, cause)
) STRICT;

UPDATE organisation SET derivation_version = 11;
INSERT INTO batch (model, batch, serial_first, serial_last, units) VALUES ('YL-1', '2509', 'YLRF2509003000', 'YLRF2509007999', 5000);
INSERT INTO failure (document, model, batch, cause, part, serial, station)
SELECT min(document), 'YL-1', '2509', 'RF-F06', 'RF-109', 'YLRF2509003001', 'east' FROM document;
INSERT INTO batch_alert (model, batch, cause, passed, failed, units, raised_at_ms)
VALUES ('YL-1', '2509', 'RF-F06', 'units', 50, 5000, 1790000000000);

PRAGMA user_version = 11;

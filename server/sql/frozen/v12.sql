-- What version 12 added to a database of version 11, frozen, with what its program wrote: run upon v11.sql. Never changed.

CREATE TABLE question (
    -- What was asked of the office (请示) and the office has not decided: derived, made again at will.
    entry           BLOB    PRIMARY KEY CHECK (length(entry) = 16),
    document        BLOB    NOT NULL REFERENCES document (document),
    -- A code of `record::Matter`.
    matter          TEXT    NOT NULL,
    wanted          TEXT    NOT NULL,
    reason          TEXT    NOT NULL,
    -- The new date of an extension, YYYY-MM-DD; else empty.
    until           TEXT    NOT NULL,
    -- Of a discount, up to how many percent.
    percent         INTEGER,
    -- Who agreed by telephone; empty where nobody did.
    agreed_by_phone TEXT    NOT NULL,
    asked_at_ms     INTEGER NOT NULL,
    -- A person's code.
    asked_by        TEXT    NOT NULL,
    -- The record's station, as in record_row, which keeps it so.
    station         TEXT
) STRICT, WITHOUT ROWID;

-- Who waits longest stands first.
CREATE INDEX question_asked ON question (asked_at_ms, entry);
CREATE INDEX question_of ON question (document);

CREATE TRIGGER question_moves AFTER UPDATE OF station ON record_row WHEN old.station IS NOT new.station BEGIN
    UPDATE question SET station = new.station WHERE document = new.document;
END;

-- The clock that runs out next (`deadline::NextClock`), which nothing has ended; NULL where none runs.
ALTER TABLE record_row ADD COLUMN next_due_ms INTEGER;
-- Its kind.
ALTER TABLE record_row ADD COLUMN next_clock TEXT;

CREATE INDEX record_row_due ON record_row (next_due_ms, station) WHERE next_due_ms IS NOT NULL;
-- Where somebody is still to come.
CREATE INDEX record_row_appointed ON record_row (appointment_at_ms, station) WHERE appointment_at_ms IS NOT NULL;

INSERT INTO question (entry, document, matter, wanted, reason, until, percent, agreed_by_phone, asked_at_ms, asked_by, station)
SELECT x'00000000000000000000000000000012', min(document), 'extension', '延期两天', '待件', '2026-09-25', NULL, '', 1790000000000, 't-zhang', 'east'
FROM document;

UPDATE organisation SET derivation_version = 12;

PRAGMA user_version = 12;

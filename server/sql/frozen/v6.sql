-- What version 6 added to a database of version 5, frozen, with what its program wrote: run upon v5.sql. Never changed.

CREATE TABLE rate_measure (
    -- What each record contributes to each rate (crates/domain/src/rates): derived, made again at will. Rates of other
    -- tables (call-backs, complaints) write their rows here too, and so have the same pages, lists and exports.
    document             BLOB    NOT NULL REFERENCES document (document),
    rate                 TEXT    NOT NULL,
    -- Which visit it is about, from 1; 1 where it is about the whole record.
    visit                INTEGER NOT NULL CHECK (visit > 0),
    -- The day on which it counts, YYYY-MM-DD in the customer's calendar, its month, and the moment. What is due later
    -- than now is not counted yet.
    due_month            TEXT    NOT NULL CHECK (due_month = substr(due_day, 1, 7)),
    due_day              TEXT    NOT NULL CHECK (length(due_day) = 10),
    due_ms               INTEGER NOT NULL,
    -- When what was to be done was done.
    done_ms              INTEGER,
    -- The figure that decided where no moment does.
    value                INTEGER,
    outcome              TEXT    NOT NULL CHECK (outcome IN ('yes', 'no', 'apart')),
    apart                TEXT    CHECK ((apart IS NULL) = (outcome <> 'apart')),
    -- Until then it may still come out otherwise.
    provisional_until_ms INTEGER,
    -- Whose it is; empty: nobody's.
    technician           TEXT    NOT NULL,
    -- The record's station, as in record_row, which keeps it so.
    station              TEXT,
    PRIMARY KEY (document, rate, visit)
) STRICT, WITHOUT ROWID;

-- Everything that a report adds up, in the order in which it does.
CREATE INDEX rate_measure_due ON rate_measure
    (rate, due_month, station, technician, due_day, outcome, due_ms, provisional_until_ms);

CREATE TRIGGER rate_measure_moves AFTER UPDATE OF station ON record_row WHEN old.station IS NOT new.station BEGIN
    UPDATE rate_measure SET station = new.station WHERE document = new.document;
END;

-- A list of the records behind a number.
CREATE INDEX rate_measure_list ON rate_measure (rate, due_ms, document, visit);

CREATE TABLE second_repair (
    -- Which record is the second repair of which: derived.
    document     BLOB    PRIMARY KEY REFERENCES document (document),
    first        BLOB    NOT NULL REFERENCES document (document),
    is_contested INTEGER NOT NULL CHECK (is_contested IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE INDEX second_repair_of ON second_repair (first);

UPDATE organisation SET derivation_version = 6;
INSERT INTO rate_measure
    (document, rate, visit, due_month, due_day, due_ms, done_ms, value, outcome, apart, provisional_until_ms, technician, station)
SELECT min(document), 'solved', 1, '2026-09', '2026-09-22', 1790000000000, 1790000000000, NULL, 'yes', NULL, NULL, 't-zhang', 'east' FROM document;
INSERT INTO second_repair (document, first, is_contested) SELECT min(document), min(document), 0 FROM document;

PRAGMA user_version = 6;

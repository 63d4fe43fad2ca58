-- What version 13 added to a database of version 12, frozen, with what its program wrote: run upon v12.sql. Never changed.

CREATE TABLE quality_notice (
    -- What went to quality at once (质量信息单): a cause that was never seen on a model, a safety defect. Raised once, in the
    -- transaction in which the record became so; it stands whatever is learnt later.
    notice         INTEGER PRIMARY KEY AUTOINCREMENT,
    document       BLOB    NOT NULL REFERENCES document (document),
    -- A code of `quality::NoticeReason`.
    reason         TEXT    NOT NULL CHECK (reason IN ('first', 'safety')),
    -- As the record had them then; empty where it did not say yet.
    model          TEXT    NOT NULL,
    cause          TEXT    NOT NULL,
    -- What somebody told who raised it; empty where the record did.
    words          TEXT    NOT NULL,
    -- The record's station, as in record_row, which keeps it so.
    station        TEXT,
    raised_at_ms   INTEGER NOT NULL,
    -- NULL: raised by what the record says.
    raised_by      TEXT    REFERENCES person (person),
    -- What quality makes of it: a code of `quality::NoticeOutcome`; NULL: nothing yet.
    outcome        TEXT,
    answer         TEXT    NOT NULL,
    answered_at_ms INTEGER,
    answered_by    TEXT    REFERENCES person (person),
    -- Counts up with every answer: what a form names.
    version        INTEGER NOT NULL,
    CHECK ((outcome IS NULL) = (answered_at_ms IS NULL))
) STRICT;

CREATE UNIQUE INDEX quality_notice_first ON quality_notice (document, model, cause) WHERE reason = 'first';
CREATE UNIQUE INDEX quality_notice_safety ON quality_notice (document) WHERE reason = 'safety';
CREATE INDEX quality_notice_open ON quality_notice (notice) WHERE outcome IS NULL;

CREATE TABLE safety_cause (
    -- Fault codes that quality has called safety defects: every record that names one goes to quality at once.
    cause    TEXT    PRIMARY KEY CHECK (cause <> ''),
    since_ms INTEGER NOT NULL,
    person   TEXT    NOT NULL REFERENCES person (person)
) STRICT, WITHOUT ROWID;

-- Whether a cause was seen on a model before.
CREATE INDEX failure_seen ON failure (cause, model, document);

-- Why a second repair should not count; empty where nobody contests it.
ALTER TABLE second_repair ADD COLUMN contest TEXT NOT NULL DEFAULT '';

-- The month in which the record was received, YYYY-MM in the customer's calendar; empty where that is not known.
ALTER TABLE failure ADD COLUMN month TEXT NOT NULL DEFAULT '';

-- The month's report, in its order, unit by unit.
CREATE INDEX failure_reported ON failure (month, model, batch, cause, part, serial, document, station);

CREATE TABLE quality_check (
    -- Finished work that was looked at again (质检抽查), or a customer who was none (神秘客户).
    quality_check INTEGER PRIMARY KEY AUTOINCREMENT,
    -- A code of `quality::CheckKind`.
    kind          TEXT    NOT NULL,
    -- NULL: a mystery customer of whom there is no record.
    document      BLOB    REFERENCES document (document),
    -- Whose work; empty: not known.
    technician    TEXT    NOT NULL,
    station       TEXT,
    checked_on    TEXT    NOT NULL CHECK (checked_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    note          TEXT    NOT NULL,
    at_ms         INTEGER NOT NULL,
    person        TEXT    NOT NULL REFERENCES person (person),
    -- How many findings are faults.
    faults        INTEGER NOT NULL CHECK (faults >= 0),
    -- What was done about them; NULL: nothing yet.
    settled_words TEXT,
    settled_at_ms INTEGER,
    settled_by    TEXT    REFERENCES person (person),
    CHECK ((settled_words IS NULL) = (settled_at_ms IS NULL) AND (settled_by IS NULL) = (settled_at_ms IS NULL))
) STRICT;

CREATE INDEX quality_check_open ON quality_check (quality_check) WHERE faults > 0 AND settled_at_ms IS NULL;
CREATE INDEX quality_check_of ON quality_check (document);

CREATE TABLE quality_check_finding (
    -- What was looked at. Append-only.
    quality_check INTEGER NOT NULL REFERENCES quality_check (quality_check),
    -- A code of `quality::CheckItem`.
    item          TEXT    NOT NULL,
    is_good       INTEGER NOT NULL CHECK (is_good IN (0, 1)),
    words         TEXT    NOT NULL,
    PRIMARY KEY (quality_check, item)
) STRICT, WITHOUT ROWID;

CREATE TABLE report_due (
    -- Reports that wait for their review (审批后存档): derived. Reported, and not reviewed as they stand now.
    document BLOB    PRIMARY KEY REFERENCES document (document),
    station  TEXT,
    since_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX report_due_since ON report_due (since_ms, document, station);

CREATE TABLE report_review (
    -- The last review of each report, and whether it is archived. What was said before stands in the audit.
    document       BLOB    PRIMARY KEY REFERENCES document (document),
    -- The heads of the document as it was reviewed: with others it is to be reviewed again.
    heads          BLOB    NOT NULL,
    is_in_order    INTEGER NOT NULL CHECK (is_in_order IN (0, 1)),
    -- What lacks, where it is not in order.
    words          TEXT    NOT NULL,
    reviewed_at_ms INTEGER NOT NULL,
    reviewed_by    TEXT    NOT NULL REFERENCES person (person),
    archived_at_ms INTEGER,
    archived_by    TEXT    REFERENCES person (person),
    CHECK ((archived_at_ms IS NULL) = (archived_by IS NULL) AND (archived_at_ms IS NULL OR is_in_order = 1))
) STRICT, WITHOUT ROWID;

CREATE INDEX report_review_to_archive ON report_review (reviewed_at_ms, document)
    WHERE is_in_order = 1 AND archived_at_ms IS NULL;
CREATE INDEX report_review_sent_back ON report_review (reviewed_at_ms, document) WHERE is_in_order = 0;
CREATE INDEX report_review_archived ON report_review (archived_at_ms, document) WHERE archived_at_ms IS NOT NULL;

CREATE TRIGGER quality_work_moves AFTER UPDATE OF station ON record_row WHEN old.station IS NOT new.station BEGIN
    UPDATE quality_notice SET station = new.station WHERE document = new.document;
    UPDATE quality_check SET station = new.station WHERE document = new.document;
    UPDATE report_due SET station = new.station WHERE document = new.document;
END;

UPDATE organisation SET derivation_version = 13;
INSERT INTO quality_notice (document, reason, model, cause, words, station, raised_at_ms, raised_by, outcome, answer, answered_at_ms, answered_by, version)
SELECT min(document), 'first', 'YL-1', 'RF-F06', '', 'east', 1790000013000, NULL, NULL, '', NULL, NULL, 0 FROM document;
INSERT INTO safety_cause (cause, since_ms, person) SELECT 'GW-F01', 1790000013000, min(person) FROM person;
INSERT INTO quality_check (kind, document, technician, station, checked_on, note, at_ms, person, faults)
SELECT 'spot_check', (SELECT min(document) FROM document), 't-zhang', 'east', '2026-09-22', '', 1790000013000, min(person), 1 FROM person;
INSERT INTO quality_check_finding (quality_check, item, is_good, words) VALUES (1, 'badge', 0, '未佩戴工牌');
INSERT INTO report_due (document, station, since_ms) SELECT min(document), 'east', 1790000013000 FROM document;
INSERT INTO report_review (document, heads, is_in_order, words, reviewed_at_ms, reviewed_by)
SELECT (SELECT min(document) FROM document), x'00', 1, '', 1790000013000, min(person) FROM person;

PRAGMA user_version = 13;

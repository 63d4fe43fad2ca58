-- What version 9 added to a database of version 8, frozen, with what its program wrote: run upon v8.sql. Never changed.

-- What comes after the visit: follow-up calls, complaints with their approvals, units in custody; and the calendar of
-- working days by which calls are due.

CREATE TABLE calendar (
    -- The one row: counts up with every change of the days.
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    version  INTEGER NOT NULL CHECK (version >= 1)
) STRICT;

CREATE TABLE calendar_day (
    -- Days that are not what their weekday says; all others are worked from Monday to Friday.
    day       TEXT    PRIMARY KEY CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    -- 1: a Saturday or Sunday that is worked (调休); 0: a holiday.
    is_worked INTEGER NOT NULL CHECK (is_worked IN (0, 1)),
    -- The holiday that it belongs to.
    name      TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO calendar (only_row, version) VALUES (1, 1);

-- As the State Council's office announced them. 2027 is not announced: whoever keeps the calendar adds it.
INSERT INTO calendar_day (day, is_worked, name)
WITH RECURSIVE
    holiday (first, last, name) AS (VALUES
        ('2025-01-01', '2025-01-01', '元旦'),
        ('2025-01-28', '2025-02-04', '春节'),
        ('2025-04-04', '2025-04-06', '清明节'),
        ('2025-05-01', '2025-05-05', '劳动节'),
        ('2025-05-31', '2025-06-02', '端午节'),
        ('2025-10-01', '2025-10-08', '国庆节、中秋节'),
        ('2026-01-01', '2026-01-03', '元旦'),
        ('2026-02-15', '2026-02-23', '春节'),
        ('2026-04-04', '2026-04-06', '清明节'),
        ('2026-05-01', '2026-05-05', '劳动节'),
        ('2026-06-19', '2026-06-21', '端午节'),
        ('2026-09-25', '2026-09-27', '中秋节'),
        ('2026-10-01', '2026-10-07', '国庆节')),
    day (day, last, name) AS (
        SELECT first, last, name FROM holiday
        UNION ALL
        SELECT date(day, '+1 day'), last, name FROM day WHERE day < last)
SELECT day, 0, name FROM day
UNION ALL
SELECT * FROM (VALUES
    ('2025-01-26', 1, '春节'), ('2025-02-08', 1, '春节'), ('2025-04-27', 1, '劳动节'),
    ('2025-09-28', 1, '国庆节、中秋节'), ('2025-10-11', 1, '国庆节、中秋节'),
    ('2026-01-04', 1, '元旦'), ('2026-02-14', 1, '春节'), ('2026-02-28', 1, '春节'),
    ('2026-05-09', 1, '劳动节'), ('2026-09-20', 1, '国庆节'), ('2026-10-10', 1, '国庆节'));

CREATE TABLE approval (
    -- A question that passes a chain of posts (审批); who is next is derived from the chain and the words.
    approval     INTEGER PRIMARY KEY AUTOINCREMENT,
    -- A code of `approval_chain::Chain`.
    chain        TEXT    NOT NULL,
    -- What it is about: 'complaint' with its id, 'batch_alert' with its number, as text.
    subject_kind TEXT    NOT NULL,
    subject      TEXT    NOT NULL,
    -- NULL: of no station.
    station      TEXT,
    asked_at_ms  INTEGER NOT NULL,
    asked_by     TEXT    NOT NULL REFERENCES person (person),
    -- The last day for the last word, YYYY-MM-DD.
    due_on       TEXT    NOT NULL,
    -- Whose turn it is; NULL once it has ended. Derived, for lists.
    next_post    TEXT,
    -- 'granted' or 'refused' once it has ended.
    outcome      TEXT    CHECK (outcome IN ('granted', 'refused')),
    CHECK ((next_post IS NULL) = (outcome IS NOT NULL))
) STRICT;

CREATE INDEX approval_of ON approval (subject_kind, subject, approval);
CREATE INDEX approval_waits ON approval (next_post, due_on, approval) WHERE outcome IS NULL;

CREATE TABLE approval_word (
    -- What a post said. Append-only.
    approval INTEGER NOT NULL REFERENCES approval (approval),
    -- Counted from 0 in the order in which they were said.
    place    INTEGER NOT NULL,
    post     TEXT    NOT NULL,
    -- A code of `approval_chain::Word`.
    word     TEXT    NOT NULL,
    reason   TEXT    NOT NULL,
    -- Who of an outside post said it; empty where it was the person himself.
    said_by  TEXT    NOT NULL,
    person   TEXT    NOT NULL REFERENCES person (person),
    at_ms    INTEGER NOT NULL,
    PRIMARY KEY (approval, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE complaint (
    -- A complaint (投诉). What the record says of it is derived again at will; the rest is the office's own.
    complaint             BLOB    PRIMARY KEY CHECK (length(complaint) = 16),
    -- The record with the entry of the same id, or of the same id itself where it was opened as a complaint; NULL: taken
    -- without a record.
    document              BLOB    REFERENCES document (document),
    station               TEXT,
    complainant           TEXT    NOT NULL CHECK (complainant IN ('customer', 'dealer')),
    -- A code of `record::Gravity`.
    gravity               TEXT    NOT NULL,
    about                 TEXT    NOT NULL,
    wish                  TEXT    NOT NULL,
    -- Who complains, where no record says so.
    name                  TEXT    NOT NULL,
    phone                 TEXT    NOT NULL,
    taken_at_ms           INTEGER NOT NULL,
    taken_by              TEXT    NOT NULL,
    due_on                TEXT    NOT NULL,
    -- The entry was taken back.
    is_withdrawn          INTEGER NOT NULL CHECK (is_withdrawn IN (0, 1)),
    -- The customer says that a signature or an opinion is not his own.
    denies_signature      INTEGER NOT NULL CHECK (denies_signature IN (0, 1)),
    -- Whether it was the service's fault; NULL: not said yet. For the rate of complaints.
    is_services_fault     INTEGER CHECK (is_services_fault IN (0, 1)),
    -- What is offered: a code of `complaint::Remedy`, in words, and what is to be paid, in fen.
    remedy                TEXT,
    remedy_words          TEXT    NOT NULL,
    compensation_minor    INTEGER CHECK (compensation_minor > 0),
    -- The approval of what is offered.
    approval              INTEGER REFERENCES approval (approval),
    insurer_told_at_ms    INTEGER,
    insurer_number        TEXT    NOT NULL,
    closed_at_ms          INTEGER,
    closed_by             TEXT,
    -- The customer's word at the end.
    closing_words         TEXT    NOT NULL,
    -- Counts up with every change: what a form names.
    version               INTEGER NOT NULL
) STRICT;

CREATE INDEX complaint_open ON complaint (due_on, complaint) WHERE closed_at_ms IS NULL AND is_withdrawn = 0;
CREATE INDEX complaint_taken ON complaint (taken_at_ms, complaint);
CREATE INDEX complaint_of_document ON complaint (document);

CREATE TABLE complaint_step (
    -- What was done about a complaint besides the words of its approvals. Append-only.
    step      INTEGER PRIMARY KEY,
    complaint BLOB    NOT NULL REFERENCES complaint (complaint),
    at_ms     INTEGER NOT NULL,
    person    TEXT    NOT NULL REFERENCES person (person),
    -- A code of `complaint::Step`.
    deed      TEXT    NOT NULL,
    words     TEXT    NOT NULL
) STRICT;

CREATE INDEX complaint_step_of ON complaint_step (complaint, step);

CREATE TABLE complaint_claim (
    -- Damages and agreements of records with a complaint, and what was paid for them: derived from the documents.
    entry          BLOB    PRIMARY KEY CHECK (length(entry) = 16),
    document       BLOB    NOT NULL REFERENCES document (document),
    is_agreement   INTEGER NOT NULL CHECK (is_agreement IN (0, 1)),
    currency       TEXT,
    amount_minor   INTEGER,
    paid_minor     INTEGER NOT NULL,
    is_unpaid      INTEGER NOT NULL CHECK (is_unpaid IN (0, 1)),
    -- The insurer must be told and was not.
    lacks_insurer  INTEGER NOT NULL CHECK (lacks_insurer IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE INDEX complaint_claim_of ON complaint_claim (document);

CREATE TABLE call_back_due (
    -- Follow-up calls (回访) that are due: derived from the documents, from complaints without a record and from the calls
    -- that were made.
    -- The entry of the report or the complaint; the record itself where it was opened as a complaint; a complaint's id.
    about        BLOB    PRIMARY KEY CHECK (length(about) = 16),
    -- NULL: a complaint without a record.
    document     BLOB    REFERENCES document (document),
    -- A code of `call_back::CallBackRule`.
    rule         TEXT    NOT NULL,
    began_on     TEXT    NOT NULL,
    began_at_ms  INTEGER NOT NULL,
    -- Of the customer's calendar.
    utc_offset_s INTEGER NOT NULL,
    due_on       TEXT    NOT NULL,
    due_ms       INTEGER NOT NULL,
    technician   TEXT,
    station      TEXT,
    -- The customer was not reached yet.
    is_open      INTEGER NOT NULL CHECK (is_open IN (0, 1)),
    -- Not reached: to be called again on this day.
    again_on     TEXT
) STRICT, WITHOUT ROWID;

-- All that the due list is counted by: no row is read for it.
CREATE INDEX call_back_due_open ON call_back_due (due_ms, about, station, is_open) WHERE is_open = 1;
CREATE INDEX call_back_due_of ON call_back_due (document);

CREATE TABLE call_back (
    -- A follow-up call that was made. Append-only. What was due stands beside it, so that rates need nothing else.
    call_back            INTEGER PRIMARY KEY,
    about                BLOB    NOT NULL CHECK (length(about) = 16),
    document             BLOB    REFERENCES document (document),
    rule                 TEXT    NOT NULL,
    at_ms                INTEGER NOT NULL,
    due_ms               INTEGER NOT NULL,
    person               TEXT    NOT NULL REFERENCES person (person),
    technician           TEXT,
    station              TEXT,
    -- 0: nobody answered.
    is_reached           INTEGER NOT NULL CHECK (is_reached IN (0, 1)),
    again_on             TEXT,
    -- The answers: 1 yes, 0 no, NULL not asked or not answered.
    satisfied            INTEGER CHECK (satisfied IN (0, 1)),
    runs_well            INTEGER CHECK (runs_well IN (0, 1)),
    badge_shown          INTEGER CHECK (badge_shown IN (0, 1)),
    tidy                 INTEGER CHECK (tidy IN (0, 1)),
    polite               INTEGER CHECK (polite IN (0, 1)),
    charged_by_the_rules INTEGER CHECK (charged_by_the_rules IN (0, 1)),
    care_explained       INTEGER CHECK (care_explained IN (0, 1)),
    tested_in_presence   INTEGER CHECK (tested_in_presence IN (0, 1)),
    opinion_own          INTEGER CHECK (opinion_own IN (0, 1)),
    signature_own        INTEGER CHECK (signature_own IN (0, 1)),
    note                 TEXT    NOT NULL
) STRICT;

CREATE INDEX call_back_of ON call_back (about, call_back);
CREATE INDEX call_back_at ON call_back (at_ms, call_back);

CREATE TABLE custody (
    -- Units of customers in the workshop, and loaners with customers: derived from the documents.
    entry         BLOB    PRIMARY KEY CHECK (length(entry) = 16),
    document      BLOB    NOT NULL REFERENCES document (document),
    is_loaner     INTEGER NOT NULL CHECK (is_loaner IN (0, 1)),
    -- The receipt's number.
    number        TEXT    NOT NULL,
    model         TEXT    NOT NULL,
    serial        TEXT    NOT NULL,
    accessories   TEXT    NOT NULL,
    -- The day that counts, YYYY-MM-DD; NULL: none was promised.
    promised_on   TEXT,
    -- A later day was asked for and is not approved.
    is_unapproved INTEGER NOT NULL CHECK (is_unapproved IN (0, 1)),
    taken_at_ms   INTEGER NOT NULL,
    returned_at_ms INTEGER,
    technician    TEXT,
    station       TEXT
) STRICT, WITHOUT ROWID;

-- What was promised for no day comes last.
CREATE INDEX custody_out ON custody (is_loaner, ifnull(promised_on, '9999'), entry) WHERE returned_at_ms IS NULL;
CREATE INDEX custody_of ON custody (document);

-- What a record asks for goes with it to another station.
CREATE TRIGGER after_the_visit_moves AFTER UPDATE OF station ON record_row WHEN old.station IS NOT new.station BEGIN
    UPDATE call_back_due SET station = new.station WHERE document = new.document;
    UPDATE complaint SET station = new.station WHERE document = new.document;
    UPDATE custody SET station = new.station WHERE document = new.document;
END;

INSERT INTO approval (chain, subject_kind, subject, asked_at_ms, asked_by, due_on, next_post)
SELECT 'complaint', 'complaint', '09090909-0909-0909-0909-090909090909', 1790000000000, min(person), '2026-09-25', 'centre' FROM person;
INSERT INTO approval_word (approval, place, post, word, reason, said_by, person, at_ms)
SELECT approval, 0, 'supervisor', 'agreed', '', '', asked_by, 1790000100000 FROM approval;
INSERT INTO complaint (complaint, complainant, gravity, about, wish, name, phone, taken_at_ms, taken_by, due_on, is_withdrawn,
    denies_signature, remedy_words, insurer_number, closing_words, version)
SELECT x'00000000000000000000000000000009', 'customer', 'ordinary', '地板划伤', '修复', '王秀英', '139-0000-1001', 1790000000000, min(person),
    '2026-09-25', 0, 0, '', '', '', 1 FROM person;
INSERT INTO complaint_step (complaint, at_ms, person, deed, words)
SELECT complaint, taken_at_ms, taken_by, 'taken', '' FROM complaint;
INSERT INTO complaint_claim (entry, document, is_agreement, paid_minor, is_unpaid, lacks_insurer)
SELECT x'00000000000000000000000000000001', min(document), 0, 0, 1, 0 FROM document;
INSERT INTO call_back_due (about, rule, began_on, began_at_ms, utc_offset_s, due_on, due_ms, is_open)
SELECT complaint, 'complaint', '2026-09-21', taken_at_ms, 28800, due_on, 1790300000000, 1 FROM complaint;
INSERT INTO call_back (about, rule, at_ms, due_ms, person, is_reached, again_on, note)
SELECT about, rule, 1790100000000, due_ms, (SELECT min(person) FROM person), 0, '2026-09-23', '' FROM call_back_due;
INSERT INTO custody (entry, document, is_loaner, number, model, serial, accessories, is_unapproved, taken_at_ms)
SELECT x'00000000000000000000000000000002', min(document), 0, 'K-1', '', '', '', 0, 1790000000000 FROM document;

UPDATE organisation SET derivation_version = 9;

PRAGMA user_version = 9;

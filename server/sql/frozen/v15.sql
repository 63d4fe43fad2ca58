-- What version 15 added to a database of version 14, frozen, with what its program wrote: run upon v14.sql. Never changed.

CREATE TABLE money_entry (
    -- Money that came and went at the door by the records' entries, less what was taken back: derived, made again at will.
    document BLOB    NOT NULL REFERENCES document (document),
    entry    BLOB    NOT NULL CHECK (length(entry) = 16),
    kind     TEXT    NOT NULL CHECK (kind IN ('payment', 'refund', 'compensation', 'handed_in')),
    -- Who took it, gave it or handed it in.
    person   TEXT    NOT NULL,
    -- YYYY-MM-DD where the technician was, and the moment, as claimed.
    day      TEXT    NOT NULL,
    at_ms    INTEGER NOT NULL,
    -- Cash where it was handed in.
    method   TEXT    NOT NULL,
    -- Minor units: below zero where money was given out.
    minor    INTEGER NOT NULL,
    currency TEXT    NOT NULL,
    -- The number of the receipt, or of the slip by which it was handed in; empty where there is none.
    number   TEXT    NOT NULL,
    -- Of cash the part that nobody has handed in: all of it or 0.
    in_hand_minor INTEGER NOT NULL,
    PRIMARY KEY (document, entry)
) STRICT, WITHOUT ROWID;

CREATE INDEX money_entry_day ON money_entry (day, entry, person, method, currency, minor) WHERE kind <> 'handed_in';
CREATE INDEX money_entry_in_hand ON money_entry (person, currency, at_ms, entry, in_hand_minor) WHERE in_hand_minor <> 0;
CREATE INDEX money_entry_slip ON money_entry (person, number, currency, minor, at_ms) WHERE kind = 'handed_in';

CREATE TABLE cash_received (
    -- What finance counted when a technician handed cash in (上交现金): not derived.
    receipt       INTEGER PRIMARY KEY,
    technician    TEXT    NOT NULL,
    slip          TEXT    NOT NULL,
    currency      TEXT    NOT NULL,
    -- What the slip said and nobody had counted yet, and what was there.
    said_minor    INTEGER NOT NULL,
    counted_minor INTEGER NOT NULL,
    -- Why they differ; empty where they do not.
    reason        TEXT    NOT NULL,
    person        TEXT    NOT NULL REFERENCES person (person),
    at_ms         INTEGER NOT NULL,
    CHECK ((said_minor = counted_minor) = (reason = ''))
) STRICT;

CREATE INDEX cash_received_slip ON cash_received (technician, slip, currency);

CREATE TABLE cash_slip (
    -- A slip of cash handed in, over all records it stands in: derived from the two tables above.
    technician     TEXT    NOT NULL,
    slip           TEXT    NOT NULL,
    currency       TEXT    NOT NULL,
    -- What the records say, and what of that finance has dealt with.
    said_minor     INTEGER NOT NULL,
    received_minor INTEGER NOT NULL,
    -- What was counted less than was said, or more.
    differs_minor  INTEGER NOT NULL,
    records        INTEGER NOT NULL,
    last_at_ms     INTEGER NOT NULL,
    PRIMARY KEY (technician, slip, currency)
) STRICT, WITHOUT ROWID;

CREATE INDEX cash_slip_open ON cash_slip (last_at_ms, technician, slip, currency) WHERE said_minor <> received_minor;
CREATE INDEX cash_slip_listed ON cash_slip (last_at_ms, technician, slip, currency);

CREATE TABLE invoice_asked (
    -- What a record's customer is to get an invoice for (开票申请): derived, made again at will.
    document    BLOB    PRIMARY KEY REFERENCES document (document),
    -- When it was asked for last, as claimed; of a payment that is to be invoiced and that nobody asked for, when it was noted.
    asked_at_ms INTEGER NOT NULL,
    -- To whom; empty where nobody said.
    title       TEXT    NOT NULL,
    tax_number  TEXT    NOT NULL,
    email       TEXT    NOT NULL,
    phone       TEXT    NOT NULL,
    -- What was paid or is to be, less what was given back.
    minor       INTEGER NOT NULL,
    currency    TEXT    NOT NULL,
    -- Less the invoices that stand: below zero where more was invoiced than is to be.
    open_minor  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX invoice_asked_open ON invoice_asked (asked_at_ms, document) WHERE open_minor <> 0;

CREATE TABLE invoice_written (
    -- Invoices that finance wrote in its own program, by their numbers: not derived.
    invoice       INTEGER PRIMARY KEY,
    document      BLOB    NOT NULL REFERENCES document (document),
    -- As the tax office gave it; never used twice.
    number        TEXT    NOT NULL UNIQUE CHECK (number <> ''),
    -- Below zero: it takes a former one back in part (红字).
    minor         INTEGER NOT NULL CHECK (minor <> 0),
    currency      TEXT    NOT NULL,
    -- YYYY-MM-DD, as on the invoice.
    written_on    TEXT    NOT NULL,
    person        TEXT    NOT NULL REFERENCES person (person),
    at_ms         INTEGER NOT NULL,
    -- Why it does not stand any more; NULL while it does.
    voided_reason TEXT,
    voided_at_ms  INTEGER,
    voided_by     TEXT    REFERENCES person (person),
    CHECK ((voided_reason IS NULL) = (voided_at_ms IS NULL) AND (voided_reason IS NULL) = (voided_by IS NULL))
) STRICT;

CREATE INDEX invoice_written_document ON invoice_written (document, invoice);
CREATE INDEX invoice_written_listed ON invoice_written (written_on, invoice);

UPDATE organisation SET derivation_version = 15;
INSERT INTO money_entry (document, entry, kind, person, day, at_ms, method, minor, currency, number, in_hand_minor)
SELECT min(document), x'0f000000000000000000000000000001', 'payment', 't-zhang', '2026-09-22', 1790000015000, 'cash', 12000, 'CNY', 'R-1', 12000
FROM document;
INSERT INTO cash_received (technician, slip, currency, said_minor, counted_minor, reason, person, at_ms)
SELECT 't-zhang', '9-22', 'CNY', 12000, 11000, '少一百元', min(person), 1790000015000 FROM person;
INSERT INTO cash_slip (technician, slip, currency, said_minor, received_minor, differs_minor, records, last_at_ms)
VALUES ('t-zhang', '9-22', 'CNY', 12000, 12000, -1000, 1, 1790000015000);
INSERT INTO invoice_asked (document, asked_at_ms, title, tax_number, email, phone, minor, currency, open_minor)
SELECT min(document), 1790000015000, '样例物业公司', '91310000TEST000001', '', '', 12000, 'CNY', 0 FROM document;
INSERT INTO invoice_written (document, number, minor, currency, written_on, person, at_ms, voided_reason, voided_at_ms, voided_by)
SELECT (SELECT min(document) FROM document), '26312000000000000015', 12000, 'CNY', '2026-09-23', min(person), 1790000015000, NULL, NULL, NULL
FROM person;

PRAGMA user_version = 15;

-- What version 14 added to a database of version 13, frozen, with what its program wrote: run upon v13.sql. Never changed.

CREATE TABLE van_entry (
    -- What stands in the documents of the vans, entry by entry (crates/domain/src/van): derived, made again at will.
    document      BLOB    NOT NULL REFERENCES document (document),
    entry         BLOB    NOT NULL CHECK (length(entry) = 16),
    technician    TEXT    NOT NULL,
    -- YYYY-MM, of the document.
    month         TEXT    NOT NULL,
    -- What happened; `unreadable` where a newer program wrote it.
    kind          TEXT    NOT NULL,
    -- Empty and 0 where it names none.
    part          TEXT    NOT NULL,
    quantity      INTEGER NOT NULL,
    -- By how many pieces the van's stock grows.
    effect        INTEGER NOT NULL,
    by_technician INTEGER NOT NULL,
    -- The entry that it confirms, answers, explains or takes back; of an old part the record's entry that took it out.
    about         BLOB,
    -- When, as claimed.
    at_ms         INTEGER NOT NULL,
    -- The entry as JSON.
    body          TEXT    NOT NULL,
    -- Of a count the entries that its author had before him, and those who had it before them: 16 bytes each, of this
    -- part and what was taken back.
    counted_after  BLOB   NOT NULL,
    counted_before BLOB   NOT NULL,
    -- It was not taken back.
    is_valid      INTEGER NOT NULL,
    -- Pieces that the store has yet to see to: to issue on a requisition, to get of an old part, to confirm of a return.
    waiting       INTEGER NOT NULL,
    -- Whose store it touches, the station's where the technician was when it came, and by how many pieces.
    store         TEXT    NOT NULL,
    store_effect  INTEGER NOT NULL,
    PRIMARY KEY (document, entry)
) STRICT, WITHOUT ROWID;

-- All of a technician; and his sums without looking at the rows.
CREATE INDEX van_entry_technician ON van_entry (technician, month, entry);
CREATE INDEX van_entry_sum ON van_entry (technician, part, month, effect) WHERE is_valid = 1 AND effect <> 0;
CREATE INDEX van_entry_part ON van_entry (technician, part, month, entry);
CREATE INDEX van_entry_waits_for ON van_entry (technician, kind, waiting) WHERE waiting > 0;
CREATE INDEX van_entry_waiting ON van_entry (kind, entry, technician, waiting) WHERE waiting > 0;

CREATE TABLE record_part (
    -- Parts that records say were fitted or taken out for the store, and not taken back: derived, made again at will.
    document BLOB NOT NULL REFERENCES document (document),
    entry    BLOB NOT NULL CHECK (length(entry) = 16),
    -- Who did it.
    person   TEXT NOT NULL,
    -- The entry as JSON.
    body     TEXT NOT NULL,
    PRIMARY KEY (document, entry)
) STRICT, WITHOUT ROWID;

CREATE INDEX record_part_person ON record_part (person, document);

CREATE INDEX van_entry_by_entry ON van_entry (entry);

CREATE TABLE requisition_answer (
    -- What the store answered to a requisition, each time: not derived. A line that was short stays one whatever comes later.
    answer     INTEGER PRIMARY KEY,
    -- The requisition's entry of the van, and whose it is.
    entry      BLOB    NOT NULL CHECK (length(entry) = 16),
    technician TEXT    NOT NULL,
    store      TEXT    NOT NULL,
    part       TEXT    NOT NULL,
    -- Pieces that were still to come then, and those that were issued.
    wanted     INTEGER NOT NULL CHECK (wanted > 0),
    given      INTEGER NOT NULL CHECK (given >= 0 AND given <= wanted),
    -- The rest will not come.
    is_closed  INTEGER NOT NULL,
    -- Why not all of it came; empty where all did.
    reason     TEXT    NOT NULL,
    person     TEXT    NOT NULL,
    at_ms      INTEGER NOT NULL
) STRICT;

CREATE INDEX requisition_answered ON requisition_answer (entry, answer);
CREATE INDEX requisition_answer_at ON requisition_answer (at_ms, store);

-- The store's side of the vans, by store and part without looking at the rows, and one after the other.
CREATE INDEX van_entry_store ON van_entry (store, part, month, store_effect) WHERE store_effect <> 0;
CREATE INDEX van_entry_store_at ON van_entry (store, part, at_ms) WHERE store_effect <> 0;

CREATE TABLE store_movement (
    -- What came into a store or left it otherwise than to a van: not derived. With the vans' side it is the stock.
    movement INTEGER PRIMARY KEY,
    -- The station's code; empty for the organisation's own store.
    store    TEXT    NOT NULL,
    part     TEXT    NOT NULL CHECK (part <> ''),
    kind     TEXT    NOT NULL CHECK (kind IN ('received', 'counted', 'corrected')),
    -- By how many pieces the stock grew; of a count the difference.
    quantity INTEGER NOT NULL,
    -- Of a count the pieces that were there.
    counted  INTEGER CHECK ((counted IS NOT NULL) = (kind = 'counted')),
    -- From whom it was received; empty otherwise.
    supplier TEXT    NOT NULL,
    -- Why; of a receipt the delivery note.
    reason   TEXT    NOT NULL,
    person   TEXT    NOT NULL,
    at_ms    INTEGER NOT NULL
) STRICT;

CREATE INDEX store_movement_sum ON store_movement (store, part, quantity);
CREATE INDEX store_movement_at ON store_movement (store, part, at_ms);

CREATE TABLE store_part (
    -- How few pieces of a part are too few at a store.
    store     TEXT    NOT NULL,
    part      TEXT    NOT NULL CHECK (part <> ''),
    minimum   INTEGER NOT NULL CHECK (minimum >= 0),
    -- Of a common model.
    is_common INTEGER NOT NULL,
    version   INTEGER NOT NULL,
    PRIMARY KEY (store, part)
) STRICT, WITHOUT ROWID;

CREATE TABLE supplier_claim (
    -- Failed parts that were taken out inside a term (crates/domain/src/supplier_claim.rs): derived, made again at will.
    document   BLOB    NOT NULL REFERENCES document (document),
    -- The record's entries that took it out, and that accepted the quote which names the term.
    removal    BLOB    NOT NULL CHECK (length(removal) = 16),
    acceptance BLOB    NOT NULL CHECK (length(acceptance) = 16),
    part       TEXT    NOT NULL,
    name       TEXT    NOT NULL,
    serial     TEXT    NOT NULL,
    pieces     INTEGER NOT NULL,
    -- YYYY-MM-DD, where the technician was.
    removed_on TEXT    NOT NULL,
    -- The rule with its dates, as JSON.
    rule       TEXT    NOT NULL,
    last_day   TEXT    NOT NULL,
    PRIMARY KEY (document, removal)
) STRICT, WITHOUT ROWID;

CREATE INDEX supplier_claim_listed ON supplier_claim (removed_on, removal);
CREATE INDEX van_entry_about ON van_entry (about) WHERE kind = 'removed';

UPDATE organisation SET derivation_version = 14;
INSERT INTO van_entry (document, entry, technician, month, kind, part, quantity, effect, by_technician, about, at_ms, body, counted_after, counted_before, is_valid, waiting, store, store_effect)
SELECT min(document), x'0e000000000000000000000000000001', 't-zhang', '2026-09', 'unreadable', '', 0, 0, 1, NULL, 1790000014000, '{}', x'', x'', 1, 0, '', 0 FROM document;
INSERT INTO record_part (document, entry, person, body) SELECT min(document), x'0e000000000000000000000000000002', 't-zhang', '{}' FROM document;
INSERT INTO requisition_answer (entry, technician, store, part, wanted, given, is_closed, reason, person, at_ms)
SELECT x'0e000000000000000000000000000003', 't-zhang', 'east', 'RF-109', 3, 1, 1, '厂家缺货', min(person), 1790000014000 FROM person;
INSERT INTO store_movement (store, part, kind, quantity, counted, supplier, reason, person, at_ms)
SELECT 'east', 'RF-109', 'received', 40, NULL, '广州压缩机厂', '送货单 7', min(person), 1790000014000 FROM person;
INSERT INTO store_part (store, part, minimum, is_common, version) VALUES ('east', 'RF-109', 20, 0, 1);
INSERT INTO supplier_claim (document, removal, acceptance, part, name, serial, pieces, removed_on, rule, last_day)
SELECT min(document), x'0e000000000000000000000000000004', x'0e000000000000000000000000000005', 'RF-109', '风门电机', 'OLD-1', 1, '2026-09-22',
    '{"rule":"whole_unit","purchased_on":"2026-03-01","months":12}', '2027-03-01' FROM document;

PRAGMA user_version = 14;

-- The server's database as `doorstep serve` makes it: all migrations together.
-- Written by `DOORSTEP_UPDATE=1 cargo test --release -p doorstep-server schema`; do not edit.

CREATE TABLE organisation (
    -- The one row: who we are, and where the log stands. Whoever appends to the log moves the head in the
    -- same transaction, so a reader sees a prefix without gaps.
    only_row           INTEGER PRIMARY KEY CHECK (only_row = 1),
    name               TEXT    NOT NULL,
    -- The authority's certificate, PEM: the same as organisation.pem.
    certificate        TEXT    NOT NULL,
    -- Random; a new one at every restore, so that devices notice.
    epoch              BLOB    NOT NULL CHECK (length(epoch) = 16),
    head_seq           INTEGER NOT NULL CHECK (head_seq >= 0),
    head_chain         BLOB    NOT NULL CHECK (length(head_chain) = 32),
    -- Never given twice: a restore leaves room for the devices that enrolled after the backup.
    next_device_number INTEGER NOT NULL CHECK (next_device_number >= 0),
    created_at_ms      INTEGER NOT NULL
, derivation_version INTEGER NOT NULL DEFAULT 1, closed_days INTEGER NOT NULL DEFAULT 30 CHECK (closed_days BETWEEN 1 AND 3650)) STRICT;

CREATE TABLE person (
    -- Everybody who works on records.
    person TEXT    PRIMARY KEY,
    name   TEXT    NOT NULL,
    role   TEXT    NOT NULL CHECK (role IN ('office', 'technician')),
    -- 0: has left; none of his devices is served any more.
    active INTEGER NOT NULL CHECK (active IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE TABLE device (
    -- Every device that ever had a certificate of ours; never deleted, because what it signed stays.
    -- The server itself is number 0, with the role of the office.
    device         BLOB    PRIMARY KEY CHECK (length(device) = 16),
    person         TEXT    NOT NULL REFERENCES person (person),
    name           TEXT    NOT NULL,
    -- What the certificate says, whatever the person does now.
    role           TEXT    NOT NULL CHECK (role IN ('office', 'technician')),
    -- Stands in the record numbers that the device allots.
    number         INTEGER NOT NULL UNIQUE CHECK (number >= 0),
    -- SEC1, uncompressed.
    public_key     BLOB    NOT NULL CHECK (length(public_key) = 65),
    -- X.509, DER.
    certificate    BLOB    NOT NULL,
    enrolled_at_ms INTEGER NOT NULL,
    revoked_at_ms  INTEGER,
    -- Kept to about five minutes, so that a device with nothing to say costs no write.
    last_seen_ms   INTEGER,
    -- What the device says it runs.
    last_version   TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX device_of_person ON device (person);

CREATE TABLE enrolment_code (
    -- One-time codes. Only the SHA-256 is kept: who reads this table cannot enrol.
    hash          BLOB    PRIMARY KEY CHECK (length(hash) = 32),
    person        TEXT    NOT NULL REFERENCES person (person),
    -- What the office calls the device; NULL: the device says.
    device_name   TEXT,
    expires_at_ms INTEGER NOT NULL,
    used_at_ms    INTEGER,
    -- Who used it: the same device may ask again, if the answer did not reach it.
    device        BLOB    REFERENCES device (device),
    CHECK ((used_at_ms IS NULL) = (device IS NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE log (
    -- Everything that devices learn, in one order, numbered from 1 without gaps.
    seq     INTEGER PRIMARY KEY CHECK (seq > 0),
    -- 1 change, 2 evidence, 3 certificate of an enrolled device, 4 certificate that its device brought back after
    -- a restore, 5 revocation, 6 reference, 7 a document's scope, 8 a person's scope.
    kind    INTEGER NOT NULL,
    -- The document's id (1, 2, 7), the device's (3, 4, 5), the reference's name (6), the person (8).
    subject BLOB    NOT NULL,
    -- SHA-256 of the content: of the hashes of the changes that were admitted together, of the statement, of the
    -- certificate, of the reference's bytes, of the scope's name.
    digest  BLOB    NOT NULL CHECK (length(digest) = 32),
    -- SHA-256(chain of seq - 1 || seq, 8 bytes big endian || kind, 1 byte || subject || digest); 32 zero bytes before 1.
    chain   BLOB    NOT NULL CHECK (length(chain) = 32),
    at_ms   INTEGER NOT NULL
) STRICT;

CREATE TABLE document (
    -- One row a document; what it holds stands in `change`.
    document       BLOB    PRIMARY KEY CHECK (length(document) = 16),
    -- `record` for now.
    kind           TEXT    NOT NULL,
    -- The hashes of its heads, 32 bytes each, in ascending order.
    heads          BLOB    NOT NULL CHECK (length(heads) % 32 = 0),
    -- The whole document at snapshot_heads: only a cache of the changes, dropped and made again at will.
    snapshot       BLOB,
    snapshot_heads BLOB    CHECK (length(snapshot_heads) % 32 = 0),
    created_seq    INTEGER NOT NULL,
    changed_seq    INTEGER NOT NULL,
    CHECK ((snapshot IS NULL) = (snapshot_heads IS NULL))
) STRICT;

CREATE INDEX document_changed ON document (changed_seq);

CREATE TABLE change (
    -- The truth: the bytes of every admitted change, exactly as its author made them. Append-only.
    -- Counts up in the order of admission: each change comes after those it depends on.
    id             INTEGER PRIMARY KEY,
    document       BLOB    NOT NULL REFERENCES document (document),
    -- Unique only within its document: the creating change is the same in all of them.
    hash           BLOB    NOT NULL CHECK (length(hash) = 32),
    actor          BLOB    NOT NULL,
    actor_seq      INTEGER NOT NULL CHECK (actor_seq > 0),
    start_op       INTEGER NOT NULL CHECK (start_op > 0),
    max_op         INTEGER NOT NULL CHECK (max_op >= start_op - 1),
    -- 32 bytes each, in ascending order.
    deps           BLOB    NOT NULL CHECK (length(deps) % 32 = 0),
    bytes          BLOB    NOT NULL,
    -- Who wrote it; NULL for the fixed first change that any device may make.
    device         BLOB    REFERENCES device (device),
    -- Who brought it: not always its author.
    carrier        BLOB    NOT NULL REFERENCES device (device),
    received_at_ms INTEGER NOT NULL,
    -- Changes that were admitted together share a row of the log.
    log_seq        INTEGER NOT NULL REFERENCES log (seq),
    -- 1: written by somebody who was no longer in charge of the record, and accepted within the days of grace.
    late           INTEGER NOT NULL CHECK (late IN (0, 1)),
    UNIQUE (document, hash),
    UNIQUE (document, actor, actor_seq)
) STRICT;

CREATE INDEX change_of_document ON change (document, log_seq, id);

CREATE TABLE author_proof (
    -- The author's own signature of an actor's last change that has one; by their hashes it proves the earlier ones.
    document    BLOB    NOT NULL REFERENCES document (document),
    actor       BLOB    NOT NULL,
    actor_seq   INTEGER NOT NULL CHECK (actor_seq > 0),
    change_hash BLOB    NOT NULL CHECK (length(change_hash) = 32),
    signature   BLOB    NOT NULL CHECK (length(signature) = 64),
    PRIMARY KEY (document, actor)
) STRICT, WITHOUT ROWID;

CREATE TABLE document_scope (
    -- From which number of the log on a document belongs to a scope, and from which on no longer (NULL: it still does).
    -- A document is visible to a person at s if both have an interval of one scope with from_seq <= s < to_seq.
    document BLOB    NOT NULL REFERENCES document (document),
    scope    TEXT    NOT NULL,
    from_seq INTEGER NOT NULL,
    to_seq   INTEGER CHECK (to_seq > from_seq),
    PRIMARY KEY (document, scope, from_seq)
) STRICT, WITHOUT ROWID;

CREATE INDEX document_scope_by_scope ON document_scope (scope, from_seq);

CREATE TABLE person_scope (
    -- As document_scope. Every technician has a scope of his own, named by his code; the office sees everything without one.
    person   TEXT    NOT NULL REFERENCES person (person),
    scope    TEXT    NOT NULL,
    from_seq INTEGER NOT NULL,
    to_seq   INTEGER CHECK (to_seq > from_seq),
    PRIMARY KEY (person, scope, from_seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE evidence (
    -- What people signed, whole and for ever. No key to `document`: a statement is kept also where the record was refused.
    digest         BLOB    PRIMARY KEY CHECK (length(digest) = 32),
    document       BLOB    NOT NULL CHECK (length(document) = 16),
    device         BLOB    NOT NULL REFERENCES device (device),
    counter        INTEGER NOT NULL,
    -- The digest of the device's statement before; NULL for its first.
    previous       BLOB    CHECK (length(previous) = 32),
    purpose        TEXT    NOT NULL,
    jws            TEXT    NOT NULL,
    received_at_ms INTEGER NOT NULL,
    log_seq        INTEGER NOT NULL UNIQUE REFERENCES log (seq),
    -- How it fits the device's chain: as it should, one before it is missing, or another one has its place.
    chain_flag     TEXT    NOT NULL CHECK (chain_flag IN ('ok', 'gap', 'fork'))
) STRICT;

CREATE INDEX evidence_of_document ON evidence (document, log_seq);

CREATE INDEX evidence_of_device ON evidence (device, counter);

CREATE TABLE reference (
    -- What devices look up: catalogue, prices, warranty terms. A new version is a new row.
    name    TEXT    NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    bytes   BLOB    NOT NULL,
    log_seq INTEGER NOT NULL UNIQUE REFERENCES log (seq),
    PRIMARY KEY (name, version)
) STRICT;

CREATE TABLE quarantine (
    -- What an enrolled device sent and the gate refused: kept for people to look at, within a quota per device.
    id             INTEGER PRIMARY KEY,
    device         BLOB    NOT NULL REFERENCES device (device),
    -- NULL where not even that could be read.
    document       BLOB    CHECK (length(document) = 16),
    code           TEXT    NOT NULL,
    why            TEXT    NOT NULL,
    -- SHA-256 of bytes: what is sent again takes no second place.
    digest         BLOB    NOT NULL CHECK (length(digest) = 32),
    bytes          BLOB    NOT NULL,
    received_at_ms INTEGER NOT NULL,
    UNIQUE (device, digest)
) STRICT;

CREATE TABLE record_row (
    -- What the office's list shows of a record: derived from its document, made again at will.
    -- `row` names the record's row of record_search; a number of our own, because VACUUM may change hidden ones.
    row               INTEGER PRIMARY KEY,
    document          BLOB    NOT NULL UNIQUE REFERENCES document (document),
    number            TEXT    NOT NULL,
    status            TEXT    NOT NULL,
    next_step         TEXT,
    customer_name     TEXT    NOT NULL,
    customer_phone    TEXT    NOT NULL,
    customer_address  TEXT    NOT NULL,
    unit_kind         TEXT    NOT NULL,
    unit_model        TEXT    NOT NULL,
    unit_serial       TEXT    NOT NULL,
    priority_hours    INTEGER,
    assignee          TEXT,
    -- As agreed, with the offset it was seen in; and its start in UTC, to sort by.
    appointment       TEXT,
    appointment_at_ms INTEGER,
    findings          INTEGER NOT NULL,
    conflicts         INTEGER NOT NULL,
    -- Of the last work acceptance; NULL where nobody has signed.
    verdict           TEXT,
    updated_ms        INTEGER NOT NULL
, station TEXT, phone_digits TEXT GENERATED ALWAYS AS (
    substr(replace(replace(replace(replace(replace(replace(customer_phone,
        ' ', ''), '-', ''), '+', ''), '(', ''), ')', ''), '.', ''), -11)
) VIRTUAL, address_letters TEXT GENERATED ALWAYS AS (
    lower(replace(replace(replace(replace(replace(replace(replace(customer_address,
        ' ', ''), ',', ''), '.', ''), '-', ''), '#', ''), '，', ''), '。', ''))
) VIRTUAL, next_due_ms INTEGER, next_clock TEXT) STRICT;

CREATE INDEX record_row_updated ON record_row (updated_ms, row);

CREATE INDEX record_row_status ON record_row (status, updated_ms, row);

CREATE INDEX record_row_assignee ON record_row (assignee, appointment_at_ms, row);

CREATE INDEX record_row_number ON record_row (number);

CREATE VIRTUAL TABLE record_search USING fts5 (text, tokenize = 'trigram');

CREATE TABLE record_file (
    -- Which records name which contents, and as what: derived from their documents. Whoever may see a record may fetch
    -- what it names; whoever had one may bring it.
    document   BLOB    NOT NULL REFERENCES document (document),
    digest     BLOB    NOT NULL CHECK (length(digest) = 32),
    media_type TEXT    NOT NULL,
    bytes      INTEGER NOT NULL CHECK (bytes > 0),
    PRIMARY KEY (digest, document, bytes, media_type)
) STRICT, WITHOUT ROWID;

CREATE TABLE file_brought (
    -- Which device began to bring a content, and when: what a device may bring in a day is bounded.
    digest BLOB    PRIMARY KEY CHECK (length(digest) = 32),
    device BLOB    NOT NULL REFERENCES device (device),
    bytes  INTEGER NOT NULL CHECK (bytes > 0),
    at_ms  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX file_brought_by ON file_brought (device, at_ms);

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

CREATE INDEX unit_record_of_unit ON unit_record (unit_key);

CREATE INDEX unit_record_due ON unit_record (history_seq);

CREATE TABLE station (
    -- A service station (网点). Never deleted: records and people name it.
    station TEXT    PRIMARY KEY,
    name    TEXT    NOT NULL,
    -- 0: closed; nobody and nothing new is given to it.
    active  INTEGER NOT NULL CHECK (active IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE TABLE person_station (
    -- Where somebody works. Of the office, who has none works for all of them; a technician has at most one.
    person  TEXT NOT NULL REFERENCES person (person),
    station TEXT NOT NULL REFERENCES station (station),
    PRIMARY KEY (person, station)
) STRICT, WITHOUT ROWID;

CREATE TABLE person_role (
    -- What somebody of the office may do, by roles; codes of `staff::OfficeRole`.
    person TEXT NOT NULL REFERENCES person (person),
    role   TEXT NOT NULL,
    PRIMARY KEY (person, role)
) STRICT, WITHOUT ROWID;

CREATE TABLE account (
    -- How somebody signs in; without a row only by a link.
    person         TEXT    PRIMARY KEY REFERENCES person (person),
    -- Argon2id, as a PHC string.
    password       TEXT    NOT NULL,
    -- The key of the one-time codes (RFC 6238); NULL: the password alone.
    code_key       BLOB    CHECK (length(code_key) >= 16),
    -- The step of the last code that was taken: none is taken twice.
    code_step      INTEGER,
    set_at_ms      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE login_link (
    -- One-time links, as SHA-256: into the pages, or to the page where somebody sets his password.
    hash          BLOB    PRIMARY KEY CHECK (length(hash) = 32),
    person        TEXT    NOT NULL REFERENCES person (person),
    purpose       TEXT    NOT NULL CHECK (purpose IN ('log_in', 'set_up')),
    expires_at_ms INTEGER NOT NULL,
    used_at_ms    INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
    -- Who is signed in, where, since when. The number is how people end one; the hash is of what the cookie holds.
    session       INTEGER PRIMARY KEY AUTOINCREMENT,
    hash          BLOB    NOT NULL UNIQUE CHECK (length(hash) = 32),
    person        TEXT    NOT NULL REFERENCES person (person),
    begun_at_ms   INTEGER NOT NULL,
    -- Kept to about five minutes.
    seen_at_ms    INTEGER NOT NULL,
    expires_at_ms INTEGER NOT NULL,
    -- What the browser says it is.
    browser       TEXT    NOT NULL
) STRICT;

CREATE TABLE sqlite_sequence(name,seq);

CREATE INDEX session_of_person ON session (person, session);

CREATE TABLE failed_sign_in (
    -- Wrong passwords and codes of the last minutes: who tries too often waits.
    person TEXT    NOT NULL,
    at_ms  INTEGER NOT NULL
) STRICT;

CREATE INDEX failed_sign_in_of ON failed_sign_in (person, at_ms);

CREATE TABLE audit (
    -- What people of the office looked at, changed and took out. Append-only.
    id      INTEGER PRIMARY KEY,
    at_ms   INTEGER NOT NULL,
    person  TEXT    NOT NULL REFERENCES person (person),
    -- A code of `audit::Deed`.
    deed    TEXT    NOT NULL,
    -- What it was done to: a record's id, a person's code, the number of a form; empty where the deed says all.
    subject TEXT    NOT NULL,
    -- What changed, as JSON; empty where nothing did.
    detail  TEXT    NOT NULL
) STRICT;

CREATE INDEX audit_of_subject ON audit (subject, id);

CREATE INDEX audit_of_person ON audit (person, id);

CREATE TABLE record_station (
    -- Which station the office gave a record to; without a row it is that of its technician.
    document BLOB PRIMARY KEY REFERENCES document (document),
    station  TEXT NOT NULL REFERENCES station (station)
) STRICT, WITHOUT ROWID;

CREATE INDEX record_row_station ON record_row (station, updated_ms, row);

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

CREATE INDEX rate_measure_due ON rate_measure
    (rate, due_month, station, technician, due_day, outcome, due_ms, provisional_until_ms);

CREATE TRIGGER rate_measure_moves AFTER UPDATE OF station ON record_row WHEN old.station IS NOT new.station BEGIN
    UPDATE rate_measure SET station = new.station WHERE document = new.document;
END;

CREATE INDEX rate_measure_list ON rate_measure (rate, due_ms, document, visit);

CREATE TABLE second_repair (
    -- Which record is the second repair of which: derived.
    document     BLOB    PRIMARY KEY REFERENCES document (document),
    first        BLOB    NOT NULL REFERENCES document (document),
    is_contested INTEGER NOT NULL CHECK (is_contested IN (0, 1))
, contest TEXT NOT NULL DEFAULT '') STRICT, WITHOUT ROWID;

CREATE INDEX second_repair_of ON second_repair (first);

CREATE INDEX record_row_counted ON record_row (status, station, conflicts, findings, verdict);

CREATE INDEX record_row_conflicts ON record_row (updated_ms, row) WHERE conflicts > 0;

CREATE INDEX record_row_findings ON record_row (updated_ms, row) WHERE findings > 0;

CREATE INDEX record_row_signatures ON record_row (updated_ms, row)
    WHERE verdict IN ('changed', 'broken', 'unknown_device');

CREATE VIRTUAL TABLE record_term USING fts5vocab ('record_search', 'instance');

CREATE TABLE api_token (
    -- By what other programs come in: each acts for somebody of the office, with no more rights than his. Only the SHA-256
    -- is kept.
    token         INTEGER PRIMARY KEY AUTOINCREMENT,
    hash          BLOB    NOT NULL UNIQUE CHECK (length(hash) = 32),
    person        TEXT    NOT NULL REFERENCES person (person),
    -- What it is for, as people call it.
    name          TEXT    NOT NULL,
    scope         TEXT    NOT NULL CHECK (scope IN ('read', 'write')),
    made_at_ms    INTEGER NOT NULL,
    expires_at_ms INTEGER NOT NULL,
    revoked_at_ms INTEGER,
    -- Kept to about five minutes.
    seen_at_ms    INTEGER
) STRICT;

CREATE INDEX api_token_of_person ON api_token (person, token);

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

CREATE INDEX custody_out ON custody (is_loaner, ifnull(promised_on, '9999'), entry) WHERE returned_at_ms IS NULL;

CREATE INDEX custody_of ON custody (document);

CREATE TRIGGER after_the_visit_moves AFTER UPDATE OF station ON record_row WHEN old.station IS NOT new.station BEGIN
    UPDATE call_back_due SET station = new.station WHERE document = new.document;
    UPDATE complaint SET station = new.station WHERE document = new.document;
    UPDATE custody SET station = new.station WHERE document = new.document;
END;

CREATE INDEX record_row_phone ON record_row (phone_digits) WHERE phone_digits <> '';

CREATE INDEX record_row_address ON record_row (address_letters) WHERE address_letters <> '';

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
, month TEXT NOT NULL DEFAULT '') STRICT, WITHOUT ROWID;

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

CREATE INDEX question_asked ON question (asked_at_ms, entry);

CREATE INDEX question_of ON question (document);

CREATE TRIGGER question_moves AFTER UPDATE OF station ON record_row WHEN old.station IS NOT new.station BEGIN
    UPDATE question SET station = new.station WHERE document = new.document;
END;

CREATE INDEX record_row_due ON record_row (next_due_ms, station) WHERE next_due_ms IS NOT NULL;

CREATE INDEX record_row_appointed ON record_row (appointment_at_ms, station) WHERE appointment_at_ms IS NOT NULL;

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

CREATE INDEX failure_seen ON failure (cause, model, document);

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

CREATE TABLE technician_profile (
    -- What the dispatcher knows of a technician: not derived. Who has no row was never described.
    person            TEXT    PRIMARY KEY REFERENCES person (person),
    -- The kinds of appliances that he repairs, by their codes: a JSON array in ascending order.
    skills            TEXT    NOT NULL,
    -- Where he goes: parts of addresses, separated by commas. Empty: not said.
    district          TEXT    NOT NULL,
    -- The last day of his certificate, YYYY-MM-DD. Empty: not said.
    certificate_until TEXT    NOT NULL,
    -- How often it was written.
    version           INTEGER NOT NULL CHECK (version > 0)
) STRICT, WITHOUT ROWID;

CREATE INDEX record_row_unassigned ON record_row (ifnull(next_due_ms, 9007199254740991), row)
    WHERE assignee IS NULL AND status NOT IN ('signed', 'reported', 'cancelled');

CREATE INDEX record_row_undated ON record_row (assignee, ifnull(next_due_ms, 9007199254740991), row)
    WHERE appointment_at_ms IS NULL AND assignee IS NOT NULL AND status NOT IN ('signed', 'reported', 'cancelled');

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

CREATE TABLE training_hours (
    -- What a technician was taught, and for how long. Struck where it was noted wrongly; never deleted.
    training     INTEGER PRIMARY KEY AUTOINCREMENT,
    person       TEXT    NOT NULL REFERENCES person (person),
    held_on      TEXT    NOT NULL CHECK (held_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    minutes      INTEGER NOT NULL CHECK (minutes BETWEEN 1 AND 1440),
    subject      TEXT    NOT NULL CHECK (subject <> ''),
    noted_at_ms  INTEGER NOT NULL,
    noted_by     TEXT    NOT NULL REFERENCES person (person),
    struck_at_ms INTEGER,
    struck_by    TEXT    REFERENCES person (person),
    CHECK ((struck_at_ms IS NULL) = (struck_by IS NULL))
) STRICT;

CREATE INDEX training_hours_of ON training_hours (person, held_on, minutes) WHERE struck_at_ms IS NULL;

CREATE TABLE certificate (
    -- A technician's certificates (上岗证). Struck where one was noted wrongly or withdrawn; never deleted.
    certificate  INTEGER PRIMARY KEY AUTOINCREMENT,
    person       TEXT    NOT NULL REFERENCES person (person),
    name         TEXT    NOT NULL CHECK (name <> ''),
    number       TEXT    NOT NULL CHECK (number <> ''),
    -- Its last day.
    valid_until  TEXT    NOT NULL CHECK (valid_until GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    noted_at_ms  INTEGER NOT NULL,
    noted_by     TEXT    NOT NULL REFERENCES person (person),
    struck_at_ms INTEGER,
    struck_by    TEXT    REFERENCES person (person),
    CHECK ((struck_at_ms IS NULL) = (struck_by IS NULL))
) STRICT;

CREATE INDEX certificate_of ON certificate (person, valid_until) WHERE struck_at_ms IS NULL;

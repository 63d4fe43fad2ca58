-- The file of a device, as it is. Made by a test of crates/core; do not edit. How it came to be so stands in
-- crates/core/sql. DOORSTEP_UPDATE=1 makes it anew.

CREATE TABLE archived (
    -- A record that was closed long ago: its row of the list is here, the rest is on the server.
    document   BLOB    PRIMARY KEY CHECK (length(document) = 16),
    -- What was here when it went, all of it acknowledged: the hashes of the heads and the digests of the statements,
    -- 32 bytes each, in ascending order. By these both sides still compare it.
    heads      BLOB    NOT NULL CHECK (length(heads) % 32 = 0),
    statements BLOB    NOT NULL CHECK (length(statements) % 32 = 0),
    -- What later repairs of the same unit hang on: the unit's serial number as units are told apart by it, and JSON.
    unit_key   TEXT    NOT NULL,
    summary    TEXT    NOT NULL,
    -- Somebody wants to read it, or it has become another on the server: it is fetched whole with the next contact.
    wanted     INTEGER NOT NULL DEFAULT 0 CHECK (wanted IN (0, 1))
) STRICT;

CREATE TABLE author_proof (
    -- The author's own signature of an actor's last change that has one; by their hashes it proves the earlier ones.
    document  BLOB    NOT NULL CHECK (length(document) = 16),
    actor     BLOB    NOT NULL CHECK (length(actor) = 24),
    actor_seq INTEGER NOT NULL CHECK (actor_seq > 0),
    hash      BLOB    NOT NULL CHECK (length(hash) = 32),
    signature BLOB    NOT NULL CHECK (length(signature) = 64),
    PRIMARY KEY (document, actor)
) STRICT;

CREATE TABLE certificate (
    -- The devices of the organisation, by the certificates it issued to them.
    device  BLOB    PRIMARY KEY CHECK (length(device) = 16),
    der     BLOB    NOT NULL,
    person  TEXT    NOT NULL,
    role    TEXT    NOT NULL,
    revoked INTEGER NOT NULL CHECK (revoked IN (0, 1))
) STRICT;

CREATE TABLE chain (
    -- This device's own statements are chained: the one row says where the chain ends.
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    counter  INTEGER NOT NULL CHECK (counter > 0),
    digest   BLOB    NOT NULL CHECK (length(digest) = 32)
) STRICT;

CREATE TABLE change (
    -- The truth: the bytes of every change, exactly as its author made them. Only `state` and what explains it ever
    -- become others. The order of `place` is the order in which they came here: each after those it depends on.
    place     INTEGER PRIMARY KEY,
    document  BLOB    NOT NULL CHECK (length(document) = 16),
    -- Not unique by itself: the creating change is the same in all documents.
    hash      BLOB    NOT NULL CHECK (length(hash) = 32),
    -- The device's id and eight bytes.
    actor     BLOB    NOT NULL CHECK (length(actor) = 24),
    actor_seq INTEGER NOT NULL CHECK (actor_seq > 0),
    -- When it was made, by its author's clock: a claim.
    time_s    INTEGER NOT NULL,
    -- `pending`: made here and not acknowledged. `acknowledged`: the server has it. `once`: an earlier life of the
    -- server had it, and it is to be sent again. `refused`: the server will not take it; not part of the document.
    -- `remade`: it stood on a refused one; its edits stand in the document as a later change of the same device.
    state     TEXT    NOT NULL CHECK (state IN ('pending', 'acknowledged', 'once', 'refused', 'remade')),
    -- The refusal's code and its sentence for people.
    code      TEXT,
    why       TEXT,
    -- A person has seen the refusal.
    seen      INTEGER NOT NULL DEFAULT 0 CHECK (seen IN (0, 1)),
    -- The hashes of the changes it depends on, 32 bytes each.
    deps      BLOB    NOT NULL CHECK (length(deps) % 32 = 0),
    bytes     BLOB    NOT NULL,
    UNIQUE (document, hash),
    CHECK ((state = 'refused') = (code IS NOT NULL))
) STRICT;

CREATE TABLE document (
    -- One row a document that is here.
    document       BLOB PRIMARY KEY CHECK (length(document) = 16),
    -- `visible`; `leaving`: the office took it away, and it goes as soon as nothing of it is unsent; `stub`: it is gone,
    -- but something of it was refused and is kept until a person has seen it.
    state          TEXT NOT NULL CHECK (state IN ('visible', 'leaving', 'stub')),
    -- The changes up to snapshot_place without the refused ones, as `save` gives them: only a cache of `change`,
    -- dropped and made again at will.
    snapshot       BLOB,
    snapshot_place INTEGER, keep_until_ms INTEGER NOT NULL DEFAULT 0,
    CHECK ((snapshot IS NULL) = (snapshot_place IS NULL))
) STRICT;

CREATE TABLE duplicate (
    -- Records that were merged into another one: derived from their documents, made again at will.
    document BLOB PRIMARY KEY CHECK (length(document) = 16),
    -- The one that stays.
    stays    BLOB NOT NULL CHECK (length(stays) = 16)
) STRICT;

CREATE TABLE earlier_record (
    -- What happened to a job's unit before, as the server sent it with the job: goes when the job goes.
    document BLOB NOT NULL CHECK (length(document) = 16),
    -- The earlier record.
    record   BLOB NOT NULL CHECK (length(record) = 16),
    -- Its serial number as units are told apart by it.
    unit_key TEXT NOT NULL,
    -- JSON; nothing of its customer.
    summary  TEXT NOT NULL,
    PRIMARY KEY (document, record)
) STRICT;

CREATE TABLE file (
    -- One row a content that is here, whatever names it. Its bytes were on the disk before the row was.
    digest     BLOB    PRIMARY KEY CHECK (length(digest) = 32),
    -- `image/jpeg`, `image/png`, `application/pdf`.
    media_type TEXT    NOT NULL,
    bytes      INTEGER NOT NULL CHECK (bytes > 0),
    -- 1: the small preview of another; previews are sent first.
    preview    INTEGER NOT NULL CHECK (preview IN (0, 1)),
    -- `waiting`: the server has not acknowledged it whole. `at_office`: it has. `refused`: it will not take it.
    state      TEXT    NOT NULL CHECK (state IN ('waiting', 'at_office', 'refused')),
    -- How much of it the server said it had, of a waiting one.
    sent_bytes INTEGER NOT NULL DEFAULT 0 CHECK (sent_bytes BETWEEN 0 AND bytes),
    -- The refusal's code.
    code       TEXT,
    -- When it came into the folder, by this device's clock; what was first is sent first.
    at_ms      INTEGER NOT NULL,
    CHECK ((state = 'refused') = (code IS NOT NULL))
) STRICT;

CREATE TABLE library_document (
    -- Manuals and hard cases, one row a document: derived from the reference data `library`, made again at will.
    row    INTEGER PRIMARY KEY,
    code   TEXT    NOT NULL UNIQUE,
    -- `manual` or `hard_case`.
    genre  TEXT    NOT NULL,
    kind   TEXT    NOT NULL,
    -- Empty: any of the kind.
    model  TEXT    NOT NULL,
    -- The codes of the faults it is about, each between spaces.
    faults TEXT    NOT NULL,
    -- The document as JSON.
    bytes  BLOB    NOT NULL
) STRICT;

CREATE VIRTUAL TABLE library_search USING fts5 (text, tokenize = 'trigram');

CREATE TABLE put_aside (
    -- Bytes that could not be used: what came and does not apply, and rows of a damaged file that do not fit their hash.
    place    INTEGER PRIMARY KEY,
    document BLOB CHECK (length(document) = 16),
    -- What it should have been: `change`, `snapshot`, `statement`, `certificate`.
    kind     TEXT    NOT NULL,
    code     TEXT    NOT NULL,
    bytes    BLOB    NOT NULL,
    at_ms    INTEGER NOT NULL,
    seen     INTEGER NOT NULL DEFAULT 0 CHECK (seen IN (0, 1))
) STRICT;

CREATE TABLE quote_draft (
    -- A quote before anybody was offered it: what was asked for, without prices. Only on this device.
    document BLOB PRIMARY KEY CHECK (length(document) = 16),
    bytes    BLOB NOT NULL
) STRICT;

CREATE TABLE record_file (
    -- Which records that are here name which contents: derived from their documents, made again at will.
    document BLOB NOT NULL CHECK (length(document) = 16),
    digest   BLOB NOT NULL CHECK (length(digest) = 32),
    PRIMARY KEY (document, digest)
) STRICT;

CREATE TABLE record_row (
    -- What the list shows of a record: derived from its document, made again at will.
    -- `row` names the record's row of record_search; a number of our own, because VACUUM may change hidden ones.
    row              INTEGER PRIMARY KEY,
    document         BLOB    NOT NULL UNIQUE CHECK (length(document) = 16),
    number           TEXT    NOT NULL,
    status           TEXT    NOT NULL,
    next_step        TEXT    NOT NULL,
    -- Nothing is left to do: such records come after the others.
    done             INTEGER NOT NULL CHECK (done IN (0, 1)),
    -- When somebody should be there: the start of the agreed window, else when the response is due.
    due_ms           INTEGER NOT NULL,
    customer_name    TEXT    NOT NULL,
    customer_phone   TEXT    NOT NULL,
    customer_address TEXT    NOT NULL,
    unit_kind        TEXT    NOT NULL,
    unit_model       TEXT    NOT NULL,
    unit_serial      TEXT    NOT NULL,
    assignee         TEXT    NOT NULL,
    -- As agreed, with the offset it was seen in.
    appointment      TEXT    NOT NULL,
    priority_hours   INTEGER,
    missing_required INTEGER NOT NULL,
    findings         INTEGER NOT NULL,
    conflicts        INTEGER NOT NULL,
    unsent           INTEGER NOT NULL CHECK (unsent IN (0, 1)),
    needs_attention  INTEGER NOT NULL CHECK (needs_attention IN (0, 1)),
    updated_s        INTEGER NOT NULL
, clock TEXT NOT NULL DEFAULT '', cash TEXT NOT NULL DEFAULT '', archived INTEGER NOT NULL DEFAULT 0 CHECK (archived IN (0, 1))) STRICT;

CREATE VIRTUAL TABLE record_search USING fts5 (text, tokenize = 'trigram');

CREATE TABLE reference (
    -- What is looked up without a network: catalogue, prices, warranty terms. The newest version of each.
    name    TEXT    PRIMARY KEY,
    version INTEGER NOT NULL,
    bytes   BLOB    NOT NULL
) STRICT;

CREATE TABLE setting (
    -- What there is one of: who this device is, where it stands. The names are in store/settings.rs.
    name  TEXT PRIMARY KEY,
    value ANY NOT NULL
) STRICT;

CREATE TABLE settlement (
    -- Clashes of records on this device that somebody else settled meanwhile: whoever wrote one of the values here is
    -- told.
    document BLOB    NOT NULL CHECK (length(document) = 16),
    -- The entry that settled it.
    entry    BLOB    NOT NULL CHECK (length(entry) = 16),
    -- A person has seen it.
    seen     INTEGER NOT NULL DEFAULT 0 CHECK (seen IN (0, 1)),
    PRIMARY KEY (document, entry)
) STRICT;

CREATE TABLE statement (
    -- What people signed, sealed: never changed. In the order in which they came here.
    place    INTEGER PRIMARY KEY,
    digest   BLOB    NOT NULL UNIQUE CHECK (length(digest) = 32),
    document BLOB    NOT NULL CHECK (length(document) = 16),
    -- The device that sealed it, its counter, and the digest of its statement before. Others' are as they claim.
    device   BLOB    NOT NULL CHECK (length(device) = 16),
    counter  INTEGER,
    previous BLOB    CHECK (length(previous) = 32),
    purpose  TEXT    NOT NULL,
    -- The compact JWS.
    jws      TEXT    NOT NULL,
    -- When it came here, by this device's clock.
    at_ms    INTEGER NOT NULL,
    -- As in `change`.
    state    TEXT    NOT NULL CHECK (state IN ('pending', 'acknowledged', 'once', 'refused')),
    code     TEXT,
    why      TEXT,
    seen     INTEGER NOT NULL DEFAULT 0 CHECK (seen IN (0, 1)),
    CHECK ((state = 'refused') = (code IS NOT NULL))
) STRICT;

CREATE INDEX archived_of_unit ON archived (unit_key) WHERE unit_key <> '';

CREATE INDEX archived_wanted ON archived (document) WHERE wanted;

CREATE INDEX change_refused ON change (document) WHERE state = 'refused';

CREATE INDEX change_unsent ON change (document) WHERE state IN ('pending', 'once');

CREATE INDEX duplicate_of_the_one_that_stays ON duplicate (stays);

CREATE INDEX earlier_record_of_unit ON earlier_record (unit_key);

CREATE INDEX file_waiting ON file (preview, at_ms) WHERE state = 'waiting';

CREATE INDEX record_file_of_digest ON record_file (digest);

CREATE INDEX record_row_closed ON record_row (updated_s) WHERE done = 1 AND archived = 0;

CREATE INDEX record_row_due ON record_row (done, due_ms, row);

CREATE INDEX record_row_status ON record_row (status, done, due_ms, row);

CREATE INDEX statement_of_document ON statement (document);

CREATE INDEX statement_refused ON statement (document) WHERE state = 'refused';

CREATE INDEX statement_unsent ON statement (document) WHERE state IN ('pending', 'once');

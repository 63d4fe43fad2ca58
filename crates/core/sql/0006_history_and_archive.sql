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

CREATE INDEX earlier_record_of_unit ON earlier_record (unit_key);

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

CREATE INDEX archived_of_unit ON archived (unit_key) WHERE unit_key <> '';
CREATE INDEX archived_wanted ON archived (document) WHERE wanted;

-- Until when a closed record stays here whole, by the server's clock: what was acknowledged only lately may be missing
-- in the server's backup, and what was fetched is wanted for a while.
ALTER TABLE document ADD COLUMN keep_until_ms INTEGER NOT NULL DEFAULT 0;

-- The row of a record of `archived`.
ALTER TABLE record_row ADD COLUMN archived INTEGER NOT NULL DEFAULT 0 CHECK (archived IN (0, 1));

CREATE INDEX record_row_closed ON record_row (updated_s) WHERE done = 1 AND archived = 0;

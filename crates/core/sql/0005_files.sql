-- Version 4: photos and other files. Their bytes lie in the folder `files` beside this one, named by their digests.

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

CREATE INDEX file_waiting ON file (preview, at_ms) WHERE state = 'waiting';

CREATE TABLE record_file (
    -- Which records that are here name which contents: derived from their documents, made again at will.
    document BLOB NOT NULL CHECK (length(document) = 16),
    digest   BLOB NOT NULL CHECK (length(digest) = 32),
    PRIMARY KEY (document, digest)
) STRICT;

CREATE INDEX record_file_of_digest ON record_file (digest);

-- What version 3 added to a database of version 2, frozen, with what its program wrote: run upon v2.sql. Never changed.

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

UPDATE organisation SET derivation_version = 3;
INSERT INTO record_file
    (document, digest, media_type, bytes)
VALUES
    (x'd0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0', x'0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b', 'image/jpeg', 204800);
INSERT INTO record_file
    (document, digest, media_type, bytes)
VALUES
    (x'd0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0', x'0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c', 'application/pdf', 4096);
INSERT INTO file_brought
    (digest, device, bytes, at_ms)
VALUES
    (x'0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b', x'a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1', 204800, 1790000001000);

PRAGMA user_version = 3;

-- Photos and other files. Their bytes lie in the folder `files` beside the database, named by their digests; a content is
-- there whole or not at all, and the folder alone says which.

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

-- What version 8 added to a database of version 7, frozen, with what its program wrote: run upon v7.sql. Never changed.

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

UPDATE organisation SET derivation_version = 8;
INSERT INTO api_token (hash, person, name, scope, made_at_ms, expires_at_ms, revoked_at_ms, seen_at_ms)
SELECT zeroblob(32), min(person), '财务软件', 'read', 1790000000000, 1821536000000, NULL, 1790000300000 FROM person;

PRAGMA user_version = 8;

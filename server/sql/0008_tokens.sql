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

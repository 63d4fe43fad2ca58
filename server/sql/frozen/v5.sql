-- What version 5 added to a database of version 4, frozen, with what its program wrote: run upon v4.sql. Never changed.

-- Who works on the office's pages, with which rights, and what they did there.
--
-- Whoever is signed in on this day signs in again: a session now says whose it is.

DROP TABLE session;
DROP TABLE login_link;

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

-- The office itself is whoever comes in by a link from the command line.
INSERT INTO person_role (person, role) SELECT person, 'administrator' FROM person WHERE person = 'office';

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

-- The record's station: `record_station`, else the technician's; NULL where there is neither.
ALTER TABLE record_row ADD COLUMN station TEXT;
CREATE INDEX record_row_station ON record_row (station, updated_ms, row);

UPDATE organisation SET derivation_version = 5;
INSERT INTO station (station, name, active) VALUES ('east', '城东网点', 1);
INSERT INTO person_station (person, station) SELECT min(person), 'east' FROM person WHERE role = 'technician';
INSERT INTO person_role (person, role) SELECT min(person), 'manager' FROM person;
INSERT INTO account (person, password, code_key, code_step, set_at_ms)
SELECT min(person), '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA', NULL, NULL, 1790000000000 FROM person;
INSERT INTO login_link (hash, person, purpose, expires_at_ms, used_at_ms)
SELECT zeroblob(32), min(person), 'set_up', 1790000900000, NULL FROM person;
INSERT INTO session (hash, person, begun_at_ms, seen_at_ms, expires_at_ms, browser)
SELECT zeroblob(32), min(person), 1790000000000, 1790000000000, 1790086400000, 'Firefox' FROM person;
INSERT INTO failed_sign_in (person, at_ms) SELECT min(person), 1790000000000 FROM person;
INSERT INTO audit (at_ms, person, deed, subject, detail)
SELECT 1790000000000, min(person), 'signed_in', '', '' FROM person;
INSERT INTO record_station (document, station) SELECT min(document), 'east' FROM document;
UPDATE record_row SET station = 'east' WHERE document = (SELECT min(document) FROM document);

PRAGMA user_version = 5;

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

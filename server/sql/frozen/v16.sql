-- What version 16 added to a database of version 15, frozen, with what its program wrote: run upon v15.sql. Never changed.

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

-- Records that nobody has yet, the clock that runs out next first.
CREATE INDEX record_row_unassigned ON record_row (ifnull(next_due_ms, 9007199254740991), row)
    WHERE assignee IS NULL AND status NOT IN ('signed', 'reported', 'cancelled');

-- Records that somebody has without a date, likewise.
CREATE INDEX record_row_undated ON record_row (assignee, ifnull(next_due_ms, 9007199254740991), row)
    WHERE appointment_at_ms IS NULL AND assignee IS NOT NULL AND status NOT IN ('signed', 'reported', 'cancelled');

UPDATE organisation SET derivation_version = 16;
INSERT INTO technician_profile (person, skills, district, certificate_until, version)
VALUES ('t-zhang', '["air_conditioner","refrigerator"]', '青禾区,东城', '2027-06-30', 1);

PRAGMA user_version = 16;

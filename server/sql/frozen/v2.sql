-- What version 2 added to a database of version 1, frozen, with what its program wrote: run upon v1.sql. Never changed.

ALTER TABLE organisation ADD COLUMN derivation_version INTEGER NOT NULL DEFAULT 1;

-- Its program made the list by rules of its own.
UPDATE organisation SET derivation_version = 2;

PRAGMA user_version = 2;

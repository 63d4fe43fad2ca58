-- Two records of one visit, and clashes that somebody else settled.

CREATE TABLE duplicate (
    -- Records that were merged into another one: derived from their documents, made again at will.
    document BLOB PRIMARY KEY CHECK (length(document) = 16),
    -- The one that stays.
    stays    BLOB NOT NULL CHECK (length(stays) = 16)
) STRICT;

CREATE INDEX duplicate_of_the_one_that_stays ON duplicate (stays);

CREATE TABLE settlement (
    -- Clashes of records on this device that somebody else settled meanwhile: whoever wrote one of the values here is
    -- told.
    document BLOB    NOT NULL CHECK (length(document) = 16),
    -- The entry that settled it.
    entry    BLOB    NOT NULL CHECK (length(entry) = 16),
    -- A person has seen it.
    seen     INTEGER NOT NULL DEFAULT 0 CHECK (seen IN (0, 1)),
    PRIMARY KEY (document, entry)
) STRICT;

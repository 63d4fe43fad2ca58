-- Version 3 of a device's file: manuals and hard cases are searched, and quotes are drafted.

CREATE TABLE library_document (
    -- Manuals and hard cases, one row a document: derived from the reference data `library`, made again at will.
    row    INTEGER PRIMARY KEY,
    code   TEXT    NOT NULL UNIQUE,
    -- `manual` or `hard_case`.
    genre  TEXT    NOT NULL,
    kind   TEXT    NOT NULL,
    -- Empty: any of the kind.
    model  TEXT    NOT NULL,
    -- The codes of the faults it is about, each between spaces.
    faults TEXT    NOT NULL,
    -- The document as JSON.
    bytes  BLOB    NOT NULL
) STRICT;

-- Everything of a document that is searched, in one text; trigrams, because Chinese has no spaces.
CREATE VIRTUAL TABLE library_search USING fts5 (text, tokenize = 'trigram');

CREATE TABLE quote_draft (
    -- A quote before anybody was offered it: what was asked for, without prices. Only on this device.
    document BLOB PRIMARY KEY CHECK (length(document) = 16),
    bytes    BLOB NOT NULL
) STRICT;

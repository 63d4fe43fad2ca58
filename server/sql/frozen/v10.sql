-- What version 10 added to a database of version 9, frozen, with what its program wrote: run upon v9.sql. Never changed.

-- Who calls again is found by his telephone or his address, however they were typed. Coarser than the truth: the
-- domain's own comparison looks at what is found (`doorstep_domain::duplicate`).

-- Of a telephone number the digits without its country, as typed without the usual marks.
ALTER TABLE record_row ADD COLUMN phone_digits TEXT GENERATED ALWAYS AS (
    substr(replace(replace(replace(replace(replace(replace(customer_phone,
        ' ', ''), '-', ''), '+', ''), '(', ''), ')', ''), '.', ''), -11)
) VIRTUAL;

-- Of an address what is left without blanks and the usual marks.
ALTER TABLE record_row ADD COLUMN address_letters TEXT GENERATED ALWAYS AS (
    lower(replace(replace(replace(replace(replace(replace(replace(customer_address,
        ' ', ''), ',', ''), '.', ''), '-', ''), '#', ''), '，', ''), '。', ''))
) VIRTUAL;

CREATE INDEX record_row_phone ON record_row (phone_digits) WHERE phone_digits <> '';
CREATE INDEX record_row_address ON record_row (address_letters) WHERE address_letters <> '';

UPDATE organisation SET derivation_version = 10;

PRAGMA user_version = 10;

-- The next deadline of a record and the cash that is in hand by it, for lists and for the technician's purse: derived,
-- made again at will.
-- The clock that runs out next, as JSON of the domain's NextClock; empty if there is none.
ALTER TABLE record_row ADD COLUMN clock TEXT NOT NULL DEFAULT '';
-- What technicians hold in cash by this record and have not handed in, as JSON of the domain's CashHeld; empty if nothing.
ALTER TABLE record_row ADD COLUMN cash TEXT NOT NULL DEFAULT '';

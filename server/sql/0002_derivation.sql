-- By which version of the domain's rules the list (record_row) was made: a program of other rules makes it anew before
-- it serves. 1 is what came before this column.
ALTER TABLE organisation ADD COLUMN derivation_version INTEGER NOT NULL DEFAULT 1;

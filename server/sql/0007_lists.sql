-- Lists that stay quick with very many records.

-- All that the queues are counted by: no row of the list is read for it.
CREATE INDEX record_row_counted ON record_row (status, station, conflicts, findings, verdict);

-- The queues in which something waits for somebody, in the order of the list.
CREATE INDEX record_row_conflicts ON record_row (updated_ms, row) WHERE conflicts > 0;
CREATE INDEX record_row_findings ON record_row (updated_ms, row) WHERE findings > 0;
CREATE INDEX record_row_signatures ON record_row (updated_ms, row)
    WHERE verdict IN ('changed', 'broken', 'unknown_device');

-- Where each trigram stands: words of one or two characters are found by the trigrams that begin with them.
CREATE VIRTUAL TABLE record_term USING fts5vocab ('record_search', 'instance');

-- A file of version 2 with its rows, frozen: it opens with every later program. Never edited.
PRAGMA application_id = 1148142710;
PRAGMA user_version = 2;
-- Version 1 of a device's file.
--
-- What is said about a table stands inside it, so that SQLite keeps it and docs/schema-device.sql shows it.
-- Ids, hashes and digests are BLOB; moments are milliseconds since 1970 in UTC (`_ms`) or seconds (`_s`) by the clock
-- that is named. Private keys are not here: the vault has them. Every table has row numbers, by which what is left of
-- a damaged file is read.

CREATE TABLE setting (
    -- What there is one of: who this device is, where it stands. The names are in store/settings.rs.
    name  TEXT PRIMARY KEY,
    value ANY NOT NULL
) STRICT;

CREATE TABLE document (
    -- One row a document that is here.
    document       BLOB PRIMARY KEY CHECK (length(document) = 16),
    -- `visible`; `leaving`: the office took it away, and it goes as soon as nothing of it is unsent; `stub`: it is gone,
    -- but something of it was refused and is kept until a person has seen it.
    state          TEXT NOT NULL CHECK (state IN ('visible', 'leaving', 'stub')),
    -- The changes up to snapshot_place without the refused ones, as `save` gives them: only a cache of `change`,
    -- dropped and made again at will.
    snapshot       BLOB,
    snapshot_place INTEGER,
    CHECK ((snapshot IS NULL) = (snapshot_place IS NULL))
) STRICT;

CREATE TABLE change (
    -- The truth: the bytes of every change, exactly as its author made them. Only `state` and what explains it ever
    -- become others. The order of `place` is the order in which they came here: each after those it depends on.
    place     INTEGER PRIMARY KEY,
    document  BLOB    NOT NULL CHECK (length(document) = 16),
    -- Not unique by itself: the creating change is the same in all documents.
    hash      BLOB    NOT NULL CHECK (length(hash) = 32),
    -- The device's id and eight bytes.
    actor     BLOB    NOT NULL CHECK (length(actor) = 24),
    actor_seq INTEGER NOT NULL CHECK (actor_seq > 0),
    -- When it was made, by its author's clock: a claim.
    time_s    INTEGER NOT NULL,
    -- `pending`: made here and not acknowledged. `acknowledged`: the server has it. `once`: an earlier life of the
    -- server had it, and it is to be sent again. `refused`: the server will not take it; not part of the document.
    -- `remade`: it stood on a refused one; its edits stand in the document as a later change of the same device.
    state     TEXT    NOT NULL CHECK (state IN ('pending', 'acknowledged', 'once', 'refused', 'remade')),
    -- The refusal's code and its sentence for people.
    code      TEXT,
    why       TEXT,
    -- A person has seen the refusal.
    seen      INTEGER NOT NULL DEFAULT 0 CHECK (seen IN (0, 1)),
    -- The hashes of the changes it depends on, 32 bytes each.
    deps      BLOB    NOT NULL CHECK (length(deps) % 32 = 0),
    bytes     BLOB    NOT NULL,
    UNIQUE (document, hash),
    CHECK ((state = 'refused') = (code IS NOT NULL))
) STRICT;

-- What is to be sent, and what waits for a person: both short, whatever else is here.
CREATE INDEX change_unsent ON change (document) WHERE state IN ('pending', 'once');
CREATE INDEX change_refused ON change (document) WHERE state = 'refused';

CREATE TABLE author_proof (
    -- The author's own signature of an actor's last change that has one; by their hashes it proves the earlier ones.
    document  BLOB    NOT NULL CHECK (length(document) = 16),
    actor     BLOB    NOT NULL CHECK (length(actor) = 24),
    actor_seq INTEGER NOT NULL CHECK (actor_seq > 0),
    hash      BLOB    NOT NULL CHECK (length(hash) = 32),
    signature BLOB    NOT NULL CHECK (length(signature) = 64),
    PRIMARY KEY (document, actor)
) STRICT;

CREATE TABLE statement (
    -- What people signed, sealed: never changed. In the order in which they came here.
    place    INTEGER PRIMARY KEY,
    digest   BLOB    NOT NULL UNIQUE CHECK (length(digest) = 32),
    document BLOB    NOT NULL CHECK (length(document) = 16),
    -- The device that sealed it, its counter, and the digest of its statement before. Others' are as they claim.
    device   BLOB    NOT NULL CHECK (length(device) = 16),
    counter  INTEGER,
    previous BLOB    CHECK (length(previous) = 32),
    purpose  TEXT    NOT NULL,
    -- The compact JWS.
    jws      TEXT    NOT NULL,
    -- When it came here, by this device's clock.
    at_ms    INTEGER NOT NULL,
    -- As in `change`.
    state    TEXT    NOT NULL CHECK (state IN ('pending', 'acknowledged', 'once', 'refused')),
    code     TEXT,
    why      TEXT,
    seen     INTEGER NOT NULL DEFAULT 0 CHECK (seen IN (0, 1)),
    CHECK ((state = 'refused') = (code IS NOT NULL))
) STRICT;

CREATE INDEX statement_of_document ON statement (document);
CREATE INDEX statement_unsent ON statement (document) WHERE state IN ('pending', 'once');
CREATE INDEX statement_refused ON statement (document) WHERE state = 'refused';

CREATE TABLE chain (
    -- This device's own statements are chained: the one row says where the chain ends.
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    counter  INTEGER NOT NULL CHECK (counter > 0),
    digest   BLOB    NOT NULL CHECK (length(digest) = 32)
) STRICT;

CREATE TABLE certificate (
    -- The devices of the organisation, by the certificates it issued to them.
    device  BLOB    PRIMARY KEY CHECK (length(device) = 16),
    der     BLOB    NOT NULL,
    person  TEXT    NOT NULL,
    role    TEXT    NOT NULL,
    revoked INTEGER NOT NULL CHECK (revoked IN (0, 1))
) STRICT;

CREATE TABLE reference (
    -- What is looked up without a network: catalogue, prices, warranty terms. The newest version of each.
    name    TEXT    PRIMARY KEY,
    version INTEGER NOT NULL,
    bytes   BLOB    NOT NULL
) STRICT;

CREATE TABLE put_aside (
    -- Bytes that could not be used: what came and does not apply, and rows of a damaged file that do not fit their hash.
    place    INTEGER PRIMARY KEY,
    document BLOB CHECK (length(document) = 16),
    -- What it should have been: `change`, `snapshot`, `statement`, `certificate`.
    kind     TEXT    NOT NULL,
    code     TEXT    NOT NULL,
    bytes    BLOB    NOT NULL,
    at_ms    INTEGER NOT NULL,
    seen     INTEGER NOT NULL DEFAULT 0 CHECK (seen IN (0, 1))
) STRICT;

CREATE TABLE record_row (
    -- What the list shows of a record: derived from its document, made again at will.
    -- `row` names the record's row of record_search; a number of our own, because VACUUM may change hidden ones.
    row              INTEGER PRIMARY KEY,
    document         BLOB    NOT NULL UNIQUE CHECK (length(document) = 16),
    number           TEXT    NOT NULL,
    status           TEXT    NOT NULL,
    next_step        TEXT    NOT NULL,
    -- Nothing is left to do: such records come after the others.
    done             INTEGER NOT NULL CHECK (done IN (0, 1)),
    -- When somebody should be there: the start of the agreed window, else when the response is due.
    due_ms           INTEGER NOT NULL,
    customer_name    TEXT    NOT NULL,
    customer_phone   TEXT    NOT NULL,
    customer_address TEXT    NOT NULL,
    unit_kind        TEXT    NOT NULL,
    unit_model       TEXT    NOT NULL,
    unit_serial      TEXT    NOT NULL,
    assignee         TEXT    NOT NULL,
    -- As agreed, with the offset it was seen in.
    appointment      TEXT    NOT NULL,
    priority_hours   INTEGER,
    missing_required INTEGER NOT NULL,
    findings         INTEGER NOT NULL,
    conflicts        INTEGER NOT NULL,
    unsent           INTEGER NOT NULL CHECK (unsent IN (0, 1)),
    needs_attention  INTEGER NOT NULL CHECK (needs_attention IN (0, 1)),
    updated_s        INTEGER NOT NULL
) STRICT;

CREATE INDEX record_row_due ON record_row (done, due_ms, row);
CREATE INDEX record_row_status ON record_row (status, done, due_ms, row);

-- Everything of a record that is searched, in one text; trigrams, because Chinese has no spaces.
CREATE VIRTUAL TABLE record_search USING fts5 (text, tokenize = 'trigram');

-- A record that left also leaves the index.
INSERT INTO record_search (record_search, rank) VALUES ('secure-delete', 1);

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

INSERT INTO setting (name, value) VALUES ('certificate', x'308201df30820186a003020102021007070707070707070707070707070707300a06082a8648ce3d040302301d311b3019060355040a0c12e4bebfe6b091e5aeb6e794b5e7bbb4e4bfae301e170d3236313131383131303634305a170d3238313131373131303634305a3065311b3019060355040a0c12e4bebfe6b091e5aeb6e794b5e7bbb4e4bfae31133011060355040b0c0a746563686e696369616e3118301606035504030c0fe5bca0e5b7a5e79a84e6898be69cba31173015060a0992268993f22c6401010c07742d7a68616e673059301306072a8648ce3d020106082a8648ce3d030107034200046ff03b949241ce1dadd43519e6960e0a85b41a69a05c328103aa2bce1594ca163c4f753a55bf01dc53f6c0b0c7eee78b40c6ff7d25a96e2282b989cef71c144aa360305e300c0603551d130101ff04023000300e0603551d0f0101ff040403020780301d0603551d0e041604142e062c79665e7cd2c32e461b7c57c32c00f41430301f0603551d23041830168014614ad2ab7ed4c3e42e9274f4381f6a2ea60dcbeb300a06082a8648ce3d04030203470030440220141689a25ba5ea3ae46cebefae5dbe7c80cb187ba1423fe7b14824e7d3a0405502205dfac5d264d943cecdd9455af8a996faacafb8217f8a423cf148d23ead7d1577');
INSERT INTO setting (name, value) VALUES ('organisation', '-----BEGIN CERTIFICATE-----
MIIBnjCCAUSgAwIBAgIQCQkJCQkJCQkJCQkJCQkJCTAKBggqhkjOPQQDAjAdMRsw
GQYDVQQKDBLkvr/msJHlrrbnlLXnu7Tkv64wHhcNMjYxMTE4MTEwNjQwWhcNNDYx
MTE4MTEwNjQwWjAdMRswGQYDVQQKDBLkvr/msJHlrrbnlLXnu7Tkv64wWTATBgcq
hkjOPQIBBggqhkjOPQMBBwNCAARZGrdx67z9bZy5CU0QZSit0aadRMLB9ifwiexY
ucYa359Oar8NBFwMaTo8aK18l8pyvmTe9KJv7NJj3ZipJ4Dwo2YwZDASBgNVHRMB
Af8ECDAGAQH/AgEAMA4GA1UdDwEB/wQEAwIBBjAdBgNVHQ4EFgQUYUrSq37Uw+Qu
knT0OB9qLqYNy+swHwYDVR0jBBgwFoAUYUrSq37Uw+QuknT0OB9qLqYNy+swCgYI
KoZIzj0EAwIDSAAwRQIgb9pYjmhYBjkEBV0x9w2ItmZ2ELsDfr9ybmQ3FnfPFxMC
IQCjcEhxEuCshWJWAbabxx3Uv3QJuKFhuOYqB9dfkyvNuQ==
-----END CERTIFICATE-----
');
INSERT INTO setting (name, value) VALUES ('device_number', 231);
INSERT INTO setting (name, value) VALUES ('office_device', x'e0e99ae3ef4226b2ecacf5382edd647c');
INSERT INTO setting (name, value) VALUES ('server_url', 'http://127.0.0.1:1');
INSERT INTO setting (name, value) VALUES ('installation', x'5c01c59e956d2d7f4afe197363ed50b4');
INSERT INTO setting (name, value) VALUES ('derivation_version', 2);
INSERT INTO setting (name, value) VALUES ('record_number_counter', 2);
INSERT INTO setting (name, value) VALUES ('server_time_ms', 1795309200500);
INSERT INTO setting (name, value) VALUES ('clock_offset_ms', -500);
INSERT INTO setting (name, value) VALUES ('cursor', x'01010101010101010101010101010101000000000000000c0202020202020202020202020202020202020202020202020202020202020202');
INSERT INTO setting (name, value) VALUES ('last_contact', '2026-11-22T09:00:00+08:00');
INSERT INTO document (document, state, snapshot, snapshot_place) VALUES (x'01a200c462807871b1c3e08549cb679a', 'visible', NULL, NULL);
INSERT INTO document (document, state, snapshot, snapshot_place) VALUES (x'01a200c462807ff080202dbcc76318f3', 'visible', NULL, NULL);
INSERT INTO document (document, state, snapshot, snapshot_place) VALUES (x'05050505050505050505050505050505', 'visible', x'856f4a832f9aee4300c703021800000000000000000000000000000000000000000000000018e0e99ae3ef4226b2ecacf5382edd647c0101010101010101016ab513c9675c89911f7f4909b8d4c4588e0e41d40b5b4b2808f2fb194574de910701030303130323074003430256020c0104020811041307158401210823133402420c561357588001027e00017e01007e0a0b7e00c8fb88d8067e00017f00020700051000000505020503060500100501000f7e000f04017107656e7472696573066669656c6473046b696e6406736368656d610574657874730861737369676e656510637573746f6d65725f616464726573730d637573746f6d65725f6e616d650e637573746f6d65725f70686f6e6509756e69745f6b696e640661647669636505636175736504706c616e0773796d70746f6d04776f726b0006050005010500060170047e08770212787e01027b7d017e030705010f06020002017f000501050406010200786614007686039601b601c601050006367265636f726401742d7a68616e67e69c9de998b3e8b7af3132e58fb733e58d95e58583353031e69d8ee5a4a7e6988e3133383030313338303030726566726967657261746f72e586b7e8978fe5aea4e4b88de588b6e586b7150001', 9);
INSERT INTO change (place, document, hash, actor, actor_seq, time_s, state, code, why, seen, deps, bytes) VALUES (1, x'01a200c462807871b1c3e08549cb679a', x'5fc771784765e75cc778e38dcac6675ac05c8d519fae3cb4eedc7cc1e8a381fe', x'000000000000000000000000000000000000000000000000', 1, 0, 'acknowledged', NULL, NULL, 0, x'', x'856f4a835fc771780195010018000000000000000000000000000000000000000000000000010100000008010602061541340142085606570770020004050000010004050300017606736368656d61066669656c647305746578747307656e74726965730773796d70746f6d05636175736504706c616e04776f726b06616476696365046b696e640a7f01030005047f017f1408007f66017265636f72640a00');
INSERT INTO change (place, document, hash, actor, actor_seq, time_s, state, code, why, seen, deps, bytes) VALUES (2, x'01a200c462807871b1c3e08549cb679a', x'1bb7357160102e67c4bd0d9533dd33618c18ef4eafb464ee917b897d5e8df105', x'256b1be32745d1d1c9d49121cc87bc450bff999665704087', 1, 1795309200, 'acknowledged', NULL, NULL, 0, x'5fc771784765e75cc778e38dcac6675ac05c8d519fae3cb4eedc7cc1e8a381fe', x'856f4a831bb7357101b802015fc771784765e75cc778e38dcac6675ac05c8d519fae3cb4eedc7cc1e8a381fe18256b1be32745d1d1c9d49121cc87bc450bff999665704087010b90fd88d8060001180000000000000000000000000000000000000000000000000a0102020611061309154334034202560e575870020b01040206057f0200050500000100047e000f040100017c0d637573746f6d65725f6e616d650e637573746f6d65725f70686f6e6510637573746f6d65725f6164647265737309756e69745f6b696e6400067f066e756d6265720406010b017c9601b6018603c60106367fe601e78e8be7a780e88bb13133383030313338303030e69c9de998b3e8b7af3132e58fb733e58d95e58583353031726566726967657261746f72e586b7e8978fe5aea4e4b88de588b6e586b73236313132322d37375048592d310b00');
INSERT INTO change (place, document, hash, actor, actor_seq, time_s, state, code, why, seen, deps, bytes) VALUES (3, x'01a200c462807871b1c3e08549cb679a', x'3799fc28c9d8dbcfc856b49413a27ef738b6f79b5fc7c88dfab20afc8cb95b8b', x'256b1be32745d1d1c9d49121cc87bc450bff999665704087', 2, 1795309200, 'acknowledged', NULL, NULL, 0, x'1bb7357160102e67c4bd0d9533dd33618c18ef4eafb464ee917b897d5e8df105', x'856f4a833799fc28018d02011bb7357160102e67c4bd0d9533dd33618c18ef4eafb464ee917b897d5e8df10518256b1be32745d1d1c9d49121cc87bc450bff999665704087021690fd88d80600011800000000000000000000000000000000000000000000000008010202021526340142025603576e70027f017f047f2430316132303063342d363238302d373030302d623834382d366331666639313835363038017f017fe70d7b226174223a22323032362d31312d32325430393a30303a30302b30383a3030222c226279223a22742d7a68616e67222c2277686174223a7b226b696e64223a2263616c6c222c226e6f7465223a22e7adbee5ad97222c226f7574636f6d65223a22636f6e6669726d6564227d7d7f00');
INSERT INTO change (place, document, hash, actor, actor_seq, time_s, state, code, why, seen, deps, bytes) VALUES (4, x'01a200c462807871b1c3e08549cb679a', x'24d9e060fd4a35e849fa6a52fb95634baf722660424caf5ee25ac5289b2868c2', x'256b1be32745d1d1c9d49121cc87bc450bff999665704087', 3, 1795309200, 'acknowledged', NULL, NULL, 0, x'3799fc28c9d8dbcfc856b49413a27ef738b6f79b5fc7c88dfab20afc8cb95b8b', x'856f4a8324d9e060018b01013799fc28c9d8dbcfc856b49413a27ef738b6f79b5fc7c88dfab20afc8cb95b8b18256b1be32745d1d1c9d49121cc87bc450bff999665704087031790fd88d8060001180000000000000000000000000000000000000000000000000801020202150c340142025602570770027f017f027f0a756e69745f6d6f64656c017f017f764243442d3231357f00');
INSERT INTO change (place, document, hash, actor, actor_seq, time_s, state, code, why, seen, deps, bytes) VALUES (5, x'01a200c462807ff080202dbcc76318f3', x'5fc771784765e75cc778e38dcac6675ac05c8d519fae3cb4eedc7cc1e8a381fe', x'000000000000000000000000000000000000000000000000', 1, 0, 'acknowledged', NULL, NULL, 0, x'', x'856f4a835fc771780195010018000000000000000000000000000000000000000000000000010100000008010602061541340142085606570770020004050000010004050300017606736368656d61066669656c647305746578747307656e74726965730773796d70746f6d05636175736504706c616e04776f726b06616476696365046b696e640a7f01030005047f017f1408007f66017265636f72640a00');
INSERT INTO change (place, document, hash, actor, actor_seq, time_s, state, code, why, seen, deps, bytes) VALUES (6, x'01a200c462807ff080202dbcc76318f3', x'ef8687b5f65ecd43aba405eafbdbce0acd54cddfcb17413f3fd21ad351830593', x'256b1be32745d1d1c9d49121cc87bc450bff999665704087', 1, 1795309200, 'acknowledged', NULL, NULL, 0, x'5fc771784765e75cc778e38dcac6675ac05c8d519fae3cb4eedc7cc1e8a381fe', x'856f4a83ef8687b501ca02015fc771784765e75cc778e38dcac6675ac05c8d519fae3cb4eedc7cc1e8a381fe18256b1be32745d1d1c9d49121cc87bc450bff999665704087010b90fd88d8060001180000000000000000000000000000000000000000000000000a0102020611061309154334034202560e576a70020b01040206057f0200050500000100047e000f040100017c0d637573746f6d65725f6e616d650e637573746f6d65725f70686f6e6510637573746f6d65725f6164647265737309756e69745f6b696e6400067f066e756d6265720406010b017cb603b6018603c60106367fe601e78e8be7a780e88bb1efbc88e4ba8ce6aca1e68aa5e4bfaeefbc893133383030313338303030e69c9de998b3e8b7af3132e58fb733e58d95e58583353031726566726967657261746f72e586b7e8978fe5aea4e4b88de588b6e586b73236313132322d37375048592d320b00');
INSERT INTO change (place, document, hash, actor, actor_seq, time_s, state, code, why, seen, deps, bytes) VALUES (7, x'01a200c462807ff080202dbcc76318f3', x'9155e3a8ba5d65dfce586699a3bb16d2099fca817049175cb96e19582b6b4621', x'256b1be32745d1d1c9d49121cc87bc450bff999665704087', 2, 1795309200, 'acknowledged', NULL, NULL, 0, x'ef8687b5f65ecd43aba405eafbdbce0acd54cddfcb17413f3fd21ad351830593', x'856f4a839155e3a801ed0201ef8687b5f65ecd43aba405eafbdbce0acd54cddfcb17413f3fd21ad35183059318256b1be32745d1d1c9d49121cc87bc450bff999665704087021690fd88d8060001180000000000000000000000000000000000000000000000000801020202152634014202560357cd0170027f017f047f2430316132303063342d363238302d373030312d623332322d313263633136303166336437017f017fd7197b226174223a22323032362d31312d32325430393a30303a30302b30383a3030222c226279223a22742d7a68616e67222c226865617264223a7b2261745f6d73223a313739353330393230303530302c22656c61707365645f6d73223a307d2c2277686174223a7b226475706c69636174655f6f66223a2230316132303063342d363238302d373837312d623163332d653038353439636236373961222c226b696e64223a2263616e63656c6c6564222c22726561736f6e223a22e5908ce4b880e6aca1e4b88ae997a8227d7d7f00');
INSERT INTO change (place, document, hash, actor, actor_seq, time_s, state, code, why, seen, deps, bytes) VALUES (8, x'05050505050505050505050505050505', x'5fc771784765e75cc778e38dcac6675ac05c8d519fae3cb4eedc7cc1e8a381fe', x'000000000000000000000000000000000000000000000000', 1, 0, 'acknowledged', NULL, NULL, 0, x'', x'856f4a835fc771780195010018000000000000000000000000000000000000000000000000010100000008010602061541340142085606570770020004050000010004050300017606736368656d61066669656c647305746578747307656e74726965730773796d70746f6d05636175736504706c616e04776f726b06616476696365046b696e640a7f01030005047f017f1408007f66017265636f72640a00');
INSERT INTO change (place, document, hash, actor, actor_seq, time_s, state, code, why, seen, deps, bytes) VALUES (9, x'05050505050505050505050505050505', x'6ab513c9675c89911f7f4909b8d4c4588e0e41d40b5b4b2808f2fb194574de91', x'e0e99ae3ef4226b2ecacf5382edd647c0101010101010101', 1, 1795309000, 'acknowledged', NULL, NULL, 0, x'5fc771784765e75cc778e38dcac6675ac05c8d519fae3cb4eedc7cc1e8a381fe', x'856f4a836ab513c901b202015fc771784765e75cc778e38dcac6675ac05c8d519fae3cb4eedc7cc1e8a381fe18e0e99ae3ef4226b2ecacf5382edd647c0101010101010101010bc8fb88d8060001180000000000000000000000000000000000000000000000000a0102020611061309154534034202560d575170020b01040206057f0200050500000100047e000f040100017c0d637573746f6d65725f6e616d650e637573746f6d65725f70686f6e6510637573746f6d65725f6164647265737309756e69745f6b696e6400067f0861737369676e65650406010b017c9601b6018603c60106367f76e69d8ee5a4a7e6988e3133383030313338303030e69c9de998b3e8b7af3132e58fb733e58d95e58583353031726566726967657261746f72e586b7e8978fe5aea4e4b88de588b6e586b7742d7a68616e670b00');
INSERT INTO change (place, document, hash, actor, actor_seq, time_s, state, code, why, seen, deps, bytes) VALUES (10, x'05050505050505050505050505050505', x'218b9ae07fb0e6e95f1874515d9a754f79f56cf860835ee672ede833f3ba4337', x'256b1be32745d1d1c9d49121cc87bc450bff999665704087', 1, 1795309200, 'acknowledged', NULL, NULL, 0, x'6ab513c9675c89911f7f4909b8d4c4588e0e41d40b5b4b2808f2fb194574de91', x'856f4a83218b9ae001b901016ab513c9675c89911f7f4909b8d4c4588e0e41d40b5b4b2808f2fb194574de9118256b1be32745d1d1c9d49121cc87bc450bff999665704087011690fd88d8060001180000000000000000000000000000000000000000000000000801020202150d340142025603573370027f017f027f0b6170706f696e746d656e74017f017fb606323032362d31312d32335431343a30303a30302b30383a30302f323032362d31312d32335431363a30303a30302b30383a30307f00');
INSERT INTO change (place, document, hash, actor, actor_seq, time_s, state, code, why, seen, deps, bytes) VALUES (11, x'05050505050505050505050505050505', x'2e7b8f98c6d98fd40a65667aaa423ba2ae1ef71308877c80b366e16834bf96bf', x'e0e99ae3ef4226b2ecacf5382edd647c0202020202020202', 1, 1795309100, 'acknowledged', NULL, NULL, 0, x'6ab513c9675c89911f7f4909b8d4c4588e0e41d40b5b4b2808f2fb194574de91', x'856f4a832e7b8f9801b901016ab513c9675c89911f7f4909b8d4c4588e0e41d40b5b4b2808f2fb194574de9118e0e99ae3ef4226b2ecacf5382edd647c02020202020202020116acfc88d8060001180000000000000000000000000000000000000000000000000801020202150d340142025603573370027f017f027f0b6170706f696e746d656e74017f017fb606323032362d31312d32345430393a30303a30302b30383a30302f323032362d31312d32345431313a30303a30302b30383a30307f00');
INSERT INTO change (place, document, hash, actor, actor_seq, time_s, state, code, why, seen, deps, bytes) VALUES (12, x'05050505050505050505050505050505', x'd5fedeb5d09bf23d2718a7e8b0aa6b0e386bf39eff315c426f67efe2939ff025', x'e0e99ae3ef4226b2ecacf5382edd647c0202020202020202', 2, 1795309100, 'acknowledged', NULL, NULL, 0, x'218b9ae07fb0e6e95f1874515d9a754f79f56cf860835ee672ede833f3ba43372e7b8f98c6d98fd40a65667aaa423ba2ae1ef71308877c80b366e16834bf96bf', x'856f4a83d5fedeb501a10402218b9ae07fb0e6e95f1874515d9a754f79f56cf860835ee672ede833f3ba43372e7b8f98c6d98fd40a65667aaa423ba2ae1ef71308877c80b366e16834bf96bf18e0e99ae3ef4226b2ecacf5382edd647c02020202020202020217acfc88d80600021800000000000000000000000000000000000000000000000018256b1be32745d1d1c9d49121cc87bc450bff9996657040870a01020204153334014202560657a802700471047304030102027f04020b6170706f696e746d656e747f2430393039303930392d303930392d303930392d303930392d30393039303930393039303903030102b6067fa718323032362d31312d32335431343a30303a30302b30383a30302f323032362d31312d32335431363a30303a30302b30383a3030323032362d31312d32345430393a30303a30302b30383a30302f323032362d31312d32345431313a30303a30302b30383a30307b226174223a22323032362d31312d32325430393a30303a30302b30383a3030222c226279223a226f6666696365222c2277686174223a7b226669656c64223a226170706f696e746d656e74222c226b696e64223a22736574746c6564222c22726561736f6e223a22e5b7b2e4b88ee794a8e688b7e5868de6aca1e7a1aee8aea4222c2276616c7565223a22323032362d31312d32345430393a30303a30302b30383a30302f323032362d31312d32345431313a30303a30302b30383a3030227d7d7d0201007f0202007d160001');
INSERT INTO author_proof (document, actor, actor_seq, hash, signature) VALUES (x'01a200c462807871b1c3e08549cb679a', x'256b1be32745d1d1c9d49121cc87bc450bff999665704087', 3, x'24d9e060fd4a35e849fa6a52fb95634baf722660424caf5ee25ac5289b2868c2', x'd8a69fb9bb63acd27869dd5d825d8333fc362d8a7335b93d45d4dab7958226bf2fe7fb83c99bb0f866552d580d0e8f196d51db9e16e47de39949f88dd306bc88');
INSERT INTO author_proof (document, actor, actor_seq, hash, signature) VALUES (x'01a200c462807ff080202dbcc76318f3', x'256b1be32745d1d1c9d49121cc87bc450bff999665704087', 2, x'9155e3a8ba5d65dfce586699a3bb16d2099fca817049175cb96e19582b6b4621', x'3b2850f07b560f1d8bd8ac104546976a65578c29bb5804e0e765a8698060079223a83c5dc22dd91186c462326ee509fe2104a1391003b0350fcca9830ed002e7');
INSERT INTO author_proof (document, actor, actor_seq, hash, signature) VALUES (x'05050505050505050505050505050505', x'e0e99ae3ef4226b2ecacf5382edd647c0101010101010101', 1, x'6ab513c9675c89911f7f4909b8d4c4588e0e41d40b5b4b2808f2fb194574de91', x'8b00a86e8fc552e10ac5434df10dd0a8792adc065fc131c6d880836a666da36a227c17e1400766ed8d54ba2df68efab25c64fddad5830a87c0e8cb44fc33ed2d');
INSERT INTO author_proof (document, actor, actor_seq, hash, signature) VALUES (x'05050505050505050505050505050505', x'256b1be32745d1d1c9d49121cc87bc450bff999665704087', 1, x'218b9ae07fb0e6e95f1874515d9a754f79f56cf860835ee672ede833f3ba4337', x'c378ff975956739f663b327706888de8114e4efcda7f5300e92e4d0b8863b5d02fd3d607fb776f118943ce6993099b9436093428b5f03b5672826e8b455f7407');
INSERT INTO author_proof (document, actor, actor_seq, hash, signature) VALUES (x'05050505050505050505050505050505', x'e0e99ae3ef4226b2ecacf5382edd647c0202020202020202', 2, x'd5fedeb5d09bf23d2718a7e8b0aa6b0e386bf39eff315c426f67efe2939ff025', x'10ef450648ae680becf86932a755916809965209a99ad449ed46bea51fe7095d0718bddff6b89b7b011f9e149672e5aba9b859796cb02a440eafb40f97678039');
INSERT INTO statement (place, digest, document, device, counter, previous, purpose, jws, at_ms, state, code, why, seen) VALUES (1, x'12183f775c3730870e4dbec8ae027726f1c9ae9670078a75bc7872a9388e1b31', x'01a200c462807871b1c3e08549cb679a', x'256b1be32745d1d1c9d49121cc87bc45', 1, NULL, 'work_acceptance', 'eyJhbGciOiJFUzI1NiIsInR5cCI6ImRvb3JzdGVwLXN0YXRlbWVudCtqc29uIiwieDVjIjpbIk1JSUIzekNDQVlhZ0F3SUJBZ0lRQndjSEJ3Y0hCd2NIQndjSEJ3Y0hCekFLQmdncWhrak9QUVFEQWpBZE1Sc3dHUVlEVlFRS0RCTGt2ci9tc0pIbHJyYm5sTFhudTdUa3Y2NHdIaGNOTWpZeE1URTRNVEV3TmpRd1doY05Namd4TVRFM01URXdOalF3V2pCbE1Sc3dHUVlEVlFRS0RCTGt2ci9tc0pIbHJyYm5sTFhudTdUa3Y2NHhFekFSQmdOVkJBc01DblJsWTJodWFXTnBZVzR4R0RBV0JnTlZCQU1NRCtXOG9PVzNwZWVhaE9hSmkrYWN1akVYTUJVR0NnbVNKb21UOGl4a0FRRU1CM1F0ZW1oaGJtY3dXVEFUQmdjcWhrak9QUUlCQmdncWhrak9QUU1CQndOQ0FBUnY4RHVVa2tIT0hhM1VOUm5tbGc0S2hiUWFhYUJjTW9FRHFpdk9GWlRLRmp4UGRUcFZ2d0hjVS9iQXNNZnU1NHRBeHY5OUphbHVJb0s1aWM3M0hCUktvMkF3WGpBTUJnTlZIUk1CQWY4RUFqQUFNQTRHQTFVZER3RUIvd1FFQXdJSGdEQWRCZ05WSFE0RUZnUVVMZ1lzZVdaZWZOTERMa1liZkZmRExBRDBGREF3SHdZRFZSMGpCQmd3Rm9BVVlVclNxMzdVdytRdWtuVDBPQjlxTHFZTnkrc3dDZ1lJS29aSXpqMEVBd0lEUndBd1JBSWdGQmFKb2x1bDZqcmtiT3Z2cmwyK2ZJRExHSHVoUWovbnNVZ2s1OU9nUUZVQ0lGMzZ4ZEprMlVQT3pkbEZXdmlwbHZxc3I3Z2hmNHBDUFBGSTBqNnRmUlYzIl19.e30.cIxukxTwK2Y45UB3LbX2JJIISAokVnnoRIMpU6y7DwwkpV_RI_Ga5ml5lLLI4f1xU07uSbFTta872VXrH-hE_A', 1795309200000, 'acknowledged', NULL, NULL, 0);
INSERT INTO chain (only_row, counter, digest) VALUES (1, 1, x'12183f775c3730870e4dbec8ae027726f1c9ae9670078a75bc7872a9388e1b31');
INSERT INTO certificate (device, der, person, role, revoked) VALUES (x'256b1be32745d1d1c9d49121cc87bc45', x'308201df30820186a003020102021007070707070707070707070707070707300a06082a8648ce3d040302301d311b3019060355040a0c12e4bebfe6b091e5aeb6e794b5e7bbb4e4bfae301e170d3236313131383131303634305a170d3238313131373131303634305a3065311b3019060355040a0c12e4bebfe6b091e5aeb6e794b5e7bbb4e4bfae31133011060355040b0c0a746563686e696369616e3118301606035504030c0fe5bca0e5b7a5e79a84e6898be69cba31173015060a0992268993f22c6401010c07742d7a68616e673059301306072a8648ce3d020106082a8648ce3d030107034200046ff03b949241ce1dadd43519e6960e0a85b41a69a05c328103aa2bce1594ca163c4f753a55bf01dc53f6c0b0c7eee78b40c6ff7d25a96e2282b989cef71c144aa360305e300c0603551d130101ff04023000300e0603551d0f0101ff040403020780301d0603551d0e041604142e062c79665e7cd2c32e461b7c57c32c00f41430301f0603551d23041830168014614ad2ab7ed4c3e42e9274f4381f6a2ea60dcbeb300a06082a8648ce3d04030203470030440220141689a25ba5ea3ae46cebefae5dbe7c80cb187ba1423fe7b14824e7d3a0405502205dfac5d264d943cecdd9455af8a996faacafb8217f8a423cf148d23ead7d1577', 't-zhang', 'technician', 0);
INSERT INTO certificate (device, der, person, role, revoked) VALUES (x'e0e99ae3ef4226b2ecacf5382edd647c', x'308201da30820181a003020102021007070707070707070707070707070707300a06082a8648ce3d040302301d311b3019060355040a0c12e4bebfe6b091e5aeb6e794b5e7bbb4e4bfae301e170d3236313131383131303634305a170d3238313131373131303634305a3060311b3019060355040a0c12e4bebfe6b091e5aeb6e794b5e7bbb4e4bfae310f300d060355040b0c066f66666963653118301606035504030c0fe5bca0e5b7a5e79a84e6898be69cba31163014060a0992268993f22c6401010c066f66666963653059301306072a8648ce3d020106082a8648ce3d03010703420004d460ca4f332538607d21c8e75f851f927fc8ed65f08049b24874c1d86352e10e70a23080e9b63bc5740f4ef350e264393c859094062a81944181b69e04acf55da360305e300c0603551d130101ff04023000300e0603551d0f0101ff040403020780301d0603551d0e0416041405f640b89fc9d3f35b81c5520f39bcf0df98f82c301f0603551d23041830168014614ad2ab7ed4c3e42e9274f4381f6a2ea60dcbeb300a06082a8648ce3d04030203470030440220113835e0f014716c00b2b3ab0e7b850fd082eb80e06eb26dcac67cdab919eb3302204dedf102b285ad1168489515c2a259d2647448cb56e6c2119e2130911a168758', 'office', 'office', 0);
INSERT INTO reference (name, version, bytes) VALUES ('catalogue', 4, x'7b2276657273696f6e223a347d');
INSERT INTO record_row (row, document, number, status, next_step, done, due_ms, customer_name, customer_phone, customer_address, unit_kind, unit_model, unit_serial, assignee, appointment, priority_hours, missing_required, findings, conflicts, unsent, needs_attention, updated_s) VALUES (1, x'01a200c462807871b1c3e08549cb679a', '261122-77PHY-1', 'assigned', 'arrive', 0, 9223372036854775807, '王秀英', '13800138000', '朝阳路12号3单元501', 'refrigerator', 'BCD-215', '', '', '', NULL, 9, 0, 0, 0, 0, 1795309200);
INSERT INTO record_row (row, document, number, status, next_step, done, due_ms, customer_name, customer_phone, customer_address, unit_kind, unit_model, unit_serial, assignee, appointment, priority_hours, missing_required, findings, conflicts, unsent, needs_attention, updated_s) VALUES (2, x'01a200c462807ff080202dbcc76318f3', '261122-77PHY-2', 'cancelled', 'report', 0, 9223372036854775807, '王秀英（二次报修）', '13800138000', '朝阳路12号3单元501', 'refrigerator', '', '', '', '', NULL, 2, 0, 0, 0, 0, 1795309200);
INSERT INTO record_row (row, document, number, status, next_step, done, due_ms, customer_name, customer_phone, customer_address, unit_kind, unit_model, unit_serial, assignee, appointment, priority_hours, missing_required, findings, conflicts, unsent, needs_attention, updated_s) VALUES (3, x'05050505050505050505050505050505', '', 'assigned', 'call', 0, 1795482000000, '李大明', '13800138000', '朝阳路12号3单元501', 'refrigerator', '', '', 't-zhang', '2026-11-24T09:00:00+08:00/2026-11-24T11:00:00+08:00', NULL, 11, 0, 0, 0, 1, 1795309200);
INSERT INTO record_search (rowid, text) VALUES (1, '261122-77PHY-1
王秀英
13800138000
朝阳路12号3单元501
refrigerator
BCD-215
冷藏室不制冷
');
INSERT INTO record_search (rowid, text) VALUES (2, '261122-77PHY-2
王秀英（二次报修）
13800138000
朝阳路12号3单元501
refrigerator
冷藏室不制冷
');
INSERT INTO record_search (rowid, text) VALUES (3, '李大明
13800138000
朝阳路12号3单元501
refrigerator
冷藏室不制冷
');
INSERT INTO duplicate (document, stays) VALUES (x'01a200c462807ff080202dbcc76318f3', x'01a200c462807871b1c3e08549cb679a');
INSERT INTO settlement (document, entry, seen) VALUES (x'05050505050505050505050505050505', x'09090909090909090909090909090909', 0);

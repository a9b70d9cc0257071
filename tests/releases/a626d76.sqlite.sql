PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE __diesel_schema_migrations (
       version VARCHAR(50) PRIMARY KEY NOT NULL,
       run_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP
);
INSERT INTO __diesel_schema_migrations VALUES('20261122000001','2026-11-25 23:43:29');
INSERT INTO __diesel_schema_migrations VALUES('20261122000002','2026-11-25 23:43:29');
INSERT INTO __diesel_schema_migrations VALUES('20261122000003','2026-11-25 23:43:29');
INSERT INTO __diesel_schema_migrations VALUES('20261122000004','2026-11-25 23:43:29');
INSERT INTO __diesel_schema_migrations VALUES('20261125000005','2026-11-25 23:43:29');
INSERT INTO __diesel_schema_migrations VALUES('20261125000006','2026-11-25 23:43:29');
INSERT INTO __diesel_schema_migrations VALUES('20261125000007','2026-11-25 23:43:29');
INSERT INTO __diesel_schema_migrations VALUES('20261125000008','2026-11-25 23:43:29');
INSERT INTO __diesel_schema_migrations VALUES('20261125000009','2026-11-25 23:43:29');
CREATE TABLE staff (
    id            BLOB    NOT NULL PRIMARY KEY,
    -- Kept in lower case: nobody signs in twice by shouting.
    username      TEXT    NOT NULL UNIQUE CHECK (username = lower(username)),
    display_name  TEXT    NOT NULL,
    role          TEXT    NOT NULL CHECK (role IN ('staff', 'lead', 'admin')),
    password_hash TEXT    NOT NULL,
    -- Disabled, never deleted: their steps stay theirs.
    disabled_at   INTEGER,
    revision      INTEGER NOT NULL,
    created_at    INTEGER NOT NULL
, pin_hash TEXT) STRICT;
INSERT INTO staff VALUES(X'01a21517c89776f29dc78b482a2a9324','installer','installer','admin','$argon2id$v=19$m=19456,t=2,p=1$SjLj8aZt2F5tozthADGUTg$0ac9ZpGDgWW6o9h+vpy3RX6k7hLuezmsZhWFLeyUHxk',NULL,1,1795650209943,NULL);
INSERT INTO staff VALUES(X'01a21517cb67718d832795967b8c5ce3','nurse','A nurse','staff','$argon2id$v=19$m=19456,t=2,p=1$taRhz+icF0/jN27OAhUYiA$dGhTRiPO6tX8Xi8kDjWChrx+Op3xOvGtyrfKZ6aAbDM',NULL,1,1795650210663,NULL);
CREATE TABLE sessions (
    token_hash   BLOB    NOT NULL PRIMARY KEY CHECK (length(token_hash) = 32),
    staff_id     BLOB    NOT NULL REFERENCES staff (id),
    created_at   INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL,
    ended_at     INTEGER
, phone_id BLOB REFERENCES phones (id), queue_hash BLOB CHECK (length(queue_hash) = 32)) STRICT;
INSERT INTO sessions VALUES(X'f29cd0e78fc9cfd0b7710e15fdd9c1de0ab7d8e33a8f1e6de2dec752baf06fe9',X'01a21517c89776f29dc78b482a2a9324',1795650210555,1795650210555,1795693410555,NULL,NULL,X'b2126f0174b2073d4f2a0975958fd85ed8e7e9091754618d02d386d8bf2619b1');
CREATE TABLE sign_in_attempts (
    -- 'user:<name>' or 'address:<ip>'
    bucket   TEXT    NOT NULL PRIMARY KEY,
    failures INTEGER NOT NULL CHECK (failures > 0),
    since    INTEGER NOT NULL
) STRICT;
CREATE TABLE service_tokens (
    id         BLOB    NOT NULL PRIMARY KEY,
    name       TEXT    NOT NULL,
    token_hash BLOB    NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    -- Separated by spaces, as in OAuth.
    scopes     TEXT    NOT NULL,
    created_by BLOB    NOT NULL REFERENCES staff (id),
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT;
CREATE TABLE kept_answers (
    caller      TEXT    NOT NULL,
    key_hash    BLOB    NOT NULL CHECK (length(key_hash) = 32),
    fingerprint BLOB    NOT NULL CHECK (length(fingerprint) = 32),
    sealed      BLOB    NOT NULL,
    created_at  INTEGER NOT NULL,
    PRIMARY KEY (caller, key_hash)
) STRICT;
CREATE TABLE places (
    id           BLOB    NOT NULL PRIMARY KEY,
    -- Two rooms of one name would be taken for each other.
    name         TEXT    NOT NULL UNIQUE,
    kind         TEXT    NOT NULL,
    entry        TEXT    NOT NULL CHECK (entry IN ('allowed', 'if_cleared', 'prohibited')),
    rewash_hours INTEGER CHECK (rewash_hours > 0),
    isolation    INTEGER NOT NULL CHECK (isolation IN (0, 1)),
    code         TEXT    NOT NULL UNIQUE,
    -- Retired rather than deleted: old steps were made there.
    active       INTEGER NOT NULL CHECK (active IN (0, 1)),
    revision     INTEGER NOT NULL,
    created_at   INTEGER NOT NULL
) STRICT;
INSERT INTO places VALUES(X'01a21517cb717175abae2c35ff73459e','Holding bay 3','pre_op','allowed',NULL,0,'KE3X5WTDVYVDD',1,1,1795650210673);
INSERT INTO places VALUES(X'01a21517cb74717a817e0c04ff40876b','OR 7','operating_room','if_cleared',NULL,0,'R5EC6WF4R168R',1,1,1795650210676);
INSERT INTO places VALUES(X'01a21517cb76715cb5413caf4bb4717a','PACU bay 2','recovery','allowed',NULL,0,'YP4DHJM3KY06T',1,1,1795650210678);
INSERT INTO places VALUES(X'01a21517cb7874ac91c431527b6f9021','Ward 4 East','ward','allowed',NULL,0,'8KQAYGQ9HBFMQ',1,1,1795650210680);
CREATE TABLE children (
    id          BLOB    NOT NULL PRIMARY KEY,
    -- What the family chose to call the child; never required to be the name.
    alias       TEXT    NOT NULL,
    patient_ref TEXT    UNIQUE,
    infant      INTEGER NOT NULL CHECK (infant IN (0, 1)),
    latex       INTEGER NOT NULL CHECK (latex IN (0, 1)),
    isolation   INTEGER NOT NULL CHECK (isolation IN (0, 1)),
    protected   INTEGER NOT NULL CHECK (protected IN (0, 1)),
    revision    INTEGER NOT NULL,
    created_at  INTEGER NOT NULL,
    -- The row outlives the purge, empty of names, so that history keeps its shape.
    purged_at   INTEGER
) STRICT;
INSERT INTO children VALUES(X'01a21517cb7c7227a185565540959055','Little Star',NULL,0,0,0,0,1,1795650210684,NULL);
INSERT INTO children VALUES(X'01a21517cb8070cba9efd6747506cb4c','Comet',NULL,0,0,0,0,1,1795650210688,NULL);
CREATE TABLE companions (
    id          BLOB    NOT NULL PRIMARY KEY,
    child_id    BLOB    NOT NULL REFERENCES children (id),
    name        TEXT    NOT NULL,
    species     TEXT    NOT NULL,
    description TEXT,
    screening   TEXT    NOT NULL CHECK (json_valid(screening)),
    revision    INTEGER NOT NULL,
    created_at  INTEGER NOT NULL,
    -- For journeys to refer to: see there.
    UNIQUE (id, child_id)
) STRICT;
INSERT INTO companions VALUES(X'01a21517cb7c7227a185565711a73a63',X'01a21517cb7c7227a185565540959055','Biscuit','bear',NULL,'["no","no","no","no","no","no","no","yes"]',1,1795650210684);
INSERT INTO companions VALUES(X'01a21517cb8070cba9efd6769adeafb3',X'01a21517cb8070cba9efd6747506cb4c','Hops','rabbit',NULL,'["no","no","no","no","no","no","no","yes"]',1,1795650210688);
CREATE TABLE visits (
    id          BLOB    NOT NULL PRIMARY KEY,
    child_id    BLOB    NOT NULL REFERENCES children (id),
    status      TEXT    NOT NULL CHECK (status IN ('in_progress', 'completed', 'cancelled')),
    place_id    BLOB    REFERENCES places (id),
    placed_at   INTEGER,
    hold_kind   TEXT    CHECK (hold_kind IN ('hold', 'permanent')),
    hold_reason TEXT,
    hold_by     BLOB    REFERENCES staff (id),
    hold_at     INTEGER,
    revision    INTEGER NOT NULL,
    created_at  INTEGER NOT NULL,
    ended_at    INTEGER,
    UNIQUE (id, child_id),
    CHECK ((place_id IS NULL) = (placed_at IS NULL)),
    -- A hold says who, when and why, or is none.
    CHECK ((hold_kind IS NULL) = (hold_reason IS NULL)
       AND (hold_kind IS NULL) = (hold_by IS NULL)
       AND (hold_kind IS NULL) = (hold_at IS NULL)),
    CHECK ((status = 'in_progress') = (ended_at IS NULL))
) STRICT;
INSERT INTO visits VALUES(X'01a21517cb7c7227a185565916caf2a9',X'01a21517cb7c7227a185565540959055','in_progress',X'01a21517cb74717a817e0c04ff40876b',1795650210701,NULL,NULL,NULL,NULL,2,1795650210684,NULL);
INSERT INTO visits VALUES(X'01a21517cb8070cba9efd6789673c491',X'01a21517cb8070cba9efd6747506cb4c','in_progress',NULL,NULL,'hold','we talk first',X'01a21517c89776f29dc78b482a2a9324',1795650210746,2,1795650210688,NULL);
CREATE TABLE visit_moves (
    id          BLOB    NOT NULL PRIMARY KEY,
    visit_id    BLOB    NOT NULL REFERENCES visits (id),
    place_id    BLOB    NOT NULL REFERENCES places (id),
    occurred_at INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    by_staff    BLOB    REFERENCES staff (id),
    by_service  BLOB    REFERENCES service_tokens (id),
    -- The very same move told again is the same move.
    UNIQUE (visit_id, occurred_at, place_id),
    -- A person or another system, never both, never nobody.
    CHECK ((by_staff IS NULL) <> (by_service IS NULL))
) STRICT;
INSERT INTO visit_moves VALUES(X'01a21517cb8e74e4be3f1a8dbccaefde',X'01a21517cb7c7227a185565916caf2a9',X'01a21517cb74717a817e0c04ff40876b',1795650210701,1795650210702,X'01a21517c89776f29dc78b482a2a9324',NULL);
CREATE TABLE tags (
    -- Without hyphens.
    code         TEXT    NOT NULL PRIMARY KEY CHECK (length(code) = 13),
    state        TEXT    NOT NULL CHECK (state IN ('blank', 'live', 'lost', 'void')),
    material     TEXT    NOT NULL,
    companion_id BLOB    REFERENCES companions (id),
    bound_at     INTEGER,
    bound_by     BLOB    REFERENCES staff (id),
    void_reason  TEXT,
    created_by   BLOB    NOT NULL REFERENCES staff (id),
    created_at   INTEGER NOT NULL,
    CHECK ((companion_id IS NULL) = (bound_at IS NULL)
       AND (companion_id IS NULL) = (bound_by IS NULL)),
    -- A blank tag is on nobody, a live one is on somebody.
    CHECK ((state <> 'blank' OR companion_id IS NULL)
       AND (state <> 'live' OR companion_id IS NOT NULL))
) STRICT;
INSERT INTO tags VALUES('737W3ZYW9TZKE','live','fabric',X'01a21517cb7c7227a185565711a73a63',1795650210684,X'01a21517c89776f29dc78b482a2a9324',NULL,X'01a21517c89776f29dc78b482a2a9324',1795650210682);
INSERT INTO tags VALUES('JW4RW5W4E940N','live','fabric',X'01a21517cb8070cba9efd6769adeafb3',1795650210688,X'01a21517c89776f29dc78b482a2a9324',NULL,X'01a21517c89776f29dc78b482a2a9324',1795650210682);
INSERT INTO tags VALUES('7M525EZKARAXV','blank','fabric',NULL,NULL,NULL,NULL,X'01a21517c89776f29dc78b482a2a9324',1795650210682);
CREATE TABLE journeys (
    id           BLOB    NOT NULL PRIMARY KEY,
    visit_id     BLOB    NOT NULL REFERENCES visits (id),
    companion_id BLOB    NOT NULL REFERENCES companions (id),
    child_id     BLOB    NOT NULL REFERENCES children (id),
    status       TEXT    NOT NULL CHECK (status IN ('open', 'reunited', 'closed')),
    stage        TEXT    NOT NULL,
    place_id     BLOB    REFERENCES places (id),
    last_seen_at INTEGER,
    state        TEXT    NOT NULL CHECK (json_valid(state)),
    -- What the family saw when a hold began.
    family_held  TEXT    CHECK (json_valid(family_held)),
    last_step_at INTEGER,
    last_step_id BLOB,
    revision     INTEGER NOT NULL,
    created_at   INTEGER NOT NULL,
    UNIQUE (visit_id, companion_id),
    -- A companion travels with its own child and no other.
    FOREIGN KEY (companion_id, child_id) REFERENCES companions (id, child_id),
    FOREIGN KEY (visit_id, child_id) REFERENCES visits (id, child_id)
) STRICT;
INSERT INTO journeys VALUES(X'01a21517cb7c7227a185565bf44da19f',X'01a21517cb7c7227a185565916caf2a9',X'01a21517cb7c7227a185565711a73a63',X'01a21517cb7c7227a185565540959055','reunited','ward',X'01a21517cb7874ac91c431527b6f9021',1795650210730,'{"rules":{"clean_for_ms":86400000,"clean_on_ward_for_ms":604800000,"copied_within_ms":60000,"required":["gown","mask"]},"status":"reunited","outcome":null,"stage":"ward","whereabouts":{"place":{"id":"01a21517-cb78-74ac-91c4-31527b6f9021","kind":"ward","entry":"allowed","rewash_hours":null,"isolation":false},"resting_place":null,"since":"2026-11-25T23:43:30.725Z","source":"01a21517-cba5-7000-967b-4a10843b0000"},"last_seen_at":"2026-11-25T23:43:30.730Z","holder":{"kind":"child","name":null,"staff":null,"since":"2026-11-25T23:43:30.730Z","source":"01a21517-cbaa-7000-9578-43b5f72ad400"},"outfit":[],"ever_worn":["gown","mask"],"screening":["no","no","no","no","no","no","no","yes"],"cleaned":{"at":"2026-11-25T23:43:30.697Z","method":"wash","bagged":true,"attested_by":"family"},"soiled":null,"on_ward_since":"2026-11-25T23:43:30.725Z","missing_since":null,"declined":false,"last_reading":["737W3ZYW9TZKE","01a21517-cb78-74ac-91c4-31527b6f9021","2026-11-25T23:43:30.725Z"],"concerns":[{"kind":"copied_tag","cause":"01a21517-cb90-7000-aaf4-e9db01dde800","at":"2026-11-25T23:43:30.704Z","detail":"its tag was read at two places too soon after each other"},{"kind":"copied_tag","cause":"01a21517-cba5-7000-967b-4a10843b0000","at":"2026-11-25T23:43:30.725Z","detail":"its tag was read at two places too soon after each other"}],"told":{"seen":{"stage":"ward","gowning":"taken_off","outfit":[]},"moments":[["arrived","2026-11-25T23:43:30.684Z"],["getting_ready","2026-11-25T23:43:30.693Z"],["dressed_and_ready","2026-11-25T23:43:30.697Z"],["standing_watch","2026-11-25T23:43:30.704Z"],["waiting_close_by","2026-11-25T23:43:30.725Z"],["back_together","2026-11-25T23:43:30.730Z"]],"at":"2026-11-25T23:43:30.730Z"},"late_known_at":null,"last":["2026-11-25T23:43:30.730Z","01a21517-cbaa-7000-9578-43b5f72ad400"]}',NULL,1795650210730,X'01a21517cbaa7000957843b5f72ad400',11,1795650210684);
INSERT INTO journeys VALUES(X'01a21517cb8070cba9efd67a95d4c0d2',X'01a21517cb8070cba9efd6789673c491',X'01a21517cb8070cba9efd6769adeafb3',X'01a21517cb8070cba9efd6747506cb4c','open','pre_op',X'01a21517cb717175abae2c35ff73459e',1795650210741,'{"rules":{"clean_for_ms":86400000,"clean_on_ward_for_ms":604800000,"copied_within_ms":60000,"required":["gown","mask"]},"status":"open","outcome":null,"stage":"pre_op","whereabouts":{"place":{"id":"01a21517-cb71-7175-abae-2c35ff73459e","kind":"pre_op","entry":"allowed","rewash_hours":null,"isolation":false},"resting_place":null,"since":"2026-11-25T23:43:30.737Z","source":"01a21517-cbb0-7000-93e1-fdabb0796b00"},"last_seen_at":"2026-11-25T23:43:30.741Z","holder":{"kind":"nobody_known","name":null,"staff":null,"since":"2026-11-25T23:43:30.748Z","source":"01a21517-cbbc-7000-942c-271a2c6ed300"},"outfit":[{"item":"gown","metal_free":true,"latex_free":true},{"item":"mask","metal_free":false,"latex_free":true}],"ever_worn":["gown","mask"],"screening":["no","no","no","no","no","no","no","yes"],"cleaned":{"at":"2026-11-25T23:43:30.741Z","method":"wash","bagged":true,"attested_by":"family"},"soiled":null,"on_ward_since":null,"missing_since":"2026-11-25T23:43:30.748Z","declined":false,"last_reading":["JW4RW5W4E940N","01a21517-cb71-7175-abae-2c35ff73459e","2026-11-25T23:43:30.737Z"],"concerns":[{"kind":"missing","cause":"01a21517-cbbc-7000-942c-271a2c6ed300","at":"2026-11-25T23:43:30.748Z","detail":"nobody knows where it is"}],"told":{"seen":{"stage":"pre_op","gowning":"gowned","outfit":["gown","mask"]},"moments":[["arrived","2026-11-25T23:43:30.688Z"],["getting_ready","2026-11-25T23:43:30.737Z"],["dressed_and_ready","2026-11-25T23:43:30.741Z"]],"at":"2026-11-25T23:43:30.741Z"},"late_known_at":null,"last":["2026-11-25T23:43:30.748Z","01a21517-cbbc-7000-942c-271a2c6ed300"]}','{"seen":{"stage":"pre_op","gowning":"gowned","outfit":["gown","mask"]},"moments":[["arrived","2026-11-25T23:43:30.688Z"],["getting_ready","2026-11-25T23:43:30.737Z"],["dressed_and_ready","2026-11-25T23:43:30.741Z"]],"at":"2026-11-25T23:43:30.741Z"}',1795650210748,X'01a21517cbbc7000942c271a2c6ed300',6,1795650210688);
CREATE TABLE steps (
    id          BLOB    NOT NULL PRIMARY KEY,
    journey_id  BLOB    NOT NULL REFERENCES journeys (id),
    scan_id     BLOB,
    kind        TEXT    NOT NULL,
    body        TEXT    NOT NULL CHECK (json_valid(body)),
    occurred_at INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    late        INTEGER NOT NULL CHECK (late IN (0, 1)),
    by_staff    BLOB    NOT NULL REFERENCES staff (id),
    witness     BLOB    REFERENCES staff (id),
    tag_code    TEXT,
    -- A witness is somebody else.
    CHECK (witness IS NULL OR witness <> by_staff)
) STRICT;
INSERT INTO steps VALUES(X'01a21517cb7c7227a185565ce38ba2e7',X'01a21517cb7c7227a185565bf44da19f',NULL,'checked_in','{"what":{"kind":"checked_in","place":null,"screening":["no","no","no","no","no","no","no","yes"],"isolation":false,"rules":{"clean_for_ms":86400000,"clean_on_ward_for_ms":604800000,"copied_within_ms":60000,"required":["gown","mask"]}}}',1795650210684,1795650210684,0,X'01a21517c89776f29dc78b482a2a9324',NULL,'737W3ZYW9TZKE');
INSERT INTO steps VALUES(X'01a21517cb8070cba9efd67bc1d91df0',X'01a21517cb8070cba9efd67a95d4c0d2',NULL,'checked_in','{"what":{"kind":"checked_in","place":null,"screening":["no","no","no","no","no","no","no","yes"],"isolation":false,"rules":{"clean_for_ms":86400000,"clean_on_ward_for_ms":604800000,"copied_within_ms":60000,"required":["gown","mask"]}}}',1795650210688,1795650210688,0,X'01a21517c89776f29dc78b482a2a9324',NULL,'JW4RW5W4E940N');
INSERT INTO steps VALUES(X'01a21517cb85700088fa0e1232e85a00',X'01a21517cb7c7227a185565bf44da19f',X'01a21517cb857000abf7f7c985a8f1fc','moved','{"what":{"kind":"moved","place":{"id":"01a21517-cb71-7175-abae-2c35ff73459e","kind":"pre_op","entry":"allowed","rewash_hours":null,"isolation":false},"resting_place":null}}',1795650210693,1795650210694,0,X'01a21517c89776f29dc78b482a2a9324',NULL,'737W3ZYW9TZKE');
INSERT INTO steps VALUES(X'01a21517cb897000bf1abd19eac09800',X'01a21517cb7c7227a185565bf44da19f',X'01a21517cb8970009e055ac99dee8dc9','cleaned','{"what":{"kind":"cleaned","method":"wash","bagged":true,"attested_by":"family"}}',1795650210697,1795650210699,0,X'01a21517c89776f29dc78b482a2a9324',NULL,'737W3ZYW9TZKE');
INSERT INTO steps VALUES(X'01a21517cb897000bf1abd19eac09801',X'01a21517cb7c7227a185565bf44da19f',X'01a21517cb8970009e055ac99dee8dc9','dressed','{"what":{"kind":"dressed","items":[{"item":"gown","metal_free":true,"latex_free":true},{"item":"mask","metal_free":false,"latex_free":true}],"latex_precaution":false}}',1795650210697,1795650210699,0,X'01a21517c89776f29dc78b482a2a9324',NULL,'737W3ZYW9TZKE');
INSERT INTO steps VALUES(X'01a21517cb907000aaf4e9db01dde800',X'01a21517cb7c7227a185565bf44da19f',X'01a21517cb907000a4fbcad289dde7a1','moved','{"what":{"kind":"moved","place":{"id":"01a21517-cb74-717a-817e-0c04ff40876b","kind":"operating_room","entry":"if_cleared","rewash_hours":null,"isolation":false},"resting_place":"shelf"}}',1795650210704,1795650210705,0,X'01a21517c89776f29dc78b482a2a9324',NULL,'737W3ZYW9TZKE');
INSERT INTO steps VALUES(X'01a21517cb95700083e3c415ff540f00',X'01a21517cb7c7227a185565bf44da19f',X'01a21517cb957000a203210102c290e2','handed_over','{"what":{"kind":"handed_over","to":"staff","name":"Quillfeather"}}',1795650210709,1795650210710,0,X'01a21517c89776f29dc78b482a2a9324',NULL,'737W3ZYW9TZKE');
INSERT INTO steps VALUES(X'01a21517cb99700084c91d3498800600',X'01a21517cb7c7227a185565bf44da19f',X'01a21517cb997000888aeb9e4ae60059','noted','{"what":{"kind":"noted","text":"Another bear was meant"}}',1795650210713,1795650210714,0,X'01a21517c89776f29dc78b482a2a9324',NULL,'737W3ZYW9TZKE');
INSERT INTO steps VALUES(X'01a21517cb9e764dbba982fc71543a08',X'01a21517cb7c7227a185565bf44da19f',NULL,'voided','{"what":{"kind":"voided","step":"01a21517-cb99-7000-84c9-1d3498800600","reason":"another bear"}}',1795650210718,1795650210718,0,X'01a21517c89776f29dc78b482a2a9324',NULL,NULL);
INSERT INTO steps VALUES(X'01a21517cba170009485c21baf212b00',X'01a21517cb7c7227a185565bf44da19f',X'01a21517cba170009d78a9d48c9cb800','undressed','{"what":{"kind":"undressed","items":["gown","mask"]}}',1795650210721,1795650210722,0,X'01a21517c89776f29dc78b482a2a9324',NULL,'737W3ZYW9TZKE');
INSERT INTO steps VALUES(X'01a21517cba57000967b4a10843b0000',X'01a21517cb7c7227a185565bf44da19f',X'01a21517cba57000b206b94cd6c081ba','moved','{"what":{"kind":"moved","place":{"id":"01a21517-cb78-74ac-91c4-31527b6f9021","kind":"ward","entry":"allowed","rewash_hours":null,"isolation":false},"resting_place":null}}',1795650210725,1795650210726,0,X'01a21517c89776f29dc78b482a2a9324',NULL,'737W3ZYW9TZKE');
INSERT INTO steps VALUES(X'01a21517cbaa7000957843b5f72ad400',X'01a21517cb7c7227a185565bf44da19f',X'01a21517cbaa700086819efe920e059a','reunited','{"what":{"kind":"reunited","with_guardian":false}}',1795650210730,1795650210731,0,X'01a21517c89776f29dc78b482a2a9324',NULL,'737W3ZYW9TZKE');
INSERT INTO steps VALUES(X'01a21517cbb0700093e1fdabb0796b00',X'01a21517cb8070cba9efd67a95d4c0d2',X'01a21517cbb07000aad2433ebef9f775','moved','{"what":{"kind":"moved","place":{"id":"01a21517-cb71-7175-abae-2c35ff73459e","kind":"pre_op","entry":"allowed","rewash_hours":null,"isolation":false},"resting_place":null}}',1795650210737,1795650210738,0,X'01a21517c89776f29dc78b482a2a9324',NULL,'JW4RW5W4E940N');
INSERT INTO steps VALUES(X'01a21517cbb570009092097ace89d800',X'01a21517cb8070cba9efd67a95d4c0d2',X'01a21517cbb57000b51bcdd2b3377a5f','cleaned','{"what":{"kind":"cleaned","method":"wash","bagged":true,"attested_by":"family"}}',1795650210741,1795650210742,0,X'01a21517c89776f29dc78b482a2a9324',NULL,'JW4RW5W4E940N');
INSERT INTO steps VALUES(X'01a21517cbb570009092097ace89d801',X'01a21517cb8070cba9efd67a95d4c0d2',X'01a21517cbb57000b51bcdd2b3377a5f','dressed','{"what":{"kind":"dressed","items":[{"item":"gown","metal_free":true,"latex_free":true},{"item":"mask","metal_free":false,"latex_free":true}],"latex_precaution":false}}',1795650210741,1795650210742,0,X'01a21517c89776f29dc78b482a2a9324',NULL,'JW4RW5W4E940N');
INSERT INTO steps VALUES(X'01a21517cbbc7000942c271a2c6ed300',X'01a21517cb8070cba9efd67a95d4c0d2',X'01a21517cbbc70009e082d3916d59f60','reported_missing','{"what":{"kind":"reported_missing"}}',1795650210748,1795650210749,0,X'01a21517c89776f29dc78b482a2a9324',NULL,'JW4RW5W4E940N');
CREATE TABLE scans (
    -- Made by the phone; a repeat meets this key.
    id          BLOB    NOT NULL PRIMARY KEY,
    fingerprint BLOB    NOT NULL CHECK (length(fingerprint) = 32),
    -- Written within the scan's own transaction, once the answer is known; emptied by a purge.
    answer      TEXT,
    journey_id  BLOB    NOT NULL REFERENCES journeys (id),
    by_staff    BLOB    NOT NULL REFERENCES staff (id),
    occurred_at INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL
) STRICT;
INSERT INTO scans VALUES(X'01a21517cb857000abf7f7c985a8f1fc',X'ee27b7af1d08ac0f72c8ac083d640ef8aac7625051d2b366265b154757581fe5','{"scan_id":"01a21517-cb85-7000-abf7-f7c985a8f1fc","late":false,"steps":[{"id":"01a21517-cb85-7000-88fa-0e1232e85a00","journey_id":"01a21517-cb7c-7227-a185-565bf44da19f","scan_id":"01a21517-cb85-7000-abf7-f7c985a8f1fc","action":{"kind":"moved","place_id":"01a21517-cb71-7175-abae-2c35ff73459e","resting_place":null},"occurred_at":"2026-11-25T23:43:30.693Z","recorded_at":"2026-11-25T23:43:30.694Z","late":false,"by":{"id":"01a21517-c897-76f2-9dc7-8b482a2a9324","display_name":"installer"},"witness":null,"override":null,"voided_by":null}],"journey":{"id":"01a21517-cb7c-7227-a185-565bf44da19f","companion":{"id":"01a21517-cb7c-7227-a185-565711a73a63","name":"Biscuit","species":"bear"},"child_alias":"Little Star","visit_id":"01a21517-cb7c-7227-a185-565916caf2a9","stage":"pre_op","place":{"id":"01a21517-cb71-7175-abae-2c35ff73459e","name":"Holding bay 3","kind":"pre_op"},"last_seen_at":"2026-11-25T23:43:30.693Z","holder":{"kind":"child","name":null},"outfit":[],"gowning":{"status":"not_started","missing":["gown","mask"]},"clean":{"is_clean":false,"until":null,"why_not":"never_cleaned"},"clearance":{"operating_room":{"cleared":false,"blockers":[{"rule":"clean_missing","detail":"nobody has said that it was cleaned","override_role":"lead"},{"rule":"not_gowned","detail":"not on yet: gown, mask","override_role":"staff"}]},"imaging":{"cleared":true,"blockers":[]}},"alerts":[],"reminders":[],"next":[{"kind":"cleaned"},{"kind":"dressed","items":["gown","mask"]},{"kind":"handed_over","to":"staff"},{"kind":"moved","place_kind":"operating_room"}],"status":"open","created_at":"2026-11-25T23:43:30.684Z","revision":3}}',X'01a21517cb7c7227a185565bf44da19f',X'01a21517c89776f29dc78b482a2a9324',1795650210693,1795650210694);
INSERT INTO scans VALUES(X'01a21517cb8970009e055ac99dee8dc9',X'4700ce1cadef02208fe9402aa72158eb0121fffa350975e1c67890b141b4de3e','{"scan_id":"01a21517-cb89-7000-9e05-5ac99dee8dc9","late":false,"steps":[{"id":"01a21517-cb89-7000-bf1a-bd19eac09800","journey_id":"01a21517-cb7c-7227-a185-565bf44da19f","scan_id":"01a21517-cb89-7000-9e05-5ac99dee8dc9","action":{"kind":"cleaned","method":"wash","bagged":true,"attested_by":"family"},"occurred_at":"2026-11-25T23:43:30.697Z","recorded_at":"2026-11-25T23:43:30.699Z","late":false,"by":{"id":"01a21517-c897-76f2-9dc7-8b482a2a9324","display_name":"installer"},"witness":null,"override":null,"voided_by":null},{"id":"01a21517-cb89-7000-bf1a-bd19eac09801","journey_id":"01a21517-cb7c-7227-a185-565bf44da19f","scan_id":"01a21517-cb89-7000-9e05-5ac99dee8dc9","action":{"kind":"dressed","items":["gown","mask"]},"occurred_at":"2026-11-25T23:43:30.697Z","recorded_at":"2026-11-25T23:43:30.699Z","late":false,"by":{"id":"01a21517-c897-76f2-9dc7-8b482a2a9324","display_name":"installer"},"witness":null,"override":null,"voided_by":null}],"journey":{"id":"01a21517-cb7c-7227-a185-565bf44da19f","companion":{"id":"01a21517-cb7c-7227-a185-565711a73a63","name":"Biscuit","species":"bear"},"child_alias":"Little Star","visit_id":"01a21517-cb7c-7227-a185-565916caf2a9","stage":"pre_op","place":{"id":"01a21517-cb71-7175-abae-2c35ff73459e","name":"Holding bay 3","kind":"pre_op"},"last_seen_at":"2026-11-25T23:43:30.697Z","holder":{"kind":"child","name":null},"outfit":["gown","mask"],"gowning":{"status":"gowned","missing":[]},"clean":{"is_clean":true,"until":"2026-11-26T23:43:30.697Z","why_not":null},"clearance":{"operating_room":{"cleared":true,"blockers":[]},"imaging":{"cleared":false,"blockers":[{"rule":"imaging_metal","detail":"take off first, not marked metal-free: mask","override_role":null}]}},"alerts":[],"reminders":[],"next":[{"kind":"handed_over","to":"staff"},{"kind":"moved","place_kind":"operating_room"}],"status":"open","created_at":"2026-11-25T23:43:30.684Z","revision":4}}',X'01a21517cb7c7227a185565bf44da19f',X'01a21517c89776f29dc78b482a2a9324',1795650210697,1795650210699);
INSERT INTO scans VALUES(X'01a21517cb907000a4fbcad289dde7a1',X'c3ecb0585e139d14ff78500ee5232a6edea87da334d011b47ef8f3083b03f7b3','{"scan_id":"01a21517-cb90-7000-a4fb-cad289dde7a1","late":false,"steps":[{"id":"01a21517-cb90-7000-aaf4-e9db01dde800","journey_id":"01a21517-cb7c-7227-a185-565bf44da19f","scan_id":"01a21517-cb90-7000-a4fb-cad289dde7a1","action":{"kind":"moved","place_id":"01a21517-cb74-717a-817e-0c04ff40876b","resting_place":"shelf"},"occurred_at":"2026-11-25T23:43:30.704Z","recorded_at":"2026-11-25T23:43:30.705Z","late":false,"by":{"id":"01a21517-c897-76f2-9dc7-8b482a2a9324","display_name":"installer"},"witness":null,"override":null,"voided_by":null}],"journey":{"id":"01a21517-cb7c-7227-a185-565bf44da19f","companion":{"id":"01a21517-cb7c-7227-a185-565711a73a63","name":"Biscuit","species":"bear"},"child_alias":"Little Star","visit_id":"01a21517-cb7c-7227-a185-565916caf2a9","stage":"operating_room","place":{"id":"01a21517-cb74-717a-817e-0c04ff40876b","name":"OR 7","kind":"operating_room"},"last_seen_at":"2026-11-25T23:43:30.704Z","holder":{"kind":"child","name":null},"outfit":["gown","mask"],"gowning":{"status":"gowned","missing":[]},"clean":{"is_clean":true,"until":"2026-11-26T23:43:30.697Z","why_not":null},"clearance":{"operating_room":{"cleared":true,"blockers":[]},"imaging":{"cleared":false,"blockers":[{"rule":"imaging_metal","detail":"take off first, not marked metal-free: mask","override_role":null}]}},"alerts":[{"id":"01a21517-cb91-7355-a089-7f8c516ebfe3","kind":"copied_tag","detail":"its tag was read at two places too soon after each other","raised_at":"2026-11-25T23:43:30.704Z"}],"reminders":[{"key":"wipe_the_phone","text":"Wipe the phone."}],"next":[{"kind":"moved","place_kind":"recovery"},{"kind":"undressed","items":["gown","mask"]}],"status":"open","created_at":"2026-11-25T23:43:30.684Z","revision":5}}',X'01a21517cb7c7227a185565bf44da19f',X'01a21517c89776f29dc78b482a2a9324',1795650210704,1795650210705);
INSERT INTO scans VALUES(X'01a21517cb957000a203210102c290e2',X'efdcb78f5c33f9a3086ce252192f270b007001c5fc95d62e2d7360d425b0ec8f','{"scan_id":"01a21517-cb95-7000-a203-210102c290e2","late":false,"steps":[{"id":"01a21517-cb95-7000-83e3-c415ff540f00","journey_id":"01a21517-cb7c-7227-a185-565bf44da19f","scan_id":"01a21517-cb95-7000-a203-210102c290e2","action":{"kind":"handed_over","to":"staff","name":"Quillfeather"},"occurred_at":"2026-11-25T23:43:30.709Z","recorded_at":"2026-11-25T23:43:30.710Z","late":false,"by":{"id":"01a21517-c897-76f2-9dc7-8b482a2a9324","display_name":"installer"},"witness":null,"override":null,"voided_by":null}],"journey":{"id":"01a21517-cb7c-7227-a185-565bf44da19f","companion":{"id":"01a21517-cb7c-7227-a185-565711a73a63","name":"Biscuit","species":"bear"},"child_alias":"Little Star","visit_id":"01a21517-cb7c-7227-a185-565916caf2a9","stage":"operating_room","place":{"id":"01a21517-cb74-717a-817e-0c04ff40876b","name":"OR 7","kind":"operating_room"},"last_seen_at":"2026-11-25T23:43:30.709Z","holder":{"kind":"staff","name":"Quillfeather"},"outfit":["gown","mask"],"gowning":{"status":"gowned","missing":[]},"clean":{"is_clean":true,"until":"2026-11-26T23:43:30.697Z","why_not":null},"clearance":{"operating_room":{"cleared":true,"blockers":[]},"imaging":{"cleared":false,"blockers":[{"rule":"imaging_metal","detail":"take off first, not marked metal-free: mask","override_role":null}]}},"alerts":[{"id":"01a21517-cb91-7355-a089-7f8c516ebfe3","kind":"copied_tag","detail":"its tag was read at two places too soon after each other","raised_at":"2026-11-25T23:43:30.704Z"}],"reminders":[{"key":"wipe_the_phone","text":"Wipe the phone."}],"next":[{"kind":"moved","place_kind":"recovery"},{"kind":"undressed","items":["gown","mask"]}],"status":"open","created_at":"2026-11-25T23:43:30.684Z","revision":6}}',X'01a21517cb7c7227a185565bf44da19f',X'01a21517c89776f29dc78b482a2a9324',1795650210709,1795650210710);
INSERT INTO scans VALUES(X'01a21517cb997000888aeb9e4ae60059',X'e35958853ef7b0468631510589f016e855a6cd0426366cfeb4bdfb1cf540b4cd','{"scan_id":"01a21517-cb99-7000-888a-eb9e4ae60059","late":false,"steps":[{"id":"01a21517-cb99-7000-84c9-1d3498800600","journey_id":"01a21517-cb7c-7227-a185-565bf44da19f","scan_id":"01a21517-cb99-7000-888a-eb9e4ae60059","action":{"kind":"noted","text":"Another bear was meant"},"occurred_at":"2026-11-25T23:43:30.713Z","recorded_at":"2026-11-25T23:43:30.714Z","late":false,"by":{"id":"01a21517-c897-76f2-9dc7-8b482a2a9324","display_name":"installer"},"witness":null,"override":null,"voided_by":null}],"journey":{"id":"01a21517-cb7c-7227-a185-565bf44da19f","companion":{"id":"01a21517-cb7c-7227-a185-565711a73a63","name":"Biscuit","species":"bear"},"child_alias":"Little Star","visit_id":"01a21517-cb7c-7227-a185-565916caf2a9","stage":"operating_room","place":{"id":"01a21517-cb74-717a-817e-0c04ff40876b","name":"OR 7","kind":"operating_room"},"last_seen_at":"2026-11-25T23:43:30.709Z","holder":{"kind":"staff","name":"Quillfeather"},"outfit":["gown","mask"],"gowning":{"status":"gowned","missing":[]},"clean":{"is_clean":true,"until":"2026-11-26T23:43:30.697Z","why_not":null},"clearance":{"operating_room":{"cleared":true,"blockers":[]},"imaging":{"cleared":false,"blockers":[{"rule":"imaging_metal","detail":"take off first, not marked metal-free: mask","override_role":null}]}},"alerts":[{"id":"01a21517-cb91-7355-a089-7f8c516ebfe3","kind":"copied_tag","detail":"its tag was read at two places too soon after each other","raised_at":"2026-11-25T23:43:30.704Z"}],"reminders":[{"key":"wipe_the_phone","text":"Wipe the phone."}],"next":[{"kind":"moved","place_kind":"recovery"},{"kind":"undressed","items":["gown","mask"]}],"status":"open","created_at":"2026-11-25T23:43:30.684Z","revision":7}}',X'01a21517cb7c7227a185565bf44da19f',X'01a21517c89776f29dc78b482a2a9324',1795650210713,1795650210714);
INSERT INTO scans VALUES(X'01a21517cba170009d78a9d48c9cb800',X'bde5f540c202ec38ad1026dbb7aef74ceb092e138f5f0bbfebefb072a886dc83','{"scan_id":"01a21517-cba1-7000-9d78-a9d48c9cb800","late":false,"steps":[{"id":"01a21517-cba1-7000-9485-c21baf212b00","journey_id":"01a21517-cb7c-7227-a185-565bf44da19f","scan_id":"01a21517-cba1-7000-9d78-a9d48c9cb800","action":{"kind":"undressed","items":["gown","mask"]},"occurred_at":"2026-11-25T23:43:30.721Z","recorded_at":"2026-11-25T23:43:30.722Z","late":false,"by":{"id":"01a21517-c897-76f2-9dc7-8b482a2a9324","display_name":"installer"},"witness":null,"override":null,"voided_by":null}],"journey":{"id":"01a21517-cb7c-7227-a185-565bf44da19f","companion":{"id":"01a21517-cb7c-7227-a185-565711a73a63","name":"Biscuit","species":"bear"},"child_alias":"Little Star","visit_id":"01a21517-cb7c-7227-a185-565916caf2a9","stage":"operating_room","place":{"id":"01a21517-cb74-717a-817e-0c04ff40876b","name":"OR 7","kind":"operating_room"},"last_seen_at":"2026-11-25T23:43:30.721Z","holder":{"kind":"staff","name":"Quillfeather"},"outfit":[],"gowning":{"status":"taken_off","missing":["gown","mask"]},"clean":{"is_clean":true,"until":"2026-11-26T23:43:30.697Z","why_not":null},"clearance":{"operating_room":{"cleared":false,"blockers":[{"rule":"not_gowned","detail":"not on yet: gown, mask","override_role":"staff"}]},"imaging":{"cleared":true,"blockers":[]}},"alerts":[{"id":"01a21517-cb91-7355-a089-7f8c516ebfe3","kind":"copied_tag","detail":"its tag was read at two places too soon after each other","raised_at":"2026-11-25T23:43:30.704Z"}],"reminders":[{"key":"wipe_the_phone","text":"Wipe the phone."}],"next":[{"kind":"moved","place_kind":"recovery"}],"status":"open","created_at":"2026-11-25T23:43:30.684Z","revision":9}}',X'01a21517cb7c7227a185565bf44da19f',X'01a21517c89776f29dc78b482a2a9324',1795650210721,1795650210722);
INSERT INTO scans VALUES(X'01a21517cba57000b206b94cd6c081ba',X'fa6e1b6258bc4b2a8cb9a7001992727c8a0002032b2fd0aaed64d3cf2c526f4d','{"scan_id":"01a21517-cba5-7000-b206-b94cd6c081ba","late":false,"steps":[{"id":"01a21517-cba5-7000-967b-4a10843b0000","journey_id":"01a21517-cb7c-7227-a185-565bf44da19f","scan_id":"01a21517-cba5-7000-b206-b94cd6c081ba","action":{"kind":"moved","place_id":"01a21517-cb78-74ac-91c4-31527b6f9021","resting_place":null},"occurred_at":"2026-11-25T23:43:30.725Z","recorded_at":"2026-11-25T23:43:30.726Z","late":false,"by":{"id":"01a21517-c897-76f2-9dc7-8b482a2a9324","display_name":"installer"},"witness":null,"override":null,"voided_by":null}],"journey":{"id":"01a21517-cb7c-7227-a185-565bf44da19f","companion":{"id":"01a21517-cb7c-7227-a185-565711a73a63","name":"Biscuit","species":"bear"},"child_alias":"Little Star","visit_id":"01a21517-cb7c-7227-a185-565916caf2a9","stage":"ward","place":{"id":"01a21517-cb78-74ac-91c4-31527b6f9021","name":"Ward 4 East","kind":"ward"},"last_seen_at":"2026-11-25T23:43:30.725Z","holder":{"kind":"staff","name":"Quillfeather"},"outfit":[],"gowning":{"status":"taken_off","missing":["gown","mask"]},"clean":{"is_clean":true,"until":"2026-11-26T23:43:30.697Z","why_not":null},"clearance":{"operating_room":{"cleared":false,"blockers":[{"rule":"not_gowned","detail":"not on yet: gown, mask","override_role":"staff"}]},"imaging":{"cleared":true,"blockers":[]}},"alerts":[{"id":"01a21517-cb91-7355-a089-7f8c516ebfe3","kind":"copied_tag","detail":"its tag was read at two places too soon after each other","raised_at":"2026-11-25T23:43:30.704Z"},{"id":"01a21517-cba6-737e-992e-eacd7b4f651f","kind":"copied_tag","detail":"its tag was read at two places too soon after each other","raised_at":"2026-11-25T23:43:30.725Z"}],"reminders":[],"next":[{"kind":"reunited","with":"child"},{"kind":"handed_over","to":"child"},{"kind":"closed","outcome":"with_child"}],"status":"open","created_at":"2026-11-25T23:43:30.684Z","revision":10}}',X'01a21517cb7c7227a185565bf44da19f',X'01a21517c89776f29dc78b482a2a9324',1795650210725,1795650210726);
INSERT INTO scans VALUES(X'01a21517cbaa700086819efe920e059a',X'6eec0730b48e84ba07306317c1492457dfcc02f5c7ce182a5352543529b21f3d','{"scan_id":"01a21517-cbaa-7000-8681-9efe920e059a","late":false,"steps":[{"id":"01a21517-cbaa-7000-9578-43b5f72ad400","journey_id":"01a21517-cb7c-7227-a185-565bf44da19f","scan_id":"01a21517-cbaa-7000-8681-9efe920e059a","action":{"kind":"reunited","with":"child"},"occurred_at":"2026-11-25T23:43:30.730Z","recorded_at":"2026-11-25T23:43:30.731Z","late":false,"by":{"id":"01a21517-c897-76f2-9dc7-8b482a2a9324","display_name":"installer"},"witness":null,"override":null,"voided_by":null}],"journey":{"id":"01a21517-cb7c-7227-a185-565bf44da19f","companion":{"id":"01a21517-cb7c-7227-a185-565711a73a63","name":"Biscuit","species":"bear"},"child_alias":"Little Star","visit_id":"01a21517-cb7c-7227-a185-565916caf2a9","stage":"ward","place":{"id":"01a21517-cb78-74ac-91c4-31527b6f9021","name":"Ward 4 East","kind":"ward"},"last_seen_at":"2026-11-25T23:43:30.730Z","holder":{"kind":"child","name":null},"outfit":[],"gowning":{"status":"taken_off","missing":["gown","mask"]},"clean":{"is_clean":true,"until":"2026-11-26T23:43:30.697Z","why_not":null},"clearance":{"operating_room":{"cleared":false,"blockers":[{"rule":"not_gowned","detail":"not on yet: gown, mask","override_role":"staff"}]},"imaging":{"cleared":true,"blockers":[]}},"alerts":[{"id":"01a21517-cb91-7355-a089-7f8c516ebfe3","kind":"copied_tag","detail":"its tag was read at two places too soon after each other","raised_at":"2026-11-25T23:43:30.704Z"},{"id":"01a21517-cba6-737e-992e-eacd7b4f651f","kind":"copied_tag","detail":"its tag was read at two places too soon after each other","raised_at":"2026-11-25T23:43:30.725Z"}],"reminders":[],"next":[{"kind":"closed","outcome":"with_child"}],"status":"reunited","created_at":"2026-11-25T23:43:30.684Z","revision":11}}',X'01a21517cb7c7227a185565bf44da19f',X'01a21517c89776f29dc78b482a2a9324',1795650210730,1795650210731);
INSERT INTO scans VALUES(X'01a21517cbb07000aad2433ebef9f775',X'4a24a1c5945215ce43d9d717174745c1c3e70c0f4516a883ae7930e9c832dd24','{"scan_id":"01a21517-cbb0-7000-aad2-433ebef9f775","late":false,"steps":[{"id":"01a21517-cbb0-7000-93e1-fdabb0796b00","journey_id":"01a21517-cb80-70cb-a9ef-d67a95d4c0d2","scan_id":"01a21517-cbb0-7000-aad2-433ebef9f775","action":{"kind":"moved","place_id":"01a21517-cb71-7175-abae-2c35ff73459e","resting_place":null},"occurred_at":"2026-11-25T23:43:30.737Z","recorded_at":"2026-11-25T23:43:30.738Z","late":false,"by":{"id":"01a21517-c897-76f2-9dc7-8b482a2a9324","display_name":"installer"},"witness":null,"override":null,"voided_by":null}],"journey":{"id":"01a21517-cb80-70cb-a9ef-d67a95d4c0d2","companion":{"id":"01a21517-cb80-70cb-a9ef-d6769adeafb3","name":"Hops","species":"rabbit"},"child_alias":"Comet","visit_id":"01a21517-cb80-70cb-a9ef-d6789673c491","stage":"pre_op","place":{"id":"01a21517-cb71-7175-abae-2c35ff73459e","name":"Holding bay 3","kind":"pre_op"},"last_seen_at":"2026-11-25T23:43:30.737Z","holder":{"kind":"child","name":null},"outfit":[],"gowning":{"status":"not_started","missing":["gown","mask"]},"clean":{"is_clean":false,"until":null,"why_not":"never_cleaned"},"clearance":{"operating_room":{"cleared":false,"blockers":[{"rule":"clean_missing","detail":"nobody has said that it was cleaned","override_role":"lead"},{"rule":"not_gowned","detail":"not on yet: gown, mask","override_role":"staff"}]},"imaging":{"cleared":true,"blockers":[]}},"alerts":[],"reminders":[],"next":[{"kind":"cleaned"},{"kind":"dressed","items":["gown","mask"]},{"kind":"handed_over","to":"staff"},{"kind":"moved","place_kind":"operating_room"}],"status":"open","created_at":"2026-11-25T23:43:30.688Z","revision":3}}',X'01a21517cb8070cba9efd67a95d4c0d2',X'01a21517c89776f29dc78b482a2a9324',1795650210737,1795650210738);
INSERT INTO scans VALUES(X'01a21517cbb57000b51bcdd2b3377a5f',X'8f3df84e0264f0122c781bfc93f66eb3d9033aa3f7608a3dc4d220ac20c00d1d','{"scan_id":"01a21517-cbb5-7000-b51b-cdd2b3377a5f","late":false,"steps":[{"id":"01a21517-cbb5-7000-9092-097ace89d800","journey_id":"01a21517-cb80-70cb-a9ef-d67a95d4c0d2","scan_id":"01a21517-cbb5-7000-b51b-cdd2b3377a5f","action":{"kind":"cleaned","method":"wash","bagged":true,"attested_by":"family"},"occurred_at":"2026-11-25T23:43:30.741Z","recorded_at":"2026-11-25T23:43:30.742Z","late":false,"by":{"id":"01a21517-c897-76f2-9dc7-8b482a2a9324","display_name":"installer"},"witness":null,"override":null,"voided_by":null},{"id":"01a21517-cbb5-7000-9092-097ace89d801","journey_id":"01a21517-cb80-70cb-a9ef-d67a95d4c0d2","scan_id":"01a21517-cbb5-7000-b51b-cdd2b3377a5f","action":{"kind":"dressed","items":["gown","mask"]},"occurred_at":"2026-11-25T23:43:30.741Z","recorded_at":"2026-11-25T23:43:30.742Z","late":false,"by":{"id":"01a21517-c897-76f2-9dc7-8b482a2a9324","display_name":"installer"},"witness":null,"override":null,"voided_by":null}],"journey":{"id":"01a21517-cb80-70cb-a9ef-d67a95d4c0d2","companion":{"id":"01a21517-cb80-70cb-a9ef-d6769adeafb3","name":"Hops","species":"rabbit"},"child_alias":"Comet","visit_id":"01a21517-cb80-70cb-a9ef-d6789673c491","stage":"pre_op","place":{"id":"01a21517-cb71-7175-abae-2c35ff73459e","name":"Holding bay 3","kind":"pre_op"},"last_seen_at":"2026-11-25T23:43:30.741Z","holder":{"kind":"child","name":null},"outfit":["gown","mask"],"gowning":{"status":"gowned","missing":[]},"clean":{"is_clean":true,"until":"2026-11-26T23:43:30.741Z","why_not":null},"clearance":{"operating_room":{"cleared":true,"blockers":[]},"imaging":{"cleared":false,"blockers":[{"rule":"imaging_metal","detail":"take off first, not marked metal-free: mask","override_role":null}]}},"alerts":[],"reminders":[],"next":[{"kind":"handed_over","to":"staff"},{"kind":"moved","place_kind":"operating_room"}],"status":"open","created_at":"2026-11-25T23:43:30.688Z","revision":4}}',X'01a21517cb8070cba9efd67a95d4c0d2',X'01a21517c89776f29dc78b482a2a9324',1795650210741,1795650210742);
INSERT INTO scans VALUES(X'01a21517cbbc70009e082d3916d59f60',X'b25fa77ac1eefc7aa80cf1a8f6b024461647c6b15d0a3d6acc40a1cc0bf375a0','{"scan_id":"01a21517-cbbc-7000-9e08-2d3916d59f60","late":false,"steps":[{"id":"01a21517-cbbc-7000-942c-271a2c6ed300","journey_id":"01a21517-cb80-70cb-a9ef-d67a95d4c0d2","scan_id":"01a21517-cbbc-7000-9e08-2d3916d59f60","action":{"kind":"reported_missing"},"occurred_at":"2026-11-25T23:43:30.748Z","recorded_at":"2026-11-25T23:43:30.749Z","late":false,"by":{"id":"01a21517-c897-76f2-9dc7-8b482a2a9324","display_name":"installer"},"witness":null,"override":null,"voided_by":null}],"journey":{"id":"01a21517-cb80-70cb-a9ef-d67a95d4c0d2","companion":{"id":"01a21517-cb80-70cb-a9ef-d6769adeafb3","name":"Hops","species":"rabbit"},"child_alias":"Comet","visit_id":"01a21517-cb80-70cb-a9ef-d6789673c491","stage":"pre_op","place":{"id":"01a21517-cb71-7175-abae-2c35ff73459e","name":"Holding bay 3","kind":"pre_op"},"last_seen_at":"2026-11-25T23:43:30.741Z","holder":{"kind":"nobody_known","name":null},"outfit":["gown","mask"],"gowning":{"status":"gowned","missing":[]},"clean":{"is_clean":true,"until":"2026-11-26T23:43:30.741Z","why_not":null},"clearance":{"operating_room":{"cleared":true,"blockers":[]},"imaging":{"cleared":false,"blockers":[{"rule":"imaging_metal","detail":"take off first, not marked metal-free: mask","override_role":null}]}},"alerts":[{"id":"01a21517-cbbd-76a9-ad0a-7c0882871f39","kind":"missing","detail":"nobody knows where it is","raised_at":"2026-11-25T23:43:30.748Z"}],"reminders":[],"next":[{"kind":"found"}],"status":"open","created_at":"2026-11-25T23:43:30.688Z","revision":6}}',X'01a21517cb8070cba9efd67a95d4c0d2',X'01a21517c89776f29dc78b482a2a9324',1795650210748,1795650210749);
CREATE TABLE alerts (
    id          BLOB    NOT NULL PRIMARY KEY,
    journey_id  BLOB    NOT NULL REFERENCES journeys (id),
    kind        TEXT    NOT NULL,
    -- The step or other thing that gave rise to it.
    cause       BLOB    NOT NULL,
    detail      TEXT    NOT NULL,
    raised_at   INTEGER NOT NULL,
    resolved_at INTEGER,
    resolved_by BLOB    REFERENCES staff (id),
    note        TEXT,
    -- One cause raises one alert, however often it is told.
    UNIQUE (journey_id, kind, cause),
    CHECK (resolved_at IS NOT NULL OR (resolved_by IS NULL AND note IS NULL))
) STRICT;
INSERT INTO alerts VALUES(X'01a21517cb917355a0897f8c516ebfe3',X'01a21517cb7c7227a185565bf44da19f','copied_tag',X'01a21517cb907000aaf4e9db01dde800','its tag was read at two places too soon after each other',1795650210704,NULL,NULL,NULL);
INSERT INTO alerts VALUES(X'01a21517cba6737e992eeacd7b4f651f',X'01a21517cb7c7227a185565bf44da19f','copied_tag',X'01a21517cba57000967b4a10843b0000','its tag was read at two places too soon after each other',1795650210725,NULL,NULL,NULL);
INSERT INTO alerts VALUES(X'01a21517cbbd76a9ad0a7c0882871f39',X'01a21517cb8070cba9efd67a95d4c0d2','missing',X'01a21517cbbc7000942c271a2c6ed300','nobody knows where it is',1795650210748,NULL,NULL,NULL);
CREATE TABLE purging (
    journey_id BLOB NOT NULL PRIMARY KEY
) STRICT;
CREATE TABLE family_links (
    id         BLOB    NOT NULL PRIMARY KEY,
    visit_id   BLOB    NOT NULL REFERENCES visits (id),
    token_hash BLOB    NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    name       TEXT    NOT NULL,
    language   TEXT    NOT NULL,
    scope      TEXT    NOT NULL CHECK (scope IN ('status', 'status_and_photos')),
    relation   TEXT    NOT NULL CHECK (relation IN ('guardian', 'invited')),
    created_by BLOB    NOT NULL REFERENCES staff (id),
    created_at INTEGER NOT NULL,
    opened_at  INTEGER,
    revoked_at INTEGER,
    expires_at INTEGER
) STRICT;
INSERT INTO family_links VALUES(X'01a21517cb84740abae0a6aabbe00dbb',X'01a21517cb7c7227a185565916caf2a9',X'4337b567c1a90f42a43dda0d1ea0c2ca24d22ececa52e889ca8d0fd93cc91211','Grandmother','en','status','invited',X'01a21517c89776f29dc78b482a2a9324',1795650210692,NULL,NULL,NULL);
CREATE TABLE phones (
    id           BLOB    NOT NULL PRIMARY KEY,
    name         TEXT    NOT NULL,
    token_hash   BLOB    NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    enrolled_by  BLOB    NOT NULL REFERENCES staff (id),
    created_at   INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,
    -- Revoked, never deleted: sessions that were held on it still tell where they were.
    revoked_at   INTEGER
) STRICT;
CREATE TABLE enrolments (
    code_hash  BLOB    NOT NULL PRIMARY KEY CHECK (length(code_hash) = 32),
    name       TEXT    NOT NULL,
    made_by    BLOB    NOT NULL REFERENCES staff (id),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE TABLE events (
    -- AUTOINCREMENT: a number that was swept away must not come again, or a watcher would step over it.
    seq         INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    -- There is one writer, so the numbers alone are in the order of the commits. PostgreSQL needs more.
    txid        INTEGER NOT NULL DEFAULT 0,
    -- What clients know it by: a number would come again after a backup is put back, this does not.
    id          BLOB    NOT NULL UNIQUE,
    topic       TEXT    NOT NULL,
    -- What it is about; no foreign keys, for the log says what was so then.
    subject_id  BLOB,
    journey_id  BLOB,
    visit_id    BLOB,
    recorded_at INTEGER NOT NULL
) STRICT;
INSERT INTO events VALUES(1,0,X'01a21517c89776f29dc78b49effd9542','staff',X'01a21517c89776f29dc78b482a2a9324',NULL,NULL,1795650209943);
INSERT INTO events VALUES(2,0,X'01a21517cafb707c8934d9de9f7cfa50','session',X'01a21517c89776f29dc78b482a2a9324',NULL,NULL,1795650210555);
INSERT INTO events VALUES(3,0,X'01a21517cb67718d8327959780a01aad','staff',X'01a21517cb67718d832795967b8c5ce3',NULL,NULL,1795650210663);
INSERT INTO events VALUES(4,0,X'01a21517cb717175abae2c36e39d11f1','place',X'01a21517cb717175abae2c35ff73459e',NULL,NULL,1795650210673);
INSERT INTO events VALUES(5,0,X'01a21517cb74717a817e0c05b653af8e','place',X'01a21517cb74717a817e0c04ff40876b',NULL,NULL,1795650210676);
INSERT INTO events VALUES(6,0,X'01a21517cb76715cb5413cb0d02a0821','place',X'01a21517cb76715cb5413caf4bb4717a',NULL,NULL,1795650210678);
INSERT INTO events VALUES(7,0,X'01a21517cb7874ac91c43153866c1537','place',X'01a21517cb7874ac91c431527b6f9021',NULL,NULL,1795650210680);
INSERT INTO events VALUES(8,0,X'01a21517cb7a71f3833d62093a84d82f','tag',NULL,NULL,NULL,1795650210682);
INSERT INTO events VALUES(9,0,X'01a21517cb7c7227a1855656f0e8bfb5','child',X'01a21517cb7c7227a185565540959055',NULL,NULL,1795650210684);
INSERT INTO events VALUES(10,0,X'01a21517cb7c7227a185565894199c35','companion',X'01a21517cb7c7227a185565711a73a63',NULL,NULL,1795650210684);
INSERT INTO events VALUES(11,0,X'01a21517cb7c7227a185565a13a148bc','visit',X'01a21517cb7c7227a185565916caf2a9',NULL,X'01a21517cb7c7227a185565916caf2a9',1795650210684);
INSERT INTO events VALUES(12,0,X'01a21517cb7c7227a185565d51504b1d','journey',X'01a21517cb7c7227a185565bf44da19f',X'01a21517cb7c7227a185565bf44da19f',X'01a21517cb7c7227a185565916caf2a9',1795650210684);
INSERT INTO events VALUES(13,0,X'01a21517cb7c7227a185565ed3b5dc99','tag',X'01a21517cb7c7227a185565711a73a63',NULL,NULL,1795650210684);
INSERT INTO events VALUES(14,0,X'01a21517cb8070cba9efd6750c2bda03','child',X'01a21517cb8070cba9efd6747506cb4c',NULL,NULL,1795650210688);
INSERT INTO events VALUES(15,0,X'01a21517cb8070cba9efd677cbbec210','companion',X'01a21517cb8070cba9efd6769adeafb3',NULL,NULL,1795650210688);
INSERT INTO events VALUES(16,0,X'01a21517cb8070cba9efd6794f9f5550','visit',X'01a21517cb8070cba9efd6789673c491',NULL,X'01a21517cb8070cba9efd6789673c491',1795650210688);
INSERT INTO events VALUES(17,0,X'01a21517cb8070cba9efd67c42edc22a','journey',X'01a21517cb8070cba9efd67a95d4c0d2',X'01a21517cb8070cba9efd67a95d4c0d2',X'01a21517cb8070cba9efd6789673c491',1795650210688);
INSERT INTO events VALUES(18,0,X'01a21517cb8070cba9efd67dff204342','tag',X'01a21517cb8070cba9efd6769adeafb3',NULL,NULL,1795650210688);
INSERT INTO events VALUES(19,0,X'01a21517cb84740abae0a6abf7da47de','family_link',X'01a21517cb84740abae0a6aabbe00dbb',NULL,X'01a21517cb7c7227a185565916caf2a9',1795650210692);
INSERT INTO events VALUES(20,0,X'01a21517cb8674339baa253ca6d710e2','journey',X'01a21517cb7c7227a185565bf44da19f',X'01a21517cb7c7227a185565bf44da19f',X'01a21517cb7c7227a185565916caf2a9',1795650210694);
INSERT INTO events VALUES(21,0,X'01a21517cb8b7754b6966f1315cb0fd1','journey',X'01a21517cb7c7227a185565bf44da19f',X'01a21517cb7c7227a185565bf44da19f',X'01a21517cb7c7227a185565916caf2a9',1795650210699);
INSERT INTO events VALUES(22,0,X'01a21517cb8e74e4be3f1a8e1d3c3da6','visit',X'01a21517cb7c7227a185565916caf2a9',NULL,X'01a21517cb7c7227a185565916caf2a9',1795650210702);
INSERT INTO events VALUES(23,0,X'01a21517cb917355a0897f8a58c3d896','journey',X'01a21517cb7c7227a185565bf44da19f',X'01a21517cb7c7227a185565bf44da19f',X'01a21517cb7c7227a185565916caf2a9',1795650210705);
INSERT INTO events VALUES(24,0,X'01a21517cb917355a0897f8d1096169d','alert',X'01a21517cb917355a0897f8c516ebfe3',X'01a21517cb7c7227a185565bf44da19f',X'01a21517cb7c7227a185565916caf2a9',1795650210705);
INSERT INTO events VALUES(25,0,X'01a21517cb9677bda1b5f7f85864ea26','journey',X'01a21517cb7c7227a185565bf44da19f',X'01a21517cb7c7227a185565bf44da19f',X'01a21517cb7c7227a185565916caf2a9',1795650210710);
INSERT INTO events VALUES(26,0,X'01a21517cb9a77e0b94ddeb79b736607','journey',X'01a21517cb7c7227a185565bf44da19f',X'01a21517cb7c7227a185565bf44da19f',X'01a21517cb7c7227a185565916caf2a9',1795650210714);
INSERT INTO events VALUES(27,0,X'01a21517cb9e764dbba982fd79b6f346','journey',X'01a21517cb7c7227a185565bf44da19f',X'01a21517cb7c7227a185565bf44da19f',X'01a21517cb7c7227a185565916caf2a9',1795650210718);
INSERT INTO events VALUES(28,0,X'01a21517cba274bb91babe5af03e0ede','journey',X'01a21517cb7c7227a185565bf44da19f',X'01a21517cb7c7227a185565bf44da19f',X'01a21517cb7c7227a185565916caf2a9',1795650210722);
INSERT INTO events VALUES(29,0,X'01a21517cba6737e992eeacb8b24566c','journey',X'01a21517cb7c7227a185565bf44da19f',X'01a21517cb7c7227a185565bf44da19f',X'01a21517cb7c7227a185565916caf2a9',1795650210726);
INSERT INTO events VALUES(30,0,X'01a21517cba6737e992eeace967a1d1f','alert',X'01a21517cba6737e992eeacd7b4f651f',X'01a21517cb7c7227a185565bf44da19f',X'01a21517cb7c7227a185565916caf2a9',1795650210726);
INSERT INTO events VALUES(31,0,X'01a21517cbab745aa7188d8a2d9f5675','journey',X'01a21517cb7c7227a185565bf44da19f',X'01a21517cb7c7227a185565bf44da19f',X'01a21517cb7c7227a185565916caf2a9',1795650210731);
INSERT INTO events VALUES(32,0,X'01a21517cbb273e58984ec9d3923fff9','journey',X'01a21517cb8070cba9efd67a95d4c0d2',X'01a21517cb8070cba9efd67a95d4c0d2',X'01a21517cb8070cba9efd6789673c491',1795650210738);
INSERT INTO events VALUES(33,0,X'01a21517cbb6750f882883e51bafaf03','journey',X'01a21517cb8070cba9efd67a95d4c0d2',X'01a21517cb8070cba9efd67a95d4c0d2',X'01a21517cb8070cba9efd6789673c491',1795650210742);
INSERT INTO events VALUES(34,0,X'01a21517cbba72e581ffd9bc15fe1d3f','visit',X'01a21517cb8070cba9efd6789673c491',NULL,X'01a21517cb8070cba9efd6789673c491',1795650210746);
INSERT INTO events VALUES(35,0,X'01a21517cbbd76a9ad0a7c074b6587ee','journey',X'01a21517cb8070cba9efd67a95d4c0d2',X'01a21517cb8070cba9efd67a95d4c0d2',X'01a21517cb8070cba9efd6789673c491',1795650210749);
INSERT INTO events VALUES(36,0,X'01a21517cbbd76a9ad0a7c0929575c5b','alert',X'01a21517cbbd76a9ad0a7c0882871f39',X'01a21517cb8070cba9efd67a95d4c0d2',X'01a21517cb8070cba9efd6789673c491',1795650210749);
CREATE TABLE finder_words (
    id      BLOB    NOT NULL PRIMARY KEY,
    tag     TEXT    NOT NULL REFERENCES tags (code),
    word    TEXT    NOT NULL,
    left_at INTEGER NOT NULL
) STRICT;
CREATE TABLE family_openings (
    link_id      BLOB    NOT NULL REFERENCES family_links (id),
    minute       INTEGER NOT NULL,
    -- Of the address and the link's own token, which is kept nowhere: it tells one phone from another, and
    -- nobody can tell which address it was. It names neither the child nor who looked, so a purge passes it by.
    address_hash BLOB    NOT NULL,
    PRIMARY KEY (link_id, minute, address_hash)
) STRICT;
CREATE TABLE push_subscriptions (
    id         BLOB    NOT NULL PRIMARY KEY,
    link_id    BLOB    NOT NULL REFERENCES family_links (id),
    endpoint   TEXT    NOT NULL,
    p256dh     BLOB    NOT NULL CHECK (length(p256dh) = 65),
    auth       BLOB    NOT NULL CHECK (length(auth) = 16),
    created_at INTEGER NOT NULL,
    UNIQUE (link_id, endpoint)
) STRICT;
CREATE TABLE notices (
    id              BLOB    NOT NULL PRIMARY KEY,
    visit_id        BLOB    NOT NULL REFERENCES visits (id),
    link_id         BLOB    NOT NULL REFERENCES family_links (id),
    subscription_id BLOB    REFERENCES push_subscriptions (id) ON DELETE CASCADE,
    made_at         INTEGER NOT NULL,
    due_at          INTEGER NOT NULL,
    tries           INTEGER NOT NULL
) STRICT;
INSERT INTO notices VALUES(X'01a21517cb8674339baa253dde07e8a3',X'01a21517cb7c7227a185565916caf2a9',X'01a21517cb84740abae0a6aabbe00dbb',NULL,1795650210694,1795650210694,0);
INSERT INTO notices VALUES(X'01a21517cb8b7754b6966f14065ce74f',X'01a21517cb7c7227a185565916caf2a9',X'01a21517cb84740abae0a6aabbe00dbb',NULL,1795650210699,1795650210699,0);
INSERT INTO notices VALUES(X'01a21517cb917355a0897f8b3ac9e87e',X'01a21517cb7c7227a185565916caf2a9',X'01a21517cb84740abae0a6aabbe00dbb',NULL,1795650210705,1795650210705,0);
INSERT INTO notices VALUES(X'01a21517cba6737e992eeacc34095cdc',X'01a21517cb7c7227a185565916caf2a9',X'01a21517cb84740abae0a6aabbe00dbb',NULL,1795650210726,1795650210726,0);
INSERT INTO notices VALUES(X'01a21517cbab745aa7188d8bb9d40bde',X'01a21517cb7c7227a185565916caf2a9',X'01a21517cb84740abae0a6aabbe00dbb',NULL,1795650210731,1795650210731,0);
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('events',36);
CREATE INDEX sessions_of_staff ON sessions (staff_id);
CREATE INDEX kept_answers_by_age ON kept_answers (created_at);
CREATE INDEX companions_of_child ON companions (child_id, id);
CREATE INDEX visits_of_child ON visits (child_id, id);
CREATE INDEX visits_placed ON visits (status, placed_at);
CREATE INDEX tags_of_companion ON tags (companion_id);
CREATE INDEX journeys_by_status_and_stage ON journeys (status, stage, id);
CREATE INDEX journeys_by_status ON journeys (status, id);
CREATE INDEX journeys_by_stage ON journeys (stage, id);
CREATE INDEX journeys_at_place ON journeys (place_id, id);
CREATE INDEX journeys_of_visit ON journeys (visit_id, status, stage);
CREATE INDEX journeys_of_companion ON journeys (companion_id, id);
CREATE INDEX steps_in_order ON steps (journey_id, occurred_at, id);
CREATE INDEX steps_recorded ON steps (recorded_at);
CREATE INDEX scans_of_journey ON scans (journey_id);
CREATE INDEX scans_recorded ON scans (recorded_at);
CREATE INDEX alerts_open ON alerts (id) WHERE resolved_at IS NULL;
CREATE TRIGGER steps_stay_as_they_are BEFORE UPDATE ON steps
WHEN NOT EXISTS (SELECT 1 FROM purging WHERE journey_id = OLD.journey_id)
BEGIN SELECT RAISE(ABORT, 'steps are kept for ever'); END;
CREATE TRIGGER steps_stay BEFORE DELETE ON steps
WHEN NOT EXISTS (SELECT 1 FROM purging WHERE journey_id = OLD.journey_id)
BEGIN SELECT RAISE(ABORT, 'steps are kept for ever'); END;
CREATE TRIGGER moves_stay_as_they_are BEFORE UPDATE ON visit_moves
WHEN NOT EXISTS (SELECT 1 FROM purging JOIN journeys ON journeys.id = purging.journey_id
                 WHERE journeys.visit_id = OLD.visit_id)
BEGIN SELECT RAISE(ABORT, 'moves are kept for ever'); END;
CREATE TRIGGER moves_stay BEFORE DELETE ON visit_moves
WHEN NOT EXISTS (SELECT 1 FROM purging JOIN journeys ON journeys.id = purging.journey_id
                 WHERE journeys.visit_id = OLD.visit_id)
BEGIN SELECT RAISE(ABORT, 'moves are kept for ever'); END;
CREATE INDEX family_links_of_visit ON family_links (visit_id, id);
CREATE UNIQUE INDEX sessions_queue_hash_key ON sessions (queue_hash);
CREATE INDEX sessions_of_phone ON sessions (phone_id, created_at);
CREATE INDEX events_in_order ON events (txid, seq);
CREATE INDEX events_by_age ON events (recorded_at);
CREATE TRIGGER events_stay BEFORE UPDATE ON events
BEGIN
    SELECT RAISE(ABORT, 'events are only added, and swept when they are old');
END;
CREATE INDEX finder_words_of_tag ON finder_words (tag, left_at);
CREATE TRIGGER openings_stay_as_they_are BEFORE UPDATE ON family_openings
BEGIN
    SELECT RAISE(ABORT, 'openings of family links are only added');
END;
CREATE TRIGGER openings_stay BEFORE DELETE ON family_openings
BEGIN
    SELECT RAISE(ABORT, 'openings of family links are only added');
END;
CREATE INDEX notices_due ON notices (due_at, id);
CREATE INDEX notices_of_visit ON notices (visit_id);
CREATE INDEX notices_of_link ON notices (link_id, subscription_id, id);
CREATE INDEX notices_of_subscription ON notices (subscription_id);
COMMIT;

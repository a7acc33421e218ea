-- Leaves of the audit log, and the Merkle tree over them. A leaf is written in the transaction of what it
-- tells, by audit_append(), or of what only read after it and before it is shown, by audit_append_reads(); and queued:
-- the sequencer gives queued leaves their places in the tree.
--
-- leaf_data is what is hashed: a version byte, 01, then the fields of audit_append() in PostgreSQL's binary
-- form of a row (record_send): the number of fields, then for each its type's OID, its length (-1 for null)
-- and its bytes, all numbers big-endian in 4 bytes. Only built-in types are used, whose OIDs and binary
-- forms are fixed: text 25 in UTF-8, bytea 17, uuid 2950, int4 23, int2 21, bool 16, timestamptz 1184 as
-- microseconds since 2000-01-01 UTC in 8 bytes, text[] 1009. It holds no personal data: a request enters as a
-- salted SHA-256 commitment whose salt and payload live in audit_secret, and rows enter as SHA-256 of their
-- exact state, in which personal data stand sealed. So erasing keys and secrets hurts no proof.

CREATE TYPE leaf_head AS (
  event_uid   uuid,
  occurred_time timestamptz,
  instance    text,
  actor       text,
  certificate bytea,
  action      text,
  request_id  uuid,
  salt        bytea,
  commitment  bytea,
  payload     bytea
);
COMMENT ON TYPE leaf_head IS 'What the server says of an operation before PostgreSQL knows what came of it. event_uid: of this leaf, made by the server; occurred_time: when it takes effect, by the server''s clock; instance: the server process, and in a leaf of ForkLog why it was done, an empty line, and the head that was lost; certificate: SHA-256 of the caller''s; action: the RPC, "CreateCase"; commitment: SHA-256 of salt and the request as received; payload: that request, sealed.';

CREATE TABLE audit_leaf (
  leaf_id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  leaf_hash     bytea NOT NULL,
  leaf_data     bytea NOT NULL,
  occurred_time timestamptz NOT NULL,
  actor         text NOT NULL,
  action        text NOT NULL,
  decision      text NOT NULL,
  mission       text,
  object_uid    uuid
);
COMMENT ON COLUMN audit_leaf.leaf_hash IS 'SHA-256 of a zero byte and leaf_data (RFC 6962 section 2.1).';
COMMENT ON COLUMN audit_leaf.actor IS 'From here on with occurred_time projections of leaf_data, for searching; a verifier derives them anew.';
COMMENT ON COLUMN audit_leaf.decision IS '"done", or "denied": the caller was refused.';
CREATE INDEX audit_leaf_object ON audit_leaf (object_uid, leaf_id);
CREATE INDEX audit_leaf_occurred ON audit_leaf USING brin (occurred_time) WITH (pages_per_range = 32);

CREATE TABLE audit_secret (
  leaf_id bigint PRIMARY KEY,
  salt    bytea NOT NULL CONSTRAINT audit_secret_salt_length CHECK (octet_length(salt) = 32),
  payload bytea NOT NULL
);
COMMENT ON TABLE audit_secret IS 'Opens the commitment of the leaf of the same id, with which it is written; the only part of the log that lawful erasure deletes.';
COMMENT ON COLUMN audit_secret.payload IS 'The request as received (serialised proto), sealed under a key of its case, or under the server key "payload".';

CREATE TABLE audit_pending (
  leaf_id   bigint PRIMARY KEY,
  leaf_hash bytea NOT NULL
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
COMMENT ON TABLE audit_pending IS 'Leaves that wait for their place in the tree. A queue, because neither the order of ids nor of transactions is the order of commits.';

-- The exact state of a row, as committed to by the last leaf that wrote it. A column that is added after a first
-- deployment may be NULL, and stands behind these as a record of its own where it is not:
--   record_send(ROW(c.mission, …)) || CASE WHEN c.added IS NULL THEN ''::bytea ELSE record_send(ROW(c.added)) END
-- so that rows which nobody wrote since have the state that their leaf tells of, and exports from before stay true.
-- tests/tamper/upgrade_test.cc does it once.
CREATE FUNCTION audit_state(c case_file) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql RETURN
  record_send(ROW(c.mission, c.uid, c.year, c.serial, c.type, c.type_version, c.state, c.open, c.priority,
                  c.assignee, c.host_state, c.sensitivity, c.compartment, c.labels, c.sealed, c.received_time,
                  c.create_time, c.created_by, c.update_time, c.close_time, c.erase_time, c.version));
CREATE FUNCTION audit_state(p party) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql RETURN
  record_send(ROW(p.mission, p.case_uid, p.uid, p.role, p.kind, p.sealed, p.create_time, p.remove_time, p.version));
CREATE FUNCTION audit_state(e entry) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql RETURN
  record_send(ROW(e.mission, e.case_uid, e.uid, e.kind, e.sealed, e.happened_time, e.record_time, e.author, e.channel,
                  e.in_person, e.party_uid, e.direction, e.event, e.from_state, e.to_state, e.triggers, e.corrects));
CREATE FUNCTION audit_state(d deadline) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql RETURN
  record_send(ROW(d.mission, d.case_uid, d.rule, d.run, d.source, d.start_time, d.due_time, d.met_by, d.corrects,
                  d.met_time, d.stop_time, d.version));
CREATE FUNCTION audit_state(g access_grant) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql RETURN
  record_send(ROW(g.uid, g.mission, g.case_uid, g.principal, g.break_glass, g.sealed, g.granted_by, g.grant_time,
                  g.expire_time, g.revoke_time, g.reviewed_by, g.review_time, g.review, g.version));
CREATE FUNCTION audit_state(a approval) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql RETURN
  record_send(ROW(a.mission, a.case_uid, a.uid, a.event, a.case_version, a.sealed, a.proposed_by, a.propose_time,
                  a.expire_time, a.decided_by, a.decide_time, a.approved, a.version));
CREATE FUNCTION audit_state(m mission) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql RETURN
  record_send(ROW(m.code, m.name_kk, m.name_ru, m.name_en, m.host_state, m.time_zone, m.weekend, m.version));
CREATE FUNCTION audit_state(p principal) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql RETURN
  record_send(ROW(p.name, p.sealed, p.active, p.clearances, p.version));
CREATE FUNCTION audit_state(g role_grant) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql RETURN
  record_send(ROW(g.principal, g.role, g.mission, g.expire_time, g.revoke_time, g.version));
CREATE FUNCTION audit_state(r revoked_certificate) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql RETURN
  record_send(ROW(r.fingerprint, r.reason, r.revoke_time));
CREATE FUNCTION audit_state(t case_type) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql RETURN
  record_send(ROW(t.id, t.version, t.definition, t.apply_time));
-- Where what a row holds must not outlive it in somebody's export, its hash stands for it: of keys, which are
-- destroyed when a case is erased; of what a case is found by; of requests and answers, which are forgotten.
CREATE FUNCTION audit_state(k data_key) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql RETURN
  record_send(ROW(k.mission, k.case_uid, k.uid, k.kek, sha256(k.wrapped), k.version));
CREATE FUNCTION audit_state(i case_index) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql RETURN
  record_send(ROW(i.mission, i.case_uid, i.source, sha256(record_send(ROW(i.tokens, i.identifiers))), i.version));
CREATE FUNCTION audit_state(r request) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql RETURN
  record_send(ROW(r.principal, r.request_id, r.method, r.mission, r.case_uid, r.create_time,
                  sha256(record_send(ROW(r.content_hash, r.response)))));
CREATE FUNCTION audit_state(n case_counter) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql RETURN
  record_send(ROW(n.mission, n.year, n.last));
CREATE FUNCTION audit_state(k server_key) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql RETURN
  record_send(ROW(k.name, k.kek, sha256(k.wrapped), k.version));

-- What a row is called in the log where that takes more than one column.
CREATE FUNCTION audit_key(d deadline) RETURNS text IMMUTABLE PARALLEL SAFE LANGUAGE sql
  RETURN d.rule || CASE WHEN d.run > 1 THEN '/' || d.run::text ELSE '' END;
CREATE FUNCTION audit_key(k data_key) RETURNS text IMMUTABLE PARALLEL SAFE LANGUAGE sql
  RETURN k.case_uid::text || '/' || k.uid::text;
CREATE FUNCTION audit_key(r request) RETURNS text IMMUTABLE PARALLEL SAFE LANGUAGE sql
  RETURN r.principal || '/' || r.request_id::text;
CREATE FUNCTION audit_key(n case_counter) RETURNS text IMMUTABLE PARALLEL SAFE LANGUAGE sql
  RETURN n.mission || '/' || n.year::text;
CREATE FUNCTION audit_key(g role_grant) RETURNS text IMMUTABLE PARALLEL SAFE LANGUAGE sql
  RETURN g.principal || '/' || g.role || '/' || g.mission;
CREATE FUNCTION audit_key(r revoked_certificate) RETURNS text IMMUTABLE PARALLEL SAFE LANGUAGE sql
  RETURN encode(r.fingerprint, 'hex');
CREATE FUNCTION audit_key(t case_type) RETURNS text IMMUTABLE PARALLEL SAFE LANGUAGE sql
  RETURN t.id || '@' || t.version::text;

-- One row that a transaction wrote: kind, key, version, SHA-256 of its state. Kinds of a case's rows: "case",
-- "party", "entry", "deadline", "grant", "approval", "index"; their key is within the case (uid; for deadlines the
-- rule, and its run from the second on); and "data_key", whose key names the case too, for one leaf may tell of many.
-- Kinds of no case's: "mission", "principal", "role", "certificate", "case_type", "server_key", "context_key" and, in
-- leaves of cases too, "counter", whose version is the number it holds, and "request".
CREATE FUNCTION audit_object(kind text, key text, version integer, state bytea) RETURNS bytea
  STABLE PARALLEL SAFE LANGUAGE sql
  RETURN record_send(ROW(kind, key, version, sha256(state)));
CREATE FUNCTION audit_object(c case_file) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql
  RETURN audit_object('case', c.uid::text, c.version, audit_state(c));
CREATE FUNCTION audit_object(p party) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql
  RETURN audit_object('party', p.uid::text, p.version, audit_state(p));
CREATE FUNCTION audit_object(e entry) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql
  RETURN audit_object('entry', e.uid::text, 1, audit_state(e));
CREATE FUNCTION audit_object(d deadline) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql
  RETURN audit_object('deadline', audit_key(d), d.version, audit_state(d));
CREATE FUNCTION audit_object(g access_grant) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql
  RETURN audit_object('grant', g.uid::text, g.version, audit_state(g));
CREATE FUNCTION audit_object(a approval) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql
  RETURN audit_object('approval', a.uid::text, a.version, audit_state(a));
CREATE FUNCTION audit_object(m mission) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql
  RETURN audit_object('mission', m.code, m.version, audit_state(m));
CREATE FUNCTION audit_object(p principal) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql
  RETURN audit_object('principal', p.name, p.version, audit_state(p));
CREATE FUNCTION audit_object(g role_grant) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql
  RETURN audit_object('role', audit_key(g), g.version, audit_state(g));
CREATE FUNCTION audit_object(r revoked_certificate) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql
  RETURN audit_object('certificate', audit_key(r), 1, audit_state(r));
CREATE FUNCTION audit_object(t case_type) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql
  RETURN audit_object('case_type', audit_key(t), 1, audit_state(t));
CREATE FUNCTION audit_object(k data_key) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql
  RETURN audit_object('data_key', audit_key(k), k.version, audit_state(k));
CREATE FUNCTION audit_object(i case_index) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql
  RETURN audit_object('index', i.source::text, i.version, audit_state(i));
CREATE FUNCTION audit_object(r request) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql
  RETURN audit_object('request', audit_key(r), 1, audit_state(r));
CREATE FUNCTION audit_object(n case_counter) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql
  RETURN audit_object('counter', audit_key(n), n.last, audit_state(n));
CREATE FUNCTION audit_object(k server_key) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql
  RETURN audit_object('server_key', k.name, k.version, audit_state(k));

-- One row that a transaction deleted: its next version, of no state.
CREATE FUNCTION audit_gone(k data_key) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql
  RETURN audit_object('data_key', audit_key(k), k.version + 1, ''::bytea);
CREATE FUNCTION audit_gone(i case_index) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql
  RETURN audit_object('index', i.source::text, i.version + 1, ''::bytea);

-- What is hashed of a leaf.
CREATE FUNCTION audit_data(head leaf_head, decision text, mission text, object_uid uuid, grant_uid uuid,
                           objects bytea, seen bytea) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql RETURN
  '\x01'::bytea || record_send(ROW(
    (head).event_uid, (head).occurred_time, (head).instance, (head).actor, (head).certificate, (head).action, decision,
    mission, object_uid, (head).request_id, grant_uid, (head).commitment, objects, seen));

-- The leaf itself, whoever says so: for audit_append(), and for what the schema's owner does before there is a context.
CREATE FUNCTION audit_insert(head leaf_head, decision text, mission text, object_uid uuid, grant_uid uuid,
                             objects bytea, seen bytea)
RETURNS text LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public AS $$
DECLARE
  data bytea := audit_data(head, decision, mission, object_uid, grant_uid, objects, seen);
  hash bytea := sha256('\x00'::bytea || data);
  id bigint;
BEGIN
  INSERT INTO audit_leaf (leaf_hash, leaf_data, occurred_time, actor, action, decision, mission, object_uid)
    VALUES (hash, data, head.occurred_time, head.actor, head.action, decision, mission, object_uid)
    RETURNING leaf_id INTO id;
  INSERT INTO audit_secret (leaf_id, salt, payload) VALUES (id, head.salt, head.payload);
  INSERT INTO audit_pending (leaf_id, leaf_hash) VALUES (id, hash);
  RETURN id || ':' || encode(hash, 'hex');
END $$;

-- The grant on the case that the actor of a leaf holds, if any. An exception if the leaf names another actor than
-- the context.
CREATE FUNCTION audit_grant(head leaf_head, of_case uuid) RETURNS uuid LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, public AS $$
DECLARE
  labels text[] := access_labels();
BEGIN
  IF NOT head.actor = ANY (labels) THEN
    RAISE EXCEPTION 'the leaf names another actor than the context' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF 'case:' || of_case = ANY (labels) THEN
    RETURN (
      SELECT g.uid FROM access_grant g
      WHERE g.case_uid = of_case AND g.principal = head.actor AND g.revoke_time IS NULL AND g.expire_time > head.occurred_time
      ORDER BY g.break_glass DESC, g.grant_time DESC LIMIT 1);
  END IF;
  RETURN NULL;
END $$;

-- Writes one leaf, what opens it, and its place in the queue. The only way into the log, but for what only read.
--   decision     "done", or "denied"
--   object_uid   the case, or null
--   objects      audit_object()s of every row written, in any fixed order; empty for reads
--   seen         uids of the cases that a list showed, 16 bytes each; empty otherwise
-- Returns "leaf_id:leaf_hash" with the hash in hex, for the journal outside of this database.
CREATE FUNCTION audit_append(head leaf_head, decision text, mission text, object_uid uuid, objects bytea, seen bytea)
RETURNS text LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  RETURN audit_insert(head, decision, mission, object_uid, audit_grant(head, object_uid), objects, seen);
END $$;

-- What a statement that only read was about, for the leaf that audit_append_reads() writes before the rows are shown to
-- anybody.
CREATE TYPE reading AS (
  mission     text,
  object_uid  uuid,
  grant_uid   uuid,
  seen        bytea
);
COMMENT ON TYPE reading IS 'What the leaf of a read says of the rows; grant_uid: the grant on the case by which its reader saw it.';

-- As the statement saw it. Most callers hold no grant: the context is asked first whether it speaks of the case.
CREATE FUNCTION audit_read(head leaf_head, mission text, object_uid uuid, seen bytea) RETURNS reading
LANGUAGE sql STABLE RETURN
  ROW(mission, object_uid,
      CASE WHEN strpos(current_setting('arasha.context', true), 'case:' || object_uid) > 0
        THEN audit_grant(head, object_uid) END,
      seen)::reading;

-- Writes the leaves of several statements that only read, of as many callers. For the label "leaves" alone, which the
-- server gives nobody but itself: another role could otherwise tell of reads that nobody did.
CREATE FUNCTION audit_append_reads(heads leaf_head[], reads reading[])
RETURNS SETOF text LANGUAGE plpgsql VOLATILE SECURITY DEFINER ROWS 16 SET search_path = pg_catalog, public AS $$
BEGIN
  IF NOT 'leaves' = ANY (access_labels()) THEN
    RAISE EXCEPTION 'not for this context' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN QUERY
    WITH leaf AS MATERIALIZED (
      SELECT nextval('audit_leaf_leaf_id_seq') AS leaf_id, sha256('\x00'::bytea || l.leaf_data) AS leaf_hash, l.*
      FROM (SELECT audit_data(ROW(r.event_uid, r.occurred_time, r.instance, r.actor, r.certificate, r.action, r.request_id,
                                  r.salt, r.commitment, r.payload)::leaf_head,
                              'done', r.mission, r.object_uid, r.grant_uid, ''::bytea, r.seen) AS leaf_data, r.*
            FROM unnest(heads, reads) AS r
            OFFSET 0) AS l
    ), written AS (
      INSERT INTO audit_leaf (leaf_id, leaf_hash, leaf_data, occurred_time, actor, action, decision, mission, object_uid)
      OVERRIDING SYSTEM VALUE
      SELECT l.leaf_id, l.leaf_hash, l.leaf_data, l.occurred_time, l.actor, l.action, 'done', l.mission, l.object_uid
      FROM leaf l
    ), opened AS (
      INSERT INTO audit_secret (leaf_id, salt, payload) SELECT l.leaf_id, l.salt, l.payload FROM leaf l
    ), queued AS (
      INSERT INTO audit_pending (leaf_id, leaf_hash) SELECT l.leaf_id, l.leaf_hash FROM leaf l
    )
    SELECT l.leaf_id || ':' || encode(l.leaf_hash, 'hex') FROM leaf l;
END $$;

-- Puts right what gives numbers, after somebody set it back so that one would be given twice: ids of leaves and
-- numbers of cases. For the server, when a number was there already; no honest database needs it. Returns a leaf of
-- MendNumbers for each, whose `instance` says which: "audit_leaf", or a counter's key.
CREATE FUNCTION audit_mended(numbers text, mission text) RETURNS text LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, public AS $$
DECLARE
  salt bytea := uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());
BEGIN
  RETURN audit_insert(
    ROW(gen_random_uuid(), clock_timestamp(), numbers, 'arashad', NULL, 'MendNumbers', NULL, salt, sha256(salt), '')::leaf_head,
    'done', mission, NULL, NULL, ''::bytea, ''::bytea);
END $$;
CREATE FUNCTION mend_numbers() RETURNS SETOF text LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
DECLARE
  highest bigint;
  mended record;
BEGIN
  PERFORM pg_advisory_xact_lock(7365103);  -- Not the lease of the sequencer (storage/log/log.cc).
  highest := (SELECT max(leaf_id) FROM audit_leaf);
  IF (SELECT last_value FROM audit_leaf_leaf_id_seq) < highest THEN
    PERFORM setval('audit_leaf_leaf_id_seq', highest);
    RETURN NEXT audit_mended('audit_leaf', NULL);
  END IF;
  FOR mended IN
    INSERT INTO case_counter AS n (mission, year, last)
    SELECT c.mission, c.year, max(c.serial) FROM case_file c GROUP BY c.mission, c.year
    ON CONFLICT (mission, year) DO UPDATE SET last = excluded.last WHERE n.last < excluded.last
    RETURNING n.mission, audit_key(n) AS key
  LOOP
    RETURN NEXT audit_mended(mended.key, mended.mission);
  END LOOP;
END $$;

-- A refusal: its leaf says which case it was about, if there is one of this number. Whether there is, and whether the
-- caller sees it, is for readers of the log alone.
CREATE FUNCTION audit_append_denied(head leaf_head, about_mission text, about_year integer, about_serial integer)
RETURNS text LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT audit_append(head, 'denied', (SELECT code FROM mission WHERE code = about_mission),
    (SELECT uid FROM case_file WHERE mission = about_mission AND year = about_year AND serial = about_serial),
    ''::bytea, ''::bytea)
$$;

-- The tree ---------------------------------------------------------------------------------------------

CREATE TABLE audit_sequence (
  tree_index bigint PRIMARY KEY,
  leaf_id    bigint NOT NULL CONSTRAINT audit_sequence_once UNIQUE
);
COMMENT ON TABLE audit_sequence IS 'Places of leaves in the tree, from 0, without gaps.';

CREATE TABLE audit_tile (
  level  smallint NOT NULL,
  n      bigint NOT NULL,
  hashes bytea NOT NULL CONSTRAINT audit_tile_width CHECK (octet_length(hashes) BETWEEN 32 AND 8192 AND octet_length(hashes) % 32 = 0),
  PRIMARY KEY (level, n)
);
COMMENT ON TABLE audit_tile IS 'Hashes of the tree in tiles of 256 (C2SP tlog-tiles): level 0 holds leaf hashes, level L the roots of full tiles of level L-1. The last tile of a level may be partial and grows.';

CREATE TABLE audit_checkpoint (
  origin      text NOT NULL,
  size        bigint NOT NULL,
  root        bytea NOT NULL,
  note        text NOT NULL,
  create_time timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (origin, size)
);
COMMENT ON TABLE audit_checkpoint IS 'Signed heads of the tree (C2SP tlog-checkpoint in a signed note).';
-- One head of a size, whatever the origin: another origin begins with a leaf of its own.
CREATE UNIQUE INDEX audit_checkpoint_size ON audit_checkpoint (size);

CREATE TABLE audit_cosignature (
  origin      text NOT NULL,
  size        bigint NOT NULL,
  witness     text NOT NULL,
  line        text NOT NULL,
  create_time timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (origin, size, witness),
  CONSTRAINT audit_cosignature_checkpoint FOREIGN KEY (origin, size) REFERENCES audit_checkpoint
);
COMMENT ON TABLE audit_cosignature IS 'What witnesses answered to a checkpoint: a signature line each.';

-- Append-only, for the owner's own mistakes too. Whoever can drop a trigger is caught by the tree.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'table % is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_leaf FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR TRUNCATE ON audit_secret FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_sequence FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_checkpoint FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON case_type FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

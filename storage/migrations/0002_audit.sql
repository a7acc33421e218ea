-- Leaves of the audit log. A leaf is written in the transaction of what it tells, by audit_append()
-- alone; sequencing into a Merkle tree (RFC 6962) reads leaf_hash and never touches these rows.
--
-- leaf_data is what is hashed: a version byte, 01, then the fields of audit_append() in PostgreSQL's binary
-- form of a row (record_send): the number of fields, then for each its type's OID, its length (-1 for null)
-- and its bytes, all numbers big-endian in 4 bytes. Only built-in types are used, whose OIDs and binary
-- forms are fixed: text 25 in UTF-8, bytea 17, uuid 2950, int4 23, int2 21, bool 16, timestamptz 1184 as
-- microseconds since 2000-01-01 UTC in 8 bytes, jsonb 3802, text[] 1009, date 1082. It holds no personal
-- data: what was said and what the rows became enter as salted SHA-256 commitments, whose salt and payload
-- live in audit_secret and can be erased without hurting any proof.

CREATE TABLE audit_leaf (
  leaf_id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  leaf_hash   bytea NOT NULL,
  leaf_data   bytea NOT NULL,
  occurred_at timestamptz NOT NULL,
  actor       text NOT NULL,
  action      text NOT NULL,
  mission     text,
  object_uid  uuid
);
COMMENT ON COLUMN audit_leaf.leaf_hash IS 'SHA-256 of a zero byte and leaf_data (RFC 6962 section 2.1).';
COMMENT ON COLUMN audit_leaf.actor IS 'From here on projections of leaf_data, for searching; a verifier derives them anew.';
CREATE INDEX audit_leaf_object ON audit_leaf (object_uid, leaf_id);

CREATE TABLE audit_secret (
  leaf_id bigint PRIMARY KEY REFERENCES audit_leaf,
  salt    bytea NOT NULL CONSTRAINT audit_secret_salt_length CHECK (octet_length(salt) = 32),
  payload bytea NOT NULL
);
COMMENT ON TABLE audit_secret IS 'Opens the commitments of a leaf; the only part of the log that lawful erasure deletes.';
COMMENT ON COLUMN audit_secret.payload IS 'The request as received (serialised proto); for lists, followed by the uids returned.';

-- The exact state of a row, as committed to by the last leaf that wrote it. A column added later
-- comes with a new function under a new name, and audit_object() then says that name as the kind.
CREATE FUNCTION audit_state(c case_file) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql RETURN
  record_send(ROW(c.mission, c.uid, c.year, c.serial, c.type, c.type_version, c.state, c.open, c.priority,
                  c.assignee, c.host_state, c.summary, c.details, c.received_at, c.created_at, c.updated_at,
                  c.closed_at, c.version));
CREATE FUNCTION audit_state(p party) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql RETURN
  record_send(ROW(p.mission, p.case_uid, p.uid, p.role, p.kind, p.display_name, p.iin, p.bin, p.passport_number,
                  p.birth_date, p.nationality, p.phone, p.email, p.note, p.created_at, p.removed_at, p.version));
CREATE FUNCTION audit_state(e entry) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql RETURN
  record_send(ROW(e.mission, e.case_uid, e.uid, e.kind, e.text, e.happened_at, e.recorded_at, e.author, e.channel,
                  e.in_person, e.party_uid, e.reference, e.direction, e.event, e.from_state, e.to_state,
                  e.triggers));
CREATE FUNCTION audit_state(d deadline) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql RETURN
  record_send(ROW(d.mission, d.case_uid, d.rule, d.source, d.started_at, d.due_at, d.met_by, d.corrects, d.met_at,
                  d.stopped_at, d.version));

-- One row that a transaction wrote: kind, key within the case, version, and the commitment to its
-- state under the leaf's salt.
CREATE FUNCTION audit_object(kind text, key text, version integer, salt bytea, state bytea) RETURNS bytea
  STABLE PARALLEL SAFE LANGUAGE sql
  RETURN record_send(ROW(kind, key, version, sha256(salt || state)));

-- Writes one leaf and what opens it. The only way into audit_leaf.
--   occurred_at  when the operation took effect, by the server's clock
--   instance     the server process
--   certificate  SHA-256 of the caller's certificate
--   action       the RPC, "CreateCase"
--   objects      audit_object()s of every row written, in any fixed order; empty for reads
CREATE FUNCTION audit_append(occurred_at timestamptz, instance text, actor text, certificate bytea, action text,
                             mission text, object_uid uuid, request_id uuid, salt bytea, payload bytea, objects bytea)
RETURNS bigint LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  data bytea := '\x01'::bytea || record_send(ROW(
    gen_random_uuid(), occurred_at, instance, actor, certificate, action, mission, object_uid, request_id,
    sha256(salt || payload), objects));
  id bigint;
BEGIN
  INSERT INTO audit_leaf (leaf_hash, leaf_data, occurred_at, actor, action, mission, object_uid)
    VALUES (sha256('\x00'::bytea || data), data, occurred_at, actor, action, mission, object_uid)
    RETURNING leaf_id INTO id;
  INSERT INTO audit_secret (leaf_id, salt, payload) VALUES (id, salt, payload);
  RETURN id;
END $$;

-- Append-only, for the owner's own mistakes too. Whoever can drop a trigger is caught by the tree.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'table % is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_leaf FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR TRUNCATE ON audit_secret FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON case_type FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What serving needs -------------------------------------------------------------------------------

REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO arasha_server;
GRANT SELECT ON mission, principal, role_grant, revoked_certificate, case_type, server_secret, directory_version,
  schema_migration TO arasha_server;
GRANT SELECT, INSERT, UPDATE ON case_counter, case_file, party, deadline TO arasha_server;
GRANT SELECT, INSERT ON entry, audit_leaf, audit_secret TO arasha_server;
GRANT SELECT, INSERT, DELETE ON request TO arasha_server;

-- Leaves of the audit log. A leaf is written in the transaction of what it tells, by audit_append()
-- alone; sequencing into a Merkle tree (RFC 6962) reads leaf_hash and never touches these rows.
--
-- leaf_data is what is hashed: a version byte, then fields in a fixed order, each as a 4-byte
-- big-endian length and its bytes, length -1 for null; times as microseconds since 2000-01-01 UTC in
-- 8 bytes. It holds no personal data: what was said and what the rows became enter as salted
-- SHA-256 commitments, whose salt and payload live in audit_secret and can be erased without hurting
-- any proof.

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

CREATE FUNCTION audit_field(bytea) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql
  RETURN int4send(coalesce(octet_length($1), -1)) || coalesce($1, ''::bytea);
CREATE FUNCTION audit_field(text) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql
  RETURN audit_field(convert_to($1, 'UTF8'));
CREATE FUNCTION audit_field(uuid) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql
  RETURN audit_field(uuid_send($1));
CREATE FUNCTION audit_field(timestamptz) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql
  RETURN audit_field(timestamptz_send($1));
CREATE FUNCTION audit_field(integer) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql
  RETURN audit_field(int4send($1));
CREATE FUNCTION audit_field(boolean) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql
  RETURN audit_field(int4send($1::integer));

-- The exact state of a row, as committed to by the last leaf that wrote it. A column added later
-- comes with a new function under a new name, and audit_object() then says that name as the kind.
CREATE FUNCTION audit_state(c case_file) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql RETURN
  audit_field(c.mission) || audit_field(c.uid) || audit_field(c.year::integer) || audit_field(c.serial) ||
  audit_field(c.type) || audit_field(c.type_version) || audit_field(c.state) || audit_field(c.open) ||
  audit_field(c.priority::integer) || audit_field(c.assignee) || audit_field(c.host_state) || audit_field(c.summary) ||
  audit_field(c.details::text) || audit_field(c.received_at) || audit_field(c.created_at) ||
  audit_field(c.updated_at) || audit_field(c.closed_at) || audit_field(c.version);
CREATE FUNCTION audit_state(p party) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql RETURN
  audit_field(p.mission) || audit_field(p.case_uid) || audit_field(p.uid) || audit_field(p.role::integer) ||
  audit_field(p.kind::integer) || audit_field(p.display_name) || audit_field(p.iin) || audit_field(p.bin) ||
  audit_field(p.passport_number) || audit_field(to_char(p.birth_date, 'YYYY-MM-DD')) || audit_field(p.nationality) ||
  audit_field(p.phone) || audit_field(p.email) || audit_field(p.note) || audit_field(p.created_at) ||
  audit_field(p.removed_at) || audit_field(p.version);
CREATE FUNCTION audit_state(e entry) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql RETURN
  audit_field(e.mission) || audit_field(e.case_uid) || audit_field(e.uid) || audit_field(e.kind::integer) ||
  audit_field(e.text) || audit_field(e.happened_at) || audit_field(e.recorded_at) || audit_field(e.author) ||
  audit_field(e.channel::integer) || audit_field(e.in_person) || audit_field(e.party_uid) || audit_field(e.reference) ||
  audit_field(e.direction::integer) || audit_field(e.event) || audit_field(e.from_state) || audit_field(e.to_state) ||
  audit_field(array_to_string(e.triggers, ' '));
CREATE FUNCTION audit_state(d deadline) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql RETURN
  audit_field(d.mission) || audit_field(d.case_uid) || audit_field(d.rule) || audit_field(d.source) ||
  audit_field(d.started_at) || audit_field(d.due_at) || audit_field(array_to_string(d.met_by, ' ')) ||
  audit_field(d.corrects) || audit_field(d.met_at) || audit_field(d.stopped_at) || audit_field(d.version);

-- One row that a transaction wrote: kind, key within the case, version, and the commitment to its
-- state under the leaf's salt.
CREATE FUNCTION audit_object(kind text, key text, version integer, salt bytea, state bytea) RETURNS bytea
  STABLE PARALLEL SAFE LANGUAGE sql
  RETURN audit_field(kind) || audit_field(key) || audit_field(version) || audit_field(sha256(salt || state));

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
  data bytea := '\x01'::bytea || audit_field(gen_random_uuid()) || audit_field(occurred_at) || audit_field(instance) ||
                audit_field(actor) || audit_field(certificate) || audit_field(action) || audit_field(mission) ||
                audit_field(object_uid) || audit_field(request_id) || audit_field(sha256(salt || payload)) ||
                audit_field(objects);
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

-- The registry: missions, who may act, the catalogue, cases with their parties, timeline and
-- deadlines, answered requests, and the leaves of the audit log.
--
-- Owned by arasha_owner, who alone changes the schema; arasha_server gets what serving needs and
-- nothing else (grants at the end). Every tenant table starts its primary key with the mission, so
-- that it can be distributed by mission.

-- Reference data, read as a whole by every server process ------------------------------------------

CREATE TABLE mission (
  code       text PRIMARY KEY CONSTRAINT mission_code_form CHECK (code ~ '^[A-Z]{3,5}$'),
  name_kk    text NOT NULL,
  name_ru    text NOT NULL,
  name_en    text NOT NULL,
  host_state text NOT NULL CONSTRAINT mission_host_state_form CHECK (host_state ~ '^[A-Z]{2}$'),
  time_zone  text NOT NULL,
  weekend    smallint[] NOT NULL,
  version    integer NOT NULL DEFAULT 1
);
COMMENT ON TABLE mission IS 'Embassies, consulates and the ministry.';
COMMENT ON COLUMN mission.name_kk IS 'Name shown to people, in each language of the service.';
COMMENT ON COLUMN mission.time_zone IS 'IANA name; days and deadlines are counted in it.';
COMMENT ON COLUMN mission.weekend IS 'ISO days of the week (1 Monday to 7 Sunday) on which the mission rests.';

CREATE TABLE principal (
  name       text PRIMARY KEY CONSTRAINT principal_name_form CHECK (name ~ '^(staff/[a-z0-9._-]+|partners/[a-z0-9._-]+/[a-z0-9._-]+)$'),
  sealed     bytea NOT NULL,
  active     boolean NOT NULL DEFAULT true,
  clearances text[] NOT NULL DEFAULT '{}',
  version    integer NOT NULL DEFAULT 1
);
COMMENT ON TABLE principal IS 'Who may act: staff and partner systems, named as the path of the SPIFFE id in their certificate.';
COMMENT ON COLUMN principal.sealed IS 'Display name, sealed under the server key "register".';
COMMENT ON COLUMN principal.clearances IS 'Compartments whose cases this principal may see where its roles hold.';

CREATE TABLE role_grant (
  principal   text NOT NULL REFERENCES principal,
  role        text NOT NULL,
  mission     text NOT NULL,
  expire_time timestamptz NOT NULL DEFAULT 'infinity',
  revoke_time timestamptz,
  version     integer NOT NULL DEFAULT 1,
  PRIMARY KEY (principal, role, mission)
);
COMMENT ON TABLE role_grant IS 'Roles, where they hold and until when; mission "-" stands for all of them.';
COMMENT ON COLUMN role_grant.revoke_time IS 'Since when the role is no longer held. The row stays, and its versions go on if the role is given again: so the log tells a role that was taken from one that was never given.';

CREATE TABLE server_key (
  name    text PRIMARY KEY,
  kek     text NOT NULL,
  wrapped bytea NOT NULL,
  version integer NOT NULL DEFAULT 1
);
COMMENT ON TABLE server_key IS 'Keys that all replicas share, wrapped by the key-encryption key `kek`, which is not in this database: register (what is sealed outside of cases), blind_index, search (tokens), context (the MAC of access contexts), payload (requests in the log that belong to no case), page_token (the MAC of page tokens).';

CREATE TABLE revoked_certificate (
  fingerprint bytea PRIMARY KEY CONSTRAINT revoked_certificate_sha256 CHECK (octet_length(fingerprint) = 32),
  reason      text NOT NULL,
  revoke_time timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE revoked_certificate IS 'SHA-256 of the DER form of certificates refused before they expire.';

CREATE TABLE case_type (
  id         text NOT NULL,
  version    integer NOT NULL CONSTRAINT case_type_version_positive CHECK (version > 0),
  definition text NOT NULL,
  apply_time timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (id, version)
);
COMMENT ON TABLE case_type IS 'The catalogue: arasha.v1.CaseType as text proto, one row a version, never changed.';

CREATE TABLE directory_version (
  version bigint NOT NULL
);
COMMENT ON TABLE directory_version IS 'One row, moved in the transaction that changes reference data; servers poll it and reload. A sequence would not do: it moves before the change can be seen.';
INSERT INTO directory_version VALUES (1);
CREATE FUNCTION directory_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  UPDATE directory_version SET version = version + 1;
  RETURN NULL;
END $$;
CREATE TRIGGER directory_changed AFTER INSERT OR UPDATE OR DELETE ON mission FOR EACH STATEMENT EXECUTE FUNCTION directory_changed();
CREATE TRIGGER directory_changed AFTER INSERT OR UPDATE OR DELETE ON principal FOR EACH STATEMENT EXECUTE FUNCTION directory_changed();
CREATE TRIGGER directory_changed AFTER INSERT OR UPDATE OR DELETE ON role_grant FOR EACH STATEMENT EXECUTE FUNCTION directory_changed();
CREATE TRIGGER directory_changed AFTER INSERT OR UPDATE OR DELETE ON revoked_certificate FOR EACH STATEMENT EXECUTE FUNCTION directory_changed();
CREATE TRIGGER directory_changed AFTER INSERT OR UPDATE OR DELETE ON case_type FOR EACH STATEMENT EXECUTE FUNCTION directory_changed();
CREATE TRIGGER directory_changed AFTER INSERT OR UPDATE OR DELETE ON server_key FOR EACH STATEMENT EXECUTE FUNCTION directory_changed();

-- Cases --------------------------------------------------------------------------------------------

CREATE TABLE case_counter (
  mission text NOT NULL REFERENCES mission,
  year    smallint NOT NULL,
  last    integer NOT NULL,
  PRIMARY KEY (mission, year)
) WITH (fillfactor = 10);
COMMENT ON TABLE case_counter IS 'Last case number given, per mission and year. Its row is locked from the number until the commit, which makes numbers gap-free and serialises only one mission''s openings.';

CREATE TABLE case_file (
  mission       text NOT NULL REFERENCES mission,
  uid           uuid NOT NULL,
  year          smallint NOT NULL,
  serial        integer NOT NULL,
  type          text NOT NULL,
  type_version  integer NOT NULL,
  state         text NOT NULL,
  open          boolean NOT NULL,
  priority      smallint NOT NULL,
  assignee      text REFERENCES principal,
  host_state    text NOT NULL,
  sensitivity   smallint NOT NULL,
  compartment   text,
  labels        text[] NOT NULL,
  sealed        bytea NOT NULL,
  received_time timestamptz NOT NULL,
  create_time   timestamptz NOT NULL,
  created_by    text NOT NULL,
  update_time   timestamptz NOT NULL,
  close_time    timestamptz,
  erase_time    timestamptz,
  version       integer NOT NULL,
  PRIMARY KEY (mission, uid),
  CONSTRAINT case_file_number UNIQUE (mission, year, serial),
  CONSTRAINT case_file_type FOREIGN KEY (type, type_version) REFERENCES case_type
) WITH (fillfactor = 90);
COMMENT ON TABLE case_file IS 'A case ("case" is a reserved word of SQL).';
COMMENT ON COLUMN case_file.open IS 'The state is not final; kept beside it because lists ask for it and the catalogue is not in SQL.';
COMMENT ON COLUMN case_file.sensitivity IS 'Number of the proto enum.';
COMMENT ON COLUMN case_file.labels IS 'Who may see the case: it is seen by those whose own labels overlap these (services/rules/access/access.h). Derived from mission, sensitivity, compartment, created_by and assignee.';
COMMENT ON COLUMN case_file.sealed IS 'The personal fields of arasha.v1.Case (KEPT_SEALED in the proto), sealed under a key of the case.';
COMMENT ON COLUMN case_file.erase_time IS 'When the keys of the case were destroyed: what is sealed cannot be read any more by anybody.';
COMMENT ON COLUMN case_file.version IS 'Counts changes of this row; the etag.';
CREATE INDEX case_file_newest ON case_file (mission, create_time DESC, uid DESC);
CREATE INDEX case_file_open ON case_file (mission, create_time DESC, uid DESC) WHERE open;
CREATE INDEX case_file_state ON case_file (mission, state, create_time DESC, uid DESC);
CREATE INDEX case_file_assignee ON case_file (mission, assignee, create_time DESC, uid DESC) WHERE open;

CREATE TABLE data_key (
  mission  text NOT NULL,
  case_uid uuid NOT NULL,
  uid      uuid NOT NULL,
  kek      text NOT NULL,
  wrapped  bytea NOT NULL,
  version  integer NOT NULL DEFAULT 1,
  PRIMARY KEY (mission, case_uid, uid),
  CONSTRAINT data_key_case FOREIGN KEY (mission, case_uid) REFERENCES case_file
);
COMMENT ON TABLE data_key IS 'Keys under which a case''s content is sealed, wrapped by the key-encryption key `kek`, which is not in this database. Deleting them erases the content wherever copies of it are.';
CREATE INDEX data_key_kek ON data_key (kek);

CREATE TABLE case_index (
  mission     text NOT NULL,
  case_uid    uuid NOT NULL,
  source      uuid NOT NULL,
  tokens      integer[] NOT NULL,
  identifiers bytea[] NOT NULL,
  version     integer NOT NULL DEFAULT 1,
  PRIMARY KEY (mission, case_uid, source),
  CONSTRAINT case_index_case FOREIGN KEY (mission, case_uid) REFERENCES case_file
);
COMMENT ON TABLE case_index IS 'What a case can be found by, without any plaintext.';
COMMENT ON COLUMN case_index.source IS 'The case (its summary) or one of its parties.';
COMMENT ON COLUMN case_index.tokens IS 'Keyed hashes of the trigrams of normalised words, scoped to the mission.';
COMMENT ON COLUMN case_index.identifiers IS 'Keyed hashes of IIN, BIN, passport number, telephone, e-mail: for exact look-up.';
CREATE INDEX case_index_found ON case_index USING gin (tokens, identifiers);

CREATE TABLE party (
  mission     text NOT NULL,
  case_uid    uuid NOT NULL,
  uid         uuid NOT NULL,
  role        smallint NOT NULL,
  kind        smallint NOT NULL,
  sealed      bytea NOT NULL,
  create_time timestamptz NOT NULL,
  remove_time timestamptz,
  version     integer NOT NULL DEFAULT 1,
  PRIMARY KEY (mission, case_uid, uid),
  CONSTRAINT party_case FOREIGN KEY (mission, case_uid) REFERENCES case_file
);
COMMENT ON TABLE party IS 'Persons and organisations in a role on a case; numbers are those of the proto enums.';
COMMENT ON COLUMN party.sealed IS 'The personal fields of arasha.v1.Party, sealed under a key of the case.';

CREATE TABLE entry (
  mission       text NOT NULL,
  case_uid      uuid NOT NULL,
  uid           uuid NOT NULL,
  kind          smallint NOT NULL,
  sealed        bytea,
  happened_time timestamptz NOT NULL,
  record_time   timestamptz NOT NULL,
  author        text NOT NULL,
  channel       smallint,
  in_person     boolean NOT NULL DEFAULT false,
  party_uid     uuid,
  direction     smallint,
  event         text,
  from_state    text,
  to_state      text,
  triggers      text[] NOT NULL,
  corrects      uuid,
  PRIMARY KEY (mission, case_uid, happened_time, uid),
  CONSTRAINT entry_case FOREIGN KEY (mission, case_uid) REFERENCES case_file,
  CONSTRAINT entry_party FOREIGN KEY (mission, case_uid, party_uid) REFERENCES party
);
CREATE INDEX entry_recorded ON entry (mission, record_time) INCLUDE (case_uid);
COMMENT ON TABLE entry IS 'The timeline, append-only: the server may insert and select, nobody updates.';
COMMENT ON COLUMN entry.sealed IS 'The personal fields of arasha.v1.Entry, sealed under a key of the case; NULL where there are none.';
COMMENT ON COLUMN entry.corrects IS 'The entry of the case that this one strikes out or stands in the place of. What is named here meets, starts and counts for nothing.';
COMMENT ON COLUMN entry.triggers IS 'What this entry is to deadlines, as keys of services/rules/deadlines/deadlines.h; lets a deadline that starts later find what already met it.';
-- An entry is corrected once.
CREATE UNIQUE INDEX entry_corrects ON entry (mission, case_uid, corrects) WHERE corrects IS NOT NULL;

CREATE TABLE deadline (
  mission    text NOT NULL,
  case_uid   uuid NOT NULL,
  rule       text NOT NULL,
  run        smallint NOT NULL DEFAULT 1,
  source     text NOT NULL,
  start_time timestamptz NOT NULL,
  due_time   timestamptz NOT NULL,
  met_by     text[] NOT NULL,
  corrects   boolean NOT NULL,
  met_time   timestamptz,
  stop_time  timestamptz,
  version    integer NOT NULL DEFAULT 1,
  PRIMARY KEY (mission, case_uid, rule, run),
  CONSTRAINT deadline_case FOREIGN KEY (mission, case_uid) REFERENCES case_file
);
COMMENT ON COLUMN deadline.run IS '1, then one more for each reopening of the case that starts the rule anew.';
COMMENT ON COLUMN deadline.start_time IS '''infinity'', as due_time, once all that had started it is struck out.';
COMMENT ON COLUMN deadline.met_by IS 'Keys of what meets it, so that an entry meets deadlines in the statement that adds it.';
COMMENT ON COLUMN deadline.corrects IS 'It runs from a field: a corrected field moves start and due.';
COMMENT ON COLUMN deadline.stop_time IS 'When the case reached a final state; a reopened case clears it.';

-- What was answered --------------------------------------------------------------------------------

CREATE TABLE request (
  principal    text NOT NULL,
  request_id   uuid NOT NULL,
  method       text NOT NULL,
  content_hash bytea NOT NULL,
  mission      text NOT NULL,
  case_uid     uuid NOT NULL,
  response     bytea NOT NULL,
  create_time  timestamptz NOT NULL,
  PRIMARY KEY (principal, request_id)
);
COMMENT ON TABLE request IS 'First answers of writes, for repeats (AIP-155); removed when older than two days. What concerns no case has the mission "-" and the uid zero.';
COMMENT ON COLUMN request.content_hash IS 'SHA-256 of the request, to tell a repeat from a reused id.';
COMMENT ON COLUMN request.response IS 'The answer but for the case''s number, which is read from the case; sealed under a key of the case, or for methods that concern grants and principals under the server key "register".';
CREATE INDEX request_age ON request (create_time);

-- Access beyond roles ------------------------------------------------------------------------------

CREATE TABLE access_grant (
  uid         uuid PRIMARY KEY,
  mission     text NOT NULL,
  case_uid    uuid NOT NULL,
  principal   text NOT NULL REFERENCES principal,
  break_glass boolean NOT NULL,
  sealed      bytea NOT NULL,
  granted_by  text NOT NULL,
  grant_time  timestamptz NOT NULL,
  expire_time timestamptz NOT NULL,
  revoke_time timestamptz,
  reviewed_by text,
  review_time timestamptz,
  review      bytea,
  version     integer NOT NULL DEFAULT 1,
  CONSTRAINT access_grant_case FOREIGN KEY (mission, case_uid) REFERENCES case_file,
  CONSTRAINT access_grant_review CHECK ((reviewed_by IS NULL) = (review_time IS NULL) AND reviewed_by <> principal)
);
COMMENT ON TABLE access_grant IS 'One principal''s access to one case beyond its roles: given by a head, or taken by breaking the glass, which somebody else must review.';
COMMENT ON COLUMN access_grant.sealed IS 'The reason, sealed under the server key "register", which outlives the case; empty, which nothing sealed is, once the case is erased.';
COMMENT ON COLUMN access_grant.review IS 'The reviewer''s finding, sealed likewise; NULL before the review, and once the case is erased.';
CREATE INDEX access_grant_newest ON access_grant (grant_time DESC, uid DESC);
CREATE INDEX access_grant_case ON access_grant (case_uid, principal);
CREATE INDEX access_grant_active ON access_grant (expire_time) WHERE revoke_time IS NULL;
CREATE INDEX access_grant_unreviewed ON access_grant (grant_time) WHERE break_glass AND review_time IS NULL;
CREATE TRIGGER directory_changed AFTER INSERT OR UPDATE OR DELETE ON access_grant FOR EACH STATEMENT EXECUTE FUNCTION directory_changed();

CREATE TABLE approval (
  mission      text NOT NULL,
  case_uid     uuid NOT NULL,
  uid          uuid NOT NULL,
  event        text,
  case_version integer NOT NULL,
  sealed       bytea,
  proposed_by  text NOT NULL,
  propose_time timestamptz NOT NULL,
  expire_time  timestamptz NOT NULL,
  decided_by   text,
  decide_time  timestamptz,
  approved     boolean,
  version      integer NOT NULL DEFAULT 1,
  PRIMARY KEY (mission, case_uid, uid),
  CONSTRAINT approval_case FOREIGN KEY (mission, case_uid) REFERENCES case_file,
  CONSTRAINT approval_four_eyes CHECK (decided_by <> proposed_by)
);
COMMENT ON TABLE approval IS 'A change that takes two persons: what the first proposed, and what the second decided; nobody, if it lapsed.';
COMMENT ON COLUMN approval.event IS 'The transition; NULL for the correction of an entry.';
COMMENT ON COLUMN approval.case_version IS 'Version of the case that was proposed on; the second person decides on nothing else.';
COMMENT ON COLUMN approval.sealed IS 'The personal fields of arasha.v1.Approval (the proposed text, or correction), sealed under a key of the case.';
CREATE UNIQUE INDEX approval_pending ON approval (mission, case_uid) WHERE decide_time IS NULL;
CREATE INDEX approval_proposed ON approval (proposed_by);

-- What is committed at the moment of asking, where a statement's own snapshot may be older: asked by a statement that
-- waited for a lock. VOLATILE is what makes them look anew.
CREATE FUNCTION entries_now(of_mission text, of_case uuid) RETURNS bigint VOLATILE LANGUAGE sql
  RETURN (SELECT count(*) FROM entry WHERE mission = of_mission AND case_uid = of_case);
CREATE FUNCTION entry_meets_now(of_mission text, of_case uuid, keys text[], since timestamptz, until timestamptz)
RETURNS timestamptz VOLATILE LANGUAGE sql
  RETURN (SELECT min(e.happened_time) FROM entry e
          WHERE e.mission = of_mission AND e.case_uid = of_case AND e.triggers && keys AND e.happened_time >= since
            AND (until IS NULL OR e.happened_time <= until)
            AND NOT EXISTS (SELECT 1 FROM entry x WHERE x.mission = e.mission AND x.case_uid = e.case_uid AND x.corrects = e.uid));
CREATE FUNCTION proposal_now(of_mission text, of_case uuid) RETURNS uuid VOLATILE LANGUAGE sql
  RETURN (SELECT uid FROM approval WHERE mission = of_mission AND case_uid = of_case AND decide_time IS NULL);

-- Roles of Arasha in PostgreSQL, and its database's rights. Run by a superuser, again whenever it
-- changes; it changes nothing that is right already:
--
--   createdb arasha && psql -X -v ON_ERROR_STOP=1 -d arasha -f deploy/postgres/roles.sql
--
-- No role has a password: all come in by certificate (see pg_hba.conf beside this file).
DO $$
BEGIN
  -- Owns the schema. `arashad migrate`, `catalogue apply`, `directory apply` and `revoke` connect as
  -- it, from an administrator's hands; no running service does.
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'arasha_owner') THEN
    CREATE ROLE arasha_owner LOGIN;
  END IF;
  -- What `arashad serve` connects as. Owns nothing; the migrations grant it row by row what it needs.
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'arasha_server') THEN
    CREATE ROLE arasha_server LOGIN;
  END IF;
  -- What the log's sequencer connects as: it sees hashes and places, no leaf and no case.
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'arasha_sequencer') THEN
    CREATE ROLE arasha_sequencer LOGIN;
  END IF;
  -- What reports are made as: it reads the course of every case, the content of none, and writes only the
  -- reports themselves.
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'arasha_reporter') THEN
    CREATE ROLE arasha_reporter LOGIN;
  END IF;
END
$$;
ALTER ROLE arasha_owner NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE arasha_server NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE arasha_sequencer NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE arasha_reporter NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;

ALTER DATABASE arasha OWNER TO arasha_owner;
REVOKE ALL ON DATABASE arasha FROM PUBLIC;
GRANT CONNECT ON DATABASE arasha TO arasha_server, arasha_sequencer, arasha_reporter;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;

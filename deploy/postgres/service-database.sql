-- One service's database, the role that owns and migrates it, and the role of the running service, which may not change what was recorded
-- (its rights are granted by the migration). May be run again at any time.
-- psql -v name=rma_<service> -v connections=<60 for each replica>, with the passwords in the environment as ROLE_PASSWORD and
-- OWNER_PASSWORD (so that they are on no command line).
\getenv password ROLE_PASSWORD
\getenv owner_password OWNER_PASSWORD
\set owner :name _owner

SELECT format('CREATE ROLE %I LOGIN', wanted) FROM (VALUES (:'name'), (:'owner')) AS roles (wanted)
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) \gexec

ALTER ROLE :"name" WITH LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE CONNECTION LIMIT :connections PASSWORD :'password';
ALTER ROLE :"owner" WITH LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE CONNECTION LIMIT :connections PASSWORD :'owner_password';

SELECT format('CREATE DATABASE %I OWNER %I', :'name', :'owner')
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'name') \gexec

ALTER DATABASE :"name" OWNER TO :"owner";
REVOKE CONNECT, TEMPORARY ON DATABASE :"name" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"name" TO :"name";

-- A database in which the running service owned everything: it keeps its rights until the next migration narrows them.
\connect :"name"
CREATE TEMPORARY TABLE handed_over AS
    SELECT nspname FROM pg_namespace WHERE nspowner = (SELECT oid FROM pg_roles WHERE rolname = :'name');
REASSIGN OWNED BY :"name" TO :"owner";
SELECT format('GRANT USAGE ON SCHEMA %I TO %I', nspname, :'name'),
    format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %I TO %I', nspname, :'name'),
    format('GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA %I TO %I', nspname, :'name')
FROM handed_over \gexec

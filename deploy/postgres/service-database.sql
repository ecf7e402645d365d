-- One service's database and the role that owns it. May be run again at any time.
-- psql -v name=rma_<service> -v connections=<60 for each replica>, with the role's password in the environment as ROLE_PASSWORD (so that it is on no command line).
\getenv password ROLE_PASSWORD

SELECT format('CREATE ROLE %I LOGIN', :'name')
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'name') \gexec

ALTER ROLE :"name" WITH LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE CONNECTION LIMIT :connections PASSWORD :'password';

SELECT format('CREATE DATABASE %I OWNER %I', :'name', :'name')
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'name') \gexec

REVOKE CONNECT, TEMPORARY ON DATABASE :"name" FROM PUBLIC;

-- Photos that were uploaded, by the SHA-256 of what was sent; the pixels are a file. A photo that is named in a request is locked until
-- the request's events are stored, so that the clean-up never meets it half-way.
create table photos (
    photo         text        primary key,
    stored_sha256 text        null,      -- of the file as it was written; null for one of an earlier release
    site          text        null,
    uploaded_by   text        null,
    uploaded_at   timestamptz not null,  -- the last time
    used          boolean     not null default false
);
create index photos_unused on photos (uploaded_at) where not used;
create index photos_uploaded on photos ((coalesce(site, uploaded_by)), uploaded_at);

-- Photos that events refer to, of the events up to a number; later events are looked at each time.
create table photo_uses (
    photo text primary key
);
create table photo_uses_upto (
    only_row boolean primary key default true check (only_row),
    upto     bigint  not null
);
insert into photo_uses_upto (upto) values (0);

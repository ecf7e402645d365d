-- What follows from no stored event (a saga's commands, deadlines, notes to finance) is kept when the broker has confirmed it: a restored
-- neighbour asks for it again. Integration events are made again of the events themselves. Rows go after eight days.
alter table outbox add column kept boolean not null default false;
create table sent_messages (
    message_id   uuid        primary key,
    exchange     text        not null,
    routing_key  text        not null,
    content_type text        not null,
    headers      jsonb       not null,
    body         bytea       not null,
    mandatory    boolean     not null,
    traceparent  text        null,
    sent_at      timestamptz not null default now()
);
create index sent_messages_sent_at on sent_messages (sent_at);

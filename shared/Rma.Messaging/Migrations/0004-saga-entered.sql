-- Since when a saga has been in its state, by the platform's clock; what it hears meanwhile changes nothing of that.
alter table sagas add column entered_at timestamptz null;
update sagas set entered_at = updated_at;
alter table sagas alter column entered_at set not null, alter column entered_at set default now();

-- One number a request, never twice; the policy scatters it.
create sequence rma_number_sequence minvalue 1 maxvalue 887503680;

-- Every RMA and request, one row each; written with its events.
create table rma_register (
    rma_id        uuid        primary key,
    rma_number    text        null unique,
    account_id    text        not null,
    remedy        text        not null,
    state         text        not null,
    requested_at  timestamptz not null,
    valid_through date        null
);
create index rma_register_account on rma_register (account_id, requested_at desc);
create index rma_register_state on rma_register (state, requested_at desc);
create index sagas_serial_number on sagas ((data->>'SerialNumber'));
create index sagas_rma_number on sagas ((data->>'RmaNumber'));

-- Lists that are walked to any depth without a filter.
create index rma_register_requested on rma_register (requested_at, rma_id);
create index notices_posted on notices (posted_at, notice_id);

-- The list of all jobs, finished ones too, is walked to any depth.
create index workbench_opened on workbench (opened_at, repair_job_id);

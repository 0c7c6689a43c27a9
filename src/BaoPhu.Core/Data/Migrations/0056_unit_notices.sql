-- One bulk act of notices to units that do not take part, or not for everyone, and what came of it for each unit.
create table cov_notice_runs (
    run_id {code} not null primary key,
    province {code} not null,
    office_code {code} not null,
    tax_year integer not null,
    units integer not null,
    deadline date,
    -- leaflets that go with it, as JSON
    leaflets text not null,
    made_at bigint not null,
    made_by {code} not null,
    made_name text not null
);
create index cov_notice_runs_province on cov_notice_runs (province, made_at);

create table cov_notice_units (
    subject_id bigint not null,
    run_id {code} not null,
    -- waiting, made, failed; then the state of its paper says how far it is
    state {code} not null,
    reason text,
    paper_id {code},
    -- the e-mail that told of it
    message_id {code},
    -- delivered, returned
    outcome {code},
    updated_at bigint not null,
    primary key (subject_id, run_id)
);
create index cov_notice_units_run on cov_notice_units (run_id, state, subject_id);

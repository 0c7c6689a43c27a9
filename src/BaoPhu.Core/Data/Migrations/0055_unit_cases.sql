-- How far a unit that does not take part, or not for everyone, has come (plan III.1.2). subject_id: that of cov_units.
create table cov_unit_cases (
    subject_id bigint not null primary key,
    province {code} not null,
    office_code {code} not null,
    state {code} not null,
    -- marks as bits of CaseFlags; "large" is computed
    flags integer not null,
    -- Mẫu 01/QĐ 688 went out; what the unit reported on Mẫu 02
    demanded_at bigint,
    reported_on date,
    reported_workers integer,
    reported_insured integer,
    meets_at bigint,
    agencies text,
    resumed_at bigint,
    opened_at bigint not null,
    ended_at bigint,
    version integer not null,
    updated_at bigint not null
);
create index cov_unit_cases_state on cov_unit_cases (province, state, subject_id);

create table cov_unit_events (
    subject_id bigint not null,
    seq integer not null,
    at bigint not null,
    user_id {code} not null,
    user_name text not null,
    act {code} not null,
    state_before {code} not null,
    state {code} not null,
    level integer not null,
    -- row of the plan's table that ordered it; null: a record
    rule {code},
    detail text not null,
    primary key (subject_id, seq)
);

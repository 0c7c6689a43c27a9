-- Targets by indicator, office and period, every version of each: a change is a new one with its decision and reason.
create table rep_targets (
    indicator {code} not null,
    office_code {code} not null,
    -- TargetPeriod: year-2021, stage-2021-2025, roadmap-2018-2030
    period {code} not null,
    version integer not null,
    -- null for the centre's own
    province {code},
    -- people, cases or whole đồng
    value bigint not null,
    -- who assigned it, by which paper
    assigned_by text not null,
    decision text not null,
    decided_on date not null,
    reason text not null,
    set_by {code} not null,
    set_name text not null,
    set_at bigint not null,
    primary key (indicator, office_code, period, version)
);
create index rep_targets_period on rep_targets (period, office_code);

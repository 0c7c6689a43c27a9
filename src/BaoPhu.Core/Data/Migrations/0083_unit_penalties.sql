-- Decisions that fine what an inspection of a unit found (plan III.1.2.a.1+4), as their papers say: they are issued by who has the power, not here. subject_id, round_no: of cov_unit_inspections.
create table cov_unit_penalties (
    subject_id bigint not null,
    penalty_no smallint not null,
    round_no smallint not null,
    number text not null,
    decided_on date not null,
    -- đồng
    amount bigint not null,
    authority text not null,
    recorded_by {code} not null,
    recorded_at bigint not null,
    primary key (subject_id, penalty_no)
);

-- Who would reach a clause of Article 216 by the ledger, as the last run of the province found it.
create table col_prosecution_candidates (
    employer_id bigint primary key,
    province {code} not null,
    office_code {code} not null,
    -- by amount alone, and if the number of workers of the register were confirmed
    clause smallint not null,
    indicated smallint not null,
    months integer not null,
    longest_run integer not null,
    first_period integer not null,
    last_period integer not null,
    amount bigint not null,
    workers integer,
    -- a sanction for the same conduct that holds is known
    sanctioned boolean not null,
    run_at bigint not null
);
create index col_prosecution_candidates_list on col_prosecution_candidates (province, amount, employer_id);

-- How penalty law was applied in a decision, point by point: yes, no, none.
create table col_penalty_checks (
    subject_id bigint not null,
    act {code} not null,
    occurrence integer not null,
    point {code} not null,
    answer {code} not null,
    note text not null,
    answered_by {code} not null,
    answered_at bigint not null,
    primary key (subject_id, act, occurrence, point)
);

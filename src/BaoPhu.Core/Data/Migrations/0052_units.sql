-- Units that pay income tax for workers, one year each, held against the register. subject_id: digest of province, year and tax code.
create table cov_units (
    subject_id bigint not null primary key,
    province {code} not null,
    office_code {code} not null,
    tax_year integer not null,
    payer_tax_code {code} not null,
    name text not null,
    folded {code} not null,
    address text,
    -- the employer that it is in the register; null: none
    employer_id bigint,
    workers integer not null,
    with_unit integer not null,
    elsewhere integer not null,
    doubt integer not null,
    missing integer not null,
    missing_months bigint not null,
    -- đồng, an estimate: income of the missing × the share that the setting says
    amount bigint not null,
    -- of the missing, those whose follow-up has an end
    ended integer not null,
    counted_at bigint not null
);
create index cov_units_office on cov_units (province, tax_year, office_code, missing, subject_id);

-- Employers of the register that a unit is: by its tax code (exact, branch) or by its name.
create table cov_unit_employers (
    subject_id bigint not null,
    employer_id bigint not null,
    how {code} not null,
    primary key (subject_id, employer_id)
);

-- Workers of the tax data as they stand: with-unit, elsewhere, doubt, unknown (nobody in the register), none (in the register, taking part nowhere).
create table cov_workers (
    subject_id bigint not null primary key,
    unit_id bigint not null,
    person_id bigint,
    status {code} not null,
    months integer,
    income bigint,
    -- registered, left, elsewhere, not-found: what became of a missing one
    outcome {code},
    outcome_ground text,
    outcome_by {code},
    outcome_name text,
    outcome_at bigint
);
create index cov_workers_unit on cov_workers (unit_id, status, subject_id);

-- Employers. employer_id is (province, code) packed (ADR 0003): every key below begins with it, so that the tables can be distributed by it.
create table reg_employers (
    employer_id bigint primary key,
    province {code} not null,
    code {code} not null,
    office_code {code} not null,
    name text not null,
    folded {code} not null,
    tax_code {code},
    address text,
    commune_code {code},
    phone {code},
    email {code},
    contact_name text,
    workers integer,
    standing smallint not null,
    standing_until date,
    -- original values where normalising changed them, as JSON; null where nothing was changed
    originals text,
    import_run {code},
    updated_at bigint not null
);
create index reg_employers_office on reg_employers (office_code, employer_id);
create index reg_employers_tax on reg_employers (tax_code) where tax_code is not null;
create index reg_employers_commune on reg_employers (commune_code);

-- Changes of standing with date and paper; the latest one is also on the employer.
create table reg_standings (
    employer_id bigint not null,
    from_date date not null,
    recorded_at bigint not null,
    standing smallint not null,
    until_date date,
    paper text,
    recorded_by {code} not null,
    primary key (employer_id, from_date, recorded_at)
);

-- The ledger: due and paid per fund and month, whole đồng. period is yyyymm. pension_*: the pension part of BHXH where the source gives it.
create table reg_months (
    employer_id bigint not null,
    period integer not null,
    due_social bigint not null,
    due_health bigint not null,
    due_unemployment bigint not null,
    due_accident bigint not null,
    paid_social bigint not null,
    paid_health bigint not null,
    paid_unemployment bigint not null,
    paid_accident bigint not null,
    stated_interest bigint not null default 0,
    due_pension bigint,
    paid_pension bigint,
    stated_age integer,
    import_run {code},
    primary key (employer_id, period)
);

-- What the last pass found: oldest open month and band (not the age: it changes daily), debts by fund, and the level and standing it acted by. band_since_at is the as-of
-- moment of the pass that first found this band, band_before what had been found before: they say when a band was left and entered again.
create table reg_debts (
    employer_id bigint primary key,
    oldest_period integer,
    band smallint not null,
    band_before smallint,
    band_since_at bigint not null,
    level smallint not null,
    standing smallint not null,
    method smallint not null,
    debt_social bigint not null,
    debt_health bigint not null,
    debt_unemployment bigint not null,
    debt_accident bigint not null,
    due_last bigint not null
);

-- Dated acts of a person with grounds: wilful, refused-to-sign, not-at-address, violation, hard-to-collect.
create table reg_marks (
    employer_id bigint not null,
    mark {code} not null,
    from_date date not null,
    until_date date,
    grounds text not null,
    recorded_by {code} not null,
    recorded_at bigint not null,
    primary key (employer_id, mark, from_date)
);

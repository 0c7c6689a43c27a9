-- A run of the matching over a province: what it compared and with which weights, so that every answer can be explained as it was given.
create table cov_runs (
    run_id {code} not null primary key,
    province {code} not null,
    kind {code} not null,
    strategy {code} not null,
    -- weights, thresholds and prior odds as JSON
    model text not null,
    rows_compared bigint not null,
    pairs bigint not null,
    accepted bigint not null,
    review bigint not null,
    rejected bigint not null,
    milliseconds bigint not null,
    run_by {code} not null,
    run_at bigint not null
);

-- A row of tax data (or of a budget list) and the person it is, or may be. The pair is the identity of the link: the next file finds it again.
create table cov_links (
    subject_id bigint not null,
    person_id bigint not null,
    province {code} not null,
    -- tax, budget-list
    kind {code} not null,
    -- hundredths of a bit
    score integer not null,
    -- accepted: by threshold; review, second, third: waits for a reader; confirmed, rejected: decided by persons
    state {code} not null,
    -- accepted by threshold and drawn to be read all the same: what precision is measured by
    audited boolean not null,
    strategy {code} not null,
    run_id {code} not null,
    -- the terms of the score as JSON
    terms text not null,
    claimed_by {code},
    claimed_until_at bigint,
    updated_at bigint not null,
    primary key (subject_id, person_id)
);
create index cov_links_queue on cov_links (province, kind, state, score, subject_id);
create index cov_links_person on cov_links (person_id);

-- What readers said of a pair, in their order.
create table cov_readings (
    subject_id bigint not null,
    person_id bigint not null,
    seq smallint not null,
    same boolean not null,
    reason text not null,
    reader {code} not null,
    reader_name text not null,
    read_at bigint not null,
    primary key (subject_id, person_id, seq)
);

-- By which figures units and persons are ranked, dated on two axes; weight 0: the figure no longer counts.
create table pln_ranking_rules (
    -- unit or person
    kind {code} not null,
    figure {code} not null,
    valid_from date not null,
    known_from_at bigint not null,
    known_to_at bigint,
    weight smallint not null,
    -- less is better
    falls boolean not null,
    -- divided by the employers of the unit
    per_employer boolean not null,
    note text not null,
    set_by {code} not null,
    primary key (kind, figure, valid_from, known_from_at)
);

-- Proposals to commend, with the figures as they were when they were made.
create table pln_commendations (
    commendation_id {code} primary key,
    issuer {code} not null,
    -- 00: the nation
    province {code} not null,
    kind {code} not null,
    from_date date not null,
    to_date date not null,
    merits text not null,
    made_by {code} not null,
    made_at bigint not null,
    sent_at bigint
);

create table pln_commendation_rows (
    commendation_id {code} not null,
    place integer not null,
    code {code} not null,
    name text not null,
    office_name text not null,
    -- hundredths of a point, 0 to 10000
    score integer not null,
    -- JSON: figure → value
    figures text not null,
    primary key (commendation_id, place)
);

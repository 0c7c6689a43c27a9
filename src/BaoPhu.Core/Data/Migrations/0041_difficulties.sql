-- Which unit of the centre answers difficulties of a subject, dated on two axes.
create table pln_difficulty_routes (
    subject {code} not null,
    valid_from date not null,
    known_from_at bigint not null,
    known_to_at bigint,
    -- subject of the central unit (org_offices.subject)
    unit {code} not null,
    clause text not null,
    note text not null,
    set_by {code} not null,
    primary key (subject, valid_from, known_from_at)
);

-- What an office cannot solve itself, and where the question stands.
create table pln_difficulties (
    difficulty_id {code} primary key,
    province {code} not null,
    -- who raised it
    office_code {code} not null,
    subject {code} not null,
    title text not null,
    body text not null,
    -- "task:79-TA0001A-contact-1", "report:daily-07900-20211103", or empty
    about {code} not null,
    state {code} not null,
    -- the office that owes the answer, or gave it
    holder {code} not null,
    due_on date not null,
    answer text not null default '',
    answered_by {code},
    answered_name text not null default '',
    answered_at bigint,
    -- title, body and answer as a search key without accents
    folded text not null,
    raised_by {code} not null,
    raised_name text not null,
    raised_at bigint not null,
    changes integer not null default 0
);
create index pln_difficulties_holder on pln_difficulties (holder, state, due_on);
create index pln_difficulties_list on pln_difficulties (raised_at, difficulty_id);

create table pln_difficulty_events (
    difficulty_id {code} not null,
    seq integer not null,
    at bigint not null,
    user_id {code} not null,
    user_name text not null,
    office_code {code} not null,
    act {code} not null,
    note text not null,
    primary key (difficulty_id, seq)
);

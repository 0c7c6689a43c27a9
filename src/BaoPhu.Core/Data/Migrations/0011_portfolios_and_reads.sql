-- Portfolios: what is followed (a district, a commune or a list of employers, within the reach of one office). Small: reference data.
create table wrk_portfolios (
    portfolio_id {code} primary key,
    province {code} not null,
    office_code {code} not null,
    -- district, commune, list
    kind {code} not null,
    -- code of the district or commune; null for a list
    place {code},
    name text not null,
    created_by {code} not null,
    created_at bigint not null
);
create index wrk_portfolios_province on wrk_portfolios (province, office_code);

-- Who follows it, dated: valid (from_date, to_date: the first day no more) and known. Reference data.
create table wrk_portfolio_holders (
    holder_id {code} primary key,
    portfolio_id {code} not null,
    user_id {code} not null,
    from_date date not null,
    to_date date,
    known_from_at bigint not null,
    known_to_at bigint,
    note text not null default '',
    set_by {code} not null
);
create index wrk_portfolio_holders_portfolio on wrk_portfolio_holders (portfolio_id, from_date);
create index wrk_portfolio_holders_user on wrk_portfolio_holders (user_id);

-- The employers of a list.
create table wrk_portfolio_employers (
    subject_id bigint not null,
    portfolio_id {code} not null,
    added_at bigint not null,
    primary key (subject_id, portfolio_id)
);
create index wrk_portfolio_employers_list on wrk_portfolio_employers (portfolio_id, subject_id);

-- Hand-overs from one person to another from a day on; the open work moves when the day has come (applied_at). everything: all that the one had taken, not only what the
-- other follows from then on. Reference data.
create table wrk_handovers (
    handover_id {code} primary key,
    province {code} not null,
    from_user {code} not null,
    to_user {code} not null,
    from_date date not null,
    everything boolean not null,
    note text not null,
    recorded_by {code} not null,
    recorded_at bigint not null,
    applied_at bigint,
    tasks bigint not null default 0
);
create index wrk_handovers_province on wrk_handovers (province, from_date);

-- How often the tasks of an office changed (office_code '': of the whole province). A count that was made at a number holds until the number moves. Reference data.
create table wrk_task_changes (
    province {code} not null,
    office_code {code} not null,
    changes bigint not null,
    primary key (province, office_code)
);

-- Who read what of whom. kind: employer, task, export, unmask. whole: contact data stood there unmasked. outside: neither in the reader's office nor followed or taken.
create table aud_reads (
    subject_id bigint not null,
    read_id {code} not null,
    at bigint not null,
    user_id {code} not null,
    user_name text not null,
    office_code {code} not null,
    kind {code} not null,
    whole boolean not null,
    outside boolean not null,
    purpose {code},
    primary key (subject_id, read_id)
);
create index aud_reads_at on aud_reads (at, subject_id, read_id);
create index aud_reads_user on aud_reads (user_id, at);

create index aud_entries_at on aud_entries (at, office_code, seq);
create index aud_entries_user on aud_entries (user_id, at);

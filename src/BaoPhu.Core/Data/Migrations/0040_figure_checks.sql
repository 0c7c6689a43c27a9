-- What makes a figure look odd, dated on two axes: internal rules that the centre changes.
create table rep_checks (
    code {code} not null,
    valid_from date not null,
    known_from_at bigint not null,
    known_to_at bigint,
    figures text not null,
    what {code} not null,
    threshold bigint not null,
    active boolean not null,
    note text not null,
    set_by {code} not null,
    primary key (code, valid_from, known_from_at)
);
-- What was odd in a version when it was sent (JSON), and what its office says of it.
alter table rep_reports add column oddities text not null default '';
alter table rep_reports add column explanation text not null default '';

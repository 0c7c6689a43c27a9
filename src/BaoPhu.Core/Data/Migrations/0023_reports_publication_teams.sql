-- The monthly report of debtors to the People's Committee: one a month and province; its paper is that of form BC-NO about its id.
create table col_reports (
    report_id {code} primary key,
    province {code} not null,
    -- month it is of, yyyymm
    period integer not null,
    -- day of the collective task that it fulfils
    due_on date not null,
    -- of what moment its figures are
    as_of_at bigint not null,
    employers integer not null,
    amount bigint not null,
    excluded integer not null,
    made_at bigint not null,
    made_by {code} not null,
    -- first sent
    sent_at bigint,
    version integer not null default 0
);
create unique index col_reports_month on col_reports (province, period);

-- Its debtors; excluded ones carry their reason.
create table col_report_rows (
    employer_id bigint not null,
    report_id {code} not null,
    office_code {code} not null,
    band smallint not null,
    oldest_period integer not null,
    social bigint not null,
    health bigint not null,
    unemployment bigint not null,
    accident bigint not null,
    total bigint not null,
    excluded {code},
    excluded_note text,
    excluded_by {code},
    excluded_at bigint,
    primary key (employer_id, report_id)
);
create index col_report_rows_of on col_report_rows (report_id, total, employer_id);

-- The list of a month that is published: all those reported. Its paper is that of form TB-CK about its id.
create table col_publications (
    publication_id {code} primary key,
    province {code} not null,
    period integer not null,
    report_id {code} not null,
    -- PublicationActs: draft, reply, approved, published, ended, dropped
    state {code} not null,
    -- until when the employers may reply
    reply_until date,
    made_at bigint not null,
    made_by {code} not null,
    approved_at bigint,
    approved_by {code},
    published_at bigint,
    published_by {code},
    ended_at bigint,
    reason text,
    version integer not null default 0
);
create unique index col_publications_month on col_publications (province, period) where state <> 'dropped';

create table col_publication_events (
    publication_id {code} not null,
    seq integer not null,
    at bigint not null,
    user_id {code} not null,
    step {code} not null,
    state {code} not null,
    detail text not null,
    primary key (publication_id, seq)
);

-- Who stands on it, as it was listed. state: listed, excluded, public, withdrawn (paid), ended (a later list stands in its place).
create table col_publication_rows (
    employer_id bigint not null,
    publication_id {code} not null,
    office_code {code} not null,
    name text not null,
    household boolean not null,
    period integer not null,
    oldest_period integer not null,
    social bigint not null,
    health bigint not null,
    unemployment bigint not null,
    accident bigint not null,
    total bigint not null,
    state {code} not null,
    reason {code},
    note text,
    changed_by {code},
    changed_at bigint,
    published_at bigint,
    withdrawn_at bigint,
    primary key (employer_id, publication_id)
);
create index col_publication_rows_of on col_publication_rows (publication_id, total, employer_id);
create index col_publication_rows_public on col_publication_rows (total, employer_id) where state = 'public';

-- What an employer said before it was published, and what came of it.
create table col_publication_replies (
    employer_id bigint not null,
    publication_id {code} not null,
    reply_no integer not null,
    received_on date not null,
    channel {code} not null,
    said text not null,
    recorded_by {code} not null,
    recorded_at bigint not null,
    -- kept, corrected, excluded; null: not answered yet
    answer {code},
    answer_note text,
    answered_by {code},
    answered_at bigint,
    primary key (employer_id, publication_id, reply_no)
);

-- Proposals to the People's Committee for an inter-agency team. The paper is that of form TTR-LN about the id.
create table col_teams (
    team_id {code} primary key,
    province {code} not null,
    made_at bigint not null,
    made_by {code} not null,
    sent_at bigint,
    version integer not null default 0
);
create index col_teams_list on col_teams (province, made_at);

create table col_team_candidates (
    employer_id bigint not null,
    team_id {code} not null,
    -- of the task "propose"
    occurrence integer not null,
    oldest_period integer not null,
    social bigint not null,
    health bigint not null,
    unemployment bigint not null,
    accident bigint not null,
    total bigint not null,
    -- accepted or refused; null: no answer yet
    answer {code},
    answer_paper text,
    answered_on date,
    answer_note text,
    answered_by {code},
    answered_at bigint,
    primary key (employer_id, team_id)
);
create index col_team_candidates_of on col_team_candidates (team_id, total, employer_id);

-- People of a segment within one commune or district (place) who are given to a collection agent or to an officer, one of the two, until a day. ended_at: taken back.
create table cov_segment_lists (
    list_id {code} primary key,
    province {code} not null,
    -- of the agent or the officer
    office_code {code} not null,
    segment {code} not null,
    place {code} not null,
    agent_code {code},
    user_id {code},
    due_on date not null,
    people integer not null,
    made_by {code} not null,
    made_name text not null,
    made_at bigint not null,
    ended_at bigint,
    ended_note text
);
create index cov_segment_lists_office on cov_segment_lists (province, office_code, made_at);

-- outcome: contacted, joined, refused, not-found; null: nothing yet. held: nobody else may be given the person of this segment; false once a list was taken back before the person's end.
create table cov_segment_list_rows (
    subject_id bigint not null,
    list_id {code} not null,
    segment {code} not null,
    person_id bigint,
    commune_code {code} not null,
    held boolean not null,
    outcome {code},
    outcome_on date,
    note text,
    told_name text,
    updated_at bigint not null,
    primary key (subject_id, list_id)
);
create index cov_segment_list_rows_list on cov_segment_list_rows (list_id, commune_code, subject_id);

-- A letter with the lists D04a-TS and D04b-TS of an office's units (doc_office_papers, about the letter): when it went, and whether it arrived: delivered, returned.
create table cov_list_letters (
    letter_id {code} primary key,
    province {code} not null,
    office_code {code} not null,
    tax_year integer not null,
    made_by {code} not null,
    made_name text not null,
    made_at bigint not null,
    sent_at bigint,
    outcome {code}
);
create index cov_list_letters_office on cov_list_letters (province, tax_year, office_code);

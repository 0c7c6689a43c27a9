-- Since when a row is left out of the newer list of its year, group and commune; null: it stands in the newest.
alter table reg_entitled add column left_at bigint;

-- People whose card the budget pays, row by row of the lists, held against the cards.
create table cov_card_needs (
    subject_id bigint not null primary key,
    province {code} not null,
    office_code {code} not null,
    commune_code {code} not null,
    list_year integer not null,
    grp {code} not null,
    person_id bigint,
    -- card, ending, none, unknown, unmatched, doubt, left, duplicate, supported
    finding {code} not null,
    -- the row that pays for the same person: of a duplicate
    of_subject_id bigint,
    -- the last day of the card that holds
    card_to date,
    -- nothing, open, listed, issued, explained
    state {code} not null,
    list_id {code},
    -- issued by whose word; both null: by the file of cards
    issued_by {code},
    issued_name text,
    issued_at bigint,
    reason {code},
    evidence text,
    -- who said so to the person who wrote it down
    told_by text,
    explained_by {code},
    explained_name text,
    explained_at bigint,
    counted_at bigint not null
);
create index cov_card_needs_commune on cov_card_needs (province, list_year, commune_code, state, subject_id);

-- Lists for issue, one commune each, and who stood on them.
create table cov_card_lists (
    list_id {code} not null primary key,
    province {code} not null,
    office_code {code} not null,
    commune_code {code} not null,
    list_year integer not null,
    people integer not null,
    made_by {code} not null,
    made_name text not null,
    made_at bigint not null
);
create index cov_card_lists_commune on cov_card_lists (province, list_year, commune_code);

create table cov_card_list_rows (
    subject_id bigint not null,
    list_id {code} not null,
    primary key (subject_id, list_id)
);
create index cov_card_list_rows_list on cov_card_list_rows (list_id);

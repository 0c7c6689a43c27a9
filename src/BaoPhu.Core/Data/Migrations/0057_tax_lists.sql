-- Lists to the tax authority of units not at their address or still not paying fully (plan III.1.2.a.1+7).
create table cov_tax_lists (
    list_id {code} not null primary key,
    province {code} not null,
    tax_year integer not null,
    made_at bigint not null,
    made_by {code} not null,
    made_name text not null,
    sent_at bigint
);
create index cov_tax_lists_province on cov_tax_lists (province, made_at);

create table cov_tax_list_units (
    subject_id bigint not null,
    list_id {code} not null,
    -- not-at-address, not-paying
    reason {code} not null,
    missing integer not null,
    -- handled, found, closed, none
    answer {code},
    answer_paper text,
    answered_on date,
    answer_note text,
    answered_by {code},
    primary key (subject_id, list_id)
);
create index cov_tax_list_units_list on cov_tax_list_units (list_id, subject_id);

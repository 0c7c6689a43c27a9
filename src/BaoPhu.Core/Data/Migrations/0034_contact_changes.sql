-- The contact of an employer as it was before each change by a person; the one in force is on the employer.
create table reg_contact_changes (
    employer_id bigint not null,
    change_no integer not null,
    contact_name text,
    phone {code},
    email {code},
    -- what the change rests on ("answer 79-TA0001A-3")
    source text not null,
    changed_by {code} not null,
    changed_at bigint not null,
    primary key (employer_id, change_no)
);

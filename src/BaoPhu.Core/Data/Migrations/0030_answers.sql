-- A link by which an employer answers about one debt without an account: the months up to through_period, of the task it was made for.
create table col_answer_links (
    subject_id bigint not null,
    link_no integer not null,
    act {code} not null,
    occurrence integer not null,
    through_period integer not null,
    made_at bigint not null,
    made_by {code} not null,
    expires_at bigint not null,
    -- times it was opened, and last when
    opened integer not null default 0,
    opened_at bigint,
    revoked_at bigint,
    revoked_by {code},
    revoke_reason text,
    primary key (subject_id, link_no)
);

-- What an employer answered, through its link or any channel, and what the person in charge did about it.
create table col_answers (
    subject_id bigint not null,
    answer_no integer not null,
    province {code} not null,
    office_code {code} not null,
    act {code} not null,
    occurrence integer not null,
    -- by which it came; null: told to an officer
    link_no integer,
    -- link, phone, zalo, facebook, email, post, visit
    channel {code} not null,
    -- paid, promise, dispute, contact
    kind {code} not null,
    -- what was said (JSON by kind)
    said text not null,
    -- debt when it was said, đồng
    amount bigint not null,
    at bigint not null,
    -- the officer who wrote it down; null: the employer itself
    noted_by {code},
    -- by when it is to be dealt with
    due_on date not null,
    done_at bigint,
    done_by {code},
    done_note text,
    version integer not null default 1,
    primary key (subject_id, answer_no)
);
create index col_answers_waiting on col_answers (province, due_on, subject_id, answer_no) where done_at is null;

-- The instalments of a promise. total: this one and those before it.
create table col_promises (
    subject_id bigint not null,
    answer_no integer not null,
    place smallint not null,
    province {code} not null,
    due_on date not null,
    amount bigint not null,
    total bigint not null,
    -- when somebody looked at it after its day
    followed_at bigint,
    followed_by {code},
    followed_note text,
    primary key (subject_id, answer_no, place)
);
create index col_promises_due on col_promises (province, due_on, subject_id, answer_no, place) where followed_at is null;

-- People for outreach by segment: left, suspended, lost, pupils, household, renewal. subject_id: the person's number, or the row of the list of whom the register does not know.
create table cov_segments (
    subject_id bigint not null,
    segment {code} not null,
    person_id bigint,
    province {code} not null,
    office_code {code} not null,
    commune_code {code} not null,
    -- of those who left or are suspended: their last employer, whose person in charge gets them
    employer_id bigint,
    -- the last day of the card, or of the month in which the participation ended
    ends_on date,
    counted_at bigint not null,
    primary key (subject_id, segment)
);
create index cov_segments_place on cov_segments (province, segment, commune_code, subject_id);

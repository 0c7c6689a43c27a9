-- Published versions of the rule table; never edited, replaced by a later version.
create table pol_policies (
    number {code} not null,
    version integer not null,
    title text not null,
    valid_from date not null,
    valid_to date,
    source text not null,
    digest {code} not null,
    published_at bigint not null,
    published_by {code} not null,
    primary key (number, version)
);

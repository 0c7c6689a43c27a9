-- What the post answered of the items under which units' notices went out: as doc_item_results for employers' papers.
create table cov_notice_results (
    subject_id bigint not null,
    run_id {code} not null,
    result_no smallint not null,
    item_code {code} not null,
    -- delivered, refused, not-at-address, returned
    result {code} not null,
    happened_on date not null,
    receiver text not null,
    note text not null,
    import_run {code},
    recorded_by {code} not null,
    recorded_at bigint not null,
    primary key (subject_id, run_id, result_no)
);
create index cov_notice_units_item on cov_notice_units (item_code) where item_code is not null;

-- What the post answered of an item, from its delivery file: evidence, never changed. The first line is how the item ended; one after it only says that it came back.
create table doc_item_results (
    subject_id bigint not null,
    paper_no integer not null,
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
    primary key (subject_id, paper_no, result_no)
);
create index doc_papers_item on doc_papers (item_code) where item_code is not null;

-- Boards ask twice a second what was done today: by the day and not through everything a province ever did.
create index wrk_contacts_at on wrk_contacts (at, subject_id);
create index wrk_tasks_closed on wrk_tasks (closed_on, subject_id) where outcome is not null;
create index doc_papers_sent on doc_papers (sent_at, subject_id) where sent_at is not null;
create index msg_outbox_handed on msg_outbox (handed_at, subject_id) where handed_at is not null;
create index rep_reports_province on rep_reports (kind, to_date, province);
drop index rep_reports_day;

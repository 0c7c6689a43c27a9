-- A paper that has gone out and stands for its thing no more, because that began anew: a notice that the post brought back, a case that was reopened.
alter table doc_office_papers add column closed_at bigint;
drop index doc_office_papers_live;
create unique index doc_office_papers_live on doc_office_papers (issuer, form, about) where closed_at is null and state in ('draft', 'numbered', 'signed', 'sent');

-- A list for issue goes out by its letter (doc_office_papers, about the list): when it went, and whether it arrived: delivered, returned.
alter table cov_card_lists add column sent_at bigint;
alter table cov_card_lists add column outcome {code};

-- The row of another group with the same name, birth and commune that a person found to be somebody else.
alter table cov_card_needs add column apart_of bigint;
alter table cov_card_needs add column apart_name text;

-- Rows of one person are found without reading a province's list.
create index reg_entitled_citizen on reg_entitled (citizen_id);
create index reg_tax_incomes_payer on reg_tax_incomes (payer_tax_code, tax_year);

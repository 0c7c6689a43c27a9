-- What proves an element beside the files attached to it: a signed paper of the employer, or its debt in the ledger on the day it was recorded.
alter table col_penalty_proofs add column paper_no integer;
alter table col_penalty_proofs add column ledger_debt bigint;

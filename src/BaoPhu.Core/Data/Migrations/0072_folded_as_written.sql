-- Digests and numbers do not become smaller by compressing: PostgreSQL spent more time on it than on reading them.
{as-written:cov_folded.body};

-- SQLite plans by statistics, and without any it takes every index to leave ten rows: it would walk a
-- whole organization instead of one customer's rows. These are the proportions of a large organization:
-- rows in all, then rows left after each further column of the key.
ANALYZE sqlite_schema;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('customers', 'customers', '1000000 1000000 1'),
  ('customers', 'sqlite_autoindex_customers_2', '1000000 1 1'),
  ('customers', 'customers_by_email', '1000000 1 1'),
  ('subscriptions', 'subscriptions', '1000000 1000000 1'),
  ('subscriptions', 'sqlite_autoindex_subscriptions_2', '1000000 1 1'),
  ('subscriptions', 'subscriptions_by_customer', '1000000 2 2 1'),
  ('invoices', 'invoices', '10000000 10000000 1'),
  ('invoices', 'sqlite_autoindex_invoices_2', '10000000 1 1'),
  ('invoices', 'invoices_by_customer', '10000000 20 20 1 1'),
  ('invoices', 'invoices_open', '500000 1 1 1 1'),
  ('invoices', 'invoices_by_number', '10000000 1 1'),
  ('sessions', 'sessions', '1000000 1000000 1'),
  ('sessions', 'sessions_by_customer', '1000000 4 4'),
  ('sessions', 'sessions_by_expiry', '1000000 1'),
  ('access_links', 'access_links', '1000000 1000000 1'),
  ('access_links', 'access_links_by_customer', '1000000 4 4 1'),
  ('access_links', 'access_links_by_expiry', '1000000 1'),
  ('refresh_tokens', 'refresh_tokens', '100000 100000 1'),
  ('refresh_tokens', 'refresh_tokens_by_family', '100000 10 10'),
  ('refresh_tokens', 'refresh_tokens_by_expiry', '100000 1');
ANALYZE sqlite_schema;

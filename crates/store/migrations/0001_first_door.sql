-- Tenants, their portals and plans, their customers with contracts and invoices, and the first door.
-- organization_id leads every primary key and no other index: as long as a table is small, one index that
-- begins with it looks as good as the next to a planner, and the wrong one walks along a whole tenant. Hot tables (links, sessions, audit) carry no foreign keys: on
-- PostgreSQL each would lock the parent row, and a portal's row is everybody's parent.

CREATE TABLE organizations (
  id {id} NOT NULL PRIMARY KEY,
  slug {text} NOT NULL UNIQUE,
  name {text} NOT NULL,
  status {text} NOT NULL CHECK (status IN ('active', 'suspended')),
  default_plan_id {id},
  locale {text} NOT NULL,
  time_zone {text} NOT NULL,
  currency {text} NOT NULL,
  settings {text} NOT NULL,
  created_at {int} NOT NULL
) {table};

CREATE TABLE portals (
  organization_id {id} NOT NULL REFERENCES organizations (id),
  id {id} NOT NULL UNIQUE,
  slug {text} NOT NULL UNIQUE,
  custom_host {text} UNIQUE,
  name {text} NOT NULL,
  enabled {bool} NOT NULL,
  locale {text},
  theme {text} NOT NULL,
  digest {bytes} NOT NULL,
  created_at {int} NOT NULL,
  PRIMARY KEY (organization_id, id)
) {table};

CREATE TABLE assets (
  organization_id {id} NOT NULL REFERENCES organizations (id),
  digest {bytes} NOT NULL,
  media_type {text} NOT NULL,
  bytes {bytes} NOT NULL,
  created_at {int} NOT NULL,
  PRIMARY KEY (organization_id, digest)
) {files};

CREATE TABLE plans (
  organization_id {id} NOT NULL REFERENCES organizations (id),
  id {id} NOT NULL UNIQUE,
  external_id {text} NOT NULL,
  slug {text} NOT NULL,
  name {text} NOT NULL,
  description {text} NOT NULL,
  type {text} NOT NULL CHECK (type IN ('consumption', 'feed_in', 'service')),
  price_minor {int} NOT NULL,
  currency {text} NOT NULL,
  billing_interval {text} NOT NULL CHECK (billing_interval IN ('month', 'year')),
  components {text} NOT NULL,
  portal_id {id},
  cancellation_days {int},
  on_offer {bool} NOT NULL,
  digest {bytes} NOT NULL,
  created_at {int} NOT NULL,
  PRIMARY KEY (organization_id, id),
  UNIQUE (external_id, organization_id),
  UNIQUE (slug, organization_id),
  FOREIGN KEY (organization_id, portal_id) REFERENCES portals (organization_id, id)
) {table};

CREATE TABLE customers (
  organization_id {id} NOT NULL REFERENCES organizations (id),
  id {id} NOT NULL,
  external_id {text},
  type {text} NOT NULL CHECK (type IN ('person', 'company')),
  first_name {text} NOT NULL,
  last_name {text} NOT NULL,
  company_name {text},
  email {text} NOT NULL,
  email_key {text} NOT NULL,
  phone {text},
  vat_id {text},
  locale {text},
  status {text} NOT NULL CHECK (status IN ('active', 'disabled', 'erased')),
  digest {bytes} NOT NULL,
  created_at {int} NOT NULL,
  PRIMARY KEY (organization_id, id),
  UNIQUE (external_id, organization_id)
) {table};
CREATE INDEX customers_by_email ON customers (email_key, organization_id);

CREATE TABLE addresses (
  organization_id {id} NOT NULL,
  id {id} NOT NULL,
  street {text} NOT NULL,
  house_number {text} NOT NULL,
  zip {text} NOT NULL,
  city {text} NOT NULL,
  country {text} NOT NULL,
  created_at {int} NOT NULL,
  PRIMARY KEY (organization_id, id)
) {table};

CREATE TABLE meters (
  organization_id {id} NOT NULL,
  id {id} NOT NULL,
  number {text} NOT NULL,
  type {text} NOT NULL CHECK (type IN ('smart', 'analog')),
  malo {text},
  melo {text},
  created_at {int} NOT NULL,
  PRIMARY KEY (organization_id, id)
) {table};

CREATE TABLE payment_methods (
  organization_id {id} NOT NULL,
  id {id} NOT NULL,
  country {text} NOT NULL,
  last4 {text} NOT NULL,
  account_holder {text} NOT NULL,
  created_at {int} NOT NULL,
  PRIMARY KEY (organization_id, id)
) {table};

CREATE TABLE subscriptions (
  organization_id {id} NOT NULL,
  id {id} NOT NULL,
  external_id {text} NOT NULL,
  customer_id {id} NOT NULL,
  plan_id {id} NOT NULL,
  number {text},
  status {text} NOT NULL CHECK (status IN ('pending', 'active', 'past_due', 'paused', 'ended')),
  estimated_usage_wh {int},
  address_id {id},
  meter_id {id},
  payment_method_id {id},
  confirmed_at {int},
  start_at {int},
  terminated_at {int},
  end_at {int},
  period_start {int},
  period_end {int},
  cancel_at_period_end {bool} NOT NULL,
  amount_minor {int},
  currency {text} NOT NULL,
  billing_interval {text} NOT NULL CHECK (billing_interval IN ('month', 'year')),
  metadata {text},
  digest {bytes} NOT NULL,
  created_at {int} NOT NULL,
  updated_at {int} NOT NULL,
  PRIMARY KEY (organization_id, id),
  UNIQUE (external_id, organization_id),
  FOREIGN KEY (organization_id, customer_id) REFERENCES customers (organization_id, id),
  FOREIGN KEY (organization_id, plan_id) REFERENCES plans (organization_id, id)
) {table};
CREATE INDEX subscriptions_by_customer ON subscriptions (customer_id, organization_id, id);

CREATE TABLE invoices (
  organization_id {id} NOT NULL,
  id {id} NOT NULL,
  external_id {text} NOT NULL,
  customer_id {id} NOT NULL,
  subscription_id {id},
  number {text} NOT NULL,
  type {text} NOT NULL CHECK (type IN ('usage', 'prepayment', 'void', 'purchase')),
  status {text} NOT NULL CHECK (status IN ('open', 'paid', 'voided', 'uncollectible')),
  total_minor {int} NOT NULL,
  tax_minor {int} NOT NULL,
  currency {text} NOT NULL,
  lines {text} NOT NULL,
  usage_wh {int},
  period_start {int},
  period_end {int},
  period_number {int},
  issued_at {int} NOT NULL,
  due_at {int},
  paid_at {int},
  payment_failed_at {int},
  voids_id {id},
  document_digest {bytes},
  digest {bytes} NOT NULL,
  created_at {int} NOT NULL,
  PRIMARY KEY (organization_id, id),
  UNIQUE (external_id, organization_id),
  FOREIGN KEY (organization_id, customer_id) REFERENCES customers (organization_id, id),
  FOREIGN KEY (organization_id, subscription_id) REFERENCES subscriptions (organization_id, id)
) {table};
CREATE INDEX invoices_by_customer ON invoices (customer_id, organization_id, issued_at, id);
CREATE INDEX invoices_open ON invoices (customer_id, organization_id, issued_at, id) WHERE status = 'open';
CREATE UNIQUE INDEX invoices_by_number ON invoices (number, organization_id);

CREATE TABLE api_clients (
  organization_id {id} NOT NULL REFERENCES organizations (id),
  id {id} NOT NULL UNIQUE,
  name {text} NOT NULL,
  secret_hash {bytes} NOT NULL,
  scopes {text} NOT NULL,
  created_at {int} NOT NULL,
  revoked_at {int},
  PRIMARY KEY (organization_id, id)
) {table};

CREATE TABLE access_tokens (
  organization_id {id} NOT NULL REFERENCES organizations (id),
  id {id} NOT NULL,
  name {text} NOT NULL,
  token_hash {bytes} NOT NULL UNIQUE,
  scopes {text} NOT NULL,
  created_at {int} NOT NULL,
  expires_at {int},
  revoked_at {int},
  PRIMARY KEY (organization_id, id)
) {table};

CREATE TABLE refresh_tokens (
  organization_id {id} NOT NULL,
  token_hash {bytes} NOT NULL,
  family_id {id} NOT NULL,
  client_id {id} NOT NULL,
  scopes {text} NOT NULL,
  created_at {int} NOT NULL,
  expires_at {int} NOT NULL,
  used_at {int},
  revoked_at {int},
  PRIMARY KEY (organization_id, token_hash)
) {table};
CREATE INDEX refresh_tokens_by_family ON refresh_tokens (family_id, organization_id);
CREATE INDEX refresh_tokens_by_expiry ON refresh_tokens (expires_at);

CREATE TABLE access_links (
  organization_id {id} NOT NULL,
  id {id} NOT NULL,
  token_hash {bytes} NOT NULL,
  portal_id {id} NOT NULL,
  customer_id {id} NOT NULL,
  return_url {text},
  locale {text},
  created_at {int} NOT NULL,
  expires_at {int} NOT NULL,
  consumed_at {int},
  PRIMARY KEY (organization_id, id)
) {table};
CREATE INDEX access_links_by_customer ON access_links (customer_id, organization_id, created_at);
CREATE INDEX access_links_by_expiry ON access_links (expires_at);

CREATE TABLE sessions (
  organization_id {id} NOT NULL,
  id {id} NOT NULL,
  token_hash {bytes} NOT NULL,
  portal_id {id} NOT NULL,
  customer_id {id} NOT NULL,
  door {text} NOT NULL CHECK (door IN ('link')),
  link_id {id},
  ip {text} NOT NULL,
  user_agent {text} NOT NULL,
  return_url {text},
  locale {text},
  created_at {int} NOT NULL,
  last_seen_at {int} NOT NULL,
  idle_micros {int} NOT NULL,
  expires_at {int} NOT NULL,
  PRIMARY KEY (organization_id, id)
) {table};
CREATE INDEX sessions_by_customer ON sessions (customer_id, organization_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

CREATE TABLE audit_entries (
  organization_id {id} NOT NULL,
  id {id} NOT NULL,
  at {int} NOT NULL,
  action {text} NOT NULL,
  result {text} NOT NULL,
  actor {text} NOT NULL,
  customer_id {id},
  subject {text},
  ip {text} NOT NULL,
  user_agent {text} NOT NULL,
  request_id {text} NOT NULL,
  PRIMARY KEY (organization_id, id)
) {table};

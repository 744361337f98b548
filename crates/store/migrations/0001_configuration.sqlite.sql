-- What every request reads is kept in memory for as long as this stamp stays the same. It is drawn at
-- random, so that one that was drawn and rolled back does not come again. A new row counts too, because
-- INSERT OR REPLACE takes an old one away without saying so.
CREATE TABLE configuration (stamp INTEGER NOT NULL) STRICT;
INSERT INTO configuration (stamp) VALUES (random());
CREATE TRIGGER organizations_added AFTER INSERT ON organizations
  BEGIN UPDATE configuration SET stamp = random(); END;
CREATE TRIGGER organizations_changed AFTER UPDATE ON organizations
  BEGIN UPDATE configuration SET stamp = random(); END;
CREATE TRIGGER organizations_removed AFTER DELETE ON organizations
  BEGIN UPDATE configuration SET stamp = random(); END;
CREATE TRIGGER portals_added AFTER INSERT ON portals
  BEGIN UPDATE configuration SET stamp = random(); END;
CREATE TRIGGER portals_changed AFTER UPDATE ON portals
  BEGIN UPDATE configuration SET stamp = random(); END;
CREATE TRIGGER portals_removed AFTER DELETE ON portals
  BEGIN UPDATE configuration SET stamp = random(); END;
CREATE TRIGGER plans_added AFTER INSERT ON plans
  BEGIN UPDATE configuration SET stamp = random(); END;
CREATE TRIGGER plans_changed AFTER UPDATE ON plans
  BEGIN UPDATE configuration SET stamp = random(); END;
CREATE TRIGGER plans_removed AFTER DELETE ON plans
  BEGIN UPDATE configuration SET stamp = random(); END;
CREATE TRIGGER api_clients_added AFTER INSERT ON api_clients
  BEGIN UPDATE configuration SET stamp = random(); END;
CREATE TRIGGER api_clients_changed AFTER UPDATE ON api_clients
  BEGIN UPDATE configuration SET stamp = random(); END;
CREATE TRIGGER api_clients_removed AFTER DELETE ON api_clients
  BEGIN UPDATE configuration SET stamp = random(); END;
CREATE TRIGGER access_tokens_added AFTER INSERT ON access_tokens
  BEGIN UPDATE configuration SET stamp = random(); END;
CREATE TRIGGER access_tokens_changed AFTER UPDATE ON access_tokens
  BEGIN UPDATE configuration SET stamp = random(); END;
CREATE TRIGGER access_tokens_removed AFTER DELETE ON access_tokens
  BEGIN UPDATE configuration SET stamp = random(); END;

-- What every request reads is kept in memory until this notice comes.
CREATE FUNCTION configuration_changed() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN NOTIFY vestibule_configuration; RETURN NULL; END $$;
CREATE TRIGGER organizations_changed AFTER UPDATE OR DELETE OR TRUNCATE ON organizations
  FOR EACH STATEMENT EXECUTE FUNCTION configuration_changed();
CREATE TRIGGER portals_changed AFTER UPDATE OR DELETE OR TRUNCATE ON portals
  FOR EACH STATEMENT EXECUTE FUNCTION configuration_changed();
CREATE TRIGGER plans_changed AFTER UPDATE OR DELETE OR TRUNCATE ON plans
  FOR EACH STATEMENT EXECUTE FUNCTION configuration_changed();
CREATE TRIGGER api_clients_changed AFTER UPDATE OR DELETE OR TRUNCATE ON api_clients
  FOR EACH STATEMENT EXECUTE FUNCTION configuration_changed();
CREATE TRIGGER access_tokens_changed AFTER UPDATE OR DELETE OR TRUNCATE ON access_tokens
  FOR EACH STATEMENT EXECUTE FUNCTION configuration_changed();

# Runs Rails' migrations in db/migrate, all of one way.
require 'logger'
require 'active_record'
require 'active_record/connection_adapters/postgresql_adapter'

ActiveRecord.default_timezone = :utc
ActiveRecord::Base.establish_connection(ENV.fetch('DATABASE_URL').sub('postgres:', 'postgresql:'))
ActiveRecord::Migration.verbose = false
migrations = ActiveRecord::MigrationContext.new('db/migrate')
ARGV[0] == 'up' ? migrations.migrate : migrations.migrate(0)

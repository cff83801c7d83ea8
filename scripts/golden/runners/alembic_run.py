# Runs Alembic's revisions in migrations/versions, all of one way, in the environment of migrations/env.py.
import os
import sys

from alembic import command
from alembic.config import Config

config = Config()
config.set_main_option('script_location', 'migrations')
config.set_main_option('sqlalchemy.url', os.environ['DATABASE_URL'].replace('postgres:', 'postgresql+psycopg2:', 1))
if sys.argv[1] == 'up':
    command.upgrade(config, 'heads')
else:
    command.downgrade(config, 'base')

# Runs the migrations of all apps in this folder, all of one way.
import os
import pathlib
import sys

import django
from django.conf import settings
from django.core.management import call_command

apps = sorted(folder.parent.name for folder in pathlib.Path('.').glob('*/migrations'))
for folder in [pathlib.Path(app) / part for app in apps for part in ('', 'migrations')]:
    (folder / '__init__.py').touch()
sys.path.insert(0, os.getcwd())
settings.configure(
    SECRET_KEY='x',
    USE_TZ=True,
    DEFAULT_AUTO_FIELD='django.db.models.BigAutoField',
    INSTALLED_APPS=['django.contrib.postgres', *apps],
    DATABASES={'default': {
        'ENGINE': 'django.db.backends.postgresql', 'NAME': os.environ['PGDATABASE'], 'USER': 'postgres',
        'PASSWORD': 'x', 'HOST': '127.0.0.1', 'PORT': os.environ['PGPORT'],
    }},
)
django.setup()
if sys.argv[1] == 'up':
    call_command('migrate', verbosity=0)
else:
    for app in reversed(apps):
        call_command('migrate', app, 'zero', verbosity=0)

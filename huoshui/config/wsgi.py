import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huoshui.config.settings")
application = get_wsgi_application()

from huoshui.config.startup import refuse_unsafe  # noqa: E402  (asks the database: the applications come first)

refuse_unsafe()

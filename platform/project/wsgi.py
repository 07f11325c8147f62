import gc
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
# The visitor's address for the audit and the limits on sign-in: only a known proxy may name another than its own.
application = wrap_wsgi_with_proxy_headers(get_wsgi_application(), settings.TRUSTED_PROXIES)

# A page makes tens of thousands of short-lived objects: looking for cycles after every 2,000 of them took a sixth of its time.
gc.freeze()
gc.set_threshold(50_000, 20, 20)

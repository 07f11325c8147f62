"""Settings of every mode (demo, production, test), read from the environment: infra/hilfenetz.env.example explains each."""

import hashlib
import logging
from pathlib import Path
from urllib.parse import urlsplit

from django.utils.csp import CSP

from project.environment import day, env, login, refuse_unsafe, var_folder
from project.logs import logging_settings

ROOT = Path(__file__).resolve().parents[2]
MODE = env("HILFENETZ_MODE", "production")
DEMO = MODE == "demo"
SECRET_KEY = env("HILFENETZ_SECRET_KEY")
BASE_URL = env("HILFENETZ_BASE_URL").rstrip("/")
refuse_unsafe(mode=MODE, secret_key=SECRET_KEY, base_url=BASE_URL)
VAR = var_folder()
DEBUG = False
# The demo's data are made for one day and the demo lives on it; everywhere else today is today
TODAY = day("DEMO_TODAY", "2026-11-22") if DEMO else None

_base = urlsplit(BASE_URL)
_host = _base.hostname or ""
_port = f":{_base.port}" if _base.port else ""
SECURE = _base.scheme == "https"
OTHER_DOMAINS = [d for d in env("HILFENETZ_OTHER_DOMAINS", "").split(",") if d]
ALLOWED_HOSTS = [_host, f".{_host}", "localhost", "127.0.0.1", *OTHER_DOMAINS]
CSRF_TRUSTED_ORIGINS = [f"{_base.scheme}://{_host}{_port}", f"{_base.scheme}://*.{_host}{_port}"]

SHARED_APPS = [
    "django_tenants",
    "kernel.access",
    "kernel.web",
    "kernel.tenancy",
    "kernel.audit",
    "kernel.submissions",
    "kernel.api",
    "kernel.backup",
    "tenants.registry",
    "tenants.people",
    "tenants.notices",
    "tenants.training",
    "tenants.groups",
    "tenants.worklist",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.idp.oidc",
    "procrastinate.contrib.django",
    "django_htmx",
    "django_tables2",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "frontend",
]
TENANT_APPS = ["kernel.audit", "kernel.submissions", "kernel.retention", "contracts", "cases", "reporting"]
if MODE in ("demo", "test"):
    SHARED_APPS.append("project.demo_data")
INSTALLED_APPS = [*SHARED_APPS, *(a for a in TENANT_APPS if a not in SHARED_APPS)]
PLACE_LIFETIME = 5.0  # seconds until every process notices that an office was suspended or renamed
TENANT_MODEL = "registry.Office"
TENANT_DOMAIN_MODEL = "registry.Domain"
DATABASE_ROUTERS = ["django_tenants.routers.TenantSyncRouter"]
TENANCY_RIGHTS = "project.rights"  # what each kind of place may do with each shared table

_login = login(env("DATABASE_URL", env("DATABASE_OWNER_URL", "")))
DATABASES = {
    "default": {
        "ENGINE": "kernel.tenancy.postgresql",
        **_login,
        "OWNER": login(env("DATABASE_OWNER_URL", "")),
        "ATOMIC_REQUESTS": True,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"pool": {"min_size": 1, "max_size": int(env("HILFENETZ_DB_POOL", "12")), "timeout": 20}},
    }
}
# Notices need a connection that stays: past a pooler in transaction mode (docs/adr/0009)
LIVE_DATABASE = login(url) if (url := env("HILFENETZ_LIVE_DATABASE_URL", "")) else {}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SCHEMA_VERSION = hashlib.sha256(
    "".join(
        sorted(
            str(p.relative_to(ROOT))
            for app in (
                "contracts",
                "cases",
                "reporting",
                "platform/kernel/audit",
                "platform/kernel/submissions",
                "platform/kernel/retention",
            )
            for p in (ROOT / app).glob("migrations/[0-9]*.py")
        )
    ).encode()
).hexdigest()[:16]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "project.middleware.FindPlace",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "tenants.people.tokens.ReadToken",
    "tenants.people.places.RememberPlaces",
    "project.middleware.Gate",
]
ROOT_URLCONF = "project.urls_public"
WSGI_APPLICATION = "project.wsgi.application"
ASGI_APPLICATION = "project.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "frontend" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "frontend.shell.shell",
            ],
        },
    }
]
FORM_RENDERER = "kernel.web.renderer.Renderer"
DJANGO_TABLES2_TEMPLATE = "components/table.html"

# Sign-in (docs/adr/0004)
AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/konto/login/"
LOGIN_REDIRECT_URL = "/"
SECOND_FACTOR_PATH = "/konto/zweiter-faktor/"
ACCOUNT_ADAPTER = "tenants.people.adapter.AccountAdapter"
MFA_ADAPTER = "tenants.people.adapter.MFAAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = True  # the new address holds once the link in its mail was followed
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {"add_webauthn": "tenants.people.web.passkey.AddPasskeyForm"}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
MFA_TOTP_ISSUER = "Hilfenetz"
USERSESSIONS_TRACK_ACTIVITY = False
IDP_OIDC_ADAPTER = "tenants.people.adapter.TokenAdapter"

# Counters of the rate limits: shared by all processes of the machine, writable from read-only transactions, and not
# undone when a transaction is rolled back (docs/adr/0004)
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": VAR / "cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

SESSION_COOKIE_DOMAIN = CSRF_COOKIE_DOMAIN = _host
SESSION_COOKIE_AGE = 60 * 60 * 10
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "hilfenetz", "hilfenetz_csrf"
CSRF_FAILURE_VIEW = "frontend.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Safe delivery
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_SSL_REDIRECT = SECURE
SECURE_REDIRECT_EXEMPT = [r"^health$"]
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
# Other sites learn no address; our own hosts see the origin, else signing out from an office would carry Origin: null
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF, f"{_base.scheme}://{_host}{_port}", f"{_base.scheme}://*.{_host}{_port}"],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "manifest-src": [CSP.SELF],
}
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # asking browsers to preload HSTS cannot be undone: the operator's choice
TRUSTED_PROXIES = [p for p in env("HILFENETZ_TRUSTED_PROXIES", "").split(",") if p]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# German, dates of Berlin
LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch")]
LOCALE_PATHS = [ROOT / "frontend" / "locale"]
TIME_ZONE = "Europe/Berlin"
USE_I18N = USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = Path(env("HILFENETZ_STATIC", str(VAR / "static")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = VAR / "media"
# The keys with which offices seal what is written about families: never in the database, never in its backup (docs/adr/0008)
RETENTION = ROOT / "platform" / "project" / "retention.yaml"  # which data are kept how long, and why
KEY_FOLDER = Path(env("HILFENETZ_KEYS", str(VAR / "keys"))).resolve()
CLAMD = env("HILFENETZ_CLAMD", "")  # host:port or a socket's path of the virus scanner; empty: none
BACKUP_DIR = Path(env("HILFENETZ_BACKUP_DIR", str(VAR / "backups"))).resolve()
BACKUP_DAYS = int(env("HILFENETZ_BACKUP_DAYS", "30"))
BACKUP_ENCRYPT, BACKUP_DECRYPT = env("HILFENETZ_BACKUP_ENCRYPT", ""), env("HILFENETZ_BACKUP_DECRYPT", "")

# Mail: real ones by SMTP; the demo writes them to a folder and shows them at /demo/mails
_smtp = urlsplit(env("HILFENETZ_SMTP_URL", ""))
DEFAULT_FROM_EMAIL = env("HILFENETZ_MAIL_FROM", f"Hilfenetz <hilfenetz@{_host}>")
if DEMO or MODE == "test":
    _mailer = {"BACKEND": "django.core.mail.backends.filebased.EmailBackend", "OPTIONS": {"file_path": VAR / "mail"}}
else:
    _mailer = {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": _smtp.hostname or "localhost",
            "port": _smtp.port or 25,
            "username": _smtp.username or "",
            "password": _smtp.password or "",
            "use_tls": _smtp.scheme == "smtp+tls",
            "use_ssl": _smtp.scheme == "smtps",
            "timeout": 20,
        },
    }
MAILERS = {"default": _mailer}

# The API
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "tenants.people.tokens.TokenAuthentication",  # first: it accepts or refuses whatever carries a token
        "kernel.api.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["kernel.api.permissions.Never"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["kernel.api.parsers.StrictJSONParser"],
    "DEFAULT_PAGINATION_CLASS": "kernel.api.pagination.Pagination",
    "DEFAULT_FILTER_BACKENDS": ["kernel.api.filters.FilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "kernel.api.schema.Schema",
    "DEFAULT_THROTTLE_CLASSES": ["kernel.api.throttling.RateLimit"],
    "DEFAULT_THROTTLE_RATES": {"person": env("HILFENETZ_API_RATE", "600/minute")},
    "EXCEPTION_HANDLER": "kernel.api.problems.handler",
    "UNAUTHENTICATED_USER": None,
    "COERCE_DECIMAL_TO_STRING": True,
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Hilfenetz",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "DESCRIPTION": "Rahmenverträge, Budgets, Rollen und Stunden eines Jugendamts. Jeder Zugang gilt für genau ein Amt.",
    "POSTPROCESSING_HOOKS": ["drf_spectacular.hooks.postprocess_schema_enums", "kernel.api.schema.complete"],
    "ENUM_NAME_OVERRIDES": {
        "OrganisationKind": "tenants.registry.models.Organisation.Kind",
        "JoinRefusal": "tenants.registry.models.JoinRequest.Refusal",
        "RoleKind": "contracts.models.ProviderRole.Kind",
        "ContractState": "contracts.models.Contract.State",
        "LineState": "contracts.models.BudgetLine.State",
        "EventKind": "tenants.worklist.models.Event.Kind",
        "DeliveryState": "tenants.notices.models.Delivery.State",
        "DeliveryFault": "tenants.notices.models.Delivery.Fault",
        "WorkKind": "contracts.models.WorkKind",
        "AgreementKind": "contracts.models.Agreement.Kind",
        "ContactKind": "contracts.models.Contact.Kind",
        "Setting": "contracts.models.Setting",
        "RateUnit": "contracts.models.Rate.Unit",
        "PostingKind": "contracts.models.Posting.Kind",
        "ReadjustmentState": "contracts.models.Readjustment.State",
        "InvoiceState": "contracts.models.Invoice.State",
        "ProtectionOutcome": "cases.models.Protection.Outcome",
        "ProtectionState": "cases.models.Protection.State",
        "ResourceKind": "cases.models.Resource.Kind",
        "RequestKind": "cases.models.PersonRequest.Kind",
        "CourseState": "tenants.training.models.Course.State",
        "RegistrationState": "tenants.training.models.Registration.State",
        "RecognitionState": "tenants.training.models.Recognition.State",
        "DisposalState": "kernel.retention.models.Disposal.State",
        "CasePersonRole": "cases.models.CasePerson.Role",
        "CasePersonLiving": "cases.models.CasePerson.Living",
        "CaseEndReason": "cases.models.CaseFile.EndReason",
        "HelpEndReason": "cases.models.Help.EndReason",
        "HelpState": "cases.models.Help.State",
        "HelpGround": "cases.models.Help.Ground",
        "PassingGround": "cases.models.NotePassing.Ground",
        "ItemState": "cases.models.Item.State",
        "SessionState": "cases.models.TeamSession.State",
        "PlanState": "cases.models.HelpPlan.State",
        "TransferState": "cases.models.OfficeTransfer.State",
        "CaseImportState": "cases.models.CaseImport.State",
        "SessionRhythm": "cases.models.SessionSeries.Rhythm",
        "SheetEntryKind": "cases.models.SheetEntry.Kind",
        "GoalKind": "cases.models.PlanGoal.Kind",
        "ConsentKind": "cases.models.Consent.Kind",
        "PhaseKind": "cases.models.CasePhase.Kind",
        "PaperKind": "cases.models.CaseDocument.Kind",
        "LetterKind": "cases.models.LetterTemplate.Kind",
        "DecisionOutcome": "cases.models.Decision.Outcome",
        "FeedbackOutcome": "cases.models.Feedback.Outcome",
    },
}

# For trying webhooks out with a receiver on the same machine, also by http; refused in production (docs/adr/0011)
WEBHOOK_LOOPBACK = env("HILFENETZ_WEBHOOK_LOOPBACK", "").lower() not in ("", "0", "false", "no")

PROCRASTINATE_WORKER_DEFAULTS = {"shutdown_graceful_timeout": 5}
PROCRASTINATE_ON_APP_READY = "kernel.tenancy.queue.prepare"
PROCRASTINATE_IMPORT_PATHS = ["project.tasks"]

LOGGING = logging_settings(production=MODE == "production")
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_USER_ID_FIELD = ""
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = logging.DEBUG
DJANGO_STRUCTLOG_STATUS_4XX_LOG_LEVEL = logging.INFO

"""Django settings. Nothing need be set for the embedded default; see docs/operate.md for what may be."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import dj_database_url
from csp.constants import SELF
from django.urls import reverse_lazy

from huoshui.base import env

ROOT = Path(__file__).resolve().parent.parent
env.check_names()
HOME = env.folder("HUOSHUI_HOME", default=ROOT.parent / "var")
MODE = env.choice("HUOSHUI_MODE", ("demo", "production"), default="demo")
DEMO = MODE == "demo"
DEBUG = env.flag("HUOSHUI_DEBUG", default=False)
SECRET_KEY = env.text("HUOSHUI_SECRET_KEY", default=env.DEMO_SECRET)
ALLOWED_HOSTS = env.names("HUOSHUI_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
HUOSHUI_TODAY = env.day("HUOSHUI_TODAY", default=None)
HUOSHUI_PACK = env.folder("HUOSHUI_PACK", default=ROOT / "packs" / "hengyang_post")
HUOSHUI_PORT = env.port("HUOSHUI_PORT", default=8000)
env.check_production(mode=MODE, secret=SECRET_KEY, debug=DEBUG, today=HUOSHUI_TODAY)

INSTALLED_APPS = [
    "huoshui.base",
    "huoshui.base.jobs",
    "huoshui.ledger",
    "huoshui.packs",
    "huoshui.organisation",
    "huoshui.programme.activities",
    "huoshui.programme.suggestions",
    "huoshui.reports",
    "huoshui.config",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "axes",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "huoshui.organisation.viewing.ViewerMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "huoshui.base.drafts.DraftMiddleware",
    "huoshui.base.answering.NotAllowedPage",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "huoshui.config.urls"
WSGI_APPLICATION = "huoshui.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "huoshui.base.context.house",
            ],
        },
    }
]

_url = env.database_url("DATABASE_URL", default=f"sqlite:///{quote(str(HOME / 'huoshui.sqlite3'))}")
DATABASES = {"default": dj_database_url.parse(_url)}
_db = DATABASES["default"]
if _db["ENGINE"] == "django.db.backends.sqlite3":
    _db["ENGINE"] = "huoshui.base.sqlite"
    _db["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536;",
    }
else:
    _db["CONN_HEALTH_CHECKS"] = True
    # Short statements over a handful of rows: compiling them (jit) would cost a hundred times their running.
    _db["OPTIONS"] = {"pool": {"min_size": 1, "max_size": 8, "timeout": 10}, "options": "-c jit=off"}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "organisation.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("MinimumLengthValidator", {"min_length": 10}),
        ("UserAttributeSimilarityValidator", {"user_attributes": ("username", "phone")}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = reverse_lazy("reports:today")
SESSION_COOKIE_AGE = 8 * 60 * 60  # idle: viewing.py renews it while somebody works
ACCOUNT_ADAPTER = "huoshui.organisation.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "phone"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]  # nobody signs up; allauth reads from it that a password is asked
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PHONE_VERIFICATION_ENABLED = False
ACCOUNT_SESSION_REMEMBER = True  # for SESSION_COOKIE_AGE, without asking
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": False}  # one lockout: that of axes
AXES_USERNAME_CALLABLE = "huoshui.organisation.adapter.login_name"
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_LOCKOUT_CALLABLE = "huoshui.organisation.views.locked_out"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_VERBOSE = False
SILENCED_SYSTEM_CHECKS = ["axes.W006"]  # accounts are locked, not addresses: a county company shares one

DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # a roster posts four for each name, and a city has over a thousand members

JOBS_BEAT_SECONDS = 5  # a running job is heard of this often
JOBS_DEAD_AFTER_SECONDS = 30  # and taken by another worker when silent for so long

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "huoshui.base.sheets.OneSheetStorage"},
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "manifest-src": [SELF],
    }
}
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEMO
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

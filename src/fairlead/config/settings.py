"""Django's settings, derived from the environment. Nothing here is meant to be edited by an administrator."""

from pathlib import Path
from urllib.parse import urlsplit

import django_stubs_ext

from fairlead.config.databases import databases
from fairlead.config.environment import environment
from fairlead.config.logs import logging
from fairlead.config.secret import secret_key
from fairlead.kit.sqlite import library

library.use_newest()
django_stubs_ext.monkeypatch()  # lets annotations say Field[Any, Any] at run time

ENVIRONMENT = environment()
HOUSE = Path(__file__).resolve().parent.parent
DATA_DIR = ENVIRONMENT.data_dir

# Core
SECRET_KEY = secret_key(ENVIRONMENT)
DEBUG = ENVIRONMENT.debug
ROOT_URLCONF = "fairlead.config.urls"
WSGI_APPLICATION = "fairlead.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
WORKER = "fairlead.jobs.worker.Worker"
REACTIONS = (
    "fairlead.config.reactions.REACTIONS"  # which event asks for which jobs; followed by fairlead.jobs
)
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LOGGING = logging(ENVIRONMENT)
LOGGING_CONFIG = "logging.config.dictConfig"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "fairlead.kit.queue",
    "fairlead.journal",
    "fairlead.vocabulary",
    "fairlead.people",
    "fairlead.customers",
    "fairlead.products",
    "fairlead.pipeline",
    "fairlead.exchange",
    "fairlead.trackers",
    "allauth",
    "allauth.account",
    "allauth.usersessions",
]
MIDDLEWARE = [
    "fairlead.config.headers.HeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "fairlead.web.shared.middleware.ViewerMiddleware",
    "fairlead.web.shared.errors.ErrorMiddleware",
]

# Rows, shared counters, sessions
DATABASES = databases(ENVIRONMENT)
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "fairlead_cache"}}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 30 * 24 * 3600

# Pages and their files
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "NAME": "pages",
        "DIRS": [HOUSE / "web", HOUSE / "web" / "accounts" / "templates"],
        "OPTIONS": {"environment": "fairlead.web.shared.environment.environment"},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "NAME": "allauth",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]
STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [HOUSE / "web" / "static", HOUSE / "web"]
STATICFILES_FINDERS = ["fairlead.kit.assets.static.PageFiles"]
_PLAIN_FILES = "django.contrib.staticfiles.storage.StaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _PLAIN_FILES if DEBUG else "fairlead.kit.assets.static.HashedStorage"},
}
MEDIA_ROOT = DATA_DIR / "media"
WHITENOISE_USE_FINDERS = True
WHITENOISE_ALLOW_ALL_ORIGINS = False
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# The address people use, and the proxies before it
_site = urlsplit(ENVIRONMENT.address)
_is_https = ENVIRONMENT.is_https
ALLOWED_HOSTS = sorted({_site.hostname or "", "127.0.0.1", "localhost", "[::1]", *ENVIRONMENT.hosts} - {""})
FORCE_SCRIPT_NAME = ENVIRONMENT.path or None
CSRF_TRUSTED_ORIGINS = [f"{_site.scheme}://{_site.netloc}"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.trusted_proxies else None
USE_X_FORWARDED_HOST = ENVIRONMENT.trusted_proxies > 0
ALLAUTH_TRUSTED_PROXY_COUNT = ENVIRONMENT.trusted_proxies
SESSION_COOKIE_NAME = "fairlead_session"
CSRF_COOKIE_NAME = "fairlead_csrf"
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = f"{ENVIRONMENT.path}/"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _is_https
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _is_https else 0
X_FRAME_OPTIONS = "DENY"

CSRF_FAILURE_VIEW = "fairlead.web.shared.errors.csrf_failed"

# Sign-in
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["fairlead.config.hashers.Argon2Hasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/" if not ENVIRONMENT.path else f"{ENVIRONMENT.path}/"
ACCOUNT_ADAPTER = "fairlead.web.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # administrators enter the addresses; nobody signs up
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = _site.scheme
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "30/m/ip,5/300s/key",
    "reset_password": "10/m/ip,3/m/key",
}

# Mail
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if ENVIRONMENT.smtp_host else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "mail"
EMAIL_HOST, EMAIL_PORT = ENVIRONMENT.smtp_host, ENVIRONMENT.smtp_port
EMAIL_HOST_USER = ENVIRONMENT.smtp_user
EMAIL_HOST_PASSWORD = ENVIRONMENT.smtp_password.get_secret_value()
EMAIL_USE_TLS = ENVIRONMENT.smtp_security == "starttls"
EMAIL_USE_SSL = ENVIRONMENT.smtp_security == "tls"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENVIRONMENT.mail_from

"""The WSGI entry point for gunicorn, waitress and friends."""

from webapp import create_app

app = create_app()

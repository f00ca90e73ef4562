"""The app behind a real port, for a browser of flesh and blood."""

import threading
from contextlib import contextmanager

from werkzeug.serving import WSGIRequestHandler, make_server


class Quiet(WSGIRequestHandler):
    """Logs no requests; what breaks is still heard."""

    def log_request(self, *_):
        pass


@contextmanager
def serving(app):
    """Yield the address the app is served at, on a port the kernel chose."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()

"""What every command starts from: the variables applied, the models bound, the database ready."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from zoneinfo import ZoneInfoNotFoundError

from webapp import clock, passwords, schema
from webapp.config import Config, ConfigError
from webapp.database import db, is_sqlite, open_database
from webapp.models import seal

NO_DATABASE = "还没有数据库，请先运行 bin/genjinbu init"
OUTDATED = "数据库结构需要升级，请先运行 bin/genjinbu migrate"


@contextmanager
def open_office() -> Iterator[Config]:
    """Apply the variables and bind the models; nothing is connected or created yet.

    Afterwards no connection stays open.
    """
    config = Config.load()
    try:
        clock.use_timezone(config["OFFICE_TIMEZONE"])
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ConfigError(f"GENJINBU_OFFICE_TIMEZONE 不是时区名：{config['OFFICE_TIMEZONE']}") from error
    passwords.use_cost(config.number("PASSWORD_COST"))
    database = open_database(config.database_url, config.number("POOL_SIZE"))
    seal.use(config.instance, config["AUDIT_KEY"])
    try:
        yield config
    finally:
        database.close_all()


def has_database() -> bool:
    """Was the database set up? Looking must not create an empty SQLite file."""
    if is_sqlite() and not Path(db.obj.database).exists():
        return False
    with db.connection_context():
        return db.table_exists("user")


def require_database() -> None:
    if not has_database():
        raise ConfigError(NO_DATABASE)


def require_current_database() -> None:
    require_database()
    if schema.pending():
        raise ConfigError(OUTDATED)


def with_database(command: Callable) -> Callable:
    """Run the command inside a connection to a database of this release; its first argument is the Config."""

    @wraps(command)
    def run(*args, **options):
        with open_office() as config:
            require_current_database()
            with db.connection_context():
                return command(config, *args, **options)

    return run

"""Every environment variable of the installation: its default and meaning.

A secret may also be given as a file: `GENJINBU_SECRET_KEY_FILE=/run/secrets/key`.
"""

import ipaddress
import os
import secrets
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

LONGEST_HOST = 255
ROOT = Path(__file__).resolve().parent.parent


class ConfigError(Exception):
    """A variable that cannot be used, with the Chinese sentence that says why."""


@dataclass(frozen=True)
class Variable:
    name: str
    default: str
    meaning: str
    secret: bool = False

    @property
    def full_name(self) -> str:
        return f"GENJINBU_{self.name}"

    def read(self, environ: Mapping[str, str]) -> str:
        """The value from the variable, from the file named by `…_FILE`, or the default."""
        path = environ.get(f"{self.full_name}_FILE")
        if path:
            try:
                return Path(path).read_text(encoding="utf-8").strip()
            except OSError as error:
                raise ConfigError(f"读不到 {self.full_name}_FILE 指定的文件：{path}（{error.strerror}）") from error
        return environ.get(self.full_name, self.default)


VARIABLES = (
    Variable("INSTANCE", str(ROOT / "instance"), "数据文件夹：SQLite 数据库、密钥、打印缓存"),
    Variable(
        "DATABASE_URL",
        "",
        "数据库地址，如 postgresql://user:pass@host/name；留空则用数据文件夹里的 SQLite",
        secret=True,
    ),
    Variable("HOST", "127.0.0.1", "监听地址"),
    Variable("PORT", "0", "监听端口；0 表示由系统挑一个空闲端口"),
    Variable(
        "BASE_URL",
        "",
        "内网访问地址，印在表格的二维码里，如 http://crm.example.lan；留空则用打开网页的地址，本机地址则换成本机名",
    ),
    Variable(
        "HOSTS",
        "",
        "可以用哪些主机名打开网页，逗号隔开；BASE_URL 的主机、本机名、localhost 和数字地址总是可以",
    ),
    Variable("SECRET_KEY", "", "会话签名密钥；留空则在数据文件夹里生成一份", secret=True),
    Variable(
        "AUDIT_KEY", "", "操作日志的封印密钥；留空则在数据文件夹里生成一份，备份时不要和数据库放在一处", secret=True
    ),
    Variable("OFFICE_TIMEZONE", "Asia/Shanghai", "办公地时区；时间按它显示，日期按它计算"),
    Variable("HTTPS", "0", "1 表示经 HTTPS 访问：会话 Cookie 只走加密连接"),
    Variable("PROXIES", "0", "前面有几层反向代理；用于取得真实来源地址"),
    Variable("SESSION_HOURS", "12", "登录后最长有效小时数"),
    Variable("IDLE_MINUTES", "120", "无操作多少分钟后需要重新登录"),
    Variable("UPLOAD_MB", "20", "上传文件的大小上限（MB）；名单不论多少，最多 20 MB"),
    Variable("POOL_SIZE", "20", "每个进程的数据库连接数上限"),
    Variable("WORKER", "1", "serve 是否连同后台任务一起运行；0 表示不，另行启动 bin/genjinbu worker"),
    Variable("PASSWORD_COST", "19456", "Argon2 使用的内存（KiB）"),
)


def _is_local(host: str | None) -> bool:
    """Whether a name or address means the machine that asks, whichever it is: useless on a telephone."""
    try:
        address = ipaddress.ip_address(host or "::")
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
    return address.is_loopback or address.is_unspecified


def _is_address(host: str) -> bool:
    try:
        return bool(ipaddress.ip_address(host))
    except ValueError:
        return False


class Config(dict):
    """Values by name. `Config.load()` reads the environment; tests pass overrides."""

    @classmethod
    def load(cls, environ: Mapping[str, str] = os.environ, **overrides: str) -> "Config":
        config = cls({variable.name: variable.read(environ) for variable in VARIABLES})
        config.update(overrides)
        return config

    @property
    def instance(self) -> Path:
        return Path(self["INSTANCE"])

    @property
    def pieces(self) -> Path:
        """Where the pieces of the paper forms are kept."""
        return self.instance / "paper"

    @property
    def database_url(self) -> str:
        return self["DATABASE_URL"] or f"sqlite:///{self.instance / 'genjinbu.sqlite3'}"

    def base_url(self, asked: str = "") -> str:
        """The address of the book as printed in QR codes: the configured one, else the one a request came by.

        `asked` is that of the request. Outside of one, or where it leads nowhere but to this machine itself, it is
        this machine's name with the port.
        """
        if self["BASE_URL"]:
            return self["BASE_URL"]
        asked = urlsplit(asked or f"http://localhost:{self.number('PORT')}")
        host = socket.gethostname() if _is_local(asked.hostname) else asked.hostname
        port = f":{asked.port}" if asked.port else ""
        return f"{asked.scheme}://{f'[{host}]' if ':' in host else host}{port}"

    def knows_host(self, asked: str) -> bool:
        """Whether the book is to be opened under this name, with or without a port: any may stand in a request."""
        try:
            host = urlsplit(f"//{asked}").hostname or ""
        except ValueError:
            return False
        if len(asked) > LONGEST_HOST or not host:
            return False
        if _is_local(host) or _is_address(host):
            return True
        named = {urlsplit(self["BASE_URL"]).hostname, self["HOST"], socket.gethostname().lower()}
        return host in named or host in {name.strip().lower() for name in self["HOSTS"].split(",")}

    def number(self, name: str) -> int:
        try:
            return int(self[name])
        except ValueError as error:
            raise ConfigError(f"GENJINBU_{name} 应为整数，现在是“{self[name]}”") from error

    def secret_key(self) -> str:
        """The configured key, or one made once and kept readable by the owner alone."""
        if self["SECRET_KEY"]:
            return self["SECRET_KEY"]
        path = self.instance / "secret_key"
        if not path.exists():
            self._create_secret(path)
        return path.read_text(encoding="ascii")

    def _create_secret(self, path: Path) -> None:
        self.instance.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:  # another worker was first; its key serves both
            return
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32))

# Shared by the scripts beside it: sourced, never run. They work from any folder and through a symbolic link.

ROOT=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.." && pwd -P)
VENV=$ROOT/.venv
PYTHON=$VENV/bin/python
export PYTHONUTF8=1 # the messages are Chinese, whatever the locale says

say() { printf '%s\n' "$*" >&2; }

die() {
  say "$*"
  exit 1
}

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

has_uv() { uv --version >/dev/null 2>&1; }

# The interpreter to build the environment from: Debian's own where it is new enough, it is the quickest.
find_python() {
  local candidate
  for candidate in /usr/bin/python3 "$(command -v python3 || true)"; do
    if [ -n "$candidate" ] && is_new_enough "$candidate"; then
      printf '%s\n' "$candidate"
      return
    fi
  done
  return 1
}

# ensure_venv run|dev: .venv holds exactly what the lock files say. Quick when it already does.
ensure_venv() (
  exec 9<"$ROOT/requirements.lock"
  flock 9 # two starts at once: the second finds the work done
  wanted=$(cat "$ROOT"/requirements{,-dev}.lock | sha256sum | cut -d' ' -f1)
  stamp=$(cat "$VENV/.installed" 2>/dev/null || true)
  if is_new_enough "$PYTHON"; then
    case "$1:$stamp" in "run:$wanted run" | "run:$wanted dev" | "dev:$wanted dev") return ;; esac
  else
    create_venv
  fi
  case $1 in run) lock=requirements.lock ;; dev) lock=requirements-dev.lock ;; esac
  say "正在安装 Python 组件（$lock）……"
  install_packages "$ROOT/$lock" || die "Python 组件没有装好，原因见上；网络恢复后再运行一次即可"
  printf '%s %s\n' "$wanted" "$1" >"$VENV/.installed"
)

create_venv() {
  local python
  python=$(find_python) || die "需要 Python 3.11 或更新的版本，请先运行 bin/system-deps"
  say "正在建立 Python 环境 .venv（$python）……"
  rm -rf -- "$VENV"
  if has_uv && uv venv --quiet --no-config --python "$python" "$VENV"; then return; fi
  "$python" -m venv "$VENV" || die "建立 .venv 失败；在 Debian 上请先安装 python3-venv"
}

# uv is quicker; where it fails (it knows nothing of a mirror set for pip) pip does the same work.
install_packages() {
  if has_uv && uv pip install --quiet --python "$PYTHON" --require-hashes -r "$1"; then return; fi
  "$PYTHON" -m pip --version >/dev/null 2>&1 || "$PYTHON" -m ensurepip --upgrade >/dev/null || return 1
  "$PYTHON" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$1"
}

"""What each shell runs to complete words that it cannot know beforehand: races, athletes, hubs, files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

Shell = Literal["bash", "zsh", "fish"]

NAME = "_lapbell_complete"

BASH = """\
_lapbell_words() { lapbell completion --words "$1" -- "$2" 2>/dev/null; }"""

BASH_END = """
# Bash begins a new word at each colon: an address is put together, and what stands already is left out.
_lapbell() {
  local line="${COMP_LINE:0:COMP_POINT}" word
  word="${line##*[[:blank:]]}"
  if [[ $line == *:* ]]; then
    read -ra COMP_WORDS <<<"$line"
    [[ -z $word ]] && COMP_WORDS+=("")
    COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
  fi
  _shtab_lapbell
  [[ $COMP_WORDBREAKS == *:* && $word == *:* ]] && COMPREPLY=("${COMPREPLY[@]#"${word%:*}:"}")
  return 0
}
complete -o bashdefault -F _lapbell lapbell"""

ZSH = """\
_lapbell_words() {
  local -a found
  found=(${(f)"$(lapbell completion --words $1 -- "$PREFIX" 2>/dev/null)"})
  compadd -a found
}"""

FISH = """\
function _lapbell_words
  lapbell completion --words $argv[1] -- (commandline -ct) 2>/dev/null
end"""

FILES = {
    "bash": {"file": 'compgen -f -- "$1"', "directory": 'compgen -d -- "$1"'},
    "zsh": {"file": "_files", "directory": "_files -/"},
    "fish": {
        "file": "__fish_complete_path (commandline -ct)",
        "directory": "__fish_complete_directories (commandline -ct)",
    },
}


def action(shell: Shell, kinds: Sequence[str]) -> str:
    """What a shell calls for an argument that takes words of some kinds."""
    if shell == "fish":
        return f"({'; '.join(_step(shell, kind) for kind in kinds)})"
    return _function(kinds)


def preamble(shell: Shell, used: Sequence[Sequence[str]]) -> str:
    """The functions that the actions for some kinds of words call."""
    if shell == "fish":
        return FISH
    head = BASH if shell == "bash" else ZSH
    functions = [f"{_function(kinds)}() {{ {_steps(shell, kinds)} }}" for kinds in used]
    return "\n".join([head, *functions])


def _steps(shell: Shell, kinds: Sequence[str]) -> str:
    return "".join(f"{_step(shell, kind)}; " for kind in kinds).rstrip()


def _step(shell: Shell, kind: str) -> str:
    word = ' "$1"' if shell == "bash" else ""
    return FILES[shell].get(kind, f"_lapbell_words {kind}{word}")


def _function(kinds: Sequence[str]) -> str:
    """With `_file` or `_dir` in it bash treats what is completed as the name of a file."""
    return f"{NAME}_{'_'.join(kinds)}"

"""Completion in bash, zsh and fish: click's, with scripts that take words with colons, blanks and quotes.

A query is made of such words, and bash cuts a word at each colon. What is offered comes from articles, so it is quoted
for the shell, and holds nothing that a terminal obeys. What is offered is in `offers`.
"""

from __future__ import annotations

import os
import re
from collections import deque
from typing import Any, ClassVar, Final

from click.shell_completion import CompletionItem, ShellComplete, add_completion_class, split_arg_string

from store.errors import StetError
from tui.terminal.symbols import visible

_WORD: Final = re.compile(r"""(?:\\.|"(?:[^"\\]|\\.)*(?:"|\\?$)|'[^']*'?|[^\s"'\\]|\\$)+""", re.DOTALL)
_OPEN: Final = re.compile(
    r"""(?P<before>(?:\\.|"(?:[^"\\]|\\.)*"|'[^']*'|[^\s"'\\])*)(?:(?P<quote>")(?:[^"\\]|\\.)*\\?|(?P<single>')[^']*)""",
    re.DOTALL,
)
_SAFE: Final = re.compile(r"[^\w@%+=:,./-]")
"""What bash could take for something else than a letter."""

_BASH: Final = """\
%(complete_func)s() {
    local type value more=()
    COMPREPLY=()
    while IFS=$'\\t' read -r type value; do
        case $type in
            dir) more=(-d); compopt -o filenames 2>/dev/null ;;
            file) more=(-f); compopt -o filenames 2>/dev/null ;;
            open) compopt -o nospace 2>/dev/null; COMPREPLY+=("$value") ;;
            plain) COMPREPLY+=("$value") ;;
        esac
    done < <(COMP_LINE="$COMP_LINE" COMP_POINT="$COMP_POINT" COMP_WORD="$2" %(complete_var)s=bash_complete \
"${1/#\\~/$HOME}" 2>/dev/null)
    if [[ ${#more[@]} -gt 0 ]]; then
        while IFS= read -r value; do COMPREPLY+=("$value"); done < <(compgen "${more[@]}" -- "$2")
    fi
}
complete -o nosort -F %(complete_func)s %(prog_name)s 2>/dev/null || complete -F %(complete_func)s %(prog_name)s
"""

_ZSH: Final = """\
#compdef %(prog_name)s
%(complete_func)s() {
    local type value about
    local -a plain open plain_shown open_shown
    while IFS=$'\\t' read -r type value about; do
        case $type in
            dir) _files -/ ;;
            file) _files ;;
            open) open+=("$value"); open_shown+=("$value") ;;
            plain) plain+=("$value"); plain_shown+=("$value${about:+  -- $about}") ;;
        esac
    done < <(COMP_LINE="${(j: :)words[1,CURRENT-1]} " COMP_WORD="$PREFIX" %(complete_var)s=zsh_complete \
"${(Q)words[1]/#\\~/$HOME}" 2>/dev/null)
    (( $#open )) && compadd -U -V filters -S '' -d open_shown -a open
    (( $#plain )) && compadd -U -V words -l -d plain_shown -a plain
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    %(complete_func)s "$@"
else
    (( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }
    compdef %(complete_func)s %(prog_name)s
fi
"""

_FISH: Final = """\
function %(complete_func)s
    set -l program (commandline -opc)[1]
    set -l word (commandline -ct)
    for row in (env %(complete_var)s=fish_complete COMP_LINE=(commandline -cp | string collect) $program 2>/dev/null)
        set -l parts (string split -m 2 \\t -- $row)
        switch $parts[1]
            case dir
                __fish_complete_directories $word
            case file
                __fish_complete_path $word
            case '*'
                printf '%%s\\t%%s\\n' $parts[2] $parts[3]
        end
    end
end
complete --command %(prog_name)s --no-files --arguments '(%(complete_func)s)'
"""


class _OfALine(ShellComplete):
    """Completes the last word of `COMP_LINE`."""

    def get_completion_args(self) -> tuple[list[str], str]:
        line = _of_shell("COMP_LINE")
        begun = self.begun(line)
        words = split_arg_string(line[: len(line) - len(begun)])
        return words[1:], "".join(split_arg_string(begun)[:1])

    def begun(self, line: str) -> str:
        """The word as it stands at the end of the line, with its quotes."""
        last = deque(_WORD.finditer(line), 1)
        return last[0][0] if last and last[0].end() == len(line) else ""

    def complete(self) -> str:
        items = self.get_completions(*self.get_completion_args())
        typable = (item for item in items if item.value == visible(str(item.value)))
        return "\n".join(map(self.format_completion, typable))

    def format_completion(self, item: CompletionItem[Any]) -> str:
        about = visible(" ".join((item.help or "").split()))
        return f"{_sort(item)}\t{item.value}" + (f"\t{about}" if about else "")


def _sort(item: CompletionItem[str]) -> str:
    """Open is what goes on."""
    return "open" if item.type == "plain" and item.value.endswith((":", "=")) else item.type


class Bash(_OfALine):
    name: ClassVar[str] = "bash"
    source_template: ClassVar[str] = _BASH

    def get_completion_args(self) -> tuple[list[str], str]:
        os.environ["COMP_LINE"] = _up_to(_of_shell("COMP_LINE"), _place(_of_shell("COMP_POINT")))
        return super().get_completion_args()

    def format_completion(self, item: CompletionItem[Any]) -> str:
        """What is to stand for the part of the word that bash takes for the word."""
        begun, part = self.begun(_of_shell("COMP_LINE")), _of_shell("COMP_WORD")
        before, quote = _before_quote(begun)
        value = str(item.value).removeprefix("".join(split_arg_string(before)))
        if quote == '"':
            quoted = re.sub(r'(["\\$`])', r"\\\1", value)
        elif quote == "'":
            quoted = value.replace("'", "'\\''")
        else:
            quoted = _SAFE.sub(r"\\\g<0>", str(item.value))
            before = begun.removesuffix(part)
            quoted = quoted.removeprefix(before) if before != begun or not part else quoted
        if quote and quoted.endswith(quote):
            quoted += quote  # bash closes a quote by itself only where what it puts does not look closed
        return f"{_sort(item)}\t{quoted}"


class Zsh(_OfALine):
    name: ClassVar[str] = "zsh"
    source_template: ClassVar[str] = _ZSH

    def get_completion_args(self) -> tuple[list[str], str]:
        return split_arg_string(_of_shell("COMP_LINE"))[1:], "".join(split_arg_string(_of_shell("COMP_WORD"))[:1])


class Fish(_OfALine):
    name: ClassVar[str] = "fish"
    source_template: ClassVar[str] = _FISH


SHELLS: Final = {shell.name: add_completion_class(shell) for shell in (Bash, Zsh, Fish)}


def _of_shell(name: str) -> str:
    if (words := os.environ.get(name)) is None:
        raise StetError("Nothing completed", f"{name} is not set, as the script of stet completion sets it; load that")
    return words


def _place(point: str) -> int:
    if not point.isdecimal():
        raise StetError("Nothing completed", f"COMP_POINT is {point[:20]}, not a place in COMP_LINE")
    return int(point[:9])


def _before_quote(begun: str) -> tuple[str, str]:
    """What stands before the quote that is still open at the end, and that quote; for bash what is completed begins
    behind it."""
    if not (found := _OPEN.fullmatch(begun)):
        return begun, ""
    return found["before"], found["quote"] or found["single"]


def _up_to(line: str, point: int) -> str:
    """Bash counts bytes where its locale does, else characters."""
    return line.encode()[:point].decode(errors="ignore") if point > len(line) else line[:point]


def script(shell: str) -> str:
    from tui.commands.group import stet

    return SHELLS[shell](stet, {}, "stet", "_STET_COMPLETE").source()

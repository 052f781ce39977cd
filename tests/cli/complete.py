"""complete.py SHELL SCRIPT PROGRAM: what a shell completes at the end of each
line of standard input: a line of JSON for each, [line, [words]].  Bash and zsh
are asked as a person asks them; zsh needs a terminal, which it gets."""
import json
import os
import pty
import select
import subprocess
import sys
import tempfile
import time

BASH = r'''
source "$1"
while IFS= read -r line; do
    COMP_LINE=$line COMP_POINT=${#line}
    # As bash splits it: "=" and white space break words.
    read -ra COMP_WORDS <<< "${line//=/ = }"
    [[ $line == *' ' || $line == *= ]] && COMP_WORDS+=('')
    [[ $line == *= ]] && unset 'COMP_WORDS[-1]'
    COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
    COMPREPLY=()
    "$2"
    printf '%s\n' "${COMPREPLY[@]}"
    echo "--end--"
done
'''

ZSHRC = r'''
fpath=($COMP $fpath)
PROMPT= RPROMPT=
autoload -Uz compinit; compinit -u -d $COMP/dump
compadd () {
    local -a hits
    if [[ " $* " != *" -"[OAD]" "* ]]; then
        builtin compadd -A hits "$@"
        print -rl -- $hits >> $COMP/hits
    fi
    builtin compadd "$@"
}
# When the line was looked at, and it is taken away again.
answered () { zle kill-whole-line; : > $COMP/done }
zle -N answered
bindkey '^G' answered
: > $COMP/ready
'''


def bash(script, program, lines):
    run = subprocess.run(
        ["bash", "-c", BASH, "bash", script, "_" + program.replace("-", "_")],
        input="".join(l + "\n" for l in lines), stdout=subprocess.PIPE,
        check=True, universal_newlines=True)
    return [[w for w in part.split("\n") if w]
            for part in run.stdout.split("--end--\n")[:-1]]


def fish(script, program, lines):
    run = subprocess.run(
        ["fish", "--no-config", "-c", "source $argv[1]; while read -l line; "
         "complete -C $line; echo --end--; end", script],
        input="".join(l + "\n" for l in lines), stdout=subprocess.PIPE,
        check=True, universal_newlines=True)
    return [[w.split("\t")[0] for w in part.split("\n") if w]
            for part in run.stdout.split("--end--\n")[:-1]]


def zsh(script, program, lines):
    folder = tempfile.mkdtemp()
    os.symlink(os.path.abspath(script), os.path.join(folder, "_" + program))
    with open(os.path.join(folder, ".zshrc"), "w") as f:
        f.write(ZSHRC)
    env = dict(os.environ, ZDOTDIR=folder, COMP=folder, TERM="vt100")
    pid, fd = pty.fork()
    if pid == 0:
        os.execvpe("zsh", ["zsh", "-i"], env)

    def wait_for(name):
        end = time.time() + 20
        path = os.path.join(folder, name)
        while not os.path.exists(path):
            assert time.time() < end, "zsh does not answer"
            if select.select([fd], [], [], 0.01)[0]:
                os.read(fd, 65536)
        os.unlink(path)

    wait_for("ready")
    answers = []
    hits = os.path.join(folder, "hits")
    for line in lines:
        os.write(fd, line.encode() + b"\t\x07")
        wait_for("done")
        words = []
        if os.path.exists(hits):
            words = [w for w in open(hits).read().split("\n") if w]
            os.unlink(hits)
        answers.append(words)
    os.close(fd)
    return answers


def main():
    shell, script, program = sys.argv[1:]
    lines = [l.rstrip("\n") for l in sys.stdin]
    for line, words in zip(lines, globals()[shell](script, program, lines)):
        print(json.dumps([line, sorted(set(words))]))


main()

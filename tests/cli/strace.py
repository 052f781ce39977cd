"""What a program wrote, from strace -f -y -xx output.

The calls to be traced are CALLS, which this prints when it is run, and with
"names" also those that give something a name; whoever writes in a way that the
trace does not show is told of, and that ends it.
"""
import re
import sys

CALLS = ("write,pwrite64,writev,pwritev,pwritev2,sendto,sendmsg,sendmmsg,"
         "sendfile,copy_file_range,splice,vmsplice,tee,io_uring_setup,"
         "process_vm_writev,mmap,memfd_create")
NAMES = ("openat,mkdir,mkdirat,link,linkat,rename,renameat,renameat2,symlink,"
         "symlinkat,execve,setxattr,bind")
CALL = re.compile(r'\b(write|pwrite64|writev|pwritev2?|sendto|sendmsg|sendmmsg)'
                  r'\((\d+)(?:<([^>]*)>)?')
BYTES = re.compile(r'"((?:\\x[0-9a-f]{2})*)"(\.\.\.)?')
OTHER = re.compile(r'\b(sendfile|copy_file_range|splice|vmsplice|tee|'
                   r'io_uring_setup|process_vm_writev)\(')
MEMORY = re.compile(r'\bmemfd_create\("([^"]*)"')
SHARED = re.compile(r'mmap\(.*PROT_WRITE.*MAP_SHARED[^_][^<]*<([^>]*)>')


def plain(text):
    """The characters strace -xx wrote as hexadecimal numbers."""
    return re.sub(r'\\x([0-9a-f]{2})', lambda m: chr(int(m[1], 16)), text)


def written(trace):
    """Everything written, per call: where to, and a bytes object a buffer."""
    for line in open(trace, encoding="latin-1"):
        # Threads: what a call was given is all there when another cuts in.
        line = line.replace(" <unfinished ...>", "")
        if OTHER.search(line):
            sys.exit("written out of sight: " + line[:120])
        # What decoders and the program share is memory: in no file system,
        # and gone with them.
        memory = MEMORY.search(line)
        if memory and plain(memory[1]) not in ("sandbox", "filter"):
            sys.exit("memory as a file: " + line[:120])
        shared = SHARED.search(line)
        if shared:
            path = plain(shared[1])
            if not path.endswith("index.db-shm") and \
                    not path.startswith("/memfd:sandbox"):
                sys.exit("a file mapped for writing: " + path)
        call = CALL.search(line)
        if not call:
            continue
        for m in BYTES.finditer(line, call.end()):
            if m[2]:
                sys.exit("the trace cut a write short")
            yield plain(call[3] or ""), bytes.fromhex(m[1].replace("\\x", ""))


if __name__ == "__main__":
    print(CALLS + ("," + NAMES if sys.argv[1:] == ["names"] else ""))

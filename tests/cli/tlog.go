// What golang.org/x/mod says of a log: tlog LOGDIR VKEY [FILE...].
// Each FILE is a tlog-proof or a request to cosign (an add-checkpoint body).
package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type hashes []tlog.Hash

func (h hashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	var out []tlog.Hash
	for _, i := range indexes {
		out = append(out, h[i])
	}
	return out, nil
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func need(ok bool, why string) {
	if !ok {
		log.Fatal(why)
	}
}

func read(name string) []byte {
	data, err := os.ReadFile(name)
	must(err)
	return data
}

// The lines of all segments, without their LFs.
func records(dir string) [][]byte {
	var all [][]byte
	names, err := filepath.Glob(filepath.Join(dir, "entries-*.jsonl"))
	must(err)
	sort.Strings(names)
	for _, name := range names {
		lines := bytes.Split(read(name), []byte("\n"))
		need(len(lines[len(lines)-1]) == 0, "a line without its LF")
		all = append(all, lines[:len(lines)-1]...)
	}
	return all
}

func store(lines [][]byte) hashes {
	var stored hashes
	for i, line := range lines {
		more, err := tlog.StoredHashes(int64(i), line, stored)
		must(err)
		stored = append(stored, more...)
	}
	return stored
}

func hash(text string) tlog.Hash {
	var h tlog.Hash
	data, err := base64.StdEncoding.DecodeString(text)
	must(err)
	need(copy(h[:], data) == len(h) && len(data) == len(h), "not a hash")
	return h
}

// The tree of a checkpoint whose signature is right.
func open(text []byte, keys note.Verifiers) tlog.Tree {
	n, err := note.Open(text, keys)
	must(err)
	need(len(n.Sigs) == 1, "not one signature by the log")
	lines := strings.Split(n.Text, "\n")
	need(len(lines) == 4 && lines[3] == "", "not three lines")
	need(lines[0] == n.Sigs[0].Name, "another origin")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err)
	return tlog.Tree{N: size, Hash: hash(lines[2])}
}

// Notes, one after another: each begins with the origin.
func checkpoints(text, origin string) []string {
	var all []string
	for _, part := range strings.Split("\n"+text, "\n"+origin+"\n")[1:] {
		part = origin + "\n" + part
		if !strings.HasSuffix(part, "\n") {
			part += "\n"
		}
		all = append(all, part)
	}
	return all
}

func checkFile(text string, stored hashes, keys note.Verifiers) {
	head, cp, ok := strings.Cut(text, "\n\n")
	need(ok, "no empty line")
	tree := open([]byte(cp), keys)
	var at int64
	var line []byte
	var proof []tlog.Hash
	old := int64(-1)
	for _, word := range strings.Split(head, "\n") {
		key, value, two := strings.Cut(word, " ")
		var err error
		switch {
		case word == "c2sp.org/tlog-proof@v1":
		case two && key == "extra":
			line, err = base64.StdEncoding.DecodeString(value)
		case two && key == "index":
			at, err = strconv.ParseInt(value, 10, 64)
		case two && key == "old":
			old, err = strconv.ParseInt(value, 10, 64)
		default:
			proof = append(proof, hash(word))
		}
		must(err)
	}
	if old >= 0 {
		checkTree(proof, tree, old, stored)
		return
	}
	checkRecord(proof, tree, at, line, stored)
}

func checkTree(proof tlog.TreeProof, tree tlog.Tree, old int64, stored hashes) {
	if old == 0 {
		need(len(proof) == 0, "a proof from nothing")
		return
	}
	root, err := tlog.TreeHash(old, stored)
	must(err)
	must(tlog.CheckTree(proof, tree.N, tree.Hash, old, root))
	own, err := tlog.ProveTree(tree.N, old, stored)
	must(err)
	need(fmt.Sprint(own) == fmt.Sprint(proof), "another proof than Go's")
}

func checkRecord(proof tlog.RecordProof, tree tlog.Tree, at int64,
	line []byte, stored hashes) {
	if line == nil {
		leaf, err := stored.ReadHashes([]int64{tlog.StoredHashIndex(0, at)})
		must(err)
		must(tlog.CheckRecord(proof, tree.N, tree.Hash, at, leaf[0]))
	} else {
		leaf := tlog.RecordHash(line)
		must(tlog.CheckRecord(proof, tree.N, tree.Hash, at, leaf))
	}
	own, err := tlog.ProveRecord(tree.N, at, stored)
	must(err)
	need(fmt.Sprint(own) == fmt.Sprint(proof), "another proof than Go's")
}

func main() {
	log.SetFlags(0)
	need(len(os.Args) >= 3, "usage: tlog LOGDIR VKEY [FILE...]")
	key, err := note.NewVerifier(strings.TrimSpace(string(read(os.Args[2]))))
	must(err)
	keys := note.VerifierList(key)
	lines := records(os.Args[1])
	stored := store(lines)
	text := string(read(filepath.Join(os.Args[1], "checkpoints")))
	all := checkpoints(text, key.Name())
	need(len(all) > 0, "no checkpoint")
	var tree tlog.Tree
	for _, one := range all {
		tree = open([]byte(one), keys)
		root, err := tlog.TreeHash(tree.N, stored)
		must(err)
		if tree.N == 0 {
			// RFC 6962; older releases of x/mod have zeroes.
			root = sha256.Sum256(nil)
		}
		need(root == tree.Hash, "another root")
	}
	need(tree.N == int64(len(lines)), "another size")
	for _, name := range os.Args[3:] {
		checkFile(string(read(name)), stored, keys)
	}
	fmt.Printf("OK: %d records, %d checkpoints, %d proofs\n",
		len(lines), len(all), len(os.Args)-3)
}

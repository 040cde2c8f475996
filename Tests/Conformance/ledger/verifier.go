// Command verifier checks a Switchkeep ledger with other people's code: golang.org/x/mod/sumdb/note and tlog.
//
//	verifier check     reads a JSON object from standard input; exits 1 with the reason unless all that it states holds
//	verifier vectors   prints roots and proofs of trees over known leaves, for Tests/LedgerTests/vectors.json
//
// What `check` looks at: verifierKey and checkpoint always; event, index and inclusionProof together; olderCheckpoint and
// consistencyProof together.
package main

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type claim struct {
	VerifierKey      string   `json:"verifierKey"`
	Checkpoint       string   `json:"checkpoint"`
	Event            *string  `json:"event"`
	Index            int64    `json:"index"`
	InclusionProof   []string `json:"inclusionProof"`
	OlderCheckpoint  *string  `json:"olderCheckpoint"`
	ConsistencyProof []string `json:"consistencyProof"`
}

type head struct {
	size int64
	root tlog.Hash
}

func main() {
	var err error
	switch {
	case len(os.Args) == 2 && os.Args[1] == "check":
		err = check()
	case len(os.Args) == 2 && os.Args[1] == "vectors":
		err = vectors()
	default:
		err = errors.New("usage: verifier check | vectors")
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func check() error {
	var c claim
	decoder := json.NewDecoder(os.Stdin)
	if err := decoder.Decode(&c); err != nil {
		return err
	}
	newer, err := open(c.Checkpoint, c.VerifierKey)
	if err != nil {
		return fmt.Errorf("checkpoint: %w", err)
	}
	if c.Event != nil {
		proof, err := hashes(c.InclusionProof)
		if err != nil {
			return err
		}
		leaf := tlog.RecordHash([]byte(*c.Event))
		if err := tlog.CheckRecord(proof, newer.size, newer.root, c.Index, leaf); err != nil {
			return fmt.Errorf("inclusion: %w", err)
		}
	}
	if c.OlderCheckpoint != nil {
		older, err := open(*c.OlderCheckpoint, c.VerifierKey)
		if err != nil {
			return fmt.Errorf("older checkpoint: %w", err)
		}
		proof, err := hashes(c.ConsistencyProof)
		if err != nil {
			return err
		}
		if err := tlog.CheckTree(proof, newer.size, newer.root, older.size, older.root); err != nil {
			return fmt.Errorf("consistency: %w", err)
		}
	}
	fmt.Println("holds")
	return nil
}

// open verifies a note and reads the three lines of its text.
func open(text, key string) (head, error) {
	verifier, err := note.NewVerifier(key)
	if err != nil {
		return head{}, err
	}
	opened, err := note.Open([]byte(text), note.VerifierList(verifier))
	if err != nil {
		return head{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() || lines[3] != "" {
		return head{}, errors.New("not a checkpoint of this ledger")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return head{}, err
	}
	root, err := hash(lines[2])
	return head{size, root}, err
}

func hash(text string) (tlog.Hash, error) {
	var h tlog.Hash
	bytes, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(bytes) != len(h) {
		return h, errors.New("not a hash in base64")
	}
	copy(h[:], bytes)
	return h, nil
}

func hashes(texts []string) ([]tlog.Hash, error) {
	var all []tlog.Hash
	for _, text := range texts {
		h, err := hash(text)
		if err != nil {
			return nil, err
		}
		all = append(all, h)
	}
	return all, nil
}

// tree holds a whole tree in the order in which tlog stores its hashes.
type tree []tlog.Hash

func (t tree) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	var all []tlog.Hash
	for _, index := range indexes {
		all = append(all, t[index])
	}
	return all, nil
}

func grown(leaves [][]byte) (tree, error) {
	var t tree
	for n, leaf := range leaves {
		stored, err := tlog.StoredHashes(int64(n), leaf, t)
		if err != nil {
			return nil, err
		}
		t = append(t, stored...)
	}
	return t, nil
}

type vector struct {
	Size        int64      `json:"size"`
	Root        string     `json:"root"`
	Inclusion   []inProof  `json:"inclusion"`
	Consistency []conProof `json:"consistency"`
}

type inProof struct {
	Index  int64  `json:"index"`
	Hashes string `json:"hashes"`
}

type conProof struct {
	Older  int64  `json:"older"`
	Hashes string `json:"hashes"`
}

// vectors prints the trees of the eight leaves that Certificate Transparency is tested with, and large trees whose leaves are the
// decimal numbers from 0.
func vectors() error {
	var small [][]byte
	for _, digits := range []string{"", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"} {
		leaf, err := hex.DecodeString(digits)
		if err != nil {
			return err
		}
		small = append(small, leaf)
	}
	var large [][]byte
	for n := 0; n < 66000; n++ {
		large = append(large, []byte(strconv.Itoa(n)))
	}
	smallTree, err := grown(small)
	if err != nil {
		return err
	}
	largeTree, err := grown(large)
	if err != nil {
		return err
	}
	found := map[string][]vector{}
	for size := int64(1); size <= 8; size++ {
		var all []int64
		for n := int64(0); n <= size; n++ {
			all = append(all, n)
		}
		v, err := describe(smallTree, size, all[:size], all[1:])
		if err != nil {
			return err
		}
		found["certificateTransparency"] = append(found["certificateTransparency"], v)
	}
	for _, size := range []int64{255, 256, 257, 511, 513, 4097, 65535, 65536, 65537, 66000} {
		v, err := describe(largeTree, size, []int64{0, size / 3, size - 1}, []int64{1, 128, size / 2, size - 1})
		if err != nil {
			return err
		}
		found["decimal"] = append(found["decimal"], v)
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetIndent("", " ")
	return encoder.Encode(found)
}

func describe(t tree, size int64, indexes, olders []int64) (vector, error) {
	root, err := tlog.TreeHash(size, t)
	if err != nil {
		return vector{}, err
	}
	v := vector{Size: size, Root: hex.EncodeToString(root[:])}
	for _, index := range indexes {
		proof, err := tlog.ProveRecord(size, index, t)
		if err != nil {
			return vector{}, err
		}
		v.Inclusion = append(v.Inclusion, inProof{index, joined(proof)})
	}
	for _, older := range olders {
		proof, err := tlog.ProveTree(size, older, t)
		if err != nil {
			return vector{}, err
		}
		v.Consistency = append(v.Consistency, conProof{older, joined(proof)})
	}
	return v, nil
}

// joined is the hashes in hexadecimal, one after another.
func joined(proof []tlog.Hash) string {
	text := ""
	for _, h := range proof {
		text += hex.EncodeToString(h[:])
	}
	return text
}

#!/bin/sh
# Counts the instructions that one document takes: the difference between eleven passes and one, by ten, so that the
# loading of the catalogue does not count. Unlike seconds, the count repeats on a busy machine.
# usage: benches/callgrind.sh FILE
set -eu
file=$1
cargo build --quiet --release -p accuracy
binary=${CARGO_TARGET_DIR:-target}/release/accuracy
instructions() {
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$binary" once "$file" --times "$1" 2>&1 |
        sed -n 's/.*Collected : //p'
}
many=$(instructions 11)
one=$(instructions 1)
echo "$(((many - one) / 10)) instructions per document"

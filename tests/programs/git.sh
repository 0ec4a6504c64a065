#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# A repository's life.
export HOME=$PWD GIT_CONFIG_NOSYSTEM=1 LC_ALL=C
export GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@example.org
export GIT_COMMITTER_NAME=C GIT_COMMITTER_EMAIL=c@example.org
export GIT_AUTHOR_DATE='1000000000 +0000' GIT_COMMITTER_DATE='1000000000 +0000'
git init -q -b main repo && cd repo || exit 1
for i in {1..30}; do
    seq "$i" 200 >"file$i"
    git add . && git commit -q -m "commit $i"
done
git log --oneline | head -n 3
git checkout -q -b side HEAD~5
echo side >>file1
git commit -q -a -m side
git checkout -q main
sed -i 5s/.*/main/ file2
git commit -q -a -m main
git merge -q -m merged side
echo "merge $?"
git log --graph --format='%h %s' | head -n 6
git diff --stat HEAD~3
git gc -q
git fsck
git count-objects -v | grep -E 'in-pack|packs'
git clone -q --no-local . ../copy
git -C ../copy rev-parse HEAD
git blame -s file2 | head -n 6
git grep -c main
git stash list
echo change >>file3
git stash -q && git status --short && git stash pop -q && git status --short
git tag -a v1 -m one && git describe
git bundle create -q ../b HEAD && git bundle verify -q ../b
echo "bundle $?"
git archive HEAD | tar -tf - | wc -l
git rev-list --objects --all | wc -l
git checkout no-such-branch
echo "checkout $?"

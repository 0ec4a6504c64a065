#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# OpenSSL, whose assembly wants the guest's cryptographic instructions: digests,
# ciphers, MACs, signatures and a TLS connection.
seq 1 20000 > data
for digest in md5 sha1 sha224 sha256 sha384 sha512 sha512-256 sha3-256 sha3-512 \
    shake256 blake2b512 blake2s256 ripemd160 sm3; do
    openssl dgst -$digest data
done
key=000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f
iv=0f0e0d0c0b0a09080706050403020100
for cipher in aes-128-cbc aes-192-cbc aes-256-cbc aes-128-ctr aes-256-ctr \
    aes-128-ecb aes-256-cfb aes-256-ofb camellia-256-cbc aria-128-ctr des-ede3-cbc \
    sm4-cbc chacha20; do
    openssl enc -$cipher -K $key -iv $iv -in data -out sealed 2> /dev/null &&
        openssl enc -d -$cipher -K $key -iv $iv -in sealed 2> /dev/null | cmp - data &&
        echo "$cipher $(sha256sum < sealed)"
done
openssl enc -aes-256-cbc -pbkdf2 -S 0102030405060708 -k secret -in data | sha256sum
openssl mac -macopt digest:SHA256 -macopt hexkey:$key -in data HMAC
openssl mac -macopt cipher:AES-128-CBC -macopt hexkey:${key:0:32} -in data CMAC
openssl mac -macopt cipher:AES-256-GCM -macopt hexkey:$key -macopt iv:${iv:0:24} -in data GMAC
openssl mac -macopt hexkey:$key -in data Poly1305
openssl mac -macopt hexkey:${key:0:32} -in data SipHash
openssl kdf -keylen 32 -kdfopt pass:secret -kdfopt salt:salt -kdfopt n:1024 -kdfopt r:8 -kdfopt p:1 SCRYPT
openssl kdf -keylen 24 -kdfopt pass:secret -kdfopt salt:saltsalt -kdfopt iter:2 \
    -kdfopt memcost:64 ARGON2ID

sign() {
    local name=$1
    shift
    openssl genpkey -quiet -out $name.key "$@" &&
        openssl pkey -in $name.key -pubout -out $name.pub
    openssl pkeyutl -sign -rawin -inkey $name.key -in data -out $name.sig
    openssl pkeyutl -verify -rawin -pubin -inkey $name.pub -in data -sigfile $name.sig
    echo "$name $?"
    head -n 100 data | openssl pkeyutl -verify -rawin -pubin -inkey $name.pub \
        -in /dev/stdin -sigfile $name.sig 2> /dev/null
    echo "$name, other data $?"
}
sign rsa -algorithm RSA -pkeyopt rsa_keygen_bits:2048
sign p256 -algorithm EC -pkeyopt ec_paramgen_curve:P-256
sign p521 -algorithm EC -pkeyopt ec_paramgen_curve:P-521
sign ed25519 -algorithm ED25519
sign ed448 -algorithm ED448
sign mldsa -algorithm ML-DSA-65
openssl genpkey -quiet -algorithm X25519 -out a.key
openssl genpkey -quiet -algorithm X25519 -out b.key
for who in a b; do
    openssl pkey -in $who.key -pubout -out $who.pub
done
openssl pkeyutl -derive -inkey a.key -peerkey b.pub -out ab
openssl pkeyutl -derive -inkey b.key -peerkey a.pub | cmp - ab && echo agreed
openssl prime -hex $(printf 'f%.0s' {1..56})61
openssl asn1parse -in p256.pub | head -n 4 | cut -c 1-40

openssl req -x509 -new -key p256.key -subj /CN=localhost -days 1 -out cert 2> /dev/null
openssl verify -CAfile cert cert
mkfifo ready
openssl s_server -accept 127.0.0.1:0 -cert cert -key p256.key -naccept 1 -rev 2> /dev/null > ready &
while read -r word address; do
    [ "$word" != ACCEPT ] || break
done < ready
printf 'through TLS\nCLOSE\n' | openssl s_client -connect "$address" \
    -CAfile cert -quiet -verify_return_error 2> /dev/null
wait

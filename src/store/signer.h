/*
 * signer.h - the key of a plant: PLANT/keys/plant.key, which only its owner
 * reads, and PLANT/keys/plant.pub, which everybody may have.
 *
 * Both files are one line of hex: the 32 bytes of an Ed25519 seed, and of its
 * public key.  Who keeps the secret file elsewhere gets a trail without new
 * signatures, and verify says so.
 * Source: RFC 8032, 5.1.
 */
#pragma once

#include <stdbool.h>

#include "base/problem.h"
#include "base/text.h"

enum { SIGNER_PUBLIC_TEXT = 65, SIGNATURE_TEXT = 129, SIGNER_SECRET_BYTES = 64 };

struct signer {
    unsigned char secret[SIGNER_SECRET_BYTES];
    char public[SIGNER_PUBLIC_TEXT];
};

/* Makes both files; -EEXIST where there is a key. */
MUST_USE int signer_create(const char *plant, struct problem *why);
/* 1: read; 0: the plant has no secret key. */
MUST_USE int signer_open(const char *plant, struct signer *signer, struct problem *why);
void signer_close(struct signer *signer);
/* The public key of a plant, or of a file with one, as 64 hex digits. */
MUST_USE int signer_read_public(const char *path, char public[SIGNER_PUBLIC_TEXT],
                                struct problem *why);

/* What is signed says what it is, so that no signature stands for something else. */
extern const char signed_checkpoint[], signed_document[];

/* The purpose, a line end and 64 hex digits are signed. */
void signer_sign(const struct signer *signer, const char *purpose, struct text hash,
                 struct text *public, struct text *signature, struct arena *into);
/* All of them as hex, whatever they come from. */
bool signature_holds(const char *purpose, struct text hash, struct text public,
                     struct text signature);

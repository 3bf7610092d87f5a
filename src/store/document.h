/*
 * document.h - a signature beside a document: FILE.sig, five lines of text.
 *
 *     bulkhead-document/1
 *     file: assessment.pdf
 *     sha-256: 64 hex digits
 *     signer: the public key, 64 hex digits
 *     signature: over "bulkhead-document/1", a line end and the digest
 *
 * Ed25519 is deterministic: the same document gives the same signature.
 */
#pragma once

#include "base/problem.h"
#include "base/text.h"
#include "store/digest.h"

struct store;

/* Writes path.sig; 1: done, 0: the plant has no secret key here. */
MUST_USE int store_sign_document(struct store *store, const char *path, struct problem *why);

struct document_signature {
    struct text file;           /* path.sig */
    struct text digest, signer; /* as it says */
    char now[DIGEST_TEXT];      /* of the document */
    bool fits, holds;           /* the digest; the signature over it */
};

MUST_USE int document_check_signature(const char *path, struct document_signature *s,
                                      struct arena *into, struct problem *why);

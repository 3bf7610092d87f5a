#include "store/document.h"

#include <errno.h>
#include <string.h>

#include "base/file.h"
#include "store/plant.h"

enum { SIGNATURE_FILE_MOST = 4096 };

static struct text last_part(const char *path)
{
    const char *slash = strrchr(path, '/');

    return text_of(slash ? slash + 1 : path);
}

static int write_signature(const struct signer *signer, const char *path, struct arena *work,
                           struct problem *why)
{
    char digest[DIGEST_TEXT];
    struct text public, signature, name = last_part(path);
    int rc = digest_file(path, digest, why);

    if (rc < 0)
        return rc;
    signer_sign(signer, signed_document, text_of(digest), &public, &signature, work);
    struct text lines =
        text_format(work, "%s\nfile: %.*s\nsha-256: %s\nsigner: %.*s\nsignature: %.*s\n",
                    signed_document, (int)name.length, name.at, digest, (int)public.length,
                    public.at, (int)signature.length, signature.at);
    rc = file_write(text_format(work, "%s.sig", path).at, lines, why);
    return rc < 0 ? rc : 1;
}

int store_sign_document(struct store *store, const char *path, struct problem *why)
{
    struct arena work;

    if (!store->signs)
        return 0;
    arena_create(&work, ARENA_TRUSTED);
    int rc = write_signature(&store->signer, path, &work, why);
    arena_destroy(&work);
    return rc;
}

/* The value behind "name: " in any line. */
static struct text line_value(struct text content, const char *name)
{
    while (content.length) {
        struct text line = text_cut(&content, '\n');
        struct text key = text_cut(&line, ':');
        if (text_is(key, name))
            return text_trim(line);
    }
    return (struct text){ 0 };
}

int document_check_signature(const char *path, struct document_signature *s, struct arena *into,
                             struct problem *why)
{
    struct text content, first;
    int rc = digest_file(path, s->now, why);

    s->file = text_format(into, "%s.sig", path);
    if (rc == 0)
        rc = file_read(s->file.at, SIGNATURE_FILE_MOST, into, &content, why);
    if (rc < 0)
        return rc;
    first = content;
    if (!text_is(text_trim(text_cut(&first, '\n')), signed_document))
        return problem_set(why, -EINVAL, "%s: line 1: must be \"%s\"", s->file.at, signed_document);
    s->digest = line_value(content, "sha-256");
    s->signer = line_value(content, "signer");
    s->fits = text_is(s->digest, s->now);
    s->holds =
        signature_holds(signed_document, s->digest, s->signer, line_value(content, "signature"));
    return 0;
}

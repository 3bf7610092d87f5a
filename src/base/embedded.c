#include "base/embedded.h"

#include <stdlib.h>
#include <string.h>

static int compare_name(const void *name, const void *file)
{
    return strcmp(name, ((const struct embedded_file *)file)->name);
}

const struct embedded_file *embedded_find(const struct embedded *all, const char *name)
{
    return bsearch(name, all->files, all->count, sizeof *all->files, compare_name);
}

struct text embedded_text(const struct embedded_file *file)
{
    return (struct text){ file->bytes, file->length };
}

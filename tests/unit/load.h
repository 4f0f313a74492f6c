/* load.h - a file of expected results as one text. Freed by the caller; NULL when it is not there. */
#ifndef TESTS_UNIT_LOAD_H
#define TESTS_UNIT_LOAD_H

#include "tests/unit/make_warc.h"

#include <stdio.h>

static char *load(const char *path)
{
    struct ws_buf b = {0};
    char part[65536];
    size_t n;
    FILE *f = fopen(path, "rb");
    if (!f)
        return NULL;
    while ((n = fread(part, 1, sizeof part, f)) > 0)
        put(&b, part, n);
    fclose(f);
    put(&b, "", 1);
    return (char *)b.p;
}

#endif

#include "warc/buf.h"

#include <stdlib.h>
#include <string.h>

void ws_buf_init(struct ws_buf *b, size_t max)
{
    *b = (struct ws_buf){.max = max};
}

void ws_buf_release(struct ws_buf *b)
{
    free(b->p);
    b->p = NULL;
    b->n = b->cap = 0;
}

void ws_buf_clear(struct ws_buf *b, size_t keep_bytes)
{
    if (b->cap > keep_bytes)
        ws_buf_release(b);
    b->n = 0;
}

bool ws_buf_reserve(struct ws_buf *b, size_t n)
{
    if (n > b->max || b->n > b->max - n)
        return false;
    size_t need = b->n + n;
    if (need <= b->cap)
        return true;
    size_t cap = b->cap ? b->cap : 256;
    while (cap < need)
        cap = cap > b->max / 2 ? b->max : cap * 2;
    uint8_t *p = realloc(b->p, cap);
    if (!p)
        return false;
    b->p = p;
    b->cap = cap;
    return true;
}

bool ws_buf_append(struct ws_buf *b, const void *p, size_t n)
{
    if (!ws_buf_reserve(b, n))
        return false;
    if (n)
        memcpy(b->p + b->n, p, n);
    b->n += n;
    return true;
}

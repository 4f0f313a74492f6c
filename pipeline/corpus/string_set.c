#include "pipeline/corpus/string_set.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#define FIRST_SLOTS ((size_t)1 << 10)
#define SHORT       0x80 /* a length below this takes one byte */

void ws_string_set_init(struct ws_string_set *s)
{
    *s = (struct ws_string_set){0};
    ws_buf_init(&s->pool, UINT32_MAX - 1);
}

void ws_string_set_release(struct ws_string_set *s)
{
    ws_buf_release(&s->pool);
    free(s->slots);
    ws_string_set_init(s);
}

static struct ws_slice at(const struct ws_string_set *s, uint32_t slot)
{
    const uint8_t *p = s->pool.p + (slot - 1);
    if (p[0] < SHORT)
        return (struct ws_slice){p + 1, p[0]};
    return (struct ws_slice){p + 2, (size_t)(p[0] - SHORT) << 8 | p[1]};
}

/* Where str is, or else the free slot where it would go. */
static uint32_t *find(const struct ws_string_set *s, struct ws_slice str)
{
    size_t mask = s->n_slots - 1, i = (size_t)XXH3_64bits(str.p, str.n) & mask;
    for (; s->slots[i]; i = (i + 1) & mask) {
        struct ws_slice other = at(s, s->slots[i]);
        if (other.n == str.n && memcmp(other.p, str.p, str.n) == 0)
            break;
    }
    return &s->slots[i];
}

/* Keeps three slots in ten free at least. */
static bool make_room(struct ws_string_set *s)
{
    if (s->n < s->n_slots / 10 * 7)
        return true;
    size_t n_slots = s->n_slots ? 2 * s->n_slots : FIRST_SLOTS;
    uint32_t *old = s->slots, *slots = calloc(n_slots, sizeof *slots);
    if (!slots)
        return false;
    s->slots = slots;
    s->n_slots = n_slots;
    for (size_t p = 0; p < s->pool.n;) { /* in the order of the pool: of memory */
        struct ws_slice str = at(s, (uint32_t)p + 1);
        *find(s, str) = (uint32_t)p + 1;
        p = (size_t)(str.p - s->pool.p) + str.n;
    }
    free(old);
    return true;
}

bool ws_string_set_add(struct ws_string_set *s, struct ws_slice str)
{
    uint8_t length[2] = {(uint8_t)str.n, 0};
    size_t n_length = 1;
    if (str.n == 0 || str.n > WS_STRING_SET_LONGEST || !make_room(s))
        return false;
    uint32_t *slot = find(s, str);
    if (*slot)
        return true;
    if (str.n >= SHORT) {
        length[0] = (uint8_t)(SHORT + (str.n >> 8));
        length[1] = (uint8_t)str.n;
        n_length = 2;
    }
    uint32_t where = (uint32_t)s->pool.n + 1;
    if (!ws_buf_reserve(&s->pool, n_length + str.n) ||
        !ws_buf_append(&s->pool, length, n_length) || !ws_buf_append(&s->pool, str.p, str.n))
        return false;
    *slot = where;
    s->n++;
    if (str.n > s->longest)
        s->longest = str.n;
    return true;
}

void ws_string_set_trim(struct ws_string_set *s)
{
    uint8_t *p = s->pool.n ? realloc(s->pool.p, s->pool.n) : NULL;
    if (!p)
        return; /* as it is, it is good as well */
    s->pool.p = p;
    s->pool.cap = s->pool.n;
}

bool ws_string_set_has(const struct ws_string_set *s, struct ws_slice str)
{
    return s->n && str.n && str.n <= s->longest && *find(s, str);
}

#include "pipeline/corpus/table.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_BITS = 10 };

bool ws_table_init(struct ws_table *t)
{
    *t = (struct ws_table){.shift = 64 - FIRST_BITS, .epoch = 1};
    t->slots = calloc((size_t)1 << FIRST_BITS, sizeof *t->slots);
    return t->slots != NULL;
}

void ws_table_release(struct ws_table *t)
{
    free(t->slots);
    t->slots = NULL;
}

void ws_table_clear(struct ws_table *t)
{
    t->used = 0;
    if (++t->epoch == 0) {
        memset(t->slots, 0, sizeof *t->slots << (64 - t->shift));
        t->epoch = 1;
    }
}

bool ws_table_grow(struct ws_table *t)
{
    struct ws_table bigger = {.shift = t->shift - 1, .used = t->used, .epoch = 1};
    size_t n = (size_t)1 << (64 - t->shift), mask = 2 * n - 1;
    bigger.slots = calloc(2 * n, sizeof *bigger.slots);
    if (!bigger.slots)
        return false;
    for (size_t i = 0; i < n; i++) {
        const struct ws_table_slot *s = &t->slots[i];
        if (s->epoch != t->epoch)
            continue;
        size_t at = ws_table_place(&bigger, s->key);
        while (bigger.slots[at].epoch)
            at = (at + 1) & mask;
        bigger.slots[at] = (struct ws_table_slot){s->key, s->id, 1};
    }
    free(t->slots);
    *t = bigger;
    return true;
}

bool ws_table_has(const struct ws_table *t, uint64_t key, uint32_t *id)
{
    size_t mask = ((size_t)1 << (64 - t->shift)) - 1;
    for (size_t at = ws_table_place(t, key); t->slots[at].epoch == t->epoch;
         at = (at + 1) & mask)
        if (t->slots[at].key == key) {
            *id = t->slots[at].id;
            return true;
        }
    return false;
}

#include "pipeline/corpus/table.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_BITS = 10, KEPT_BITS = 18 };

static bool make(struct ws_table *t, uint32_t bits)
{
    *t = (struct ws_table){.mask = ((size_t)1 << bits) - 1, .shift = 64 - bits, .epoch = 1};
    t->slots = calloc(t->mask + 1, sizeof *t->slots);
    return t->slots != NULL;
}

bool ws_table_init(struct ws_table *t)
{
    return make(t, FIRST_BITS);
}

void ws_table_release(struct ws_table *t)
{
    free(t->slots);
    t->slots = NULL;
}

void ws_table_clear(struct ws_table *t)
{
    struct ws_table small;
    if (t->shift < 64 - KEPT_BITS && make(&small, FIRST_BITS)) { /* it has served a large text */
        free(t->slots);
        *t = small;
    }
    t->used = 0;
    if (++t->epoch == 0) {
        memset(t->slots, 0, (t->mask + 1) * sizeof *t->slots);
        t->epoch = 1;
    }
}

bool ws_table_grow(struct ws_table *t)
{
    struct ws_table bigger;
    if (!make(&bigger, 64 - t->shift + 1))
        return false;
    for (size_t i = 0; i <= t->mask; i++) {
        const struct ws_table_slot *s = &t->slots[i];
        if (s->epoch != t->epoch)
            continue;
        size_t at = ws_table_place(&bigger, s->key);
        while (bigger.slots[at].epoch)
            at = (at + 1) & bigger.mask;
        bigger.slots[at] = (struct ws_table_slot){s->key, s->id, bigger.epoch};
    }
    bigger.used = t->used;
    free(t->slots);
    *t = bigger;
    return true;
}

bool ws_table_has(const struct ws_table *t, uint64_t key)
{
    size_t at = ws_table_place(t, key);
    while (t->slots[at].epoch == t->epoch && t->slots[at].key != key)
        at = (at + 1) & t->mask;
    return t->slots[at].epoch == t->epoch;
}

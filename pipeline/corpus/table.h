/* table.h - numbers for keys: the first key is 0, the next new one 1 ... A table is emptied in no
 * time. */
#ifndef WARCSIFT_TABLE_H
#define WARCSIFT_TABLE_H

#include "warcsift/base.h"

struct ws_table_slot {
    uint64_t key;
    uint32_t id, epoch; /* empty when that is not the table's */
};

struct ws_table {
    struct ws_table_slot *slots; /* NULL: none yet */
    size_t mask;                 /* slots, less 1 */
    uint32_t shift;              /* of a hash to a slot */
    uint32_t used, epoch;
};

WS_MUST_USE bool ws_table_init(struct ws_table *t);
void ws_table_release(struct ws_table *t);
void ws_table_clear(struct ws_table *t);
WS_MUST_USE bool ws_table_grow(struct ws_table *t); /* false: no memory */

static inline size_t ws_table_place(const struct ws_table *t, uint64_t key)
{
    return (size_t)(key * UINT64_C(0x9e3779b97f4a7c15) >> t->shift);
}

/* The number of key; *is_new: it had none. When the table is full then, it has to grow before
 * the next. */
static inline uint32_t ws_table_id(struct ws_table *t, uint64_t key, bool *is_new)
{
    size_t at = ws_table_place(t, key);
    struct ws_table_slot *s = &t->slots[at];
    while (s->epoch == t->epoch) {
        if (s->key == key) {
            *is_new = false;
            return s->id;
        }
        at = (at + 1) & t->mask;
        s = &t->slots[at];
    }
    *s = (struct ws_table_slot){key, t->used, t->epoch};
    *is_new = true;
    return t->used++;
}

static inline bool ws_table_is_full(const struct ws_table *t)
{
    return t->used > t->mask / 2;
}

/* Whether key has a number. */
bool ws_table_has(const struct ws_table *t, uint64_t key);

/* Both halves of a product. */
static inline uint64_t ws_mix(uint64_t a, uint64_t b)
{
    unsigned __int128 m = (unsigned __int128)a * b;
    return (uint64_t)(m >> 64) ^ (uint64_t)m;
}

#endif

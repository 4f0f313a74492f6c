/* table.h - numbers for keys: the first key is 0, the next new one 1 ... A table is emptied in
 * no time. */
#ifndef WARCSIFT_TABLE_H
#define WARCSIFT_TABLE_H

#include "warcsift/base.h"

struct ws_table_slot {
    uint64_t key;
    uint32_t id, epoch;
};

struct ws_table {
    struct ws_table_slot *slots; /* NULL: none yet */
    uint32_t shift;              /* of the hash: 64 less the bits of a place */
    uint32_t used, epoch;
};

WS_MUST_USE bool ws_table_init(struct ws_table *t);
void ws_table_release(struct ws_table *t);
void ws_table_clear(struct ws_table *t);
WS_MUST_USE bool ws_table_grow(struct ws_table *t); /* false: no memory */

/* Both halves of a product. */
static inline uint64_t ws_mix(uint64_t a, uint64_t b)
{
    unsigned __int128 m = (unsigned __int128)a * b;
    return (uint64_t)(m >> 64) ^ (uint64_t)m;
}

static inline size_t ws_table_place(const struct ws_table *t, uint64_t key)
{
    return (size_t)(ws_mix(key ^ UINT64_C(0x2d358dccaa6c78a5), UINT64_C(0x9e3779b97f4a7c15)) >>
                    t->shift);
}

/* The number of key; *is_new: it had none. When it is the last there is room for, grow before
 * the next. */
static inline uint32_t ws_table_id(struct ws_table *t, uint64_t key, bool *is_new)
{
    size_t mask = ((size_t)1 << (64 - t->shift)) - 1;
    for (size_t at = ws_table_place(t, key);; at = (at + 1) & mask) {
        struct ws_table_slot *s = &t->slots[at];
        if (s->epoch != t->epoch) {
            *s = (struct ws_table_slot){key, t->used, t->epoch};
            *is_new = true;
            return t->used++;
        }
        if (s->key == key) {
            *is_new = false;
            return s->id;
        }
    }
}

static inline bool ws_table_is_full(const struct ws_table *t)
{
    return t->used >= (uint32_t)1 << (63 - t->shift);
}

/* Whether key has a number. */
bool ws_table_has(const struct ws_table *t, uint64_t key, uint32_t *id);

#endif

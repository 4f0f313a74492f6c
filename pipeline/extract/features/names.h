/* names.h - what the names of a page's elements say: class, id, role and itemprop, read once per look. */
#ifndef WARCSIFT_NAMES_H
#define WARCSIFT_NAMES_H

#include "pipeline/extract/blocks/looks.h"
#include "pipeline/extract/features/odds.h"

struct ws_name {
    uint32_t marks;           /* ws_lexicon_markup() of all four */
    uint32_t hash;            /* of tag and class */
    uint32_t item;            /* of tag and first class up to its first digit: "post-123 odd" and "post-124 even"
                               * are both "post-" */
    int16_t sum, least, most; /* log-odds of its tokens, in units of the table */
    bool known;
};

struct ws_names {
    const struct ws_tree *t;
    const struct ws_looks *looks;
    const struct ws_odds *odds;
    struct ws_name *v; /* by look */
};

/* Everything is borrowed, v in arena. false: no memory. */
WS_MUST_USE bool ws_names_init(const struct ws_tree *t, const struct ws_looks *looks, const struct ws_odds *odds,
                               struct ws_arena *arena, struct ws_names *out);

void ws_name_read(const struct ws_names *names, uint32_t node, struct ws_name *out);

/* Of an element that looks so. */
static inline const struct ws_name *ws_name_of_look(const struct ws_names *names, uint32_t look, uint32_t node)
{
    struct ws_name *name = &names->v[look];
    if (!name->known)
        ws_name_read(names, node, name);
    return name;
}

/* Of an element. */
static inline const struct ws_name *ws_name_of(const struct ws_names *names, uint32_t node)
{
    return ws_name_of_look(names, names->looks->of[node], node);
}

#endif

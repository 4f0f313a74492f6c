/* lexicon_lot.h - places of texts where phrases may begin. The tables of phrases are larger than the nearer caches: the
 * reader of a text notes the places, and what they need of the tables is fetched for a lot of them at once.
 * Threads: a lot belongs to one. */
#ifndef WARCSIFT_LEXICON_LOT_H
#define WARCSIFT_LEXICON_LOT_H

#include "pipeline/extract/lexicon/lexicon.h"

#define WS_LOT 32 /* places */

struct ws_place {
    const uint8_t *p, *end; /* of a text, which stays until the lot is settled */
    struct ws_cues *cues;   /* where phrases are counted, ... */
    uint32_t *aside;        /* ... or, if it is not NULL, here those of prompts: somebody else says them */
    uint32_t key;           /* ws_lexicon_key_at(), of what begins with ... */
    uint8_t first;          /* ... a character of this enum ws_char_class, unless ... */
    bool opens;             /* ... it is a word and begins with eight characters of ASCII: */
    uint8_t opening[WS_OPENING_BYTES]; /* as ws_lexicon_openings() has it */
};

struct ws_lot {
    unsigned n;
    struct ws_place place[WS_LOT];
};

/* Counts the phrases that begin at the places, and forgets these. */
void ws_lot_settle(struct ws_lot *lot);

/* To be filled; good until the next one is asked for. */
static inline struct ws_place *ws_lot_next(struct ws_lot *lot)
{
    if (lot->n == WS_LOT)
        ws_lot_settle(lot);
    return &lot->place[lot->n++];
}

#endif

/* odds_look_up.h - what tables of log-odds say of the words of a page, one after the other. Used by odds_features.c. */
#ifndef WARCSIFT_ODDS_LOOK_UP_H
#define WARCSIFT_ODDS_LOOK_UP_H

#include "pipeline/page/avx2.h"
#include "pipeline/extract/features/odds.h"

/* Of a word, and of it with the word before, in units of the tables. */
struct ws_said {
    int8_t word, pair;               /* of content */
    int8_t prompt_word, prompt_pair; /* of prompts */
};

#define WS_LOOK_UP 8 /* words at once */

/* token: of n words; the one before the first and WS_LOOK_UP behind the last are read, whatever they are. said: room
 * for WS_LOOK_UP more than n. All ways come to the same. */
typedef void ws_look_up_fn(const struct ws_odds *o, const uint32_t *token, size_t n, struct ws_said *said);

ws_look_up_fn ws_look_up_plain;

#ifdef WS_AVX2
ws_look_up_fn ws_look_up_avx2;
#endif

/* The quickest one that this processor has. */
static inline ws_look_up_fn *ws_look_up_best(void)
{
#ifdef WS_AVX2
    if (ws_has_avx2())
        return ws_look_up_avx2;
#endif
    return ws_look_up_plain;
}

#endif

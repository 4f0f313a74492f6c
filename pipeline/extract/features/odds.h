/* odds.h - what names in markup and words in text say about a block, as learned from reference pages.
 *
 * A token is a hash: of an element's name, of a part or the whole of its class or id, of its role or
 * itemprop; of a word, of two words in a row, of a whole short block (asked of headings alone). A table
 * holds the log-odds of content of every token that the reference pages of several sites share, against
 * the odds of all text: 0 says nothing. Tokens that hash alike share an entry.
 * In training a page is measured with tables that leave its own site out (train/tables.py): tables that
 * knew its names would be believed too much. */
#ifndef WARCSIFT_ODDS_H
#define WARCSIFT_ODDS_H

#include "pipeline/page/tree.h"

#define WS_ODDS_NAME_BITS 15
#define WS_ODDS_WORD_BITS 16
#define WS_ODDS_UNIT      16 /* table units per unit of log-odds (natural logarithm) */

struct ws_odds {
    int8_t name[1 << WS_ODDS_NAME_BITS];
    /* Of words and pairs: rows of four by the upper bits of the token, so that what is said of one stands in one place.
     * Two entries of the table of content, of which the next bit of the token chooses one; then words of articles against
     * words of prompts inside articles; the last is 0. */
    _Alignas(uint32_t) int8_t word[4 << WS_ODDS_WORD_BITS];
};

extern const struct ws_odds ws_block_odds; /* odds_tables.c */

#define WS_NAME_TOKENS 32  /* of one element; more are left out */

/* In units of the table. */
static inline int ws_odds_of_name(const struct ws_odds *o, uint32_t token)
{
    return o->name[token >> (32 - WS_ODDS_NAME_BITS)];
}

static inline const int8_t *ws_odds_row(const struct ws_odds *o, uint32_t token)
{
    return &o->word[(size_t)(token >> (32 - WS_ODDS_WORD_BITS)) * 4];
}

static inline int ws_odds_of_text(const struct ws_odds *o, uint32_t token)
{
    return ws_odds_row(o, token)[token >> (31 - WS_ODDS_WORD_BITS) & 1];
}

static inline int ws_odds_of_prompt(const struct ws_odds *o, uint32_t token)
{
    return ws_odds_row(o, token)[2];
}

/* Distinct tokens of an element, its name first; returns how many. In names.c. */
unsigned ws_name_tokens(const struct ws_tree *t, uint32_t node, uint32_t token[WS_NAME_TOKENS]);

/* Spreads a hash of text over all bits: tables use the upper ones. */
static inline uint32_t ws_token_mix(uint32_t h)
{
    h ^= h >> 16;
    h *= 0x7feb352du;
    h ^= h >> 15;
    return h * 0x846ca68bu;
}

/* Of two words in a row, from their tokens (ws_token_mix() of ws_word_hash()). */
static inline uint32_t ws_pair_token(uint32_t first, uint32_t second)
{
    return ws_token_mix(first * 31 + second);
}

/* Of all words of a block of at most eight, else 0: a longer one is hardly ever on two pages. */
uint32_t ws_whole_token(const uint32_t *word, uint32_t n);

#endif

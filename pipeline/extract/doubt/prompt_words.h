/* prompt_words.h - how much a text sounds like a prompt: a linear model of its words, learned from paragraphs of
 * articles and from prompts in some forty languages (train/prompts.py).
 *
 * Its tokens are hashes of words in small letters, of two words in a row, of the first four letters of longer
 * words (so that forms of a word are known by each other), of the first word and the first two of a sentence, by which
 * prompts are known best, and of signs other than commas and full stops. Numbers are one word. Where the model has not
 * seen enough of a token, it says nothing.
 * Threads: none needed; ws_lexicon_init() comes first. */
#ifndef WARCSIFT_PROMPT_WORDS_H
#define WARCSIFT_PROMPT_WORDS_H

#include "pipeline/extract/text/text.h"

#define WS_PROMPT_BITS   17 /* logarithm of the rows of the table, ... */
#define WS_PROMPT_ROW    2  /* ... and how many tokens find room in one */
#define WS_PROMPT_UNIT   16 /* table units per unit of log-odds */
#define WS_PROMPT_TOKENS 256 /* of one text, which is judged by its first 64 words */

/* Rows by the upper bits of a token: of an entry, the upper byte is its lowest one, the lower byte the log-odds of articles
 * against prompts. Most words of a text are none that the table has: they say nothing, not what others say. */
extern const uint16_t ws_prompt_table[1 << WS_PROMPT_BITS][WS_PROMPT_ROW]; /* prompt_tables.c */

/* Fills token, where each word comes before what else it makes; returns how many. */
unsigned ws_prompt_tokens(struct ws_slice text, uint32_t token[WS_PROMPT_TOKENS]);

/* Sum of what the tokens say by the root of their number, greater for prompts; 0 when there is none. Articles have
 * about -2.5 in languages that the model knows well, nearer 0 in others. */
float ws_prompt_said(const uint32_t *token, unsigned n);

/* Of the tokens of a text. */
float ws_prompt_words(struct ws_slice text);

#endif

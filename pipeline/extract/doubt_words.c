#include "pipeline/extract/doubt_words.h"

#include "pipeline/extract/paragraphs.h"
#include "pipeline/extract/site_words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LEAST       8       /* words of a block that is asked */
#define SURE        3       /* paragraphs of an article that are not doubted */
#define SAMPLE      256     /* paragraphs of a page that are looked at */
#define STEEP       1.0f    /* log-odds of doubt for one of prompt_words.h above ... */
#define BEGINS      (-1.7f) /* ... this, ... */
#define OWN         0.25f   /* ... and so much of what is usual on the page */
#define MOST        6.0f
#define NAMED       2.0f    /* more when the block has a word of the site's name, ... */
#define NAMED_FROM  (-1.0f) /* ... if it is that near to being doubted, ... */
#define NAMED_SHARE 0.25f   /* ... which so much of the paragraphs may have, or one */

static int by_size(const void *a, const void *b)
{
    const float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

/* Whether some of the paragraphs do not sound like prompts; usual: the median of what they have. */
static bool sounds_like_one(const struct ws_blocks *blocks, const float *p, const float *said, float *usual)
{
    float paragraph[SAMPLE];
    uint32_t n = 0, sure = 0;
    for (uint32_t i = 0; i < blocks->n && n < SAMPLE; i++)
        if (ws_is_paragraph(&blocks->v[i], p[i]) && said[i] > -INFINITY) {
            paragraph[n++] = said[i];
            sure += said[i] < BEGINS;
        }
    if (sure < SURE)
        return false;
    qsort(paragraph, n, sizeof *paragraph, by_size);
    *usual = paragraph[n / 2];
    return true;
}

/* Words of the site's name which the text is not about. named: those that each block has. */
static unsigned rare_words(const struct ws_blocks *blocks, const float *p, const uint8_t *named)
{
    uint32_t paragraphs = 0, with[WS_SITE_WORDS] = {0};
    for (uint32_t i = 0; i < blocks->n; i++) {
        if (!ws_is_paragraph(&blocks->v[i], p[i]))
            continue;
        paragraphs++;
        for (unsigned k = 0; k < WS_SITE_WORDS; k++)
            with[k] += named[i] >> k & 1;
    }
    unsigned rare = 0;
    for (unsigned k = 0; k < WS_SITE_WORDS; k++)
        rare |= (unsigned)(with[k] <= 1 || (float)with[k] <= NAMED_SHARE * (float)paragraphs) << k;
    return rare;
}

static void read_blocks(const struct ws_blocks *blocks, const bool *asked, const struct ws_site_words *site, float *said,
                        uint8_t *named)
{
    uint32_t token[WS_PROMPT_TOKENS];
    for (uint32_t i = 0; i < blocks->n; i++) {
        said[i] = -INFINITY;
        named[i] = 0;
        if (!asked[i] || ws_long_words(&blocks->v[i]) < LEAST)
            continue;
        const unsigned n = ws_prompt_tokens(blocks->v[i].text, token);
        said[i] = ws_prompt_said(token, n);
        named[i] = (uint8_t)ws_site_words_in(site, token, n);
    }
}

bool ws_doubt_words(const struct ws_analysis *a, struct ws_slice site, const float *p, const bool *asked, float *said)
{
    const struct ws_blocks *blocks = &a->blocks;
    memset(said, 0, blocks->n * sizeof *said);
    if (!ws_is_article(blocks, p))
        return true;
    uint8_t *named = ws_arena_alloc(a->arena, blocks->n + 1u);
    if (!named)
        return false;
    struct ws_site_words words;
    ws_site_words_read(site, &words);
    read_blocks(blocks, asked, &words, said, named);
    float usual = 0;
    const bool like_one = sounds_like_one(blocks, p, said, &usual);
    const unsigned rare = rare_words(blocks, p, named);
    for (uint32_t i = 0; i < blocks->n; i++) {
        float x = STEEP * (said[i] - OWN * usual - BEGINS);
        x += named[i] & rare && x >= NAMED_FROM ? NAMED : 0;
        said[i] = !like_one || x < 0 ? 0 : x > MOST ? MOST : x;
    }
    return true;
}

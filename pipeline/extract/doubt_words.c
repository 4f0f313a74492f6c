#include "pipeline/extract/doubt_words.h"

#include "pipeline/extract/prompt_words.h"

#include <math.h>
#include <stdlib.h>

#define LOW        0.02f /* p of what is out anyway */
#define LEAST      8     /* words of a block that is asked */
#define PARAGRAPH  20    /* words */
#define PARAGRAPHS 5     /* of an article at least, ... */
#define SURE       3     /* ... some of which are not doubted, ... */
#define MOSTLY     0.7f  /* ... of its words */
#define SAMPLE     256   /* paragraphs of a page that are looked at */
#define STEEP      1.0f  /* log-odds of doubt for one of prompt_words.h above ... */
#define BEGINS     (-1.2f) /* ... this, ... */
#define OWN        0.25f /* ... and so much of what is usual on the page */
#define MOST       6.0f

static int by_size(const void *a, const void *b)
{
    const float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

/* Whether most of the likely text is paragraphs, and some of them do not sound like prompts; usual: the median of
 * what they have. */
static bool is_article(const struct ws_blocks *blocks, const float *p, const float *said, float *usual)
{
    float paragraph[SAMPLE], all = 0, in_paragraphs = 0;
    uint32_t n = 0, sure = 0;
    for (uint32_t i = 0; i < blocks->n && n < SAMPLE; i++) {
        const struct ws_block *b = &blocks->v[i];
        const uint32_t words = p[i] >= 0.5f && !b->pre ? b->words : 0; /* code says nothing: neither does its length */
        all += (float)words;
        if (words < PARAGRAPH)
            continue;
        in_paragraphs += (float)words;
        paragraph[n++] = said[i];
        sure += said[i] < BEGINS;
    }
    if (n < PARAGRAPHS || sure < SURE || in_paragraphs < MOSTLY * all)
        return false;
    qsort(paragraph, n, sizeof *paragraph, by_size);
    *usual = paragraph[n / 2];
    return true;
}

void ws_doubt_words(const struct ws_analysis *a, const float *p, float *said)
{
    const struct ws_blocks *blocks = &a->blocks;
    for (uint32_t i = 0; i < blocks->n; i++) {
        const struct ws_block *b = &blocks->v[i];
        said[i] = p[i] >= LOW && b->words >= LEAST && !b->pre ? ws_prompt_words(b->text) : -INFINITY;
    }
    float usual = 0;
    const bool article = is_article(blocks, p, said, &usual);
    for (uint32_t i = 0; i < blocks->n; i++) {
        const float x = STEEP * (said[i] - OWN * usual - BEGINS);
        said[i] = !article || x < 0 ? 0 : x > MOST ? MOST : x;
    }
}

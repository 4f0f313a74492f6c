#include "pipeline/extract/model/paragraphs.h"

#define LIKELY     0.5f
#define PARAGRAPH  20 /* words */
#define PARAGRAPHS 5  /* of an article at least */

bool ws_is_paragraph(const struct ws_block *b, float p)
{
    return p >= LIKELY && !b->pre && ws_long_words(b) >= PARAGRAPH;
}

float ws_paragraph_share(const struct ws_blocks *blocks, const float *p)
{
    float all = 0, in_paragraphs = 0;
    uint32_t n = 0;
    for (uint32_t i = 0; i < blocks->n; i++) {
        const struct ws_block *b = &blocks->v[i];
        const bool paragraph = ws_is_paragraph(b, p[i]);
        all += p[i] >= LIKELY && !b->pre ? (float)b->words : 0;
        in_paragraphs += paragraph ? (float)b->words : 0;
        n += paragraph;
    }
    return n >= PARAGRAPHS ? in_paragraphs / all : 0;
}

bool ws_is_article(const struct ws_blocks *blocks, const float *p)
{
    return ws_paragraph_share(blocks, p) >= WS_ARTICLE_SHARE;
}

#include "pipeline/extract/doubt/doubt.h"

#include "pipeline/extract/doubt/doubt_author.h"
#include "pipeline/extract/doubt/doubt_lines.h"
#include "pipeline/extract/doubt/doubt_runs.h"
#include "pipeline/extract/doubt/doubt_self.h"
#include "pipeline/extract/doubt/doubt_words.h"
#include "pipeline/extract/features/survey.h"
#include "pipeline/extract/model/logit.h"
#include "pipeline/extract/model/paragraphs.h"

#include <string.h>

#define CODE_BLOCKS 3    /* likely ones at least of a page about technical things, ... */
#define CODE_LINES  6    /* ... or likely blocks with code among their words */
#define TECHNICAL   2.0f /* such pages tell their readers of passwords, accounts, subscriptions and where to read more */

static bool is_in_code(const struct ws_tree *t, uint32_t node, uint32_t top)
{
    while (node > top && !ws_tag_is_code(t->nodes[node].tag))
        node = t->nodes[node].parent;
    return node > top;
}

static bool names_code(const struct ws_tree *t, const struct ws_block *b)
{
    for (uint32_t i = b->first; i <= b->last; i++)
        if (ws_tag_is_code(t->nodes[i].tag))
            return true;
    return is_in_code(t, b->first, b->node);
}

static bool has_code(const struct ws_tree *t, const struct ws_blocks *b, const float *p)
{
    uint32_t code = 0, lines = 0;
    for (uint32_t i = 0; i < b->n && code < CODE_BLOCKS && lines < CODE_LINES; i++) {
        const bool likely = p[i] > 0.5f;
        code += likely && b->v[i].pre;
        lines += likely && !b->v[i].pre && names_code(t, &b->v[i]);
    }
    return code >= CODE_BLOCKS || lines >= CODE_LINES;
}

#define MOST 2 /* where there are phrases that the model has not seen, most of them of languages that it hardly knows */

static bool has_late_phrases(const struct ws_cues *c)
{
    return c->late.appeal + c->late.link + c->late.legal + c->late.author > 0;
}

/* 0 .. MOST; least: phrases per clause at which it begins */
static float doubt(const struct ws_survey *s, uint32_t block, float least)
{
    float x = (ws_prompt_phrases(s, block) - least) / least;
    const float most = has_late_phrases(&s->m[block].cues) ? MOST : 1;
    return x < 0 ? 0 : x > most ? most : x;
}

/* --- lead-ins: "Also read: ..." ------------------------------------------------------- */

#define LEAD_BYTES 56   /* a lead-in is over by then */
#define LEAD_LINKS 0.3f /* or the block is a link for so much of it */

static bool has_colon(struct ws_slice s)
{
    for (size_t i = 0; i < s.n && i < LEAD_BYTES; i++)
        if (s.p[i] == ':' || (i + 2 < s.n && memcmp(s.p + i, "\xef\xbc\x9a", 3) == 0))
            return true;
    return false;
}

/* Whether the block begins with a phrase that leads to other pages or to comments. */
static bool begins_to_lead(const struct ws_block *b, const struct ws_measure *m)
{
    if (!m->cues.link && !m->cues.late.link)
        return false;
    struct ws_cues first = {0};
    const uint8_t *next = b->text.p, *end = next + b->text.n;
    enum ws_char_class class = ws_char_class(ws_utf8_next(&next, end));
    ws_lexicon_phrases(b->text.p, end, class, &first);
    return first.link + first.late.link > 0;
}

static bool leads_away(const struct ws_block *b, const struct ws_measure *m)
{
    return m->cues.link && (m->link_density >= LEAD_LINKS || has_colon(b->text)) && begins_to_lead(b, m);
}

/* --- headlines of other articles -------------------------------------------------------- */

#define LONE       4.0f /* log-odds */
#define LONE_LEAST 4    /* words of such a link: fewer are a name or a section, which lists and tables have */
#define LONE_MOST  40
#define LONE_LINKS 0.98f /* of its characters are the link's */

/* Whether the block is one link and nothing else, as a headline stands between the paragraphs of an article: it leads to
 * another one. What has a full stop is a sentence, or names a source. */
static bool is_lone_link(const struct ws_survey *s, uint32_t i)
{
    const struct ws_block *b = &s->b->v[i];
    const struct ws_measure *m = &s->m[i];
    const uint32_t words = ws_long_words(b);
    return b->links == 1 && m->link_density >= LONE_LINKS && words >= LONE_LEAST && words <= LONE_MOST &&
           (!m->ends_stop || m->question) && !m->heading && !b->pre;
}

/* --- what stands below "Read next" and "Comments (2)" ------------------------------------- */

#define SECTION_HEAD 5    /* words of such a line at most */
#define SECTION_LONG 25   /* words of a paragraph of the article at least, which goes on */
#define SECTION      2.5f /* log-odds */
#define SECTION_LOW  0.3f /* p below which such a line is none of the text, if it has no colon */
#define SECTION_LATE                                                                           \
    0.7f /* of the content stands before it: lists of teasers have one at each item */

/* Block i in a pass over all: where the section it stands in or begins ends, which is that of
 * the element the line stands in; 0: in none. end: what this gave for the block before. */
static uint32_t section_end(uint32_t end, const struct ws_survey *s, uint32_t i, float p,
                            bool late)
{
    const struct ws_block *b = &s->b->v[i];
    if (late && (p < SECTION_LOW || s->m[i].ends_colon) && b->words <= SECTION_HEAD &&
        s->m[i].link_density < 0.5f && begins_to_lead(b, &s->m[i])) {
        const struct ws_element *around = ws_box_of(s, i);
        return around->first_block + around->blocks;
    }
    return b->words >= SECTION_LONG && p > 0.5f ? 0 : end;
}

/* --- all ----------------------------------------------------------------------------- */

/* Items of lists say much in few words, and headings are judged with what they head. */
static bool is_exempt(const struct ws_survey *s, uint32_t block)
{
    return s->m[block].heading || ws_is_item(s, block);
}

/* Captions name what is to be seen in few words, which tells little. */
static bool is_caption(const struct ws_survey *s, uint32_t block)
{
    const struct ws_near *near = ws_near_of(s, block);
    return near->tag[WS_NEAR_TAG_FIGURE] < 3 || near->mark[WS_NEAR_MARK_CAPTION] < 2;
}

/* A signature or a command says nothing to readers, whatever its words are. */
static bool is_line_of_code(const struct ws_tree *t, const struct ws_block *b)
{
    return is_in_code(t, b->first, b->node) && is_in_code(t, b->last, b->node);
}

/* In log-odds. */
static float doubt_of(const struct ws_analysis *a, const struct ws_author_boxes *boxes, uint32_t i, float least)
{
    const struct ws_block *b = &a->blocks.v[i];
    const struct ws_measure *m = &a->features.survey->m[i];
    bool sure = ws_is_breadcrumb(b->text) || ws_is_share_row(b) || ws_is_coupon(b) || ws_is_page_note(&a->tree, b) ||
                ws_is_hidden_code(&a->tree, b) || leads_away(b, m) || ws_is_author_box(a, boxes, i);
    return sure ? WS_DOUBT_SURE : WS_DOUBT_FULL * doubt(a->features.survey, i, least);
}

#define ITSELF   3.0f  /* log-odds of what a site says of itself: an article may, too */
#define LOW      0.02f /* p that needs no doubt; ... */
#define ASKED    0.05f /* ... p of which no cut is below (select.c): to read words costs most */
#define PROSE    0.5f  /* share of paragraphs where words are asked for: with many prompts an article is less of one */

/* Also where others are exempt; but a chapter may be on advertising. */
static bool is_label(const struct ws_analysis *a, uint32_t i, float p)
{
    const struct ws_block *b = &a->blocks.v[i];
    return p >= LOW && ((!a->features.survey->m[i].heading && ws_is_ad_label(b)) || ws_is_controls(&a->tree, &a->blocks, b));
}

bool ws_doubt_prompts(const struct ws_analysis *a, float *p)
{
    const struct ws_survey *s = a->features.survey;
    const struct ws_blocks *blocks = &a->blocks;
    struct ws_author_boxes boxes;
    ws_author_boxes_begin(a, p, &boxes);
    struct ws_self self;
    ws_self_begin(a, p, &self);
    float *said = ws_arena_zalloc(a->arena, blocks->n + 1u, sizeof *said);
    bool *asked = ws_arena_alloc(a->arena, blocks->n + 1u);
    if (!said || !asked)
        return false;
    uint32_t end = 0;
    const float technical = has_code(&a->tree, blocks, p) ? TECHNICAL : 1, least = WS_DOUBT_LEAST * technical;
    const float share = ws_paragraph_share(blocks, p);
    const bool asks = share >= PROSE, article = share >= WS_ARTICLE_SHARE;
    for (uint32_t i = 0; asks && i < blocks->n; i++)
        asked[i] = p[i] >= ASKED && !blocks->v[i].pre && !s->m[i].heading && !is_caption(s, i) &&
                   !is_line_of_code(&a->tree, &blocks->v[i]);
    if (asks && !ws_doubt_words(a, self.site, p, asked, WS_ARTICLE_SHARE - share, said))
        return false;
    for (uint32_t i = 0; i < blocks->n; i++) {
        const struct ws_block *b = &blocks->v[i];
        float words = p[i] > 0.5f ? (float)b->words : 0;
        end = section_end(end, s, i, p[i], boxes.before >= SECTION_LATE * boxes.all);
        if (i < end)
            p[i] = ws_probability(ws_log_odds(p[i]) - SECTION);
        const bool judged = p[i] >= LOW && !is_exempt(s, i);
        float x = is_label(a, i, p[i]) ? WS_DOUBT_SURE : judged ? doubt_of(a, &boxes, i, least) : 0;
        if (judged && x < WS_DOUBT_SURE && ws_is_own_word(a, &self, i))
            x += ITSELF;
        said[i] /= technical;
        x += said[i] + (article && is_lone_link(s, i) ? LONE : 0);
        if (x > 0)
            p[i] = ws_probability(ws_log_odds(p[i]) - x);
        boxes.before += words;
    }
    ws_doubt_runs(s, said, p);
    return true;
}

#include "pipeline/extract/doubt/doubt_author.h"

#include "pipeline/extract/features/survey.h"
#include "pipeline/extract/text/words.h"

#include <string.h>

#define BOX_WORDS  90
#define BOX_BEFORE 0.03f /* of the content; a box stands above it ... */
#define BOX_BEHIND 0.15f /* ... or below, where the end of an article may still follow */

/* "新浪科技讯": news of an agency or a desk, which gives its name as the author's. */
static bool opens_news(struct ws_slice behind)
{
    static const char *const OPENS[] = {"讯 ", "訊 ", "讯（", "訊（", "讯，", "讯(", "电 ", "電 ", "电（", "消息", "获悉", "獲悉"};
    for (size_t i = 0; i < sizeof OPENS / sizeof *OPENS; i++)
        if (ws_begins_with(behind, ws_slice_of(OPENS[i])))
            return true;
    return false;
}

/* Whether text goes on behind one of the names, which are separated by ", ". Those of
 * organisations mean nothing: pages of a company speak of it. */
static bool begins_with_name(struct ws_slice text, struct ws_slice names, struct ws_slice site)
{
    const struct ws_slice comma = {(const uint8_t *)", ", 2};
    while (names.n) {
        struct ws_slice name = {names.p, ws_bytes_before(names, comma)};
        size_t past = name.n < names.n ? name.n + comma.n : name.n;
        names = (struct ws_slice){names.p + past, names.n - past};
        if (name.n < text.n && ws_begins_with(text, name) &&
            ws_count_words(name) > 1 && !ws_contains(site, name) && !ws_contains(name, site) &&
            !opens_news((struct ws_slice){text.p + name.n, text.n - name.n}))
            return true;
    }
    return false;
}

/* --- names that stand above the text and below it ------------------------------------------ */

#define TEXT_WORDS 20 /* a likely block of more words begins the text */
#define LINE_WORDS 12
#define TITLE_LIKE 0.5f
#define LABEL      16 /* bytes in front of a colon: "Text: Elin Norberg ..." */
#define NAME_LEAST 7  /* bytes of two words that may be a name */

/* Short lines between headline and text, or above the text where there is no headline. */
static void find_lines(const struct ws_analysis *a, const float *p, struct ws_author_boxes *x)
{
    const struct ws_survey *s = a->features.survey;
    uint32_t first = 0;
    while (first < a->blocks.n && !(p[first] > 0.5f && a->blocks.v[first].words > TEXT_WORDS))
        first++;
    uint32_t from = first > WS_NAME_LINES ? first - WS_NAME_LINES : 0;
    for (uint32_t i = from; i < first && first < a->blocks.n; i++) {
        const struct ws_measure *m = &s->m[i];
        bool heads = m->heading && m->heading < 3;
        if (a->blocks.v[i].words <= LINE_WORDS && !heads && !m->ends_stop && m->title_sim < TITLE_LIKE)
            x->line[x->lines++] = i;
    }
}

static bool is_plain_blank(uint8_t c)
{
    return c == ' ' || c == '\n';
}

#define PARTICLE 3 /* bytes: "van", "de", "bin" */

/* Whether a word may be part of a name: with a capital, or of a script without capitals. */
static bool may_be_name(const uint8_t *at, const uint8_t *end)
{
    uint32_t c = ws_utf8_next(&at, end);
    bool cased = c < 0x590; /* Latin, Greek, Cyrillic, Armenian */
    return ws_char_class(c) == WS_CHAR_WORD && (!cased || ws_is_capital(c));
}

static const uint8_t *end_of_word(const uint8_t *at, const uint8_t *end)
{
    while (at < end && !is_plain_blank(*at))
        at++;
    return at;
}

/* The first two words of text, behind a label, if both may be of a name; particles do not count. Empty: they
 * may not. */
static struct ws_slice first_name(struct ws_slice text)
{
    const struct ws_slice none = {text.p, 0};
    for (size_t i = 0; i + 1 < text.n && i < LABEL; i++)
        if (text.p[i] == ':' && text.p[i + 1] == ' ')
            text = (struct ws_slice){text.p + i + 2, text.n - i - 2};
    const uint8_t *at = text.p, *end = text.p + text.n;
    for (int word = 0; word < 2;) {
        at += at > text.p; /* one blank */
        if (at >= end || is_plain_blank(*at))
            return none;
        const uint8_t *past = end_of_word(at, end);
        bool name = may_be_name(at, end);
        if (!name && (word == 0 || past - at > PARTICLE))
            return none;
        word += name;
        at = past;
    }
    if (at >= end || at[-1] == '.' || at[-1] == ':' || (size_t)(at - text.p) < NAME_LEAST)
        return none;
    return (struct ws_slice){text.p, (size_t)(at - text.p) - (at[-1] == ',')};
}

/* Whether no other paragraph has the name: articles are about others than their authors. */
static bool is_only_there(const struct ws_analysis *a, struct ws_slice name, uint32_t block)
{
    for (uint32_t i = 0; i < a->blocks.n; i++)
        if (i != block && a->blocks.v[i].words > LINE_WORDS && ws_contains(a->blocks.v[i].text, name))
            return false;
    return !ws_contains(a->about.title, name) && !ws_contains(a->about.site, name);
}

/* Whether a block begins with a name that a line above the text has, too. */
static bool begins_with_line(const struct ws_analysis *a, const struct ws_author_boxes *x, uint32_t block)
{
    struct ws_slice name = first_name(a->blocks.v[block].text);
    for (uint32_t k = 0; name.n && k < x->lines; k++)
        if (x->line[k] != block && ws_contains(a->blocks.v[x->line[k]].text, name))
            return is_only_there(a, name, block);
    return false;
}

/* --- what is said of authors between paragraphs -------------------------------------------- */

#define BIO_WORDS   60
#define BIO_PHRASES 2  /* of authors, where no name tells ... */
#define BIO_SHORT   45 /* ... in fewer words */

static const struct ws_slice ARTICLES[] = {
    {(const uint8_t *)"The", 3}, {(const uint8_t *)"Der", 3}, {(const uint8_t *)"Die", 3},
    {(const uint8_t *)"Das", 3}, {(const uint8_t *)"Ein", 3}, {(const uint8_t *)"Eine", 4}};

/* The last word of the name that a text begins with, in scripts that have capitals; empty: there is none. */
static struct ws_slice last_name(struct ws_slice text)
{
    struct ws_slice name = first_name(text);
    const uint8_t *p = name.p, *end = name.p + name.n;
    if (!name.n || !ws_is_capital(ws_utf8_next(&p, end)))
        return (struct ws_slice){text.p, 0};
    size_t first = (size_t)(end_of_word(name.p, end) - name.p), from = name.n;
    for (size_t i = 0; i < sizeof ARTICLES / sizeof *ARTICLES; i++)
        if (first == ARTICLES[i].n && !memcmp(name.p, ARTICLES[i].p, first))
            return (struct ws_slice){text.p, 0};
    while (from && !is_plain_blank(name.p[from - 1]))
        from--;
    return (struct ws_slice){name.p + from, name.n - from};
}

#define TRADE 48 /* bytes of "Reporter and photographer, Jane Roe ..." before the name */

static struct ws_slice behind_comma(struct ws_slice text)
{
    for (size_t i = 0; i + 2 < text.n && i < TRADE; i++)
        if (text.p[i] == ',' && text.p[i + 1] == ' ')
            return (struct ws_slice){text.p + i + 2, text.n - i - 2};
    return (struct ws_slice){text.p, 0};
}

/* "Roe & Co. is a Denver-based agency", for which there is a phrase, too. */
static bool is_of_company(struct ws_slice text)
{
    static const struct ws_slice BASED = {(const uint8_t *)"-based ", 7};
    return ws_contains(text, BASED);
}

/* "Jane Roe is a reporter and writes about housing": someone of whom the article speaks is named again. */
static bool is_bio(const struct ws_analysis *a, uint32_t i)
{
    const struct ws_block *b = &a->blocks.v[i];
    const struct ws_measure *m = &a->features.survey->m[i];
    uint32_t phrases = (uint32_t)m->cues.author + m->cues.late.author;
    if (!phrases || b->words > BIO_WORDS || m->quoted || m->question)
        return false;
    if (phrases >= BIO_PHRASES && b->words <= BIO_SHORT)
        return true;
    struct ws_slice name = last_name(b->text);
    if (!name.n)
        name = last_name(behind_comma(b->text));
    return name.n && !is_of_company(b->text) && is_only_there(a, name, i);
}

/* --- all ------------------------------------------------------------------------------- */

static float likely_words(const struct ws_blocks *b, const float *p)
{
    float sum = 0;
    for (uint32_t i = 0; i < b->n; i++)
        sum += p[i] > 0.5f ? (float)b->v[i].words : 0;
    return sum;
}

void ws_author_boxes_begin(const struct ws_analysis *a, const float *p, struct ws_author_boxes *x)
{
    *x = (struct ws_author_boxes){.names = a->about.author, .site = a->about.site};
    x->all = likely_words(&a->blocks, p);
    if (a->blocks.n)
        find_lines(a, p, x);
}

bool ws_is_author_box(const struct ws_analysis *a, const struct ws_author_boxes *x, uint32_t i)
{
    const struct ws_block *b = &a->blocks.v[i];
    float behind = x->all - x->before - (float)b->words;
    bool below = behind <= BOX_BEHIND * x->all;
    if (is_bio(a, i))
        return true;
    if (b->words > BOX_WORDS || (!below && x->before > BOX_BEFORE * x->all))
        return false;
    return begins_with_name(b->text, x->names, x->site) ||
           (below && x->before > 0 && begins_with_line(a, x, i));
}

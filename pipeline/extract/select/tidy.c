#include "pipeline/extract/select/tidy.h"

#include "pipeline/extract/features/survey.h"

#include <string.h>

struct page {
    const struct ws_tree *t;
    const struct ws_blocks *b;
    const struct ws_survey *s;
    const struct ws_roles *roles;
    const float *p;
    bool *keep;
};

static uint32_t first_kept(const struct page *x)
{
    uint32_t i = 0;
    while (i < x->b->n && !x->keep[i])
        i++;
    return i;
}

/* Of the blocks before i. */
static uint32_t end_of_kept(const struct page *x, uint32_t i)
{
    while (i && !x->keep[i - 1])
        i--;
    return i;
}

/* --- before the headline ------------------------------------------------------------- */

#define LIKELY 0.3f /* p of what counts */
#define BEFORE_FAR                                                                             \
    0.5f /* of it stands before the headline: no more than that goes, out of other boxes ...   \
          */
#define BEFORE_NEAR                                                                            \
    0.05f /* ... and out of its own box, where paragraphs may stand above a heading like the   \
             title */

/* What stands before the headline is not its text. Asked of p, not of what is kept: a more
 * lenient choice must not lose what a stricter one has. */
static void drop_before_headline(const struct page *x)
{
    uint32_t end = x->roles->headline;
    if (end == WS_NO_BLOCK || !x->s->m[end].heading)
        return;
    float before = 0, all = 0;
    for (uint32_t i = 0; i < x->b->n; i++) {
        float words = x->p[i] > LIKELY ? (float)x->b->v[i].words : 0;
        before += i < end ? words : 0;
        all += words;
    }
    const struct ws_element *box = ws_box_of(x->s, end);
    if (before >= BEFORE_NEAR * all && box->first_block < end)
        end = box->first_block;
    if (before < BEFORE_FAR * all)
        memset(x->keep, 0, end * sizeof *x->keep);
}

/* --- headings ------------------------------------------------------------------------ */

#define HEADING_MIN 0.1f /* p of a heading that its text may bring back */
#define FIRST_MIN   0.2f /* of one before all text, which may as well head a menu */
#define NOTE_WORDS  6    /* of a line between the two: date, name, "3 comments" */
#define NOTES       2

/* The block that a heading heads: the next one; where the heading has a box with lines of notes, the one behind it. */
static uint32_t headed(const struct page *x, uint32_t i)
{
    const struct ws_element *box = ws_box_of(x->s, i);
    const uint32_t end = box->first_block + box->blocks;
    if (end < i + 2 || end > i + 1 + NOTES || end >= x->b->n)
        return i + 1;
    for (uint32_t k = i + 1; k < end; k++)
        if (x->keep[k] || x->s->m[k].heading || x->b->v[k].words > NOTE_WORDS)
            return i + 1;
    return end;
}

#define PAST_MIN 0.25f /* p of a heading whose text goes on behind what was left out */

static bool asks_for_something(const struct ws_cues *c)
{
    return c->appeal || c->link || c->legal || c->author || c->byline;
}

/* Whether the text that i heads goes on behind a prompt that stands right below the heading. */
static bool heads_text_past(const struct page *x, uint32_t i)
{
    const struct ws_cues cues = ws_all_cues(&x->s->m[i].cues);
    const uint32_t text = i + 2;
    return text < x->b->n && x->keep[text] && !x->s->m[i + 1].heading && !x->s->m[text].heading &&
           ws_box_of(x->s, text) == ws_box_of(x->s, i) && !asks_for_something(&cues);
}

/* A heading belongs to what it heads; before the first text only below the headline. */
static void keep_headings(const struct page *x)
{
    uint32_t first = first_kept(x);
    for (uint32_t i = 0; i + 1 < x->b->n; i++) {
        if (!x->s->m[i].heading || x->keep[i] || x->b->v[i].hidden)
            continue;
        const uint32_t text = headed(x, i);
        bool below = x->roles->headline < i && x->roles->of[i] == WS_ROLE_HEADING;
        float least = text == first && below ? FIRST_MIN : i >= first ? HEADING_MIN : 1;
        if ((x->keep[text] && x->p[i] > least) || (i > first && x->p[i] > PAST_MIN && heads_text_past(x, i)))
            x->keep[i] = true;
    }
}

#define BOLD_MIN   0.25f /* p of a line in bold type that its text may bring back */
#define BOLD_WORDS 12

static bool begins_with_word(struct ws_slice s)
{
    const uint8_t *p = s.p;
    return s.n && ws_char_class(ws_utf8_next(&p, s.p + s.n)) != WS_CHAR_PUNCT;
}

static bool is_bold(const struct ws_tree *t, const struct ws_block *b)
{
    bool any = false;
    for (uint32_t i = b->first; i <= b->last; i++) {
        uint32_t up = t->nodes[i].tag == WS_TAG_TEXT ? t->nodes[i].parent : 0;
        if (!up || ws_trim_blanks(ws_node_text(t, i)).n == 0)
            continue;
        while (up > b->node && t->nodes[up].tag != WS_TAG_STRONG && t->nodes[up].tag != WS_TAG_B)
            up = t->nodes[up].parent;
        if (up <= b->node)
            return false;
        any = true;
    }
    return any;
}

/* Whether block i heads the next one by its looks alone, and asks for nothing. */
static bool is_bold_heading(const struct page *x, uint32_t i)
{
    const struct ws_block *b = &x->b->v[i];
    const struct ws_measure *m = &x->s->m[i];
    return ws_long_words(b) <= BOLD_WORDS && !b->hidden && !m->heading && !m->ends_stop && m->link_density == 0 &&
           x->roles->of[i] == WS_ROLE_PARAGRAPH && !asks_for_something(&m->cues) &&
           ws_box_of(x->s, i) == ws_box_of(x->s, i + 1) && begins_with_word(b->text) &&
           is_bold(x->t, b);
}

/* Between blocks of the text: subheadings that are made of paragraphs. */
static void keep_bold_headings(const struct page *x)
{
    for (uint32_t i = first_kept(x) + 1; i + 1 < x->b->n; i++)
        if (!x->keep[i] && x->keep[i + 1] && x->p[i] >= BOLD_MIN && is_bold_heading(x, i))
            x->keep[i] = true;
}

#define QUESTION_WORDS 40
#define QUESTIONS      2 /* of an interview that are kept: then the others are, too */

/* "— And what do you do with the broken ones?" in bold type, by itself. */
static bool is_bold_question(const struct page *x, uint32_t i)
{
    const struct ws_block *b = &x->b->v[i];
    const struct ws_measure *m = &x->s->m[i];
    return m->question && m->ends_stop && b->words <= QUESTION_WORDS && !b->hidden &&
           m->link_density == 0 && x->roles->of[i] == WS_ROLE_PARAGRAPH && is_bold(x->t, b);
}

/* Between blocks of the text. Prompts ask, too, but not as one of several. */
static void keep_questions(const struct page *x)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < x->b->n && kept < QUESTIONS; i++)
        kept += x->keep[i] && is_bold_question(x, i);
    for (uint32_t i = first_kept(x) + 1; kept == QUESTIONS && i + 1 < x->b->n; i++)
        if (!x->keep[i] && x->keep[i - 1] && x->keep[i + 1] && x->p[i] >= BOLD_MIN &&
            is_bold_question(x, i))
            x->keep[i] = true;
}

#define SENTENCE_WORDS 8 /* of a heading that says something by itself, and ends like a sentence */

/* A heading with nothing behind it announces something that was left out; a second one may be an
 * entry of a list, unless it asks for something. */
static void drop_last_headings(const struct page *x)
{
    bool any = false;
    for (uint32_t end = end_of_kept(x, x->b->n); end && x->s->m[end - 1].heading;
         end = end_of_kept(x, end)) {
        const struct ws_measure *m = &x->s->m[end - 1];
        bool told = m->ends_stop && !m->question && x->b->v[end - 1].words >= SENTENCE_WORDS;
        if (any ? !m->cues.appeal : told)
            return;
        x->keep[end - 1] = false;
        any = true;
    }
}

/* --- lines that break off ------------------------------------------------------------ */

#define LINE_WORDS 40

static bool ends_in(struct ws_slice s, const char *end)
{
    size_t n = strlen(end);
    return s.n > n && !memcmp(s.p + s.n - n, end, n);
}

/* "But avoid ..." and a list that is left out; a teaser whose rest stands elsewhere. */
static bool breaks_off(const struct page *x, uint32_t i)
{
    const struct ws_block *b = &x->b->v[i];
    return b->words <= LINE_WORDS && (ends_in(b->text, "…") || ends_in(b->text, "..."));
}

static bool is_listed(const struct page *x, uint32_t i)
{
    return ws_near_of(x->s, i)->tag[WS_NEAR_TAG_LI] < WS_NEAR_MAX;
}

static void drop_broken_lines(const struct page *x)
{
    for (uint32_t i = x->b->n - 1; i-- > 0;)
        if (x->keep[i] && !x->keep[i + 1] && is_listed(x, i + 1) && breaks_off(x, i))
            x->keep[i] = false;
}

/* --- rows of links at the edges ------------------------------------------------------- */

#define ROW_LINKS 2
#define ROW_WORDS 4 /* for each link */

/* Elements of links that hold all the text of the block, with addresses or without (share buttons are made of
 * such); 0: there is other text. */
static uint32_t links_alone(const struct ws_tree *t, const struct ws_block *b)
{
    uint32_t links = 0, last = 0;
    for (uint32_t i = b->first; i <= b->last; i++) {
        uint32_t up = t->nodes[i].tag == WS_TAG_TEXT ? t->nodes[i].parent : 0;
        if (!up || ws_trim_blanks(ws_node_text(t, i)).n == 0)
            continue;
        while (up > b->node && t->nodes[up].tag != WS_TAG_A)
            up = t->nodes[up].parent;
        if (up <= b->node)
            return 0;
        links += up != last;
        last = up;
    }
    return links;
}

/* Names of networks to share on, tags: links and nothing else. */
static bool is_link_row(const struct page *x, uint32_t i)
{
    const struct ws_block *b = &x->b->v[i];
    const struct ws_measure *m = &x->s->m[i];
    if (m->ends_stop || m->heading || is_listed(x, i))
        return false;
    uint32_t links = links_alone(x->t, b);
    return links >= ROW_LINKS && b->words <= ROW_WORDS * links;
}

/* Where text begins or ends with one; not where rows of links are what there is. */
static void drop_link_rows(const struct page *x)
{
    uint32_t first = first_kept(x), end = end_of_kept(x, x->b->n);
    if (end < first + 3)
        return;
    if (is_link_row(x, first) && !is_link_row(x, first + 1))
        x->keep[first] = false;
    uint32_t before = end_of_kept(x, end - 1);
    if (before && is_link_row(x, end - 1) && !is_link_row(x, before - 1))
        x->keep[end - 1] = false;
}

/* --- captions ------------------------------------------------------------------------ */

#define CAPTION_MIN   0.25f
#define CAPTION_WORDS 8

/* A whole sentence below an image of the article. */
static bool is_told(const struct page *x, uint32_t i)
{
    const struct ws_block *b = &x->b->v[i];
    return x->t->nodes[b->node].tag == WS_TAG_FIGCAPTION &&
           x->roles->of[i] == WS_ROLE_CAPTION && !b->hidden && b->words >= CAPTION_WORDS &&
           x->s->m[i].ends_stop && x->s->m[i].link_density < 0.5f;
}

/* From the headline on. */
static void keep_captions(const struct page *x)
{
    uint32_t i = first_kept(x), end = end_of_kept(x, x->b->n);
    for (i = x->roles->headline < i ? x->roles->headline : i; i < end; i++)
        if (x->p[i] >= CAPTION_MIN && is_told(x, i))
            x->keep[i] = true;
}

void ws_tidy(const struct ws_tree *t, const struct ws_features *f, const struct ws_roles *roles,
             const float *p, bool *keep)
{
    const struct page x = {t, f->blocks, f->survey, roles, p, keep};
    if (!x.b->n)
        return;
    drop_before_headline(&x);
    keep_headings(&x);
    keep_bold_headings(&x);
    keep_questions(&x);
    keep_captions(&x);
    drop_link_rows(&x);
    drop_broken_lines(&x);
    drop_last_headings(&x);
}

/* The title. Headlines on the page are better titles than those for machines: they name no site
 * and are not cut. So titles for machines serve to tell which headline is the page's, and as
 * the last resort. */
#include "pipeline/extract/metadata/metadata_title.h"

#include "pipeline/extract/text/text.h"
#include "pipeline/extract/text/words.h"
#include "pipeline/page/utf8.h"

#include <string.h>

#define LINE_BYTES 500
#define HEADLINES  64 /* no page has more */

/* --- comparing ------------------------------------------------------------------------ */

struct ws_slice ws_title_words(struct ws_arena *arena, struct ws_slice s)
{
    uint8_t *out = s.n && s.n <= WS_TITLE_BYTES ? ws_arena_alloc(arena, 3 * s.n + 2) : NULL;
    size_t n = 0;
    if (!out)
        return (struct ws_slice){NULL, 0};
    out[n++] = ' ';
    for (const uint8_t *p = s.p, *end = s.p + s.n; p < end;) {
        uint32_t c = ws_utf8_next(&p, end);
        enum ws_char_class k = ws_char_class(c);
        if ((c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde && c != 0xd7) ||
            (c >= 0x391 && c <= 0x3a9) || (c >= 0x410 && c <= 0x42f))
            c += 0x20;
        if (k == WS_CHAR_SOLO && out[n - 1] != ' ')
            out[n++] = ' ';
        if (k == WS_CHAR_WORD || k == WS_CHAR_SOLO)
            n += ws_utf8_put(out + n, c);
        if (k != WS_CHAR_WORD && k != WS_CHAR_IGNORE && out[n - 1] != ' ')
            out[n++] = ' ';
    }
    if (out[n - 1] != ' ')
        out[n++] = ' ';
    return n > 1 ? (struct ws_slice){out, n} : (struct ws_slice){NULL, 0};
}

/* Of the words of n bytes: three bytes of a letter that counts as a word get a blank. */
static size_t most_bytes(size_t n)
{
    return n + n / 3 + 2;
}

/* Words as ws_title_words() gives them, and a hash of each. */
struct words {
    struct ws_slice s;
    const uint32_t *hash;
    const uint32_t *end; /* in s.p, behind the word and the blank */
    unsigned n;
};

static struct words split_words(struct ws_arena *arena, struct ws_slice text)
{
    struct words w = {.s = ws_title_words(arena, text)};
    uint32_t *hash = w.s.n ? ws_arena_alloc(arena, w.s.n * sizeof *hash) : NULL; /* a word has 2 bytes */
    if (!hash)
        return (struct words){.n = 0};
    uint32_t *end = hash + w.s.n / 2, h = WS_HASH_START;
    for (size_t i = 1; i < w.s.n; i++) {
        if (w.s.p[i] != ' ') {
            h = (h ^ w.s.p[i]) * WS_HASH_PRIME;
            continue;
        }
        hash[w.n] = h;
        end[w.n++] = (uint32_t)i + 1;
        h = WS_HASH_START;
    }
    w.hash = hash;
    w.end = end;
    return w;
}

/* The k-th word, with a blank on either side. */
static struct ws_slice word_at(const struct words *w, unsigned k)
{
    size_t from = k ? w->end[k - 1] - 1 : 0;
    return (struct ws_slice){w->s.p + from, w->end[k] - from};
}

static bool has_word(const struct words *w, struct ws_slice word, uint32_t hash)
{
    for (unsigned k = 0; k < w->n; k++)
        if (w->hash[k] == hash && ws_same(word_at(w, k), word))
            return true;
    return false;
}

/* How many words of a are in b. */
static unsigned shared_words(const struct words *a, const struct words *b)
{
    unsigned shared = 0;
    for (unsigned k = 0; k < a->n; k++)
        shared += has_word(b, word_at(a, k), a->hash[k]);
    return shared;
}

/* --- headlines ------------------------------------------------------------------------ */

struct headline {
    struct ws_slice text;
    uint32_t node, block; /* its h1, its first block */
    uint32_t blocks;      /* text is theirs, with a blank between any two */
};

/* The h1 around a node; 0: none. Headings are shallow inside. */
static uint32_t h1_around(const struct ws_tree *t, uint32_t node)
{
    for (int up = 0; up < 4 && node; up++, node = t->nodes[node].parent)
        if (t->nodes[node].tag == WS_TAG_H1)
            return node;
    return 0;
}

/* Block i is of the headline, too. */
static void add_to_headline(struct ws_arena *arena, struct headline *h, uint32_t i,
                            struct ws_slice text)
{
    uint8_t *p = ws_arena_alloc(arena, h->text.n + text.n + 1);
    if (!p || i != h->block + h->blocks)
        return;
    memcpy(p, h->text.p, h->text.n);
    p[h->text.n] = ' ';
    memcpy(p + h->text.n + 1, text.p, text.n);
    h->text = (struct ws_slice){p, h->text.n + text.n + 1};
    h->blocks++;
}

static size_t find_headlines(const struct ws_sources *s, struct headline *h)
{
    size_t n = 0;
    for (uint32_t i = ws_block_at(s->blocks, s->h1); i < s->blocks->n && n < HEADLINES; i++) {
        const struct ws_block *b = &s->blocks->v[i];
        if (b->first >= s->h1_end)
            break;
        uint32_t node = h1_around(s->tree, b->node);
        if (!node || b->text.n > LINE_BYTES || b->hidden)
            continue;
        if (n && h[n - 1].node == node && h[n - 1].text.n <= LINE_BYTES)
            add_to_headline(s->arena, &h[n - 1], i, b->text);
        else
            h[n++] = (struct headline){b->text, node, i, 1};
    }
    return n;
}

struct titles {
    struct ws_slice og, element, json; /* without the site */
    struct words words_og, words_el, words_json;
    struct ws_slice whole_og, whole_element;
};

/* How well a title for machines speaks of the headline: 0 to 1, shared words of those of both.
 */
static double speaks_of(const struct words *title, const struct words *line)
{
    if (!title->n || !line->n)
        return 0;
    unsigned least = line->n < title->n ? line->n : title->n;
    /* a headline of one word in a long title is chance, a cut title in a long headline is not
     */
    return (double)shared_words(line, title) / (double)line->n *
           (least > 1 || line->n == title->n ? 1.0 : 0.4);
}

static double fit(const struct titles *t, const struct words *line)
{
    double a = speaks_of(&t->words_og, line), b = speaks_of(&t->words_el, line);
    double c = speaks_of(&t->words_json, line);
    a = a > b ? a : b;
    return a > c ? a : c;
}

/* The h1 that fits the titles best, or the only one. */
static const struct headline *best_headline(const struct ws_sources *s, const struct titles *t,
                                            struct ws_slice site, const struct headline *h,
                                            size_t n, bool *fits)
{
    const struct headline *best = NULL, *only = NULL;
    double most = 0.3;
    size_t others = 0;
    for (size_t i = 0; i < n; i++) {
        struct words words = split_words(s->arena, h[i].text);
        if (!words.n)
            continue;
        double f = fit(t, &words);
        if (f > most) {
            most = f;
            best = &h[i];
        }
        if (!ws_names_site(s, h[i].text, site)) {
            only = only ? only : &h[i];
            others++;
        }
    }
    *fits = best != NULL;
    return best ? best : others == 1 && ws_count_words(only->text) > 1 ? only : NULL;
}

static bool is_heading(const struct ws_sources *s, uint32_t node)
{
    return (ws_tag_flags((enum ws_tag)s->tree->nodes[node].tag) & WS_TF_HEADING) != 0;
}

/* The block, a heading or not mainly links, that repeats most of a title: over a third of it,
 * and more than most bytes. */
static uint32_t repeated_block(const struct ws_sources *s, struct ws_slice title, size_t most)
{
    struct ws_slice all = ws_title_words(s->arena, title);
    uint32_t best = WS_NO_BLOCK;
    for (uint32_t i = 0; all.n && i < s->blocks->n && i < WS_TITLE_LINES; i++) {
        const struct ws_block *b = &s->blocks->v[i];
        if (b->words < 3 || b->text.n > title.n + 8 || 3 * most_bytes(b->text.n) < all.n ||
            (2 * b->link_chars > b->chars && !is_heading(s, b->node)))
            continue;
        struct ws_slice words = ws_title_words(s->arena, b->text);
        if (words.n > most && 3 * words.n > all.n && ws_contains(all, words)) {
            most = words.n;
            best = i;
        }
    }
    return best;
}

/* The first block that says the same as the title, wherever the title is from. */
static uint32_t block_of(const struct ws_sources *s, struct ws_slice title)
{
    struct ws_slice words = ws_title_words(s->arena, title);
    for (uint32_t i = 0; words.n && i < s->blocks->n && i < WS_TITLE_LINES; i++) {
        const struct ws_block *b = &s->blocks->v[i];
        if (b->text.n <= title.n + 8 && b->text.n + 8 >= title.n &&
            ws_same(ws_title_words(s->arena, b->text), words))
            return i;
    }
    return WS_NO_BLOCK;
}

#define PARAGRAPH 20 /* words */

static bool is_paragraph(const struct ws_block *b)
{
    return ws_long_words(b) >= PARAGRAPH && 2 * b->link_chars < b->chars;
}

uint32_t ws_headline_block(const struct ws_sources *s, struct ws_slice title)
{
    for (uint32_t i = 0; title.n && i < s->blocks->n && !is_paragraph(&s->blocks->v[i]); i++) {
        const struct ws_block *b = &s->blocks->v[i];
        const enum ws_tag tag = (enum ws_tag)s->tree->nodes[b->node].tag;
        if ((tag == WS_TAG_H1 || tag == WS_TAG_H2) && b->text.n <= title.n + 8 && b->text.n + 8 >= title.n &&
            !b->hidden && ws_same_words(b->text, title) && !ws_is_aside(s, b->node))
            return i;
    }
    return WS_NO_BLOCK;
}

/* --- the words of a headline ---------------------------------------------------------- */

/* Do a and b have the same characters but white space, and b more of that? */
static bool is_glued(struct ws_slice a, struct ws_slice b)
{
    size_t i = 0, k = 0;
    if (a.n >= b.n)
        return false;
    while (i < a.n && k < b.n) {
        if (a.p[i] == b.p[k]) {
            i++;
            k++;
        } else if (a.p[i] <= ' ') {
            i++;
        } else if (b.p[k] <= ' ') {
            k++;
        } else {
            return false;
        }
    }
    return i == a.n && k == b.n;
}

/* Do the words make up one of the titles? */
static bool is_title(const struct titles *t, struct ws_slice words)
{
    return words.n && (ws_same(words, t->words_og.s) || ws_same(words, t->words_el.s) ||
                       ws_same(words, t->words_json.s));
}

#define KICKER_WORDS 4
#define RUNS         16 /* of a headline */

/* Has the headline, of these words, anything that no title for machines has? */
static bool has_more(const struct ws_sources *s, const struct titles *t, struct ws_slice words)
{
    return !is_title(t, words) && !ws_contains(ws_title_words(s->arena, t->whole_og), words) &&
           !ws_contains(ws_title_words(s->arena, t->whole_element), words);
}

/* Does one of head and tail, which stand in element before and in element behind, make up a title, and is the
 * other a few words in an element of its own? */
static bool is_kicker(const struct ws_sources *s, const struct titles *t, uint32_t h1, uint32_t own,
                      struct ws_slice kicker, struct ws_slice rest)
{
    uint32_t words = ws_count_words(kicker);
    return own != h1 && words <= KICKER_WORDS && words < ws_count_words(rest) &&
           is_title(t, ws_title_words(s->arena, rest));
}

static bool has_digit(struct ws_slice s)
{
    for (size_t i = 0; i < s.n; i++)
        if (ws_is_digit(s.p[i]))
            return true;
    return false;
}

/* Its first blocks, if they are one of the titles, and a date is behind them. {NULL, 0}: they are not. */
static struct ws_slice first_blocks(const struct ws_sources *s, const struct titles *t, const struct headline *h)
{
    size_t n = 0;
    for (uint32_t i = h->block; i + 1 < h->block + h->blocks; i++) {
        n += s->blocks->v[i].text.n + (n > 0);
        const struct ws_slice head = {h->text.p, n};
        if (is_title(t, ws_title_words(s->arena, head)) &&
            has_digit((struct ws_slice){h->text.p + n, h->text.n - n}))
            return head;
    }
    return (struct ws_slice){NULL, 0};
}

/* The headline without a kicker in front or a badge behind, "Heritage" or "NEW" in an element of its own, that the
 * titles for machines do not have. */
static struct ws_slice without_kicker(const struct ws_sources *s, const struct titles *t,
                                      const struct headline *h)
{
    const struct ws_node *nodes = s->tree->nodes;
    uint32_t before = 0, runs = 0;
    size_t from = 0; /* of a block, in the text */
    if (h->text.n > LINE_BYTES || !has_more(s, t, ws_title_words(s->arena, h->text)))
        return h->text;
    const struct ws_slice first = first_blocks(s, t, h);
    if (first.n)
        return first;
    for (uint32_t i = h->block; i < h->block + h->blocks; from += s->blocks->v[i++].text.n + 1) {
        const struct ws_block *b = &s->blocks->v[i];
        for (uint32_t k = b->run; k < b->run + b->n_runs && runs < RUNS; k++, runs++) {
            const struct ws_run *r = &s->blocks->runs[k];
            uint32_t element = nodes[r->node].parent, last = before;
            if (r->at < b->text.p || r->at >= b->text.p + b->text.n)
                continue;
            before = element;
            if (!last || last == element)
                continue;
            size_t at = from + (size_t)(r->at - b->text.p);
            struct ws_slice head = {h->text.p, at}, tail = {h->text.p + at, h->text.n - at};
            if (is_kicker(s, t, h->node, last, head, tail))
                return tail;
            if (is_kicker(s, t, h->node, element, tail, head))
                return head;
        }
    }
    return h->text;
}

/* Where markup alone tells its words apart a title that has blanks there is the better one. */
static struct ws_slice text_of(const struct ws_sources *s, const struct titles *t,
                               const struct headline *h)
{
    const struct ws_slice text = ws_one_line(s->arena, without_kicker(s, t, h));
    const struct ws_slice all[] = {t->og, t->element, t->json};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (is_glued(text, all[i]))
            return all[i];
    return text;
}

/* "Fried Rice" and "Fried Rice with Corn": is the title the headline, or that and more words without a mark between? */
static bool goes_on(struct ws_slice headline, struct ws_slice title)
{
    if (!ws_begins_with(title, headline) || ws_count_words(headline) < 2)
        return false;
    const uint8_t *p = title.p + headline.n, *const end = title.p + title.n;
    return p == end || (end - p > 1 && *p == ' ' && (p[1] >= 0x80 || ws_is_letter(p[1])));
}

struct ws_slice ws_find_title(struct ws_sources *s, struct ws_slice site)
{
    struct headline h[HEADLINES];
    struct ws_slice element = ws_one_line(s->arena, s->tree->head.title);
    struct ws_slice og = ws_meta(s, "og:title\0twitter:title\0dc.title\0dcterms.title\0"
                                    "citation_title\0headline\0title\0");
    struct titles t = {
        .whole_og = og,
        .whole_element = element,
        .og = ws_without_site(s, og, site),
        .element = ws_without_site(s, element, site),
        .json = ws_clean(s->arena, ws_orelse(s->ld.main.headline,
                                             ws_orelse(s->ld.main.name, s->ld.page.headline))),
    };
    t.words_og = split_words(s->arena, t.og);
    t.words_el = split_words(s->arena, t.element);
    t.words_json = split_words(s->arena, t.json);
    bool fits;
    size_t n = find_headlines(s, h);
    const struct headline *best = best_headline(s, &t, site, h, n, &fits);
    struct ws_slice words =
        ws_title_words(s->arena, best ? best->text : (struct ws_slice){NULL, 0});
    /* Else it may be the site's, as on many weblogs. */
    bool whole = fits && (2 * words.n >= t.words_el.s.n || goes_on(best->text, t.og));
    if (best && whole) {
        s->headline = best->block;
        return text_of(s, &t, best);
    }
    uint32_t block = fits ? WS_NO_BLOCK : ws_headline_block(s, t.element);
    if (block == WS_NO_BLOCK && element.n <= LINE_BYTES)
        block = repeated_block(s, element, words.n);
    if (best && block == WS_NO_BLOCK) {
        s->headline = best->block;
        return text_of(s, &t, best);
    }
    if (block != WS_NO_BLOCK) {
        s->headline = block;
        return ws_one_line(s->arena, s->blocks->v[block].text);
    }
    struct ws_slice title = ws_orelse(t.og, ws_orelse(t.element, t.json));
    for (uint32_t i = 0; !title.n && i < s->blocks->n && i < WS_TITLE_LINES; i++)
        if (is_heading(s, s->blocks->v[i].node) &&
            (s->blocks->v[i].words > 2 ||
             s->tree->nodes[s->blocks->v[i].node].tag == WS_TAG_H1))
            title = ws_one_line(s->arena, s->blocks->v[i].text);
    s->headline = block_of(s, title);
    return title;
}

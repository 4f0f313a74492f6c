/* The title. Headlines on the page are better titles than those for machines: they name no site
 * and are not cut. So titles for machines serve to tell which headline is the page's, and as
 * the last resort. */
#include "pipeline/extract/metadata/metadata_sources.h"

#include "pipeline/extract/text/text.h"
#include "pipeline/page/utf8.h"

#include <string.h>

/* What is compared and taken apart below takes time that grows with its square: nobody reads a
 * longer title, and no page has more headlines. */
#define TITLE_BYTES 2000
#define LINE_BYTES  500
#define HEADLINES   64
#define LINES       500

/* --- comparing ------------------------------------------------------------------------ */

/* The words of s between blanks, letters of ASCII, Latin-1, Greek and Cyrillic in lower case: "
 * the end ". {NULL, 0}: no words, or no memory. */
static struct ws_slice words_of(struct ws_arena *arena, struct ws_slice s)
{
    uint8_t *out = s.n && s.n <= TITLE_BYTES ? ws_arena_alloc(arena, 3 * s.n + 2) : NULL;
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

/* Words as words_of() gives them, and a hash of each. */
struct words {
    struct ws_slice s;
    const uint32_t *hash;
    const uint32_t *end; /* in s.p, behind the word and the blank */
    unsigned n;
};

static struct words split_words(struct ws_arena *arena, struct ws_slice text)
{
    struct words w = {.s = words_of(arena, text)};
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

/* --- the site's name ------------------------------------------------------------------ */

struct mark {
    size_t at, n;
};

/* Is it the first byte of one of MARKS below? */
static bool begins_mark(uint8_t c)
{
    return c == ' ' || c == '|' || c == '_' || c == '-' || c == 0xef;
}

/* The last separator in title before limit; n 0: none. */
static struct mark last_mark(struct ws_slice title, size_t limit)
{
    static const char *const MARKS[] = {" | ",  " - ", " – ", " — ", " » ", " « ",
                                        " :: ", " · ", " • ", "_",   "｜",  " / ",
                                        " > ",  "|",   " : ", " › ", "-"};
    for (size_t i = limit; i-- > 0;)
        for (size_t k = 0; begins_mark(title.p[i]) && k < sizeof MARKS / sizeof MARKS[0]; k++) {
            if (title.p[i] != (uint8_t)*MARKS[k])
                continue;
            if (MARKS[k][1] && (i + 1 == limit || title.p[i + 1] != (uint8_t)MARKS[k][1]))
                continue;
            size_t n = strlen(MARKS[k]);
            bool fits = i + n <= limit && !memcmp(title.p + i, MARKS[k], n);
            /* these separate on Chinese pages, and join in "make_file" and "well-known" */
            bool joins = *MARKS[k] == '_' || *MARKS[k] == '-';
            if (fits && (!joins || (i && title.p[i - 1] >= 0x80) ||
                         (i + 1 < limit && title.p[i + 1] >= 0x80)))
                return (struct mark){i, n};
        }
    return (struct mark){0, 0};
}

/* Does part name the site: by its own name, or by the address of the page ("heise" of
 * www.heise.de)? */
static bool is_site(const struct ws_sources *s, struct ws_slice part, struct ws_slice site)
{
    struct ws_slice words = words_of(s->arena, part), name = words_of(s->arena, site);
    if (words.n && name.n && (ws_contains(words, name) || ws_contains(name, words)))
        return true;
    uint8_t label[64];
    size_t n = 0;
    for (size_t i = 0; i < words.n && n < sizeof label; i++)
        if (words.p[i] != ' ')
            label[n++] = words.p[i];
    struct ws_slice url = s->page->url;
    const uint8_t *host = url.n > 8 ? memchr(url.p + 7, '/', url.n - 7) : NULL;
    if (host && host == url.p + 7)
        host = memchr(url.p + 8, '/', url.n - 8);
    size_t host_end = host ? (size_t)(host - url.p) : url.n;
    return n >= 3 && ws_contains((struct ws_slice){url.p, host_end}, (struct ws_slice){label, n});
}

/* One step of without_site(): title itself when there is nothing to take off. *again: what is
 * left may have another. */
static struct ws_slice take_off_site(const struct ws_sources *s, struct ws_slice title,
                                     struct ws_slice site, bool *again)
{
    struct mark m = last_mark(title, title.n);
    if (!m.n)
        return title;
    struct ws_slice head = ws_trim_text((struct ws_slice){title.p, m.at});
    struct ws_slice tail =
        ws_trim_text((struct ws_slice){title.p + m.at + m.n, title.n - m.at - m.n});
    if (!head.n || !tail.n)
        return title;
    if (is_site(s, tail, site)) {
        *again = true;
        return head;
    }
    if (!last_mark(title, m.at).n && is_site(s, head, site))
        return tail;
    if (ws_count_words(tail) > 5)
        return title;
    *again = ws_count_words(head) >= ws_count_words(tail);
    return *again ? head : tail;
}

/* "Headline | Site": the part before or behind a separator that is not the site, else the
 * longer one. */
static struct ws_slice without_site(const struct ws_sources *s, struct ws_slice title,
                                    struct ws_slice site)
{
    bool again = title.n <= TITLE_BYTES;
    while (again) {
        again = false;
        title = take_off_site(s, title, site, &again);
    }
    return title;
}

/* --- headlines ------------------------------------------------------------------------ */

struct headline {
    struct ws_slice text;
    uint32_t node, block; /* its h1, its first block */
};

/* The h1 around a node; 0: none. Headings are shallow inside. */
static uint32_t h1_around(const struct ws_tree *t, uint32_t node)
{
    for (int up = 0; up < 4 && node; up++, node = t->nodes[node].parent)
        if (t->nodes[node].tag == WS_TAG_H1)
            return node;
    return 0;
}

static struct ws_slice join(struct ws_arena *arena, struct ws_slice a, struct ws_slice b)
{
    uint8_t *p = ws_arena_alloc(arena, a.n + b.n + 1);
    if (!p)
        return a;
    memcpy(p, a.p, a.n);
    p[a.n] = ' ';
    memcpy(p + a.n + 1, b.p, b.n);
    return (struct ws_slice){p, a.n + b.n + 1};
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
            h[n - 1].text = join(s->arena, h[n - 1].text, b->text);
        else
            h[n++] = (struct headline){b->text, node, i};
    }
    return n;
}

struct titles {
    struct ws_slice og, element, json; /* without the site */
    struct words words_og, words_el, words_json;
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
        if (!is_site(s, h[i].text, site)) {
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
    struct ws_slice all = words_of(s->arena, title);
    uint32_t best = WS_NO_BLOCK;
    for (uint32_t i = 0; all.n && i < s->blocks->n && i < LINES; i++) {
        const struct ws_block *b = &s->blocks->v[i];
        if (b->words < 3 || b->text.n > title.n + 8 || 3 * most_bytes(b->text.n) < all.n ||
            (2 * b->link_chars > b->chars && !is_heading(s, b->node)))
            continue;
        struct ws_slice words = words_of(s->arena, b->text);
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
    struct ws_slice words = words_of(s->arena, title);
    for (uint32_t i = 0; words.n && i < s->blocks->n && i < LINES; i++) {
        const struct ws_block *b = &s->blocks->v[i];
        if (b->text.n <= title.n + 8 && b->text.n + 8 >= title.n &&
            ws_same(words_of(s->arena, b->text), words))
            return i;
    }
    return WS_NO_BLOCK;
}

/* Does it say the same, but for blanks? */
static bool same_but_blanks(struct ws_slice a, struct ws_slice b)
{
    size_t i = 0, k = 0;
    for (;; i++, k++) {
        while (i < a.n && a.p[i] == ' ')
            i++;
        while (k < b.n && b.p[k] == ' ')
            k++;
        if (i == a.n || k == b.n)
            return i == a.n && k == b.n;
        if (a.p[i] != b.p[k])
            return false;
    }
}

/* A headline as a title: with the blanks of a title for machines, which no style makes up. */
static struct ws_slice title_of_headline(const struct ws_sources *s, const struct titles *t,
                                         struct ws_slice headline)
{
    struct ws_slice line = ws_one_line(s->arena, headline);
    return same_but_blanks(line, t->og)        ? t->og
           : same_but_blanks(line, t->element) ? t->element
                                               : line;
}

struct ws_slice ws_find_title(struct ws_sources *s, struct ws_slice site)
{
    struct headline h[HEADLINES];
    struct ws_slice element = ws_one_line(s->arena, s->tree->head.title);
    struct titles t = {
        .og = without_site(s,
                           ws_meta(s, "og:title\0twitter:title\0dc.title\0dcterms.title\0"
                                      "citation_title\0headline\0title\0"),
                           site),
        .element = without_site(s, element, site),
        .json = ws_clean(s->arena, ws_orelse(s->ld.main.headline,
                                             ws_orelse(s->ld.main.name, s->ld.page.headline))),
    };
    t.words_og = split_words(s->arena, t.og);
    t.words_el = split_words(s->arena, t.element);
    t.words_json = split_words(s->arena, t.json);
    bool fits;
    size_t n = find_headlines(s, h);
    const struct headline *best = best_headline(s, &t, site, h, n, &fits);
    struct ws_slice words = words_of(s->arena, best ? best->text : (struct ws_slice){NULL, 0});
    bool whole =
        fits && 2 * words.n >= t.words_el.s.n; /* else it may be the site's, as on many weblogs */
    if (best && whole) {
        s->headline = best->block;
        return title_of_headline(s, &t, best->text);
    }
    uint32_t block =
        element.n <= LINE_BYTES ? repeated_block(s, element, words.n) : WS_NO_BLOCK;
    if (best && block == WS_NO_BLOCK) {
        s->headline = best->block;
        return title_of_headline(s, &t, best->text);
    }
    if (block != WS_NO_BLOCK) {
        s->headline = block;
        return ws_one_line(s->arena, s->blocks->v[block].text);
    }
    struct ws_slice title = ws_orelse(t.og, ws_orelse(t.element, t.json));
    for (uint32_t i = 0; !title.n && i < s->blocks->n && i < LINES; i++)
        if (is_heading(s, s->blocks->v[i].node) &&
            (s->blocks->v[i].words > 2 ||
             s->tree->nodes[s->blocks->v[i].node].tag == WS_TAG_H1))
            title = ws_one_line(s->arena, s->blocks->v[i].text);
    s->headline = block_of(s, title);
    return title;
}

#include "pipeline/corpus/pii.h"
#include "pipeline/corpus/pii_find.h"
#include "pipeline/page/bytes.h"

#include <stdlib.h>
#include <string.h>

const char *ws_pii_kind_name(enum ws_pii_kind k)
{
    static const char *const NAMES[WS_PII_COUNT] = {"email", "phone", "ip", "iban", "card"};
    return NAMES[k];
}

/* Bytes from..to of a text became n_new others. */
struct edit {
    size_t from, to, n_new;
};

enum field { TEXT, TITLE, DESCRIPTION, AUTHOR, FIELD_COUNT };

struct ws_pii {
    struct ws_buf field[FIELD_COUNT];
    struct ws_buf blocks; /* struct ws_text_block */
    struct edit *edits;   /* of the last text, in its order */
    size_t n_edits, cap;
};

struct ws_pii *ws_pii_new(void)
{
    struct ws_pii *m = calloc(1, sizeof *m);
    for (size_t i = 0; m && i < FIELD_COUNT; i++)
        ws_buf_init(&m->field[i], SIZE_MAX);
    if (m)
        ws_buf_init(&m->blocks, SIZE_MAX);
    return m;
}

void ws_pii_free(struct ws_pii *m)
{
    if (!m)
        return;
    for (size_t i = 0; i < FIELD_COUNT; i++)
        ws_buf_release(&m->field[i]);
    ws_buf_release(&m->blocks);
    free(m->edits);
    free(m);
}

/* --- one text --------------------------------------------------------------------------- */

/* The first at sign or digit at or behind i; n: there is none. */
static size_t next_trigger(const uint8_t *p, size_t i, size_t n)
{
#ifdef WS_SSE2
    for (; n - i >= 16; i += 16) {
        __m128i x = ws_load16(p + i);
        __m128i value = _mm_sub_epi8(x, _mm_set1_epi8('0'));
        __m128i digit = _mm_cmpeq_epi8(_mm_min_epu8(value, _mm_set1_epi8(9)), value);
        unsigned bits = (unsigned)_mm_movemask_epi8(digit) | ws_bits_equal(x, '@');
        if (bits)
            return i + (unsigned)__builtin_ctz(bits);
    }
#endif
    while (i < n && p[i] != '@' && !ws_pii_is_digit(p[i]))
        i++;
    return i;
}

static size_t digits_end(const struct ws_pii_text *t, size_t i)
{
    while (i < t->n && ws_pii_is_digit(t->p[i]))
        i++;
    return i;
}

static bool find_number(const struct ws_pii_text *t, size_t i, struct ws_pii_find *found)
{
    struct ws_figures f;
    if (ws_pii_is_letter(ws_pii_before(t, i)))
        return ws_pii_find_iban(t, i, found);
    if (ws_pii_find_ip6(t, i, found))
        return true;
    /* Years, most of them, and all else of so few digits with nothing behind it. */
    size_t end = digits_end(t, i);
    uint8_t next = ws_pii_at(t, end);
    if (end - i < 6 && (next == '\n' || next == ',' || next == 0 || ws_pii_is_letter(next)))
        return false;
    ws_figures_read(t, i, &f);
    return ws_pii_find_ip4(t, &f, found) || ws_pii_find_card(t, &f, found) ||
           ws_pii_find_phone(t, &f, found);
}

static bool note(struct ws_pii *m, const struct ws_pii_find *found)
{
    if (m->n_edits == m->cap) {
        size_t cap = m->cap ? 2 * m->cap : 16;
        struct edit *edits = realloc(m->edits, cap * sizeof *edits);
        if (!edits)
            return false;
        m->edits = edits;
        m->cap = cap;
    }
    m->edits[m->n_edits++] = (struct edit){found->from, found->to, strlen(found->mask)};
    return true;
}

static bool mask(struct ws_pii *m, struct ws_buf *out, struct ws_slice *s, bool markdown,
                 struct ws_pii_counts *counts)
{
    struct ws_pii_text t = {.p = s->p, .n = s->n, .markdown = markdown};
    struct ws_pii_find found;
    m->n_edits = 0;
    out->n = 0;
    for (size_t i = 0; s->n && (i = next_trigger(t.p, i, t.n)) < t.n;) {
        bool at = t.p[i] == '@';
        if (!(at ? ws_pii_find_email(&t, i, &found) : find_number(&t, i, &found))) {
            i = at ? i + 1 : digits_end(&t, i);
            continue;
        }
        if (!ws_buf_append(out, t.p + t.done, found.from - t.done) ||
            !ws_buf_append(out, found.mask, strlen(found.mask)) || !note(m, &found))
            return false;
        counts->n[found.kind]++;
        i = t.done = found.to;
        t.done_phone = found.kind == WS_PII_PHONE;
    }
    if (!m->n_edits)
        return true;
    if (!ws_buf_append(out, t.p + t.done, t.n - t.done))
        return false;
    *s = (struct ws_slice){out->p, out->n};
    return true;
}

bool ws_pii_mask(struct ws_pii *m, struct ws_slice *s, bool markdown,
                 struct ws_pii_counts *counts)
{
    return mask(m, &m->field[TEXT], s, markdown, counts);
}

/* --- an article ------------------------------------------------------------------------- */

static size_t count_chars(const uint8_t *p, size_t n)
{
    size_t chars = 0;
    for (size_t i = 0; i < n; i++)
        chars += (p[i] & 0xC0) != 0x80;
    return chars;
}

/* The edits from bytes to characters of the old text. */
static void to_chars(struct ws_pii *m, const uint8_t *old)
{
    size_t byte = 0, chars = 0;
    for (size_t i = 0; i < m->n_edits; i++) {
        struct edit *e = &m->edits[i];
        size_t from = e->from, to = e->to;
        e->from = chars + count_chars(old + byte, from - byte);
        e->to = chars = e->from + count_chars(old + from, to - from);
        byte = to;
    }
}

/* Where characters of the old text are in the new one: asked for in rising order. */
struct walk {
    size_t edit;     /* the next one */
    size_t from, to; /* what is behind the last one, in the old text and in the new one */
};

/* What is masked counts as a whole: its inside is its end. */
static size_t moved(const struct ws_pii *m, struct walk *w, size_t at)
{
    for (; w->edit < m->n_edits && m->edits[w->edit].from < at; w->edit++) {
        const struct edit *e = &m->edits[w->edit];
        w->to += e->from - w->from + e->n_new;
        w->from = e->to;
    }
    return at < w->from ? w->to : w->to + (at - w->from);
}

/* Blocks follow each other, and each one's end is behind its start. */
static bool move_blocks(struct ws_pii *m, struct ws_article *art, const uint8_t *old)
{
    struct walk w = {0};
    to_chars(m, old);
    m->blocks.n = 0;
    if (!ws_buf_append(&m->blocks, art->blocks, art->n_blocks * sizeof *art->blocks))
        return false;
    struct ws_text_block *b = (struct ws_text_block *)(void *)m->blocks.p;
    for (size_t i = 0; i < art->n_blocks; i++) {
        b[i].start = moved(m, &w, b[i].start);
        b[i].end = moved(m, &w, b[i].end);
    }
    art->blocks = b;
    return true;
}

bool ws_pii_mask_article(struct ws_pii *m, struct ws_article *art, bool markdown,
                         struct ws_pii_counts *counts)
{
    const uint8_t *old = art->text.p;
    if (!mask(m, &m->field[TEXT], &art->text, markdown, counts))
        return false;
    if (m->n_edits && art->blocks && art->n_blocks && !move_blocks(m, art, old))
        return false;
    return mask(m, &m->field[TITLE], &art->title, false, counts) &&
           mask(m, &m->field[DESCRIPTION], &art->description, false, counts) &&
           mask(m, &m->field[AUTHOR], &art->author, false, counts);
}

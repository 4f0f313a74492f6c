#include "pipeline/page/draft.h"

#include "pipeline/page/entities.h"

#include <string.h>

/* Buffers over this are given back after a page. */
#define KEEP_BYTES ((size_t)1 << 20)

/* Of text and side tables. A page has at most 2 GiB and references at most 6 bytes for 5, so that
 * offsets in them fit in 32 bits. */
#define MAX_BYTES ((size_t)UINT32_MAX)

#define N_BUFS 6

static void buffers(struct ws_draft *d, struct ws_buf *all[N_BUFS])
{
    all[0] = &d->node_buf;
    all[1] = &d->attr_buf;
    all[2] = &d->text;
    all[3] = &d->metas;
    all[4] = &d->links;
    all[5] = &d->json_ld;
}

void ws_draft_init(struct ws_draft *d, struct ws_lean *lean)
{
    struct ws_buf *all[N_BUFS];
    memset(d, 0, sizeof *d);
    d->lean = lean;
    buffers(d, all);
    for (size_t i = 0; i < N_BUFS; i++)
        ws_buf_init(all[i], MAX_BYTES);
}

void ws_draft_release(struct ws_draft *d)
{
    struct ws_buf *all[N_BUFS];
    buffers(d, all);
    for (size_t i = 0; i < N_BUFS; i++)
        ws_buf_release(all[i]);
}

static bool reserve(struct ws_draft *d, struct ws_buf *b, size_t n)
{
    if (ws_buf_reserve(b, n))
        return true;
    d->failed = n > b->max - b->n ? WS_E_LIMIT : WS_E_NOMEM;
    return false;
}

static void append(struct ws_draft *d, struct ws_buf *b, const void *p, size_t n)
{
    if (!reserve(d, b, n))
        return;
    memcpy(b->p + b->n, p, n);
    b->n += n;
}

static bool more_nodes(struct ws_draft *d)
{
    d->node_buf.n = d->n_nodes * sizeof *d->nodes;
    if (!reserve(d, &d->node_buf, sizeof *d->nodes))
        return false;
    d->nodes = (struct ws_node *)(void *)d->node_buf.p;
    size_t room = d->node_buf.cap / sizeof *d->nodes;
    d->room_nodes = room < d->max_nodes ? (uint32_t)room : d->max_nodes;
    return true;
}

bool ws_draft_grow_attrs(struct ws_draft *d, uint32_t n)
{
    d->attr_buf.n = d->n_attrs * sizeof *d->attrs;
    if (!reserve(d, &d->attr_buf, n * sizeof *d->attrs))
        return false;
    d->attrs = (struct ws_attr *)(void *)d->attr_buf.p;
    d->room_attrs = (uint32_t)(d->attr_buf.cap / sizeof *d->attrs);
    return true;
}

void ws_draft_begin(struct ws_draft *d, struct ws_slice page, size_t max_nodes)
{
    struct ws_buf *all[N_BUFS];
    buffers(d, all);
    for (size_t i = 0; i < N_BUFS; i++)
        ws_buf_clear(all[i], KEEP_BYTES);
    d->page = page;
    d->max_nodes = max_nodes < UINT32_MAX ? (uint32_t)max_nodes : UINT32_MAX;
    d->n_nodes = d->n_attrs = d->n_root = d->open = 0;
    d->room_nodes = d->room_attrs = 0;
    d->title = (struct ws_slice){NULL, 0};
    d->base = (struct ws_slice){NULL, 0};
    d->verbatim = 0;
    d->at_edge = true;
    d->in_text = false;
    d->failed = WS_E_NONE;
    if (d->lean)
        ws_lean_begin(d->lean);
    if (max_nodes == 0)
        d->failed = WS_E_LIMIT;
    else if (more_nodes(d) && ws_draft_grow_attrs(d, WS_ATTR_COUNT) && reserve(d, &d->text, 1))
        d->nodes[d->n_nodes++] = (struct ws_node){.tag = WS_TAG_BODY};
}

void ws_draft_finish(struct ws_draft *d)
{
    if (!d->failed)
        d->nodes[0].end = d->n_nodes;
}

/* ---- attributes and side tables ---- */

void ws_draft_root_attrs(struct ws_draft *d, const struct ws_scan_tag *tag)
{
    for (unsigned i = 0; i < tag->n_attrs; i++) {
        uint32_t k = 0;
        while (k < d->n_root && d->root[k].name != tag->attrs[i].name)
            k++;
        if (k == d->n_root)
            d->root[d->n_root++] = tag->attrs[i];
    }
}

void ws_draft_meta(struct ws_draft *d, const struct ws_scan_tag *tag)
{
    static const enum ws_attr_name keys[] = {WS_ATTR_NAME, WS_ATTR_PROPERTY, WS_ATTR_ITEMPROP,
                                             WS_ATTR_HTTP_EQUIV};
    struct ws_slice content = ws_scan_attr(tag, WS_ATTR_CONTENT);
    for (size_t i = 0; content.p && i < sizeof keys / sizeof keys[0]; i++) {
        struct ws_meta m = {ws_scan_attr(tag, keys[i]), content};
        if (m.key.n)
            append(d, &d->metas, &m, sizeof m);
    }
}

void ws_draft_link(struct ws_draft *d, const struct ws_scan_tag *tag)
{
    struct ws_link link = {ws_scan_attr(tag, WS_ATTR_REL), ws_scan_attr(tag, WS_ATTR_HREF)};
    if (!link.rel.n)
        link.rel = ws_scan_attr(tag, WS_ATTR_ITEMPROP);
    if (link.rel.n && link.href.n)
        append(d, &d->links, &link, sizeof link);
}

void ws_draft_base(struct ws_draft *d, const struct ws_scan_tag *tag)
{
    if (!d->base.p)
        d->base = ws_scan_attr(tag, WS_ATTR_HREF);
}

void ws_draft_json_ld(struct ws_draft *d, struct ws_slice content)
{
    append(d, &d->json_ld, &content, sizeof content);
}

/* ---- nodes ---- */

bool ws_draft_grow(struct ws_draft *d)
{
    if (d->n_nodes == d->max_nodes)
        d->failed = WS_E_LIMIT;
    return !d->failed && more_nodes(d);
}

/* ---- text ---- */

/* Bytes that cannot simply be copied: & and <, control characters, and the first byte of U+FFFE,
 * U+FFFF. */
static const bool is_odd[256] = {
    [0] = 1,  [1] = 1,  [2] = 1,   [3] = 1,   [4] = 1,    [5] = 1,  [6] = 1,
    [7] = 1,  [8] = 1,  [11] = 1,  [12] = 1,  [13] = 1,   [14] = 1, [15] = 1,
    [16] = 1, [17] = 1, [18] = 1,  [19] = 1,  [20] = 1,   [21] = 1, [22] = 1,
    [23] = 1, [24] = 1, [25] = 1,  [26] = 1,  [27] = 1,   [28] = 1, [29] = 1,
    [30] = 1, [31] = 1, ['&'] = 1, ['<'] = 1, [0xEF] = 1,
};

/* At most this much is written for one round of put_text(): plain bytes, and what stands behind them. */
#define PLAIN_BYTES 16
#define ROUND_BYTES (2 * PLAIN_BYTES)
_Static_assert(WS_ENTITY_UTF8_MAX <= ROUND_BYTES - PLAIN_BYTES, "a reference stands behind plain bytes");

/* Copies 16 bytes; returns how many of them are plain, those in front of the first that is_odd. The
 * others are overwritten later. */
#ifdef WS_SSE2
static unsigned copy_plain_16(uint8_t *to, const uint8_t *p)
{
    __m128i x = ws_load16(p);
    __m128i white = _mm_or_si128(_mm_cmpeq_epi8(x, _mm_set1_epi8('\t')),
                                 _mm_cmpeq_epi8(x, _mm_set1_epi8('\n')));
    __m128i odd = _mm_cmpeq_epi8(_mm_min_epu8(x, _mm_set1_epi8(31)), x);
    odd = _mm_andnot_si128(white, odd);
    odd = _mm_or_si128(odd, _mm_cmpeq_epi8(x, _mm_set1_epi8('&')));
    odd = _mm_or_si128(odd, _mm_cmpeq_epi8(x, _mm_set1_epi8('<')));
    odd = _mm_or_si128(odd, _mm_cmpeq_epi8(x, _mm_set1_epi8((char)0xEF)));
    unsigned bits = (unsigned)_mm_movemask_epi8(odd);
    _mm_storeu_si128((__m128i *)(void *)to, x);
    return bits ? (unsigned)__builtin_ctz(bits) : 16;
}
#else
static unsigned copy_plain_16(uint8_t *to, const uint8_t *p)
{
    unsigned n = 0;
    for (; n < 16 && !is_odd[p[n]]; n++)
        to[n] = p[n];
    return n;
}
#endif

/* n: at most WS_ENTITY_UTF8_MAX */
static void put(struct ws_buf *b, const void *p, size_t n)
{
    const uint8_t *from = p;
    for (size_t i = 0; i < n; i++) /* less than a call of memcpy() */
        b->p[b->n++] = from[i];
}

/* One character that is_odd(), decoded or as it stands. */
static void put_odd(struct ws_buf *b, const uint8_t *p, size_t n)
{
    if (n == 3 && p[0] == 0xEF && p[1] == 0xBF && p[2] >= 0xBE)
        put(b, "\xEF\xBF\xBD", 3);
    else if (p[0] == '\f' || p[0] == '\v') /* blank in HTML; taken for one by people */
        put(b, " ", 1);
    else if (p[0] == '\r')
        put(b, "\n", 1);
    else if (p[0] >= ' ' || p[0] == '\n' || p[0] == '\t')
        put(b, p, n);
}

/* Writes what stands at p; returns the byte behind it. */
static const uint8_t *put_step(struct ws_buf *b, const uint8_t *p, const uint8_t *end,
                               bool references)
{
    uint8_t decoded[WS_ENTITY_UTF8_MAX];
    size_t n = 0, used;
    if (*p == '&' && references && (used = ws_entity_decode(p, end, false, decoded, &n)) > 0) {
        put_odd(b, decoded, n);
        return p + used;
    }
    if (*p == '\r' && end - p > 1 && p[1] == '\n')
        return p + 1; /* the line feed follows */
    n = *p == 0xEF && end - p >= 3 ? 3 : 1;
    put_odd(b, p, n);
    return p + n;
}

/* Writes what stands from p to the end, or to the first '<'. Returns the byte behind it. */
static inline const uint8_t *put_text(struct ws_draft *d, const uint8_t *p, const uint8_t *end,
                               bool references, bool to_markup)
{
    struct ws_buf *b = &d->text;
    while (p < end) {
        unsigned n = 0;
        if (b->cap - b->n < ROUND_BYTES && !reserve(d, b, ROUND_BYTES))
            return end;
        if (end - p >= PLAIN_BYTES) {
            n = copy_plain_16(b->p + b->n, p);
        } else if (!is_odd[*p]) {
            n = 1;
            b->p[b->n] = *p;
        }
        b->n += n;
        p += n;
        if (n == PLAIN_BYTES || p == end || !is_odd[*p])
            continue;
        if (*p == '<' && to_markup)
            break;
        p = put_step(b, p, end, references);
    }
    return p;
}

/* The text behind that offset was added. */
static void note_text(struct ws_draft *d, size_t before)
{
    if (d->text.n == before)
        return;
    if (!d->in_text) {
        struct ws_node *node = ws_draft_node(d, WS_TAG_TEXT);
        if (!node)
            return;
        node->at = (uint32_t)before;
        node->n = 0;
    }
    d->nodes[d->n_nodes - 1].n += (uint32_t)(d->text.n - before);
    d->in_text = true;
    d->at_edge = false;
    if (d->lean)
        ws_lean_text(d->lean, d->text.p + before, d->text.n - before);
}

void ws_draft_text(struct ws_draft *d, const uint8_t *p, const uint8_t *end, bool references)
{
    size_t before = d->text.n;
    if (d->at_edge && !d->verbatim)
        p = ws_skip_blanks(p, end);
    put_text(d, p, end, references, false);
    note_text(d, before);
}

const uint8_t *ws_draft_put_run(struct ws_draft *d, const uint8_t *p, const uint8_t *end)
{
    size_t before = d->text.n;
    p = put_text(d, p, end, true, true);
    note_text(d, before);
    return p;
}

void ws_draft_gap(struct ws_draft *d)
{
    static const uint8_t object[3] = {0xEF, 0xBF, 0xBC}; /* WS_OBJECT */
    if (!d->at_edge && !(d->in_text && ws_is_blank(d->text.p[d->text.n - 1])))
        ws_draft_text(d, object, object + sizeof object, false);
}

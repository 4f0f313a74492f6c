#include "pipeline/page/lean.h"

#include "pipeline/page/entities.h"

#include <string.h>

/* Buffers over this are given back after a page. */
#define KEEP_BYTES ((size_t)1 << 20)

/* libxml2 counts its input in int. */
#define MAX_BYTES ((size_t)INT32_MAX)

/* An element under its own name could be closed by rules of libxml2 that are not HTML's
 * (nest.c). */
#define ALIAS_PREFIX "ws-"
/* Elements of no meaning get one name that libxml2 knows, which saves it the error, and tags.h
 * does not. */
#define UNKNOWN_NAME "map"

static struct ws_buf *const *buffers(struct ws_lean *l, struct ws_buf *all[6])
{
    all[0] = &l->html;
    all[1] = &l->attrs;
    all[2] = &l->lists;
    all[3] = &l->metas;
    all[4] = &l->links;
    all[5] = &l->json_ld;
    return all;
}

void ws_lean_init(struct ws_lean *l)
{
    struct ws_buf *all[6];
    memset(l, 0, sizeof *l);
    for (size_t i = 0; i < 6; i++)
        ws_buf_init(buffers(l, all)[i], MAX_BYTES);
}

void ws_lean_release(struct ws_lean *l)
{
    struct ws_buf *all[6];
    for (size_t i = 0; i < 6; i++)
        ws_buf_release(buffers(l, all)[i]);
}

static bool reserve(struct ws_lean *l, struct ws_buf *b, size_t n)
{
    if (b->cap - b->n >= n)
        return true;
    if (ws_buf_reserve(b, n))
        return true;
    l->failed = n > b->max - b->n ? WS_E_LIMIT : WS_E_NOMEM;
    return false;
}

static void append(struct ws_lean *l, struct ws_buf *b, const void *p, size_t n)
{
    if (!reserve(l, b, n))
        return;
    memcpy(b->p + b->n, p, n);
    b->n += n;
}

void ws_lean_begin(struct ws_lean *l, struct ws_slice page, size_t max_nodes)
{
    struct ws_buf *all[6];
    for (size_t i = 0; i < 6; i++)
        ws_buf_clear(buffers(l, all)[i], KEEP_BYTES);
    l->page = page;
    l->max_nodes = max_nodes;
    l->title = (struct ws_slice){NULL, 0};
    l->n_root = l->n_elements = l->n_texts = 0;
    l->text_bytes = 0;
    l->verbatim = 0;
    l->at_edge = true;
    l->in_text = false;
    l->failed = WS_E_NONE;
    /* Or libxml2 2.9 makes up a p around text in front of the first tag. The readers pass over
     * it. */
    append(l, &l->html, "<body>", sizeof "<body>" - 1);
}

/* ---- side tables ---- */

static struct ws_attr as_attr(const struct ws_lean *l, const struct ws_scan_attr *a)
{
    return (struct ws_attr){(uint32_t)(a->value.p - l->page.p), (uint32_t)a->value.n,
                            (uint16_t)a->name};
}

uint32_t ws_lean_attrs(struct ws_lean *l, const struct ws_scan_tag *tag)
{
    if (tag->n_attrs == 0)
        return 0;
    struct ws_lean_list list = {(uint32_t)(l->attrs.n / sizeof(struct ws_attr)), tag->n_attrs};
    for (unsigned i = 0; i < tag->n_attrs; i++) {
        struct ws_attr a = as_attr(l, &tag->attrs[i]);
        append(l, &l->attrs, &a, sizeof a);
    }
    append(l, &l->lists, &list, sizeof list);
    return (uint32_t)(l->lists.n / sizeof list);
}

void ws_lean_root_attrs(struct ws_lean *l, const struct ws_scan_tag *tag)
{
    for (unsigned i = 0; i < tag->n_attrs; i++) {
        uint32_t k = 0;
        while (k < l->n_root && l->root[k].name != tag->attrs[i].name)
            k++;
        if (k == l->n_root)
            l->root[l->n_root++] = as_attr(l, &tag->attrs[i]);
    }
}

static struct ws_slice attr(const struct ws_scan_tag *tag, enum ws_attr_name name)
{
    for (unsigned i = 0; i < tag->n_attrs; i++)
        if (tag->attrs[i].name == name)
            return tag->attrs[i].value;
    return (struct ws_slice){NULL, 0};
}

void ws_lean_meta(struct ws_lean *l, const struct ws_scan_tag *tag)
{
    static const enum ws_attr_name keys[] = {WS_ATTR_NAME, WS_ATTR_PROPERTY, WS_ATTR_ITEMPROP,
                                             WS_ATTR_HTTP_EQUIV};
    struct ws_slice content = attr(tag, WS_ATTR_CONTENT);
    for (size_t i = 0; content.p && i < sizeof keys / sizeof keys[0]; i++) {
        struct ws_meta m = {attr(tag, keys[i]), content};
        if (m.key.n)
            append(l, &l->metas, &m, sizeof m);
    }
}

void ws_lean_link(struct ws_lean *l, const struct ws_scan_tag *tag)
{
    struct ws_link link = {attr(tag, WS_ATTR_REL), attr(tag, WS_ATTR_HREF)};
    if (link.rel.n && link.href.n)
        append(l, &l->links, &link, sizeof link);
}

void ws_lean_json_ld(struct ws_lean *l, struct ws_slice content)
{
    append(l, &l->json_ld, &content, sizeof content);
}

/* ---- html ---- */

static void put(struct ws_buf *b, const char *str)
{
    size_t n = strlen(str);
    memcpy(b->p + b->n, str, n);
    b->n += n;
}

static void put_number(struct ws_buf *b, uint32_t v)
{
    uint8_t digits[10];
    size_t n = 0;
    do
        digits[n++] = (uint8_t)('0' + v % 10);
    while ((v /= 10) != 0);
    while (n)
        b->p[b->n++] = digits[--n];
}

static void put_name(struct ws_buf *b, enum ws_tag tag, bool alias)
{
    if (alias)
        put(b, ALIAS_PREFIX);
    put(b, tag == WS_TAG_UNKNOWN ? UNKNOWN_NAME : ws_name_string(tag));
}

static void note_tag(struct ws_lean *l, enum ws_tag tag)
{
    l->in_text = false;
    if ((ws_name_flags[tag] & WS_TF_BLOCK) || tag == WS_TAG_BR)
        l->at_edge = true;
    else if (ws_name_flags[tag] & WS_TF_VOID)
        l->at_edge = false;
}

static void count_node(struct ws_lean *l, uint32_t *counter)
{
    ++*counter;
    if ((size_t)l->n_elements + l->n_texts + 1 > l->max_nodes)
        l->failed = WS_E_LIMIT;
}

/* Longer than any tag written here. */
#define TAG_BYTES 40

void ws_lean_start(struct ws_lean *l, enum ws_tag tag, bool alias, uint32_t list)
{
    struct ws_buf *b = &l->html;
    if (!reserve(l, b, TAG_BYTES))
        return;
    b->p[b->n++] = '<';
    put_name(b, tag, alias);
    if (list) {
        put(b, " a=");
        put_number(b, list);
    }
    if (ws_name_flags[tag] & WS_TF_VOID) /* libxml2 2.9 does not know wbr and source */
        put(b, list ? " /" : "/");
    b->p[b->n++] = '>';
    count_node(l, &l->n_elements);
    note_tag(l, tag);
}

void ws_lean_end(struct ws_lean *l, enum ws_tag tag, bool alias)
{
    struct ws_buf *b = &l->html;
    if (!reserve(l, b, TAG_BYTES))
        return;
    put(b, "</");
    put_name(b, tag, alias);
    b->p[b->n++] = '>';
    note_tag(l, tag);
}

enum ws_tag ws_lean_tag(struct ws_slice name)
{
    const size_t n = sizeof ALIAS_PREFIX - 1;
    if (name.n > n && memcmp(name.p, ALIAS_PREFIX, n) == 0)
        name = (struct ws_slice){name.p + n, name.n - n};
    return ws_tag_by_name(name);
}

/* ---- text ---- */

/* Bytes that cannot simply be copied: & and <, control characters, and the first byte of
 * U+FFFE, U+FFFF. */
static const bool is_odd[256] = {
    [0] = 1,  [1] = 1,  [2] = 1,   [3] = 1,   [4] = 1,    [5] = 1,  [6] = 1,
    [7] = 1,  [8] = 1,  [11] = 1,  [12] = 1,  [13] = 1,   [14] = 1, [15] = 1,
    [16] = 1, [17] = 1, [18] = 1,  [19] = 1,  [20] = 1,   [21] = 1, [22] = 1,
    [23] = 1, [24] = 1, [25] = 1,  [26] = 1,  [27] = 1,   [28] = 1, [29] = 1,
    [30] = 1, [31] = 1, ['&'] = 1, ['<'] = 1, [0xEF] = 1,
};

/* Longest text written for one step of put_text(): an escaped reference of two characters. */
#define STEP_BYTES 16

static void put_escaped(struct ws_lean *l, const uint8_t *p, size_t n)
{
    struct ws_buf *b = &l->html;
    for (size_t i = 0; i < n; i++) {
        l->text_bytes++;
        if (p[i] == '&')
            put(b, "&amp;");
        else if (p[i] == '<')
            put(b, "&lt;");
        else
            b->p[b->n++] = p[i];
    }
}

/* One character that is_odd(), decoded or as it stands. */
static void put_odd(struct ws_lean *l, const uint8_t *p, size_t n)
{
    if (n == 3 && p[0] == 0xEF && p[1] == 0xBF && p[2] >= 0xBE)
        put_escaped(l, (const uint8_t *)"\xEF\xBF\xBD", 3);
    else if (p[0] == '\f' || p[0] == '\v') /* blank in HTML; taken for one by people */
        put_escaped(l, (const uint8_t *)" ", 1);
    else if (p[0] == '\r')
        put_escaped(l, (const uint8_t *)"\n", 1);
    else if (p[0] >= ' ' || p[0] == '\n' || p[0] == '\t')
        put_escaped(l, p, n);
}

/* Writes what stands at p; returns the byte behind it. */
static const uint8_t *put_step(struct ws_lean *l, const uint8_t *p, const uint8_t *end,
                               bool references)
{
    uint8_t decoded[WS_ENTITY_UTF8_MAX];
    size_t n = 0, used;
    if (*p == '&' && references && (used = ws_entity_decode(p, end, false, decoded, &n)) > 0) {
        put_odd(l, decoded, n);
        return p + used;
    }
    if (*p == '\r' && end - p > 1 && p[1] == '\n')
        return p + 1; /* the line feed follows */
    n = *p == 0xEF && end - p >= 3 ? 3 : 1;
    put_odd(l, p, n);
    return p + n;
}

static void put_text(struct ws_lean *l, const uint8_t *p, const uint8_t *end, bool references)
{
    while (p < end) {
        const uint8_t *plain = p;
        while (p < end && !is_odd[*p])
            p++;
        size_t n = (size_t)(p - plain);
        if (!reserve(l, &l->html, n + STEP_BYTES))
            return;
        memcpy(l->html.p + l->html.n, plain, n);
        l->html.n += n;
        l->text_bytes += n;
        if (p < end)
            p = put_step(l, p, end, references);
    }
}

void ws_lean_text(struct ws_lean *l, const uint8_t *p, const uint8_t *end, bool references)
{
    if (l->at_edge && !l->verbatim)
        while (p < end && ws_is_blank(*p))
            p++;
    size_t before = l->html.n;
    put_text(l, p, end, references);
    if (l->html.n == before)
        return;
    if (!l->in_text)
        count_node(l, &l->n_texts);
    l->in_text = true;
    l->at_edge = false;
}

void ws_lean_gap(struct ws_lean *l)
{
    static const uint8_t object[3] = {0xEF, 0xBF, 0xBC}; /* WS_OBJECT */
    if (!l->at_edge && !ws_is_blank(l->html.p[l->html.n - 1]))
        ws_lean_text(l, object, object + sizeof object, false);
}

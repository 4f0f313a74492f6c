#include "pipeline/extract/metadata/metadata_sources.h"

#include "pipeline/extract/text/nfc.h"
#include "pipeline/extract/text/plain.h"
#include "pipeline/extract/text/seams.h"
#include "pipeline/extract/text/text.h"

#include <libxml/uri.h>
#include <libxml/xmlmemory.h>
#include <string.h>

bool ws_same(struct ws_slice a, struct ws_slice b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

/* --- text ----------------------------------------------------------------------------- */

struct ws_slice ws_one_line(struct ws_arena *arena, struct ws_slice s)
{
    uint8_t *out = s.n ? ws_arena_alloc(arena, s.n + WS_PLAIN_SLACK) : NULL, *at = out;
    bool space = false;
    uint32_t last = 0;
    if (!out)
        return (struct ws_slice){NULL, 0};
    for (const uint8_t *p = s.p, *end = s.p + s.n; p < end;) {
        struct ws_plain run = {.readable = end};
        const uint8_t *from = p;
        const uint32_t c = ws_utf8_next(&p, end);
        enum ws_char_class k = ws_char_class(c);
        if (k == WS_CHAR_SPACE)
            space = at > out;
        if (k == WS_CHAR_SPACE || (k == WS_CHAR_IGNORE && (space || !ws_is_tail(last, c))))
            continue;
        last = k == WS_CHAR_IGNORE ? last : c;
        if (space)
            *at++ = ' ';
        space = false;
        size_t n = ws_plain_copy(from, end, at, &run);
        if (n) {
            p = from + n;
        } else {
            n = (size_t)(p - from);
            memcpy(at, from, n);
        }
        at += n;
    }
    if (at == out)
        return (struct ws_slice){NULL, 0};
    return ws_nfc(arena, (struct ws_slice){out, (size_t)(at - out)});
}

struct ws_slice ws_clean(struct ws_arena *arena, struct ws_slice raw)
{
    return ws_one_line(arena, ws_unescape(arena, raw));
}

bool ws_is_address(struct ws_slice s)
{
    return (s.n > 4 && (!memcmp(s.p, "http", 4) || !memcmp(s.p, "www.", 4) || s.p[0] == '#' ||
                        s.p[0] == '/')) ||
           (s.n && memchr(s.p, '@', s.n) && !memchr(s.p, ' ', s.n));
}

static uint8_t at(struct ws_slice s, size_t i)
{
    return i < s.n ? s.p[i] : ' ';
}

bool ws_has_word(struct ws_slice s, const char *lower)
{
    size_t n = strlen(lower);
    for (size_t i = 0; i + n <= s.n; i++)
        if ((i == 0 || s.p[i - 1] <= ' ') && at(s, i + n) <= ' ' &&
            ws_equals_nocase((struct ws_slice){s.p + i, n}, lower))
            return true;
    return false;
}

/* --- head ----------------------------------------------------------------------------- */

/* Which of the bits of meta_keys is that of a key of n > 0 bytes, by its length and two of its letters, which are
 * the same in capitals. */
static unsigned key_bit(const uint8_t *key, size_t n)
{
    const unsigned first = key[0] | 0x20u, last = key[n - 1] | 0x20u;
    return (unsigned)(first * 5 + last * 37 + n * 97) % WS_META_KEYS;
}

static void note_keys(struct ws_sources *s)
{
    const struct ws_head *head = &s->tree->head;
    memset(s->meta_keys, 0, sizeof s->meta_keys);
    for (size_t i = 0; i < head->n_metas; i++) {
        struct ws_slice key = ws_trim_text(head->metas[i].key);
        const unsigned bit = key.n ? key_bit(key.p, key.n) : 0;
        if (key.n)
            s->meta_keys[bit / 64] |= UINT64_C(1) << bit % 64;
    }
}

struct ws_slice ws_meta_next(const struct ws_sources *s, const char *key, size_t *from)
{
    const struct ws_head *head = &s->tree->head;
    const size_t n = strlen(key);
    const unsigned bit = key_bit((const uint8_t *)key, n);
    if (!(s->meta_keys[bit / 64] >> bit % 64 & 1))
        return (struct ws_slice){NULL, 0};
    while (*from < head->n_metas) {
        const struct ws_meta *m = &head->metas[(*from)++];
        struct ws_slice name = m->key.n > n ? ws_trim_text(m->key) : m->key;
        if (name.n != n || !ws_equals_nocase(name, key))
            continue;
        struct ws_slice v = ws_clean(s->arena, m->value);
        if (v.n)
            return v;
    }
    return (struct ws_slice){NULL, 0};
}

struct ws_slice ws_meta(const struct ws_sources *s, const char *keys)
{
    struct ws_slice v = {NULL, 0};
    for (const char *key = keys; *key && !v.n; key += strlen(key) + 1) {
        size_t from = 0;
        v = ws_meta_next(s, key, &from);
    }
    return v;
}

struct ws_slice ws_rel(const struct ws_sources *s, const char *rel, bool body)
{
    const struct ws_head *head = &s->tree->head;
    for (size_t i = 0; i < head->n_links; i++)
        if (ws_has_word(head->links[i].rel, rel))
            return head->links[i].href;
    for (size_t i = 0; body && i < s->n_items; i++) {
        struct ws_slice href = ws_node_attr(s->tree, s->items[i], WS_ATTR_HREF);
        if (href.n && ws_has_word(ws_node_attr(s->tree, s->items[i], WS_ATTR_REL), rel))
            return href;
    }
    return (struct ws_slice){NULL, 0};
}

/* --- body ----------------------------------------------------------------------------- */

enum { IS_PROP = 1, IS_REL = 2 };
static const uint8_t ITEM_ATTRS[WS_ATTR_COUNT] = {
    [WS_ATTR_ITEMPROP] = IS_PROP, [WS_ATTR_PROPERTY] = IS_PROP, [WS_ATTR_REL] = IS_REL};

static void add_item(struct ws_sources *s, uint32_t node, bool prop)
{
    if (s->n_items == WS_MAX_ITEMS)
        return;
    s->items[s->n_items++] = node;
    if (prop)
        s->props[s->n_props++] = node;
}

static void find_items(struct ws_sources *s)
{
    const struct ws_tree *t = s->tree;
    const struct ws_looks *looks = &s->blocks->looks;
    for (uint32_t k = 0; k < looks->n_telling; k++) {
        const uint32_t i = looks->telling[k];
        const struct ws_node *node = &t->nodes[i];
        if (i == 0)
            continue;
        if (node->tag == WS_TAG_H1) {
            s->h1 = s->h1 ? s->h1 : i;
            s->h1_end = node->end > s->h1_end ? node->end : s->h1_end;
        }
        unsigned has = 0;
        for (const struct ws_attr *a = t->attrs + node->at, *end = a + node->n; a < end; a++)
            has |= ITEM_ATTRS[a->name];
        if (node->tag == WS_TAG_TIME || (has & IS_PROP) || (has && node->tag == WS_TAG_A))
            add_item(s, i, has & IS_PROP);
    }
}

bool ws_sources_open(struct ws_sources *s, const struct ws_tree *t, const struct ws_blocks *b,
                     const struct ws_page *page, struct ws_arena *arena)
{
    s->tree = t;
    s->blocks = b;
    s->page = page;
    s->arena = arena;
    s->headline = WS_NO_BLOCK;
    s->n_items = s->n_props = 0;
    s->h1 = s->h1_end = 0;
    s->named = ws_arena_zalloc(arena, b->looks.n, sizeof *s->named);
    if (!s->named)
        return false;
    find_items(s);
    note_keys(s);
    return ws_json_ld_read(t->head.json_ld, t->head.n_json_ld, arena, &s->ld);
}

uint32_t ws_block_at(const struct ws_blocks *b, uint32_t node)
{
    uint32_t low = 0, high = b->n;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (b->v[mid].last < node)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

#define PROPERTY_BYTES 200 /* of a value: the rest is not looked at */

/* "datePublished", "schema:datePublished", one of several. */
static bool names_property(struct ws_slice value, const char *prop)
{
    size_t n = strlen(prop);
    for (size_t i = 0; i + n <= value.n && i < PROPERTY_BYTES; i++)
        if ((i == 0 || value.p[i - 1] <= ' ' || value.p[i - 1] == ':') &&
            at(value, i + n) <= ' ' &&
            ws_equals_nocase((struct ws_slice){value.p + i, n}, prop))
            return true;
    return false;
}

uint32_t ws_item_anywhere(const struct ws_sources *s, const char *prop, size_t *from)
{
    while (*from < s->n_props) {
        uint32_t node = s->props[(*from)++];
        if (names_property(ws_node_attr(s->tree, node, WS_ATTR_ITEMPROP), prop) ||
            names_property(ws_node_attr(s->tree, node, WS_ATTR_PROPERTY), prop))
            return node;
    }
    return 0;
}

uint32_t ws_item(const struct ws_sources *s, const char *prop, size_t *from)
{
    uint32_t node;
    do
        node = ws_item_anywhere(s, prop, from);
    while (node && ws_is_foreign(s, node));
    return node;
}

#define TEXT_BYTES 400

struct ws_slice ws_text_in(const struct ws_sources *s, uint32_t node)
{
    const struct ws_tree *t = s->tree;
    uint8_t *out = ws_arena_alloc(s->arena, TEXT_BYTES);
    size_t n = 0;
    for (uint32_t k = node; out && k < t->nodes[node].end && n < TEXT_BYTES; k++) {
        if (t->nodes[k].tag != WS_TAG_TEXT) {
            if (ws_tag_flags((enum ws_tag)t->nodes[k].tag) & WS_TF_BLOCK ||
                t->nodes[k].tag == WS_TAG_BR)
                out[n++] = ' ';
            continue;
        }
        struct ws_slice text = ws_node_text(t, k);
        size_t room = TEXT_BYTES - n, take = text.n < room ? text.n : room;
        while (take && take < text.n && (text.p[take] & 0xc0) == 0x80)
            take--; /* whole characters only */
        memcpy(out + n, text.p, take);
        n += take;
        if (take < text.n)
            break;
    }
    return ws_one_line(s->arena, (struct ws_slice){out, out ? n : 0});
}

struct ws_slice ws_item_value(const struct ws_sources *s, uint32_t node)
{
    static const enum ws_attr_name VALUES[] = {WS_ATTR_CONTENT, WS_ATTR_DATETIME, WS_ATTR_TITLE};
    const struct ws_tree *t = s->tree;
    const size_t n =
        t->nodes[node].tag == WS_TAG_ABBR ? 3 : 2; /* what an abbreviation stands for */
    for (size_t i = 0; i < n; i++) {
        struct ws_slice v = ws_clean(s->arena, ws_node_attr(t, node, VALUES[i]));
        if (v.n)
            return v;
    }
    uint16_t tag = t->nodes[node].tag;
    if (tag == WS_TAG_IMG)
        return ws_clean(s->arena, ws_node_attr(t, node, WS_ATTR_SRC));
    return ws_text_in(s, node);
}

struct ws_slice ws_microdata(const struct ws_sources *s, const char *prop)
{
    size_t from = 0;
    uint32_t node = ws_item(s, prop, &from);
    return node ? ws_item_value(s, node) : (struct ws_slice){NULL, 0};
}

/* --- addresses ------------------------------------------------------------------------ */

#define ADDRESS_BYTES 2048

static char *to_string(struct ws_arena *arena, struct ws_slice s)
{
    char *str = s.n <= ADDRESS_BYTES ? ws_arena_alloc(arena, s.n + 1) : NULL;
    if (!str)
        return NULL;
    for (size_t i = 0; i < s.n; i++)
        str[i] = s.p[i] ? (char)s.p[i] : ' ';
    str[s.n] = '\0';
    return str;
}

static bool is_http(struct ws_slice s)
{
    return (s.n > 7 && ws_equals_nocase((struct ws_slice){s.p, 7}, "http://")) ||
           (s.n > 8 && ws_equals_nocase((struct ws_slice){s.p, 8}, "https://"));
}

/* Absolute http(s) address of ref, as seen from one. */
static struct ws_slice resolve(const struct ws_sources *s, struct ws_slice ref,
                               struct ws_slice from)
{
    struct ws_slice clean = ws_clean(s->arena, ref), out = {NULL, 0};
    if (clean.n > ADDRESS_BYTES || !clean.n)
        return out;
    if (is_http(clean))
        return clean;
    char *r = to_string(s->arena, clean), *base = to_string(s->arena, ws_trim_text(from));
    xmlChar *uri =
        r && base && *base ? xmlBuildURI((const xmlChar *)r, (const xmlChar *)base) : NULL;
    if (!uri)
        return out;
    struct ws_slice built = {uri, strlen((const char *)uri)};
    if (is_http(built))
        out = ws_one_line(s->arena, built);
    xmlFree(uri);
    return out;
}

struct ws_slice ws_absolute(const struct ws_sources *s, struct ws_slice ref)
{
    const struct ws_slice url = s->page->url, base = resolve(s, s->tree->head.base, url);
    return resolve(s, ref, base.n ? base : url);
}
